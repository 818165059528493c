"""The body of an article as its reader meets it: blocks of text, links, images, headings.

Positions are offsets in the article's text, in characters, so that
`text[start:end]` is what the correspondent typed.
"""

from collections.abc import Callable
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
    """What rules need to know of a body's structure."""

    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    raw_html: tuple[RawHtml, ...] = ()


class Glance(NamedTuple):
    """What pages, lists and registers need to know of a body.

    Its HTML; all that it links to or shows, HTML that was typed included, each once and
    in order; how many characters a reader meets, white space not counted (字数).
    """

    html: str = ""
    targets: tuple[str, ...] = ()
    words: int = 0


class Markdown(NamedTuple):
    """How the body of an article, `text[start:]`, is read: at a glance, or with all its places."""

    glance: Callable[[str, int], Glance]
    structure: Callable[[str, int], Content]
