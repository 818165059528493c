"""QR codes, drawn only for pages that are rendered."""

import re
from functools import cache

import zxingcpp
from markupsafe import Markup

_RUN = re.compile(rb"(\0+)|\xff+")
_QUIET = 2
"""The light margin, in modules; the box around it on the page adds more."""
_MASK = 3
"""Readers take any mask; to try all eight for the prettiest takes most of the time (ISO 18004)."""
_STEP = 12
"""Modules that are drawn at a time: few patterns, each worked out once."""


def svg(address: str) -> Markup:
    """A QR code as inline SVG: one path whose pen is down over the dark modules."""
    code = zxingcpp.create_barcode(
        address, zxingcpp.BarcodeFormat.QRCode, ec_level="L", data_mask=_MASK
    )
    image = code.to_image(scale=1, add_quiet_zones=False)
    size, modules = image.shape[0], bytes(image)  # type: ignore[call-overload]  # a buffer, untold
    rows = [modules[start : start + size] for start in range(0, size * size, size)]
    # At the end of a row the pen goes back, and one down.
    strokes = f"m-{size} 1".join(
        "".join([_drawn(row[at : at + _STEP]) for at in range(0, size, _STEP)]) for row in rows
    )
    whole = size + 2 * _QUIET
    begin = f"M{_QUIET} {_QUIET}.5"
    path = f'<path stroke="#000" d="{begin}{strokes}"/>'
    return Markup(f'<svg viewBox="0 0 {whole} {whole}">{path}</svg>')  # noqa: S704 - ours alone


@cache
def _drawn(modules: bytes) -> str:
    """The pen's way over modules of a row."""
    return "".join(
        f"h{len(run[0])}" if run[1] else f"m{len(run[0])} 0" for run in _RUN.finditer(modules)
    )
