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
        for name in sorted(
            before.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            part = before.read(name)
            if name == "docProps/core.xml":
                part = _MADE.sub(rb"\g<1>" + f"{on:%Y-%m-%dT%H:%M:%SZ}".encode(), part)
            after.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
    return packed.getvalue()
