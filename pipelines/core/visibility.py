"""Whether the public may see an article: one answer for build, feeds, search and leak test."""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from pipelines.core.article import Article
from pipelines.core.frontmatter import Status


class Visibility(StrEnum):
    """Public, or why not; a notice stands where a withdrawn or expired article stood."""

    PUBLIC = "public"
    DRAFT = "draft"
    EMBARGOED = "embargoed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def visibility(article: Article, now: datetime) -> Visibility:
    """How visible an article is at `now`; the day it expires on is its last public one."""
    outline = article.outline
    if article.draft:
        return Visibility.DRAFT
    if not outline.date or outline.date > _moment(now):
        return Visibility.EMBARGOED
    if outline.status == Status.WITHDRAWN:
        return Visibility.WITHDRAWN
    if outline.expires and outline.expires < now.date().isoformat():
        return Visibility.EXPIRED
    return Visibility.PUBLIC


@lru_cache(maxsize=1)
def _moment(now: datetime) -> str:
    """Asked of every article, and the same for all."""
    return now.isoformat()
