"""A table for a terminal, columns aligned by how wide Chinese characters are."""

from unicodedata import east_asian_width

from pipelines.core.messages import _
from pipelines.reports.tables import Kind, Table, lines


def render(table: Table) -> str:
    """Title, aligned columns, totals, notes."""
    texts = [[cell.replace("\n", "；") for cell in line] for line in lines(table)]
    if table.summed:
        texts[-1][0] = _("Total")
    widths = [max(map(_width, column)) for column in zip(*texts, strict=True)]
    numbers = [column.kind in {Kind.NUMBER, Kind.DECIMAL, Kind.SHARE} for column in table.columns]
    rows = [
        "  ".join(
            _padded(cell, width, right=right)
            for cell, width, right in zip(line, widths, numbers, strict=True)
        ).rstrip()
        for line in texts
    ]
    return "\n".join([table.title, *rows, *table.notes])


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "FW" else 1 for sign in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
