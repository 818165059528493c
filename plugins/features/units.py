"""A page for every unit: who it is and what it published."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.core.charter.units import UnitKind
from plugins.features.lists import lists
from plugins.pages import Batch, Page, Step
from plugins.site import Site

TOP = Step("单位", "units/index.html")


def pages(site: Site) -> Iterator[Page | Batch]:
    """The list of units and the pages of each."""
    groups: dict[str, list[Mapping[str, Any]]] = {kind.value: [] for kind in UnitKind}
    for id_, unit in site.charter.units.items():
        entry = site.unit_entry(id_)
        groups[unit.kind.value].append(entry)
        below = [
            site.unit_entry(other)
            for other, value in site.charter.units.items()
            if value.parent == id_
        ]
        parent = site.unit_entry(unit.parent) if unit.parent else None
        common = {
            "name": unit.name,
            "unit": entry,
            "below": below,
            "parent": parent,
            "trail": (TOP, Step(unit.name, entry["url"])),
        }
        stories = site.by_unit.get(id_, ())
        yield from lists(
            f"units/{id_}/", "unit.html", common, stories, site.charter.portal.per_page
        )
    yield Page("units/index.html", "units.html", {"groups": groups, "trail": (TOP,)})
