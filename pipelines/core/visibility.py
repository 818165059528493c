"""Whether the public may see an article: one answer for build, feeds, search and leak test."""

from datetime import datetime
from enum import StrEnum

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
    front = article.front
    if article.draft:
        return Visibility.DRAFT
    if front.date is None or front.date > now:
        return Visibility.EMBARGOED
    if front.status is Status.WITHDRAWN:
        return Visibility.WITHDRAWN
    if front.expires is not None and front.expires < now.date():
        return Visibility.EXPIRED
    return Visibility.PUBLIC
