"""The static JSON interface /api/v1/, through which other platforms take the content (SC-12)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from plugins.body import absolute
from plugins.pages import Batch, Late, Text, digest
from plugins.site import Site
from plugins.stories import Story

FOLDER = "api/v1/"
SIZE = 50
"""Articles in one page; pages are numbered from the oldest and do not change once full."""
TOGETHER = 20
"""So many pages are looked at, or left alone, together: counted from the oldest."""
_SCHEMA = Path(__file__).with_name("api.schema.json")


def schema() -> Mapping[str, Any]:
    """The JSON Schema of every answer; its descriptions are the interface's manual."""
    known: Mapping[str, Any] = json.loads(_SCHEMA.read_text("utf-8"))
    return known


def files(site: Site) -> Iterator[Text | Batch]:
    """The entry, the articles in pages, the columns and the units."""
    stories = list(reversed(site.stories))
    pages = [stories[one : one + SIZE] for one in range(0, len(stories), SIZE)]
    at = site.base + FOLDER
    yield _answer(
        "index.json",
        {
            "version": 1,
            "portal": site.charter.portal.name,
            "schema": f"{at}schema.json",
            "columns": f"{at}columns.json",
            "units": f"{at}units.json",
            "articles": {
                "total": len(stories),
                "pages": len(pages),
                "first": f"{at}articles/1.json" if pages else None,
                "last": f"{at}articles/{len(pages)}.json" if pages else None,
            },
        },
    )
    for begin in range(0, len(pages), TOGETHER):
        some = pages[begin : begin + TOGETHER]
        more = begin + len(some) < len(pages)
        named = digest(site.regulated, begin, more, some, [site.bodies(page) for page in some])
        yield Batch(f"api {begin}", named, partial(_pages, site, begin, len(pages), some))
    yield _answer("columns.json", {"version": 1, "columns": _columns(site)})
    yield _answer("units.json", {"version": 1, "units": _units(site)})
    yield Text(f"{FOLDER}schema.json", _SCHEMA.read_text("utf-8"))


def _pages(site: Site, begin: int, last: int, pages: Sequence[Sequence[Story]]) -> Iterator[Text]:
    """Some pages of articles, `begin` of them left out before these."""
    for number, stories in enumerate(pages, start=begin + 1):
        yield _page(site, number, last, stories)


def _page(site: Site, number: int, last: int, stories: Sequence[Story]) -> Text:
    """One page of articles, written only where one of them or its neighbours changed."""
    at = site.base + FOLDER
    common = {
        "version": 1,
        "page": number,
        "next": f"{at}articles/{number + 1}.json" if number < last else None,
        "previous": f"{at}articles/{number - 1}.json" if number > 1 else None,
    }
    named = digest(site.base, site.charter.portal.name, common, stories, site.bodies(stories))

    def answer() -> str:
        return _json({**common, "articles": [_article(site, story) for story in stories]})

    return Text(f"{FOLDER}articles/{number}.json", Late(named, answer))


def _article(site: Site, story: Story) -> Mapping[str, Any]:
    folder = f"{story.column}/" if story.column else ""
    image = story.image
    return {
        "id": story.path.removesuffix(".md"),
        "url": site.base + story.url,
        "title": story.title,
        "published": story.date.replace(" ", "T") + ":00+08:00",
        "column": story.column,
        "unit": story.unit,
        "kind": story.kind,
        "summary": story.summary,
        "keywords": story.keywords,
        "source": story.source or {"name": site.charter.portal.name, "url": None},
        "days": story.days,
        "image": image and {"url": site.base + image["url"], "alt": image["alt"]},
        "attachments": [
            {"title": one["title"], "url": site.base + one["url"], "type": one["type"]}
            for one in story.attachments
        ],
        "html": absolute(site.body(story).make(), site.base, folder),
    }


def _columns(site: Site) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": id_,
            "name": column.name,
            "kind": column.kind.value,
            "parent": site.charter.parent_column(id_),
            "url": column.link or f"{site.base}{id_}/index.html",
            "articles": len(site.by_column.get(id_, ())),
        }
        for id_, column in site.charter.columns.items()
    ]


def _units(site: Site) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": id_,
            "name": unit.name,
            "kind": unit.kind.value,
            "parent": unit.parent,
            "url": f"{site.base}units/{id_}/index.html",
            "articles": len(site.by_unit.get(id_, ())),
        }
        for id_, unit in site.charter.units.items()
    ]


def _answer(name: str, value: Mapping[str, Any]) -> Text:
    return Text(FOLDER + name, _json(value))


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
