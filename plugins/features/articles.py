"""Article pages, and the notice that stands where a withdrawn or expired one stood."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from pipelines.core.visibility import Visibility
from plugins.pages import Batch, Late, Output, Page, digest
from plugins.site import Site, topic_entry
from plugins.stories import Story

RELATED = 4
SIZE = 500
"""So many pages are made, or left alone, together: counted from the oldest of a column."""


class Told(NamedTuple):
    """An article and all that its own page tells besides.

    `other` is the interpretation of a document, or the document that is
    interpreted, with its body.
    """

    story: Story
    body: Late
    newer: Story | None
    older: Story | None
    related: Sequence[Story]
    other: tuple[Story, Late] | None


def pages(site: Site) -> Iterator[Output | Batch]:
    """One page an article that is public or was."""
    related = _related(site)
    for column in site.charter.columns:
        stories = [one for one in site.by_column.get(column, ()) if one.column == column]
        trail = site.trail(column)
        known = site.column_entry(column)
        entry = {key: known[key] for key in ("name", "description", "kind")}
        around = [None, *stories, None]
        bodies = [site.bodies[one.path] for one in stories]
        near = [related[one.path] for one in stories]
        others = [_other(site, one) for one in stories]
        told = list(map(Told, stories, bodies, around, around[2:], near, others))
        oldest_first = reversed(told)
        for number in range(0, len(told), SIZE):
            some = list(islice(oldest_first, SIZE))
            yield Batch(
                f"articles {column} {number}",
                digest(trail, entry, list(map(tuple, some))),
                partial(_pages, trail, entry, some),
            )
    for article in site.withheld(Visibility.WITHDRAWN, Visibility.EXPIRED):
        data = {"trail": site.trail(article.column), "why": site.visible[article.path].value}
        yield Page(article.url, "gone.html", data, (article.path,))


def _pages(
    trail: Sequence[Mapping[str, str]], column: Mapping[str, Any], some: Sequence[Told]
) -> Iterator[Page]:
    """The pages of some articles of a column, made of nothing but what is given."""
    for one in some:
        story, other = one.story, one.other
        data: dict[str, Any] = {
            "story": story,
            "body": one.body,
            "trail": trail,
            "column": column,
            "topics": [topic_entry(word) for word in story.keywords],
            "newer": one.newer,
            "older": one.older,
            "related": one.related,
            "pair": _pair(story, other[0]) if other else None,
        }
        yield Page(story.path.removesuffix(".md") + ".html", "article.html", data, (story.path,))
        if other and story.interpretation:
            yield _comparison(one, *other, trail)


def _other(site: Site, story: Story) -> tuple[Story, Late] | None:
    named = story.interpretation or story.interprets
    other = site.by_path.get(named) if named else None
    return (other, site.bodies[other.path]) if other else None


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


def _comparison(one: Told, other: Story, body: Late, trail: Sequence[Mapping[str, str]]) -> Page:
    """A document and its interpretation side by side."""
    data = {
        "document": one.story,
        "document_body": one.body,
        "interpretation": other,
        "interpretation_body": Late(body.digest, lambda: _renamed(body.make())),
        "trail": trail,
    }
    return Page(_beside(one.story), "beside.html", data)


def _renamed(html: str) -> str:
    """A second body on one page, with ids and names of its own."""
    html = html.replace(' id="s-', ' id="t-').replace(' href="#s-', ' href="#t-')
    html = html.replace('aria-label="表格', 'aria-label="解读表格')
    return html.replace('aria-label="脚注"', 'aria-label="解读脚注"')


def _related(site: Site) -> Mapping[str, Sequence[Story]]:
    """For each article the nearest older ones of its topics; a new article changes none of them.

    Those that share most topics come first, then the newest.
    """
    stories = site.stories
    total = len(stories)
    places = {story.path: place for place, story in enumerate(stories)}
    near: list[list[int]] = [[] for _story in stories]
    for topic in site.by_topic.values():
        held = [places[story.path] for story in topic]
        for number, place in enumerate(held, start=1):
            near[place] += held[number : number + RELATED]
    related = {}
    for story, found in zip(stories, near, strict=True):
        once = set(found)
        if len(once) < len(found):
            # Named more often: before all that are named less.
            order = sorted([place - total * found.count(place) for place in once])
        else:
            order = sorted(found)
        related[story.path] = [stories[place % total] for place in order[:RELATED]]
    return related
