"""One parser for articles: bytes in, an article with the place of everything in it out."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import join, normpath
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from pipelines.core import marked
from pipelines.core.content import Content, Markdown
from pipelines.core.findings import Place
from pipelines.core.frontmatter import FrontMatter, Outline, Status, outline, validate
from pipelines.core.marked import Fault, Mark
from pipelines.core.messages import _
from pipelines.core.reading import Parsed, Reading, Rest

MAX_BYTES = 1_000_000
"""The longest article that is read, in bytes; a long one has 30,000."""
ROOT = "content"
"""The folder that article paths are relative to, as findings name it."""

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class Trouble(StrEnum):
    """Why a file beside articles could not be read to its end."""

    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too large"


class Passage(NamedTuple):
    """A piece of a file's text with the page, sheet or part it stands on."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What is in a file beside articles.

    `kind` is what its bytes say it is, as a file ending without the dot ("docx",
    "pdf", "png"), "" when they say nothing we know. `texts` are what its reader meets,
    `metadata` what stands in its properties, by name. `pixels` is an image's
    width and height. `trouble` says why some of this may be missing, and then
    what there is is still true.
    """

    kind: str = ""
    texts: tuple[Passage, ...] = ()
    metadata: tuple[Passage, ...] = ()
    pixels: tuple[int, int] | None = None
    trouble: Trouble | None = None


@dataclass(frozen=True)
class Attachment:
    """A file beside articles: its path below the content folder, size in bytes, digest.

    `open` says what is in it, which only those who judge it ask.
    """

    path: str
    size: int
    digest: str
    open: Callable[[], Opened] = field(default=Opened, compare=False, repr=False)

    @cached_property
    def opened(self) -> Opened:
        """What is in it."""
        return self.open()


@dataclass(frozen=True)
class Article:
    """What a correspondent wrote: fields, the body's HTML, and its text when somebody asks.

    `path` is relative to the content folder, `digest` is Git's blob id of the
    bytes, `faults` says what of it could not be read. `outline` is what every archive
    is asked, `targets` all that the body links to or shows (its HTML too), `words` how
    many characters it has. Most articles of an archive are never asked for the `rest`.
    """

    path: str
    digest: str
    outline: Outline = field(default_factory=Outline)
    faults: tuple[Fault, ...] = ()
    targets: tuple[str, ...] = ()
    words: int = 0
    rest: Rest = field(default=Rest(), compare=False, repr=False)

    @classmethod
    def of(cls, **parts: Any) -> Self:
        """An article of all these parts: thousands are taken up again, in half the time."""
        one = cls.__new__(cls)
        one.__dict__.update(parts)
        return one

    @cached_property
    def front(self) -> FrontMatter:
        """The fields above the text."""
        return self.rest.fields(self.path, self.digest)

    @property
    def html(self) -> str:
        """The body as pages show it; asked once a page, it need not be kept."""
        return self.rest.made(self.path, self.digest)

    @cached_property
    def _reading(self) -> Reading:
        return self.rest.read(self.path, self.digest)

    @property
    def text(self) -> str:
        """The whole file, fields included."""
        return self._reading.text

    @property
    def marks(self) -> Mapping[marked.Path, Mark]:
        """Line and column of every field."""
        return self._reading.marks

    @property
    def body_start(self) -> int:
        """The offset in `text` at which the body begins."""
        return self._reading.body_start

    @property
    def content(self) -> Content:
        """The body's structure."""
        return self._reading.content

    @property
    def column(self) -> str:
        """The folder the article stands in, below the content folder."""
        return self.path.rpartition("/")[0]

    @property
    def slug(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.path).stem

    @property
    def url(self) -> str:
        """Where the page stands in the portal, relative to its root."""
        return f"{self.path.removesuffix('.md')}.html"

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self.text[self.body_start :]

    @property
    def draft(self) -> bool:
        """Whether its writer is not done with it; what cannot be read counts as a draft."""
        return self.outline.status == Status.DRAFT or bool(self.faults)

    def beside(self, file: str) -> str:
        """The path, below the content folder, of a file that the article names."""
        return normpath(join(self.column, file))

    def at(self, *field: str | int) -> Place:
        """Where a field of the front matter stands; without one, the first line."""
        path = tuple(field)
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks[path] if path else (1, 1)
        return Place(f"{ROOT}/{self.path}", line, column)

    def at_offset(self, offset: int) -> Place:
        """Where the character at `offset` of the text stands."""
        line = bisect_right(self._line_starts, offset)
        return Place(f"{ROOT}/{self.path}", line, offset - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]


def blob_id(raw: bytes) -> str:
    """Git's own name for these bytes, so that a repository's index serves as our digest."""
    return hashlib.sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def parse(path: str, raw: bytes, markdown: Markdown, size: int | None = None) -> Article:
    """Read an article's bytes, its body by `markdown`; never raises.

    `size` is the file's whole size in bytes where `raw` is only its beginning.
    """
    digest = blob_id(raw)
    size = len(raw) if size is None else size
    if size > MAX_BYTES:
        too_long = _("the article has {size} bytes, {limit} are allowed").format(
            size=size, limit=MAX_BYTES
        )
        return Article(path, digest, faults=(Fault((1, 1), too_long),))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = (raw.count(b"\n", 0, error.start) + 1, 1)
        unreadable = _("not UTF-8 text: save the article as UTF-8")
        return Article(path, digest, faults=(Fault(mark, unreadable),))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (zero := text.find("\0")) >= 0:
        mark = (text.count("\n", 0, zero) + 1, 1)
        return Article(path, digest, faults=(Fault(mark, _("not a text file")),))
    return _parse_text(path, digest, text, markdown)


def _parse_text(path: str, digest: str, text: str, markdown: Markdown) -> Article:
    opening = _FENCE.match(text)
    if opening is None:
        missing = _("an article begins with its fields between two lines of “---”")
        return _article(path, digest, FrontMatter(), [Fault((1, 1), missing)], text, markdown)
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        unclosed = _("the fields are not closed: put a line “---” after the last one")
        return _article(path, digest, FrontMatter(), [Fault((1, 1), unclosed)], text, markdown)
    fields = marked.read(text[opening.end() + 1 : closing.start()], first_line=2)
    front, faults = _front(fields)
    start = min(closing.end() + 1, len(text))
    return _article(path, digest, front, faults, text, markdown, start, fields.marks)


def _article(
    path: str,
    digest: str,
    front: FrontMatter,
    faults: list[Fault],
    text: str,
    markdown: Markdown,
    start: int = 0,
    marks: Mapping[marked.Path, Mark] = MappingProxyType({}),
) -> Article:
    html, targets, words = markdown.glance(text, start)
    rest = Parsed(front, Reading(text, marks, start, html, markdown.structure))
    return Article(path, digest, outline(front), tuple(faults), targets, words, rest)


def _front(fields: marked.Marked) -> tuple[FrontMatter, list[Fault]]:
    if fields.data is None and fields.faults:
        return FrontMatter(), fields.faults
    if not isinstance(fields.data, dict | None):
        fields.faults.append(Fault((2, 1), _("write each field as “name: value”")))
        return FrontMatter(), fields.faults
    front, unfit = validate(fields.data or {})
    return front, fields.faults + [Fault(fields.mark(path), why) for path, why in unfit]
