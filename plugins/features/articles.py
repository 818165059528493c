"""Article pages, and the notice that stands where a withdrawn or expired one stood."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.core.visibility import Visibility
from plugins.pages import Page
from plugins.site import Site, Story


def pages(site: Site) -> Iterator[Page]:
    """One page an article that is public or was."""
    for column in site.charter.columns:
        stories = [one for one in site.by_column.get(column, ()) if one["column"] == column]
        around = [None, *stories, None]
        for newer, story, older in zip(around, stories, around[2:], strict=False):
            data: dict[str, Any] = {
                "story": story,
                "trail": site.trail(column),
                "newer": _signpost(newer),
                "older": _signpost(older),
            }
            yield Page(story["url"], "article.html", data, (story["path"],))
    for article in site.withheld(Visibility.WITHDRAWN, Visibility.EXPIRED):
        data = {"trail": site.trail(article.column), "why": site.visible[article.path].value}
        yield Page(article.url, "gone.html", data, (article.path,))


def _signpost(story: Story | None) -> Mapping[str, str] | None:
    """A neighbour as the foot of an article names it."""
    return story and {"title": story["title"], "url": story["url"]}
