"""How much was published, by month, column and unit: as plots and as the tables beside them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.pages import Page, Step
from plugins.site import Site

MONTHS = 12


def pages(site: Site) -> Iterator[Page]:
    """The statistics page. Its last month is that of the newest article: pages know no today."""
    newest = site.stories[0].date[:7] if site.stories else None
    year = newest[:4] if newest else ""
    this_year = [one for one in site.stories if one.date.startswith(year)]
    columns = Counter(one.column.split("/")[0] for one in site.stories)
    columns_now = Counter(one.column.split("/")[0] for one in this_year)
    units = {id_: len(stories) for id_, stories in site.by_unit.items()}
    units_now = Counter(u for one in this_year for u in site.charter.lineage(one.unit))
    known = site.charter
    data = {
        "trail": (Step("信息发布统计", "statistics.html"),),
        "total": len(site.stories),
        "year": year,
        "charts": [
            _chart(
                "months",
                "近十二个月发布数量",
                "月份",
                [(month, len(site.by_month.get(month, ())), None) for month in _months(newest)],
            ),
            _chart(
                "columns",
                "各栏目发布数量",
                "栏目",
                [
                    (known.columns[id_].name, columns[id_], columns_now[id_])
                    for id_ in known.children(None)
                    if known.columns[id_].link is None
                ],
            ),
            _chart(
                "units",
                "各单位发布数量",
                "单位",
                sorted(
                    (
                        (unit.name, units.get(id_, 0), units_now[id_])
                        for id_, unit in known.units.items()
                        if unit.parent is None
                    ),
                    key=lambda row: -row[1],
                ),
            ),
        ],
    }
    yield Page("statistics.html", "statistics.html", data)


def _months(newest: str | None) -> list[str]:
    """The twelve months that end with the newest one, oldest first."""
    if newest is None:
        return []
    last = int(newest[:4]) * 12 + int(newest[5:]) - 1
    return [f"{one // 12}-{one % 12 + 1:02}" for one in range(last - MONTHS + 1, last + 1)]


Row = tuple[str, int, int | None]


def _chart(id_: str, title: str, of: str, rows: Sequence[Row]) -> Mapping[str, Any]:
    """A bar chart's rows, each with the length of its bar in thousandths of the longest."""
    most = max((count for _name, count, _now in rows), default=0) or 1
    bars = [
        {"name": name, "count": count, "now": now, "length": round(count * 1000 / most)}
        for name, count, now in rows
    ]
    return {"id": id_, "title": title, "of": of, "rows": bars}
