"""Self-built channels: each with what is new in it, and by which papers it was accepted (SC-14)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipelines.core.desks.records import Channel, Protection
from plugins.site import Site
from plugins.stories import Story

LATEST = 6


def layout(site: Site, id_: str, _stories: Sequence[Story]) -> tuple[str, Mapping[str, Any]]:
    """The page of all channels, or of one: its columns, each with its newest articles."""
    sections = [
        {"column": site.column_entry(child), "stories": site.by_column.get(child, ())[:LATEST]}
        for child in site.charter.children(id_)
    ]
    papers = list(_papers(site)) if site.charter.parent_column(id_) is None else []
    return "channels.html", {"sections": sections, "papers": papers}


def _papers(site: Site) -> Iterator[Mapping[str, Any]]:
    """What the register says of channels that were accepted, here or elsewhere; of no others."""
    charter = site.charter
    protections = {one.channel: one for one in charter.registers.every(Protection)}
    for filed in charter.registers.of("channels"):
        one = filed.record
        if (
            not isinstance(one, Channel)
            or one.accepted is None
            or one.column not in charter.columns
        ):
            continue
        guard = protections.get(filed.id)
        yield {
            "name": one.name,
            "column": site.column_entry(one.column),
            "unit": charter.units[one.unit].name,
            "accepted": str(one.accepted.on),
            "number": one.accepted.number,
            "level": guard.level if guard else None,
            "assessed": str(guard.assessed) if guard and guard.assessed else None,
            "police": guard.police if guard else None,
        }
