"""What a page feature hands over: outputs as values, from which they are rendered and compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands, its template, and all the template may know of it.

    `data` is plain JSON-like values, so that its digest says whether the page
    has to be rendered again. `articles` are the paths of the articles whose
    own page this is.
    """

    path: str
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    articles: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The way from the page to the portal's root, so that a site works below any address."""
        return "../" * self.path.count("/")


@dataclass(frozen=True, slots=True)
class Text:
    """A file that is not a page: a feed, a map, an API answer."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A file taken over as it is; `digest` names its bytes."""

    path: str
    source: Path
    digest: str


Output = Page | Text | Copy
