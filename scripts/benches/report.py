"""The figures of `scripts/bench site`: as JSON, and as the READMEs' table."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.core.messages import _, later
from scripts.verbs.options import HOUSE

RESULTS = HOUSE / "docs" / "bench.json"


@dataclass(frozen=True)
class Row:
    """One line of the table: what is measured, beside what, and what was asked for.

    `beside` is another figure's name, and the ratio to it counts; without one the
    figure itself counts, in seconds or, for memory, in megabytes.
    """

    name: str
    label: str
    beside: str | None = None
    limit: float | None = None
    unit: str = "s"


SITE: Sequence[Row] = (
    Row("cold", later("full build, nothing kept"), "hugo", 0.6),
    Row("one", later("build after one changed article"), "hugo", 0.08),
    Row("template", later("build after a change of the template of all pages"), "hugo", 0.4),
    Row("gate", later("gate on a proposal with one new article"), "hugo", 0.15),
    Row("serve", later("from saving an article to seeing it"), None, 0.5),
    Row("memory", later("most memory of a full build"), None, 500, "MB"),
    Row("search", later("search index, articles changed"), "pagefind", 1.2),
    Row("publish", later("release of one changed article, search included"), "pagefind", 1.2),
    Row("restyle", later("release in other colours, search kept"), "pagefind"),
    Row("links", later("all links inside the site"), "lychee", 1),
    Row("pelican", later("stock Pelican with its cache, one changed article"), "hugo"),
)
GROWTH: Sequence[Row] = (
    Row("cold-grown", later("five times the articles: full build"), "cold-once", 5),
    Row("one-grown", later("five times the articles: one changed article"), "one-once", 3),
    Row("gate-grown", later("five times the articles: gate"), "gate-once", 3),
    Row("memory-grown", later("five times the articles: most memory"), "memory-once", 5, "MB"),
)
NAMES: Mapping[str, str] = {
    "hugo": "Hugo",
    "pagefind": "Pagefind",
    "lychee": "lychee",
    "cold-once": "1 ×",
    "one-once": "1 ×",
    "gate-once": "1 ×",
    "memory-once": "1 ×",
}
"""What stands beside us, as the table names it."""


def lines(rows: Sequence[Row], figures: Mapping[str, float]) -> list[dict[str, Any]]:
    """Each row that was measured, with its ratio and whether that is what was asked for."""
    found = []
    for row in rows:
        if row.name not in figures or (row.beside and row.beside not in figures):
            continue
        here = figures[row.name]
        beside = figures[row.beside] if row.beside else None
        counts = here / beside if beside else here
        found.append(
            {
                "name": row.name,
                "here": round(here, 3),
                "unit": row.unit,
                "beside": row.beside,
                "there": None if beside is None else round(beside, 3),
                "ratio": None if beside is None else round(counts, 3),
                "limit": row.limit,
                "met": None if row.limit is None else counts <= row.limit,
            }
        )
    return found


def text(measured: Sequence[Mapping[str, Any]]) -> str:
    """The lines as a person reads them in a terminal."""
    return "\n".join(" | ".join(f"{cell:<18}" for cell in _cells(one)) for one in measured)


def table(results: Path = RESULTS) -> str:
    """The READMEs' table, in the language spoken; "" where nothing was measured yet."""
    if not results.exists():
        return ""
    found = json.loads(results.read_text("utf-8"))
    head = (
        _("At {count:,} articles").format(count=found["articles"]),
        *(_("here"), _("beside"), _("ratio"), _("asked for"), ""),
    )
    rows = [head, ("---", "--:", "--:", "--:", "--:", "---"), *map(_cells, found["lines"])]
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    about = _(
        "{machine}, {cores} cores; {date}; medians of up to {rounds} rounds, one tool after the "
        "other in each. {versions}. The portal has {sites[here][pages]:,} pages with "
        "{sites[here][links]:,} links and {sites[here][pictures]} pictures, Hugo's site "
        "{sites[hugo][pages]:,}, {sites[hugo][links]:,} and {sites[hugo][pictures]}."
    ).format(**found | {"versions": versions})
    return "\n".join([*("| " + " | ".join(row) + " |" for row in rows), "", about])


def _cells(line: Mapping[str, Any]) -> tuple[str, ...]:
    label = next(row.label for row in (*SITE, *GROWTH) if row.name == line["name"])
    unit, limit = line["unit"], line["limit"]
    compared = line["ratio"] is not None
    here, there = (_amount(line[name], unit) for name in ("here", "there"))
    return (
        _(label),
        here,
        f"{NAMES[line['beside']]} {there}" if compared else "",
        f"{line['ratio']:.2f}" if compared else "",
        "" if limit is None else f"≤ {limit:g}" if compared else f"≤ {_amount(limit, unit)}",
        {True: "✓", False: "✗", None: ""}[line["met"]],
    )


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:.0f} {unit}" if value >= 100 else f"{value:.2f} {unit}"
