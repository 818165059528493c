"""Article pages, and the notice that stands where a withdrawn or expired one stood."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.core.visibility import Visibility
from plugins.pages import Batch, Late, Output, Page, Trail, batch
from plugins.site import Site, topic_entry
from plugins.stories import Story

RELATED = 4
SIZE = 500
"""So many pages are made, or left alone, together: counted from the oldest of a column."""


def pages(site: Site) -> Iterator[Output | Batch]:
    """One page an article that is public or was."""
    related = _related(site)
    for column in site.charter.columns:
        stories = [one for one in site.by_column.get(column, ()) if one.column == column]
        trail = site.trail(column)
        known = site.column_entry(column)
        entry = {key: known[key] for key in ("name", "description", "kind")}
        bodies = [site.bodies[one.path] for one in stories]
        near = [related[one.path] for one in stories]
        others = [_other(site, one) for one in stories]
        for end in range(len(stories), 0, -SIZE):
            some = slice(max(end - SIZE, 0), end)
            around = [None, *stories, None][some.start : end + 2]
            given = (trail, entry, around, bodies[some], near[some], others[some])
            yield batch(f"articles {column} {len(stories) - end}", _pages, *given)
    for article in site.withheld(Visibility.WITHDRAWN, Visibility.EXPIRED):
        data = {"trail": site.trail(article.column), "why": site.visible[article.path].value}
        yield Page(article.url, "gone.html", data, (article.path,))


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


def _other(site: Site, story: Story) -> tuple[Story, Late] | None:
    # The interpretation of a document, or the document that is interpreted.
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
