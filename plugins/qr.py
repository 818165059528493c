"""QR codes, drawn only for pages that are rendered."""

import segno


def svg(address: str) -> str:
    """A QR code as inline SVG; the mask is fixed, which saves most of the time."""
    code = segno.make_qr(address, error="l", mask=3, boost_error=False)
    return str(code.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=2))
