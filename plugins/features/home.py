"""The home page: what is new in every column."""

from collections.abc import Iterator

from plugins.features.columns import brief
from plugins.pages import Page
from plugins.site import Site

LATEST = 6
HEADLINES = 4


def pages(site: Site) -> Iterator[Page]:
    """The home page."""
    illustrated = [story for story in site.stories if story["image"]]
    sections = [
        {
            "column": site.column_entry(id_),
            "stories": [brief(story) for story in site.by_column.get(id_, ())[:LATEST]],
        }
        for id_ in site.charter.children(None)
        if site.charter.columns[id_].link is None
    ]
    headlines = [brief(story) for story in illustrated[:HEADLINES]]
    yield Page("index.html", "home.html", {"headlines": headlines, "sections": sections})
