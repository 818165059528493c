"""What has become public, or ceased to be, since a release: embargoes and ends that came due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.visibility import Visibility, visibility


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """An article that another visibility is due for since `at`."""

    at: datetime
    path: str
    now: Visibility


def due(case: Case, since: datetime) -> list[Due]:
    """What a release made at `since` shows that is no longer right, earliest first."""
    return sorted(
        Due(_when(article, after), article.path, after) for article, after in _changed(case, since)
    )


def _changed(case: Case, since: datetime) -> Iterator[tuple[Article, Visibility]]:
    for article in case.archive:
        after = visibility(article, case.now)
        if visibility(article, since) is not after:
            yield article, after


def _when(article: Article, after: Visibility) -> datetime:
    """The minute from which the new visibility holds; an article's last day is a whole day."""
    front = article.front
    if after is Visibility.EXPIRED and front.expires is not None:
        return datetime.combine(front.expires + timedelta(days=1), time())
    return front.date or datetime.min  # noqa: DTZ901 - never reached: without a date nothing is due
