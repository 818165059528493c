"""What a page feature hands over: outputs as values, from which they are rendered and compared."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias


class Late(NamedTuple):
    """HTML or text that is made only when its output is; `digest` names all it is made of."""

    digest: str
    make: Callable[[], str]

    def __repr__(self) -> str:
        return self.digest

    def __html__(self) -> str:
        return self.make()


class Step(NamedTuple):
    """A step of the way to a page from the top (您的位置); `url` is from the portal's root."""

    name: str
    url: str


Trail: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands, its template, and all the template may know of it.

    `data` is plain JSON-like values, and others that carry a digest of theirs
    (stories, late texts), so that its own digest says whether the page has to
    be rendered again. `articles` are the paths of the articles whose own page
    this is. `edition` is the folder of another edition of the portal
    (traditional script), in which `path` stands; the portal's own has none.
    A page that is shown `anywhere`, for addresses that lead nowhere, has links
    from the server's root.
    """

    path: str
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    articles: tuple[str, ...] = ()
    edition: str = ""
    anywhere: bool = False

    @property
    def root(self) -> str:
        """The way from the page to its edition's root, so that a site works below any address."""
        return f"/{self.edition}" if self.anywhere else "../" * self.inner.count("/")

    @property
    def top(self) -> str:
        """The way to the portal's own root, where files stand that no edition repeats."""
        return "/" if self.anywhere else "../" * self.path.count("/")

    @property
    def inner(self) -> str:
        """The page's path within its edition, the same in each."""
        return self.path.removeprefix(self.edition)


@dataclass(frozen=True, slots=True)
class Text:
    """A file that is not a page: a feed, a map, an API answer."""

    path: str
    text: str | Late


@dataclass(frozen=True, slots=True)
class Copy:
    """A file taken over as it is; `digest` names its bytes."""

    path: str
    source: Path
    digest: str


Output = Page | Text | Copy


@dataclass(frozen=True, slots=True)
class Batch:
    """Outputs that are made only where `digest`, which names all they are made of, is another.

    Among them may be batches, each of which is left alone where it is still the same.
    """

    name: str
    digest: str
    make: Callable[[], Iterable["Output | Batch"]]


def digest(*values: Any) -> str:
    """A name for plain values; what carries a digest of its own shows that as its `repr`."""
    return blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def late(make: Callable[..., str], *given: Any) -> Late:
    """Text that `make` makes of nothing but what is given, whose digest names all of that."""
    return Late(digest(*given), partial(make, *given))


def batch(name: str, make: Callable[..., Iterable[Output | Batch]], *given: Any) -> Batch:
    """Outputs that `make` makes of nothing but what is given, whose digest names all of that."""
    return Batch(name, digest(*given), partial(make, *given))
