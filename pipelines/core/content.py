"""The body of an article as its reader meets it: blocks of text, links, images, headings.

Positions are offsets in the article's text, in characters, so that
`text[start:end]` is what the correspondent typed.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Run(NamedTuple):
    """Text as read; as long as its source unless entities or escapes stand in it."""

    start: int
    end: int
    text: str


class Block(NamedTuple):
    """Runs that are read without a pause: a paragraph, a heading, a cell, a code block."""

    kind: str
    runs: tuple[Run, ...]


class Link(NamedTuple):
    """A link: where it goes, and what the reader sees of it."""

    start: int
    end: int
    target: str
    text: str
    title: str


class Picture(NamedTuple):
    """An image inside the body."""

    start: int
    end: int
    target: str
    alt: str
    title: str


class Heading(NamedTuple):
    """A heading with its level (1 to 6) and the id that links can point to."""

    start: int
    end: int
    level: int
    text: str
    anchor: str


class Table(NamedTuple):
    """A table with the texts of its header cells."""

    start: int
    end: int
    header: tuple[str, ...]


class RawHtml(NamedTuple):
    """HTML that was typed as such."""

    start: int
    end: int
    html: str


@dataclass(frozen=True, slots=True)
class Content:
    """The body's HTML, and what rules need to know of its structure."""

    html: str = ""
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    raw_html: tuple[RawHtml, ...] = ()

    @property
    def words(self) -> int:
        """How many characters a reader meets, white space not counted (字数)."""
        return sum(len("".join(run.text.split())) for block in self.blocks for run in block.runs)
