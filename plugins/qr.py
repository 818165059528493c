"""QR codes, drawn only for pages that are rendered."""

import re
from collections.abc import Callable, Sequence
from functools import cache, partial

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
    strokes = "".join([draw(modules[part]) for draw, part in _parts(size)])
    whole = size + 2 * _QUIET
    path = f'<path stroke="#000" d="M{_QUIET + size} {_QUIET - 0.5}{strokes}"/>'
    return Markup(f'<svg viewBox="0 0 {whole} {whole}">{path}</svg>')  # noqa: S704 - ours alone


@cache
def _parts(size: int) -> Sequence[tuple[Callable[[bytes], str], slice]]:
    """The parts of all rows of a code, and what draws each."""
    starts = cache(partial(_drawn, before=f"m-{size} 1"))
    others = cache(_drawn)
    return [
        (others if at else starts, slice(row + at, row + min(at + _STEP, size)))
        for row in range(0, size * size, size)
        for at in range(0, size, _STEP)
    ]


def _drawn(modules: bytes, before: str = "") -> str:
    """The pen's way over modules of a row; at its start it goes back first, and one down."""
    return before + "".join(
        f"h{len(run[0])}" if run[1] else f"m{len(run[0])} 0" for run in _RUN.finditer(modules)
    )
