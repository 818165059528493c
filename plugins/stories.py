"""An article as templates see it: plain values, nothing left to look up."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote, unquote

from pipelines.core.article import Article, Attachment
from pipelines.core.charter.columns import Column
from pipelines.core.charter.people import Person
from pipelines.core.charter.units import Unit
from plugins.body import body
from plugins.pages import Late, digest

Same = TypeVar("Same", str, tuple[str, ...])
Receipts = Mapping[str, Mapping[str, Any]]
"""By article path: `reviewers` (names, in the order they approved) and `editor` (a name)."""

_DAYS = (
    *("event_date", "signed_date", "issued_date", "starts", "ends"),
    *("received", "accepted", "answered", "expires", "review_by"),
)


class Story(NamedTuple):
    """A public article as its page and every list show it, all but its body.

    `date` is as people read it (2026-11-20 09:30), `url` from the portal's root,
    `days` the article's other days by field name, `kind` "news" where none is
    given. `image` is None without one that can be shown. `digest` names all that
    stands before it (`named`). `files` are the paths, below the content folder, of
    what its fields and its body name, `of` is the digest of the article that it was made
    of, `besides` is what it was made of besides that and the charter.
    """

    path: str
    url: str
    title: str
    date: str
    summary: str = ""
    keywords: Sequence[str] = ()
    kind: str = "news"
    column: str = ""
    column_name: str = ""
    unit: str = ""
    unit_name: str = ""
    correspondent: str = ""
    reviewers: Sequence[str] = ()
    owner_name: str = ""
    editor: str = ""
    source: Mapping[str, Any] | None = None
    image: Mapping[str, Any] | None = None
    attachments: Sequence[Mapping[str, Any]] = ()
    days: Mapping[str, str] = MappingProxyType({})
    asks: str = ""
    interpretation: str | None = None
    interprets: str | None = None
    digest: str = ""
    files: Sequence[str] = ()
    of: str = ""
    besides: str = ""

    def __repr__(self) -> str:
        return self.digest


def named(story: Story) -> Story:
    """A story with its digest."""
    return story._replace(digest=digest(*story[: Story._fields.index("digest")]))


@dataclass(frozen=True)
class Desk:
    """What stories are made of besides articles; `shown` says how a picture is shown.

    `trusted` are domains that readers need not be warned of.
    """

    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    columns: Mapping[str, Column]
    trusted: tuple[str, ...]
    files: Mapping[str, Attachment]
    shown: Callable[[str], Mapping[str, Any] | None]
    receipts: Receipts

    @cached_property
    def trusted_digest(self) -> str:
        """Names the trusted domains."""
        return digest(self.trusted)

    @cached_property
    def _editors(self) -> list[tuple[str, date | None, date | None]]:
        """Who administers the site (责编), and between which days."""
        return [
            (person.name, post.since, post.until)
            for person in self.people.values()
            for post in person.posts
            if post.role == "administrator"
        ]

    def editor(self, day: date) -> str:
        """Who edited what was published on a day and left no receipt."""
        for name, since, until in self._editors:
            if (since is None or since <= day) and (until is None or day <= until):
                return name
        return ""


def story(article: Article, desk: Desk) -> Story:
    """A public article with all that its own page and the lists show of it."""
    front = article.front
    assert front.date is not None  # noqa: S101 - an article without a date is never public
    folder = article.column
    column = desk.columns.get(folder)
    unit = desk.units.get(front.unit or "")
    owner = column.owner if column else None
    answering = desk.units.get((front.unit if owner == "$unit" else owner) or "")
    receipt = desk.receipts.get(article.path, {})
    person = desk.people.get(front.correspondent or "")
    told = Story(
        path=article.path,
        url=quote(article.url),
        title=front.title or article.slug,
        date=front.date.isoformat(" ", "minutes"),
        summary=front.summary or "",
        keywords=_one(front.keywords),
        kind=front.kind.value if front.kind else "news",
        column=_one(folder),
        column_name=column.name if column else folder,
        unit=_one(front.unit or ""),
        unit_name=unit.name if unit else "",
        correspondent=person.name if person else "",
        reviewers=tuple(receipt.get("reviewers", ())),
        owner_name=answering.name if answering else "",
        editor=receipt.get("editor") or desk.editor(front.date.date()),
        source=_source(front.source.name, front.source.url) if front.source else None,
        image=_image(article, desk),
        attachments=tuple(_attachment(article, one, desk) for one in front.attachments),
        days={name: value.isoformat() for name in _DAYS if (value := getattr(front, name))},
        asks=front.asks or "",
        interpretation=front.interpretation,
        interprets=front.interprets,
        files=tuple(_files(article)),
        of=article.digest,
    )
    return named(told._replace(besides=besides(told, desk)))


@cache
def _one(value: Same) -> Same:
    """The same object for all that is equal: what is kept once is read once."""
    return value


@cache
def _source(name: str, url: str | None) -> Mapping[str, Any]:
    return {"name": name, "url": url}


def besides(story: Story, desk: Desk) -> str:
    """What a story depends on besides its article and the charter: who approved it, its files."""
    receipt = desk.receipts.get(story.path)
    if receipt is None and not story.files:
        return ""
    files = [file.digest if (file := desk.files.get(path)) else "" for path in story.files]
    return repr((receipt, files))


def late_body(article: Article, story: Story, desk: Desk) -> Late:
    """The body of an article, made of its text and of how the pictures in it are shown."""
    (named,) = bodies([story], desk)
    return Late(named, lambda: body(article, desk.shown, desk.trusted))


def bodies(shown: Iterable[Story], desk: Desk) -> Sequence[str]:
    """Names all that the body of each article is made of."""
    trusted = desk.trusted_digest
    return [f"{one.of} {one.path} {trusted} {one.besides}" for one in shown]


def _files(article: Article) -> Iterator[str]:
    front = article.front
    names = [one.file for one in front.attachments]
    for name in (*names, front.image.file) if front.image else names:
        yield article.beside(name)
    for name in article.targets:
        if not name.endswith(".md") and "://" not in name:
            yield article.beside(unquote(name))


def _image(article: Article, desk: Desk) -> Mapping[str, Any] | None:
    image = article.front.image
    shown = image and desk.shown(article.beside(image.file))
    if not image or not shown:
        return None
    return {**shown, "alt": image.alt, "source": image.source or ""}


def _attachment(article: Article, named: Any, desk: Desk) -> Mapping[str, Any]:
    path = article.beside(named.file)
    file = desk.files.get(path)
    return {
        "title": named.title,
        "url": quote(path),
        "type": PurePosixPath(path).suffix.lstrip(".").upper(),
        "size": size(file.size) if file else "",
    }


def size(octets: int) -> str:
    """A size as people write it: 640 B, 36 KB, 1.2 MB."""
    if octets < 1000:
        return f"{octets} B"
    if octets < 1_000_000:
        return f"{max(round(octets / 1000), 1)} KB"
    return f"{octets / 1_000_000:.1f} MB"
