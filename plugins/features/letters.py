"""How letters were answered, from the public answers alone: how many, how fast, about what."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from pipelines.core.charter.columns import ColumnKind
from plugins.pages import Page, Step
from plugins.site import Site
from plugins.stories import Story

PAGE = "figures.html"


def pages(site: Site) -> Iterator[Page]:
    """One page of figures for each column of letters."""
    for column in site.kind(ColumnKind.LETTERS):
        stories = [one for one in site.by_column.get(column, ()) if one.kind == "letter"]
        years: dict[str, list[Story]] = {}
        for one in stories:
            years.setdefault((one.days.get("answered") or one.date)[:4], []).append(one)
        topics = Counter(topic for one in stories for topic in one.keywords)
        data = {
            "trail": (*site.trail(column), Step("来信办理情况", f"{column}/{PAGE}")),
            "column": site.column_entry(column),
            "total": _figures("合计", stories),
            "years": [_figures(f"{year}年", years[year]) for year in sorted(years, reverse=True)],
            "topics": sorted(topics.items(), key=lambda item: (-item[1], item[0])),
        }
        yield Page(f"{column}/{PAGE}", "letter-figures.html", data)


def _figures(name: str, stories: Sequence[Story]) -> Mapping[str, Any]:
    """How many were answered; half of them within so many days; the slowest."""
    took = sorted(
        (date.fromisoformat(one.days["answered"]) - date.fromisoformat(one.days["received"])).days
        for one in stories
        if {"answered", "received"} <= one.days.keys()
    )
    middle = median(took) if took else None
    return {
        "name": name,
        "count": len(stories),
        "median": f"{middle:g}" if middle is not None else None,
        "longest": took[-1] if took else None,
    }
