"""RSS, Atom and JSON Feed of the site, of each column and of each unit."""

import json
import re
from collections.abc import Iterator, Sequence

from plugins.pages import Batch, Output, Page, Text, batch
from plugins.site import Site
from plugins.stories import Story

NEWEST = 20
_NEVER = re.compile("[\0-\x1f\ufffe\uffff]")


def files(site: Site) -> Iterator[Batch]:
    """Three files each; a feed holds the newest articles with their summaries."""
    portal = site.charter.portal
    yield _feeds(site, "", portal.name, site.stories)
    for id_, column in site.charter.columns.items():
        if column.link is None:
            name = f"{portal.name} · {column.name}"
            yield _feeds(site, f"{id_}/", name, site.by_column.get(id_, ()))
    for id_, unit in site.charter.units.items():
        name = f"{portal.name} · {unit.name}"
        yield _feeds(site, f"units/{id_}/", name, site.by_unit.get(id_, ()))


def _feeds(site: Site, folder: str, name: str, stories: Sequence[Story]) -> Batch:
    # A feed without articles is as old as the portal, never as young as the build.
    began = site.charter.portal.effective_from
    idle = f"{began.isoformat() if began else '2020-01-01'}T00:00:00+08:00"
    return batch(f"feeds {folder}", _three, site.base, folder, name, idle, stories[:NEWEST])


def _three(
    base: str, folder: str, name: str, idle: str, stories: Sequence[Story]
) -> Iterator[Output]:
    """The feeds of these stories, and of nothing else."""
    items = [
        {
            "url": base + story.url,
            "title": _clean(story.title),
            "summary": _clean(story.summary),
            "moment": story.date.replace(" ", "T") + ":00+08:00",
            "author": story.unit_name,
            "topics": [_clean(word) for word in story.keywords],
        }
        for story in stories
    ]
    updated = items[0]["moment"] if items else idle
    data: dict[str, object] = {"name": name, "home": f"{base}{folder}index.html", "items": items}
    for ending in ("rss", "atom"):
        path = f"{folder}{ending}.xml"
        yield Page(
            path, f"feeds/{ending}.xml", {**data, "address": base + path, "updated": updated}
        )
    path = f"{folder}feed.json"
    yield Text(path, _json_feed(base + path, data))


def _json_feed(address: str, data: dict[str, object]) -> str:
    items = data["items"]
    assert isinstance(items, list)  # noqa: S101 - made above
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": data["name"],
        "home_page_url": data["home"],
        "feed_url": address,
        "language": "zh-CN",
        "items": [
            {
                "id": item["url"],
                "url": item["url"],
                "title": item["title"],
                "content_text": item["summary"] or item["title"],
                "date_published": item["moment"],
                "authors": [{"name": item["author"]}],
                "tags": item["topics"],
            }
            for item in items
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NEVER.sub("", text)
