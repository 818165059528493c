"""What happened to articles on main, merge by merge: the one source of every number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from pipelines.core.article import Article
from pipelines.core.frontmatter import FrontMatter, Status

DAYS = (
    "date",
    "event_date",
    "signed_date",
    "issued_date",
    "received",
    "accepted",
    "answered",
)
"""Fields of the front matter that clocks and the register read as days."""


class Change(NamedTuple):
    """One article in one merge: git's letter (A, M, D, R), its paths, the blob that it became.

    Paths are below the content folder; `old` is set for a rename alone, `blob`
    is empty for a removal.
    """

    how: str
    path: str
    old: str
    blob: str


class Merge(NamedTuple):
    """One commit on main's first-parent line.

    `at` is when it came onto main, `submitted` when its proposal's last commit
    was written; both in seconds since 1970.
    """

    commit: str
    at: int
    submitted: int
    subject: str
    changes: tuple[Change, ...]


class Version(NamedTuple):
    """What the register needs of one version of an article; `days` by DAYS, ISO or empty.

    `moment` is the publication as the page states it. A version that cannot be
    read counts as a draft.
    """

    title: str
    unit: str
    correspondent: str
    kind: str
    moment: str
    draft: bool
    withdrawn: str
    source: str
    summary: str
    words: int
    images: int
    days: tuple[str, ...]

    def dates(self) -> dict[str, date]:
        """The dates that are filled in, by field."""
        parse = date.fromisoformat
        return {name: parse(day) for name, day in zip(DAYS, self.days, strict=True) if day}

    @property
    def published(self) -> datetime | None:
        """The publication as the page states it."""
        return datetime.fromisoformat(self.moment) if self.moment else None

    @property
    def public(self) -> bool:
        """Whether this version is meant for the public."""
        return not self.draft and not self.withdrawn


@dataclass(frozen=True)
class History:
    """Every merge up to `head`, oldest first, and every version that stood on main, by blob."""

    head: str = ""
    merges: tuple[Merge, ...] = ()
    versions: Mapping[str, Version] = field(default_factory=dict)


def version(article: Article) -> Version:
    """What the register needs of an article."""
    front = article.front
    pictures = {picture.target for picture in article.content.pictures}
    if front.image is not None:
        pictures.add(front.image.file)
    withdrawn = ""
    if front.status is Status.WITHDRAWN:
        withdrawn = front.withdrawn.reason if front.withdrawn is not None else "-"
    return Version(
        title=front.title or article.slug,
        unit=front.unit or "",
        correspondent=front.correspondent or "",
        kind=front.kind.value if front.kind is not None else "",
        moment=front.date.isoformat(" ", "minutes") if front.date is not None else "",
        draft=article.draft or front.date is None,
        withdrawn=withdrawn,
        source=front.source.name if front.source is not None else "",
        summary=front.summary or "",
        words=article.words,
        images=len(pictures),
        days=tuple(_day(front, name) for name in DAYS),
    )


def _day(front: FrontMatter, name: str) -> str:
    value: date | datetime | None = getattr(front, name)
    if value is None:
        return ""
    return (value.date() if isinstance(value, datetime) else value).isoformat()
