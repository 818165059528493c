"""Articles as they were last read, kept by their bytes' digest: a second reading costs little."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pydantic
import yaml

from pipelines.core import article, content, frontmatter, marked, schema, sealed, targets
from pipelines.core.article import Article
from pipelines.core.marked import Mark as Line
from pipelines.core.rows import row
from pipelines.core.sealed import Layers
from pipelines.gather import markdown
from pipelines.gather.digests import Files


class Page(NamedTuple):
    """What an article's own page is made of: its fields as JSON, its body as HTML, in UTF-8.

    As bytes it travels between processes and is kept as it stands.
    """

    front: bytes
    html: bytes


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


_seen = row(Seen)


def seen_of(one: Article) -> Seen:
    """An article as it is kept: all but its text."""
    about = (tuple(one.outline), one.targets, one.words)
    faults = tuple((fault.mark, fault.message) for fault in one.faults)
    return Seen(one.digest, about, faults, page_of(one))


def page_of(one: Article) -> Page:
    """What the page of a parsed article is made of."""
    front = one.front.model_dump_json(exclude_unset=True)
    return Page(front.encode(), one.html.encode())


@dataclass(frozen=True)
class Shelf:
    """What was read of articles, by digest: what one reading of a content folder leaves for others.

    The folder is this machine's own and safe to delete; two processes at once lose
    nothing but time. What is faulty is not kept, as faults are told in the language
    of the day.
    """

    articles: Layers | None = None

    @classmethod
    def at(cls, folder: Path | None) -> "Shelf":
        """The shelf in a folder; an empty one where another version, or nobody, left something."""
        return cls(Layers(folder, _seal()) if folder else None)

    def ready(self) -> "Shelf":
        """The shelf, once it has been read: who waits for something else may do that first."""
        if self.articles:
            self.articles.ready()
        return self

    def known(self, files: Files) -> dict[str, Seen]:
        """What was read of those files of which the digest is known."""
        entries = self.articles.all if self.articles else {}
        found = {}
        for path, (_mark, digest) in files.items():
            if digest:
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

    def keep(self, fresh: Iterable[Seen], every: Callable[[], Iterable[Seen]]) -> None:
        """Leave for the next what was read just now; `every` gives all that was seen."""
        if self.articles is None:
            return
        known = self.articles
        new = {one.digest: one for one in fresh if _is_whole(one) and not known.get(one.digest)}

        def page(digest: str) -> tuple[bytes, ...] | None:
            found = (new[digest].page if digest in new else None) or self.page(digest)
            return found and tuple(found)

        known.keep(
            {digest: one.about for digest, one in new.items()},
            lambda: {one.digest: one.about for one in every() if _is_whole(one)},
            page,
        )


def _is_whole(one: Seen) -> bool:
    return bool(one.about) and not one.faults


@cache
def _seal() -> bytes:
    """What is kept depends on this besides the articles: the code that reads them."""
    return sealed.seal(
        *(article.__file__, content.__file__, frontmatter.__file__, marked.__file__),
        *(schema.__file__, targets.__file__, markdown.__file__, __file__),
        also=f"{pydantic.VERSION} {yaml.__version__} {markdown.VERSION}",
    )
