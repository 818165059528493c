"""Office files are zip archives; packed again without the hour, equal content is equal bytes."""

import io
import re
import zipfile
from datetime import datetime

_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def without_clock(raw: bytes, on: datetime) -> bytes:
    """The same archive, its parts and properties dated `on` alone."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in _in_order(before.namelist()):
            part = before.read(name)
            if name == "docProps/core.xml":
                part = _MADE.sub(rb"\g<1>" + f"{on:%Y-%m-%dT%H:%M:%SZ}".encode(), part)
            after.writestr(_dateless(name), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _dateless(name: str) -> zipfile.ZipInfo:
    """A part dated with the first day that zip knows."""
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def _in_order(names: list[str]) -> list[str]:
    """The list of parts first, where readers look for it; the rest by name."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
