"""Addresses that articles once had, and which article answers for each of them now."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from pipelines.core.article import Article
from pipelines.core.ledger.history import Merge

_ADDRESS = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*\.(?:md|html?)")
"""A path below the root that a static file can stand at; nothing hidden, nothing above."""


class Trouble(StrEnum):
    """Why a former address cannot be kept."""

    NO_ADDRESS = "no address"
    TAKEN = "taken"
    CLAIMED_TWICE = "claimed twice"


class Former(NamedTuple):
    """One entry of an article's `formerly`: its number, its old address, what is wrong with it."""

    article: Article
    number: int
    address: str
    trouble: Trouble | None = None
    rival: str = ""


def formers(articles: Iterable[Article]) -> Iterator[Former]:
    """Every entry of every article's `formerly`, judged, in the order of paths."""
    every = tuple(articles)
    moved = [article for article in every if article.outline.formerly]
    # Most portals have few of them, or none.
    taken = {article.url: article.path for article in every} if moved else {}
    claimed: dict[str, str] = {}
    for article in sorted(moved, key=lambda article: article.path):
        for number, written in enumerate(article.outline.formerly):
            address = re.sub(r"\.md$", ".html", written.removeprefix("content/"))
            former = Former(article, number, address)
            if not _ADDRESS.fullmatch(written) or address.endswith("index.html"):
                yield former._replace(trouble=Trouble.NO_ADDRESS)
            elif address in taken:
                yield former._replace(trouble=Trouble.TAKEN, rival=taken[address])
            elif address in claimed:
                yield former._replace(trouble=Trouble.CLAIMED_TWICE, rival=claimed[address])
            else:
                claimed[address] = article.path
                yield former


def redirects(articles: Iterable[Article]) -> Mapping[str, Article]:
    """Each former address, below the portal's root, with the article that has moved from it."""
    return {one.address: one.article for one in formers(articles) if one.trouble is None}


def renamed(merges: Iterable[Merge]) -> Mapping[str, str]:
    """Each address that an article left in Git's history, with the last one it went to.

    `merges` are in their order, oldest first. For suggestions: what nobody
    wrote down (`formerly`) leads nobody on.
    """
    went: dict[str, str] = {}
    for merge in merges:
        for change in merge.changes:
            if change.how == "R":
                old, new = Article(change.old, "").url, Article(change.path, "").url
                went = {was: new if now == old else now for was, now in went.items()}
                went[old] = new
                went.pop(new, None)
            elif change.how == "A":
                went.pop(Article(change.path, "").url, None)
    return went
