"""Column lists, numbered from the oldest so that a new article leaves old pages alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.pages import Page
from plugins.site import Site, Story


def pages(site: Site) -> Iterator[Page]:
    """The lists of every column that has a folder."""
    size = site.charter.portal.per_page
    for id_, column in site.charter.columns.items():
        if column.link is None:
            yield from _lists(site, id_, [brief(one) for one in site.by_column.get(id_, ())], size)


def _lists(site: Site, column: str, stories: Sequence[Story], size: int) -> Iterator[Page]:
    """The front list holds the newest `size` to 2 × `size` - 1; page k of the others is for ever.

    Page 1 holds the oldest `size` articles, and so on, so only the front list
    changes when an article comes.
    """
    full = max(len(stories) // size - 1, 0)
    common = {"column": site.column_entry(column), "trail": site.trail(column)}
    rest = len(stories) - full * size
    data = {"stories": list(stories[:rest]), "number": full + 1, "older": full or None}
    yield Page(f"{column}/index.html", "column.html", {**common, **data, "newer": None})
    for number in range(full, 0, -1):
        first = len(stories) - number * size
        data = {
            "stories": list(stories[first : first + size]),
            "number": number,
            "newer": number + 1 if number < full else "index",
            "older": number - 1 or None,
        }
        yield Page(f"{column}/page-{number}.html", "column.html", {**common, **data})


BRIEF = (
    *("title", "url", "date", "summary", "image", "folder"),
    *("column", "column_name", "unit_name"),
)


def brief(story: Story) -> Mapping[str, Any]:
    """An article as lists show it."""
    return {key: story[key] for key in BRIEF}
