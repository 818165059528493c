"""Article pages, and the notice that stands where a withdrawn or expired one stood."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.core.visibility import Visibility
from plugins.pages import Late, Page
from plugins.site import Site, topic_entry
from plugins.stories import Story

RELATED = 4


def pages(site: Site) -> Iterator[Page]:
    """One page an article that is public or was."""
    related = _related(site)
    for column in site.charter.columns:
        stories = [one for one in site.by_column.get(column, ()) if one.column == column]
        trail = site.trail(column)
        known = site.column_entry(column)
        entry = {key: known[key] for key in ("name", "description", "kind")}
        around = [None, *stories, None]
        for newer, story, older in zip(around, stories, around[2:], strict=False):
            data: dict[str, Any] = {
                "story": story,
                "body": site.bodies[story.path],
                "trail": trail,
                "column": entry,
                "topics": [topic_entry(word) for word in story.keywords],
                "newer": newer,
                "older": older,
                "related": related[story.path],
                "pair": _pair(site, story),
            }
            yield Page(
                story.path.removesuffix(".md") + ".html", "article.html", data, (story.path,)
            )
            if data["pair"] and story.interpretation:
                yield _comparison(site, story, site.by_path[story.interpretation], data["pair"])
    for article in site.withheld(Visibility.WITHDRAWN, Visibility.EXPIRED):
        data = {"trail": site.trail(article.column), "why": site.visible[article.path].value}
        yield Page(article.url, "gone.html", data, (article.path,))


def _pair(site: Site, story: Story) -> Mapping[str, Any] | None:
    """The interpretation of a document, or the document that is interpreted."""
    other = site.by_path.get(story.interpretation or story.interprets or "")
    if other is None:
        return None
    document = story if story.interpretation else other
    return {
        "title": other.title,
        "url": other.url,
        "is_document": document is other,
        "beside": _beside(document),
    }


def _beside(document: Story) -> str:
    return str(document.url).removesuffix(".html") + "-beside.html"


def _comparison(site: Site, document: Story, other: Story, pair: Mapping[str, Any]) -> Page:
    """A document and its interpretation side by side."""
    second = site.bodies[other.path]
    data = {
        "document": document,
        "document_body": site.bodies[document.path],
        "interpretation": other,
        "interpretation_body": Late(second.digest, lambda: _renamed(second.make())),
        "trail": site.trail(document.column),
    }
    return Page(pair["beside"], "beside.html", data)


def _renamed(html: str) -> str:
    """A second body on one page, with ids and names of its own."""
    html = html.replace(' id="s-', ' id="t-').replace(' href="#s-', ' href="#t-')
    html = html.replace('aria-label="表格', 'aria-label="解读表格')
    return html.replace('aria-label="脚注"', 'aria-label="解读脚注"')


def _related(site: Site) -> Mapping[str, Sequence[Story]]:
    """For each article the nearest older ones of its topics; a new article changes none of them."""
    found: dict[str, list[Story]] = {story.path: [] for story in site.stories}
    for stories in site.by_topic.values():
        for place, story in enumerate(stories):
            found[story.path] += stories[place + 1 : place + 1 + RELATED]
    return {path: _nearest(near) for path, near in found.items()}


def _nearest(near: list[Story]) -> list[Story]:
    """Those that share most topics first, then the newest; each once."""
    shared: dict[str, int] = {}
    for one in near:
        shared[one.path] = shared.get(one.path, 0) + 1
    by_path = {one.path: one for one in near}
    order = sorted(by_path, key=lambda path: (by_path[path].date, path), reverse=True)
    return [by_path[path] for path in sorted(order, key=lambda path: -shared[path])[:RELATED]]
