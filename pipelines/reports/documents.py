"""An official document as a value: title, addressees, parts, signature, date, copies."""

from dataclasses import dataclass
from datetime import date

from pipelines.reports.tables import Table


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、) or 2 (（一）), its number written out."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


Part = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What an office signs: `number` is the document number with its place left open.

    `heading` is the title in the lines in which it is set, so that none breaks a word.
    """

    id: str
    heading: tuple[str, ...]
    parts: tuple[Part, ...]
    signature: str
    on: date
    number: str = ""
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title in one line."""
        return "".join(self.heading)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables among its parts."""
        return tuple(part for part in self.parts if isinstance(part, Table))
