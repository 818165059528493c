"""Article pages, and the notice that stands where a withdrawn or expired one stood."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, NamedTuple

from pipelines.core.visibility import Visibility
from plugins.pages import Batch, Late, Output, Page, Trail, batch, digest
from plugins.site import Site, topic_entry
from plugins.stories import Story

RELATED = 4
SIZE = 500
"""So many pages are made, or left alone, together: counted from the oldest of a column."""


def pages(site: Site) -> Iterator[Output | Batch]:
    """One page an article that is public or was."""
    near = _Near(site)
    groups = list(_groups(site))
    history = site.history(group.own[0] for group in groups)
    for group in groups:
        # What a page shows is not newer than its article, but for its neighbour and its pair.
        pairs = [other for one in group.own if (other := _other(site, one))]
        beside = (group.newer, pairs, site.bodies(group.own), site.bodies(pairs))
        named = digest(group.name, history[group.own[0].path], *beside)
        yield Batch(f"around {group.name}", named, partial(_exactly, site, group, near))
    for article in site.withheld(Visibility.WITHDRAWN, Visibility.EXPIRED):
        data = {"trail": site.trail(article.column), "why": site.visible[article.path].value}
        yield Page(article.url, "gone.html", data, (article.path,))


class _Group(NamedTuple):
    """Articles of a column, newest first, between those that are newer and older than all."""

    name: str
    column: str
    own: Sequence[Story]
    newer: Story | None
    older: Story | None


def _groups(site: Site) -> Iterator[_Group]:
    for column in site.charter.columns:
        stories = [one for one in site.by_column.get(column, ()) if one.column == column]
        for end in range(len(stories), 0, -SIZE):
            begin = max(end - SIZE, 0)
            newer = stories[begin - 1] if begin else None
            older = stories[end] if end < len(stories) else None
            name = f"articles {column} {len(stories) - end}"
            yield _Group(name, column, stories[begin:end], newer, older)


def _exactly(site: Site, group: _Group, near: "_Near") -> Iterator[Batch]:
    """A group's pages, by all that they are made of and nothing else."""
    known = site.column_entry(group.column)
    others = [_other(site, one) for one in group.own]
    yield batch(
        group.name,
        _pages,
        site.trail(group.column),
        {key: known[key] for key in ("name", "description", "kind")},
        [group.newer, *group.own, group.older],
        [site.body(one) for one in group.own],
        [near.to(one) for one in group.own],
        [(other, site.body(other)) if other else None for other in others],
    )


def _pages(
    trail: Trail,
    column: Mapping[str, Any],
    around: Sequence[Story | None],
    bodies: Sequence[Late],
    near: Sequence[Sequence[Story]],
    others: Sequence[tuple[Story, Late] | None],
) -> Iterator[Page]:
    """The pages of some articles of a column, made of nothing but what is given.

    `around` are the articles, newest first, between the one that is newer than all
    of them and the one that is older; the rest is told of each in this order.
    """
    told = zip(around, around[1:], around[2:], bodies, near, others, strict=False)
    for newer, story, older, body, related, other in told:
        assert story is not None  # noqa: S101 - only the ends may be
        data: dict[str, Any] = {
            "story": story,
            "body": body,
            "trail": trail,
            "column": column,
            "topics": [topic_entry(word) for word in story.keywords],
            "newer": newer,
            "older": older,
            "related": related,
            "pair": _pair(story, other[0]) if other else None,
        }
        yield Page(story.path.removesuffix(".md") + ".html", "article.html", data, (story.path,))
        if other and story.interpretation:
            yield _comparison(story, body, other[0], other[1], trail)


def _other(site: Site, story: Story) -> Story | None:
    # The interpretation of a document, or the document that is interpreted.
    named = story.interpretation or story.interprets
    return site.by_path.get(named) if named else None


def _pair(story: Story, other: Story) -> Mapping[str, Any]:
    document = story if story.interpretation else other
    return {
        "title": other.title,
        "url": other.url,
        "is_document": document is other,
        "beside": _beside(document),
    }


def _beside(document: Story) -> str:
    return str(document.url).removesuffix(".html") + "-beside.html"


def _comparison(document: Story, body: Late, other: Story, second: Late, trail: Trail) -> Page:
    """A document and its interpretation side by side."""
    data = {
        "document": document,
        "document_body": body,
        "interpretation": other,
        "interpretation_body": Late(second.digest, lambda: _renamed(second.make())),
        "trail": trail,
    }
    return Page(_beside(document), "beside.html", data)


def _renamed(html: str) -> str:
    """A second body on one page, with ids and names of its own."""
    html = html.replace(' id="s-', ' id="t-').replace(' href="#s-', ' href="#t-')
    html = html.replace('aria-label="表格', 'aria-label="解读表格')
    return html.replace('aria-label="脚注"', 'aria-label="解读脚注"')


@dataclass(frozen=True)
class _Near:
    """Finds the nearest older articles of an article's topics; a new article changes none of them.

    Those that share most topics come first, then the newest.
    """

    site: Site

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """Where each article stands among all, newest first."""
        return {story.path: place for place, story in enumerate(self.site.stories)}

    @cached_property
    def _held(self) -> Mapping[str, Sequence[int]]:
        """Where the articles of each topic stand."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, story in enumerate(self.site.stories):
            for topic in story.keywords:
                found[topic].append(place)
        return found

    def to(self, story: Story) -> Sequence[Story]:
        """Those that are near to a story."""
        place, found = self._places[story.path], list[int]()
        for topic in story.keywords:
            held = self._held[topic]
            after = bisect(held, place)
            found += held[after : after + RELATED]
        # Named more often: before all that are named less.
        order = sorted(set(found), key=lambda one: (-found.count(one), one))
        return [self.site.stories[one] for one in order[:RELATED]]
