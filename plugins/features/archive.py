"""Everything ever published that is still public, by month."""

from collections.abc import Iterator

from plugins.pages import Page, Step
from plugins.site import Site

TOP = Step("按月归档", "archive/index.html")


def pages(site: Site) -> Iterator[Page]:
    """The list of months and a page for each."""
    months = list(site.by_month)
    years: dict[str, list[dict[str, object]]] = {}
    for month in months:
        years.setdefault(month[:4], []).append(
            {
                "month": int(month[5:]),
                "url": f"archive/{month}.html",
                "count": len(site.by_month[month]),
            }
        )
    groups = [{"year": year, "months": inner} for year, inner in years.items()]
    yield Page("archive/index.html", "archive.html", {"years": groups, "trail": (TOP,)})
    around = [None, *months, None]
    for newer, month, older in zip(around, months, around[2:], strict=False):
        name = f"{month[:4]}年{int(month[5:])}月"
        url = f"archive/{month}.html"
        data = {
            "name": name,
            "stories": site.by_month[month],
            "trail": (TOP, Step(name, url)),
            "place": {"number": None, "newer": newer, "older": older},
        }
        yield Page(url, "month.html", data)
