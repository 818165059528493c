"""A table as a value: what spreadsheets, documents, pages and scripts are all made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Cell = str | int | float | date | datetime | None


class Kind(StrEnum):
    """What a column holds; it decides alignment and number format."""

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    SHARE = "share"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `width` in Chinese characters, `sum` where a total makes sense.

    `formula` is what a spreadsheet computes the cell by, `{id}` standing for the
    cell of another column in the same row and `{id_all}` for that whole column.
    """

    id: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 6
    sum: bool = False
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns, and the articles that they count, by number."""

    cells: tuple[Cell, ...]
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `lead` stands above it, `notes` say by which rules it was counted."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lead: str = ""
    notes: tuple[str, ...] = ()

    @property
    def summed(self) -> bool:
        """Whether a line of totals belongs below it."""
        return bool(self.rows) and any(column.sum for column in self.columns)

    def totals(self) -> tuple[Cell, ...]:
        """The line of totals; shares are computed again from the sums."""
        sums: dict[str, float] = {}
        for place, column in enumerate(self.columns):
            if column.sum:
                numbers = (row.cells[place] for row in self.rows)
                sums[column.id] = sum(one for one in numbers if isinstance(one, int | float))
        return tuple(
            sums.get(column.id, ratio(column, sums) if column.kind is Kind.SHARE else None)
            for column in self.columns
        )


def share(part: float, whole: float) -> float | None:
    """A part of a whole; nothing where there is no whole."""
    return part / whole if whole else None


def share_of(part: str, whole: str) -> str:
    """The formula of a share of two columns."""
    return f'IF({{{whole}}}=0,"",{{{part}}}/{{{whole}}})'


def ratio(column: Column, sums: dict[str, float]) -> float | None:
    """The share of two sums by a column's formula."""
    named = [id_ for id_ in sums if f"{{{id_}}}" in column.formula]
    named.sort(key=column.formula.rindex)
    return share(sums[named[0]], sums[named[1]]) if len(named) == 2 else None


def shown(value: Cell, kind: Kind) -> str:
    """A cell as text for people."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if kind is Kind.SHARE and isinstance(value, int | float):
        return f"{value:.1%}"
    if kind is Kind.DECIMAL and isinstance(value, int | float):
        return f"{value:.1f}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def lines(table: Table) -> Iterator[tuple[str, ...]]:
    """Header, rows and totals as text."""
    yield tuple(column.title for column in table.columns)
    for row in table.rows:
        yield as_text(table.columns, row.cells)
    if table.summed:
        yield as_text(table.columns, table.totals())


def as_text(columns: Sequence[Column], cells: Sequence[Cell]) -> tuple[str, ...]:
    """Cells as text for people, each by its column's kind."""
    return tuple(shown(cell, column.kind) for column, cell in zip(columns, cells, strict=True))
