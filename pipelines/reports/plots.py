"""Bar charts as SVG: drawn for the eye, described for those who listen."""

from collections.abc import Sequence
from html import escape

BAR, GAP, LABEL, WIDTH, VALUE = 22, 10, 190, 420, 56
"""Height of a bar, space between two, room for names, longest bar, room for numbers; in pixels."""


def bars(id_: str, title: str, values: Sequence[tuple[str, float]]) -> str:
    """Horizontal bars with their names and numbers as text; the table beside says the same."""
    longest = max((value for _name, value in values), default=0) or 1
    height = len(values) * (BAR + GAP) + GAP
    said = "；".join(f"{name} {value:g}" for name, value in values)
    parts = [
        (
            f'<svg role="img" aria-labelledby="{id_}-title {id_}-desc" '
            f'viewBox="0 0 {LABEL + WIDTH + VALUE} {height}" xmlns="http://www.w3.org/2000/svg">'
        ),
        f'<title id="{id_}-title">{escape(title)}</title>',
        f'<desc id="{id_}-desc">{escape(said)}</desc>',
    ]
    for number, (name, value) in enumerate(values):
        top = GAP + number * (BAR + GAP)
        middle = top + BAR / 2
        long = round(WIDTH * value / longest, 1)
        parts += [
            (
                f'<text x="{LABEL - 8}" y="{middle:g}" text-anchor="end" '
                f'dominant-baseline="central">{escape(name)}</text>'
            ),
            f'<rect x="{LABEL}" y="{top}" width="{long:g}" height="{BAR}"/>',
            (
                f'<text x="{LABEL + long + 6:g}" y="{middle:g}" dominant-baseline="central">'
                f"{value:g}</text>"
            ),
        ]
    return "\n".join([*parts, "</svg>"])
