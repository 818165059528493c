"""Articles as they were last read, kept by their bytes' digest: a second reading costs little."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pydantic
import yaml

from pipelines.core import article, content, frontmatter, marked, schema, sealed, targets
from pipelines.core.article import Article
from pipelines.core.below import CHANGED, MODIFIED, Mark
from pipelines.core.marked import Mark as Line
from pipelines.core.sealed import Layers
from pipelines.gather import markdown

SETTLED = 2_000_000_000
"""Nanoseconds after which a mark is believed: some file systems tell time by two seconds."""


class Page(NamedTuple):
    """What an article's own page is made of: its fields as JSON, its body as HTML."""

    front: str
    html: str


class Seen(NamedTuple):
    """What was read of a file: its digest; of an article also what every list asks of it.

    `about` are its outline, its targets and how many words it has, `faults` what of it
    could not be read and where. `page` is there in an article that was parsed just now;
    of others the shelf has it.
    """

    digest: str
    about: tuple[Any, ...] = ()
    faults: tuple[tuple[Line, str], ...] = ()
    page: Page | None = None


_seen = partial(tuple.__new__, Seen)
"""Without a call for each: there are tens of thousands."""


def seen_of(one: Article) -> Seen:
    """An article as it is kept: all but its text."""
    about = (tuple(one.outline), one.targets, one.words)
    faults = tuple((fault.mark, fault.message) for fault in one.faults)
    return Seen(one.digest, about, faults, page_of(one))


def page_of(one: Article) -> Page:
    """What the page of a parsed article is made of."""
    return Page(one.front.model_dump_json(exclude_unset=True), one.html)


@dataclass(frozen=True)
class Shelf:
    """What one reading of a content folder leaves for the next.

    `articles` is what was read, by digest, and `marks` files' marks and digests by path.
    The folder is this machine's own and safe to delete; two processes at once lose
    nothing but time. What is faulty is not kept, as faults are told in the language
    of the day.
    """

    articles: Layers | None = None
    marks: Layers | None = None
    now: int = 0

    @classmethod
    def at(cls, folder: Path | None) -> "Shelf":
        """The shelf in a folder; an empty one where another version, or nobody, left something."""
        if folder is None:
            return cls()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # Files' marks are set by the file system's clock, so this is the one to ask.
            clock = folder / "clock"
            clock.touch()
            now = clock.stat().st_mtime_ns
        except OSError:
            return cls()
        return cls(Layers.at(folder, _seal()), Layers.at(folder / "files", _seal()), now)

    def untouched(self, files: Mapping[str, Mark | None]) -> dict[str, Seen]:
        """What was read of those files that are still the same."""
        entries = self.articles.all if self.articles else {}
        marks = self.marks.all if self.marks else {}
        found = {}
        for path, mark in files.items():
            known = marks.get(path)
            if known is not None and known[0] == mark:
                digest = known[1]
                about = entries.get(digest) if path.endswith(".md") else ()
                if about is not None:
                    found[path] = _seen((digest, about, (), None))
        return found

    def article(self, digest: str) -> Seen | None:
        """What was read of an article with these bytes."""
        about = self.articles.get(digest) if self.articles else None
        return Seen(digest, about) if about else None

    def page(self, digest: str) -> Page | None:
        """What the page of an article with these bytes is made of."""
        page = self.articles.long(digest) if self.articles else None
        return Page(*page) if page else None

    def keep(
        self,
        files: Mapping[str, Mark | None],
        seen: Mapping[str, Seen],
        fresh: Collection[str],
    ) -> None:
        """Leave for the next what was seen of files, marks only where they can be believed.

        `fresh` are the paths of those that were read just now.
        """
        if self.articles is None or self.marks is None:
            return
        known = self.articles
        whole = [one for path in fresh if (one := seen[path]).about and not one.faults]
        whole = [one for one in whole if not known.get(one.digest)]
        pages = {one.digest: one.page for one in whole}

        def page(digest: str) -> tuple[str, ...] | None:
            found = pages.get(digest) or self.page(digest)
            return found and tuple(found)

        def articles() -> dict[str, tuple[Any, ...]]:
            return {one.digest: one.about for one in seen.values() if one.about and not one.faults}

        def marks() -> dict[str, tuple[Any, ...]]:
            there = self.marks.all if self.marks else {}
            return {path: mark for path, mark in {**there, **settled}.items() if path in seen}

        settled = {
            path: (mark, seen[path].digest)
            for path in fresh
            if (mark := files[path]) and max(mark[MODIFIED], mark[CHANGED]) + SETTLED < self.now
        }
        self.articles.keep({one.digest: one.about for one in whole}, articles, page)
        self.marks.keep(settled, marks)


@cache
def _seal() -> bytes:
    """What is kept depends on this besides the articles: the code that reads them."""
    return sealed.seal(
        *(article.__file__, content.__file__, frontmatter.__file__, marked.__file__),
        *(schema.__file__, targets.__file__, markdown.__file__, __file__),
        also=f"{pydantic.VERSION} {yaml.__version__} {markdown.VERSION}",
    )
