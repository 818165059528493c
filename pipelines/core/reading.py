"""What of an article only those ask who look at the article itself: all fields, HTML, its text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pipelines.core import marked
from pipelines.core.content import Content
from pipelines.core.frontmatter import FrontMatter
from pipelines.core.marked import Mark


@dataclass(frozen=True)
class Reading:
    """An article's text as it was typed: the mark of each field, where the body starts, its parts.

    Line ends are normalised, and offsets count characters of `text`. `html` is the body's;
    `structure` finds its parts, which most articles are never asked for.
    """

    text: str = ""
    marks: Mapping[marked.Path, Mark] = field(default_factory=dict)
    body_start: int = 0
    html: str = ""
    structure: Callable[[str, int], Content] = field(
        default=lambda _text, _start: Content(), compare=False, repr=False
    )

    @cached_property
    def content(self) -> Content:
        """The body's structure."""
        return self.structure(self.text, self.body_start)


class Rest:
    """What of articles is read only when somebody asks; nothing, where there is no more.

    One may serve many articles: each asks with its path below the content folder and
    the digest of its bytes.
    """

    __slots__ = ()

    def fields(self, _path: str, _digest: str) -> FrontMatter:
        """All that the front matter says."""
        return FrontMatter()

    def made(self, _path: str, _digest: str) -> str:
        """The body's HTML."""
        return ""

    def read(self, _path: str, _digest: str) -> Reading:
        """The text and its structure."""
        return Reading()


@dataclass(slots=True)
class Parsed(Rest):
    """The rest of an article that was read just now."""

    front: FrontMatter
    reading: Reading

    def fields(self, _path: str, _digest: str) -> FrontMatter:
        """All that the front matter says."""
        return self.front

    def made(self, _path: str, _digest: str) -> str:
        """The body's HTML."""
        return self.reading.html

    def read(self, _path: str, _digest: str) -> Reading:
        """The text and its structure."""
        return self.reading
