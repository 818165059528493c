"""Column pages: each kind of column laid out for what people look for in it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pipelines.core.charter.columns import ColumnKind
from pipelines.core.charter.units import UnitKind
from plugins.features import channels
from plugins.features.lists import lists
from plugins.pages import Batch, Page
from plugins.site import Site
from plugins.stories import Story

_TABLE = re.compile(r'<div class="table".*?</table></div>', re.DOTALL)

WHOLE = {"guide.html", "policy.html", "profile.html"}
"""Laid out by what people look for, so on one page whatever there is."""


def pages(site: Site) -> Iterator[Page | Batch]:
    """The lists of every column that has a folder."""
    size = site.charter.portal.per_page
    for id_, column in site.charter.columns.items():
        if column.link is not None:
            continue
        stories = site.by_column.get(id_, ())
        template, more = _LAYOUTS.get(column.kind, _plain)(site, id_, stories)
        common = {
            "name": column.name,
            "column": site.column_entry(id_),
            "trail": site.trail(id_),
            **more,
        }
        whole = template in WHOLE
        yield from lists(f"{id_}/", template, common, stories, len(stories) + 1 if whole else size)


Layout = tuple[str, Mapping[str, Any]]


def _plain(_site: Site, _id: str, _stories: Sequence[Story]) -> Layout:
    return "column.html", {}


def _guide(site: Site, _id: str, stories: Sequence[Story]) -> Layout:
    """The service guide by department, each guide with forms and when it was last looked at."""
    groups = []
    for unit in site.charter.units:
        own = [one for one in stories if one.unit == unit]
        if own:
            groups.append({"unit": site.unit_entry(unit), "guides": own})
    return "guide.html", {"groups": groups}


def _letters(_site: Site, _id: str, _stories: Sequence[Story]) -> Layout:
    return "letters.html", {}


def _policy(site: Site, _id: str, stories: Sequence[Story]) -> Layout:
    """Each document beside its interpretation, and what stands alone."""
    pairs, paired = [], set()
    for one in stories:
        other = site.by_path.get(one.interpretation or "")
        if other:
            pairs.append({"document": one, "interpretation": other})
            paired |= {one.url, other.url}
    alone = [one for one in stories if one.url not in paired]
    return "policy.html", {"pairs": pairs, "alone": alone}


def _profile(site: Site, id_: str, _stories: Sequence[Story]) -> Layout:
    """The federation's own page: introduction, leaders, departments, districts, institutions."""
    children = site.charter.children(id_)
    if not children:
        return "column.html", {}
    units: dict[str, list[Mapping[str, Any]]] = {kind.value: [] for kind in UnitKind}
    for unit, value in site.charter.units.items():
        if value.parent is None:
            units[value.kind.value].append(site.unit_entry(unit))
    sections = []
    for child in children:
        own = site.by_column.get(child, ())
        sections.append(
            {
                "column": site.column_entry(child),
                "stories": own,
                "summary": own[0].summary if own else "",
                "image": next((one.image for one in own if one.image), None),
                "table": _table(site, own) if child.endswith("/leaders") else None,
            }
        )
    return "profile.html", {"sections": sections, "units": units}


def _table(site: Site, stories: Sequence[Story]) -> str | None:
    """The first table in these articles."""
    bodies = (site.body(one).make() for one in stories)
    return next((found[0] for html in bodies if (found := _TABLE.search(html))), None)


_LAYOUTS: Mapping[ColumnKind, Callable[[Site, str, Sequence[Story]], Layout]] = {
    ColumnKind.CHANNELS: channels.layout,
    ColumnKind.GUIDE: _guide,
    ColumnKind.LETTERS: _letters,
    ColumnKind.POLICY: _policy,
    ColumnKind.PROFILE: _profile,
}
