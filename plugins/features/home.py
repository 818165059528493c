"""The home page: what is new, what can be done here, who answers."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pipelines.core.charter.columns import ColumnKind
from plugins.pages import Page
from plugins.site import Site, topic_entry

LATEST = 6
HEADLINES = 3
TOPICS = 12
GUIDES = 8

_HEADLINE_KINDS = (ColumnKind.NEWS, ColumnKind.NOTICES, ColumnKind.ACTIVITIES, ColumnKind.POLICY)


def pages(site: Site) -> Iterator[Page]:
    """The home page, and the same in large type for those who cannot keep a setting."""
    tops = {kind: [_section(site, id_) for id_ in site.kind(kind)] for kind in ColumnKind}
    telling = {id_ for kind in _HEADLINE_KINDS for id_ in site.kind(kind)}
    told = [one for one in site.stories if one.column.split("/")[0] in telling]
    headlines = list(islice((one for one in told if one.image), HEADLINES))
    shown = {one.url for one in headlines}
    data: dict[str, Any] = {
        "headlines": headlines,
        "latest": list(islice((one for one in told if one.url not in shown), 7)),
        "updated": site.stories[0].date if site.stories else None,
        "topics": [
            topic_entry(word, len(own)) for word, own in islice(site.by_topic.items(), TOPICS)
        ],
        "groups": {kind.value: sections for kind, sections in tops.items()},
    }
    yield Page("index.html", "home.html", data)
    yield Page("elder.html", "elder.html", {"groups": data["groups"], "latest": data["latest"]})


def _section(site: Site, id_: str) -> Mapping[str, Any]:
    """A column with its newest articles."""
    number = site.charter.columns[id_].home or LATEST
    stories = site.by_column.get(id_, ())
    limit = GUIDES if site.charter.columns[id_].kind is ColumnKind.GUIDE else number
    return {
        "column": site.column_entry(id_),
        "stories": stories[:limit],
        "updated": stories[0].date[:10] if stories else None,
    }
