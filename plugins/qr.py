"""QR codes, drawn only for pages that are rendered."""

import re

import zxingcpp

_DARK = re.compile(rb"\0+")
_QUIET = 2
"""The light margin, in modules; the box around it on the page adds more."""


def svg(address: str) -> str:
    """A QR code as inline SVG: one stroke for each dark run of each row."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    image = code.to_image(scale=1, add_quiet_zones=False)
    size, modules = image.shape[0], bytes(image)  # type: ignore[call-overload]  # a buffer, untold
    strokes = "".join(
        f"M{run.start() + _QUIET} {row + _QUIET}.5h{len(run[0])}"
        for row in range(size)
        for run in _DARK.finditer(modules[row * size : (row + 1) * size])
    )
    whole = size + 2 * _QUIET
    return f'<svg viewBox="0 0 {whole} {whole}"><path stroke="#000" d="{strokes}"/></svg>'
