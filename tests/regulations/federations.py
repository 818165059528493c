"""A small federation on top of each preset, as `new portal` starts one."""

from datetime import date
from functools import cache
from typing import Any

from pipelines.core.article import Article
from pipelines.core.charter import Charter, load
from pipelines.core.charter.load import PRESETS
from pipelines.core.charter.people import Accounts, Person
from pipelines.core.charter.start import Federation, first_charter
from pipelines.core.desks.clocks import Line, evaluate
from pipelines.core.desks.registers import read_registers
from pipelines.core.findings import Place
from pipelines.core.rule import Rule
from tests.builders import article, case
from tests.proposals import judged, proposed

NAMES = sorted(path.name for path in PRESETS.iterdir() if path.is_dir())
SINCE = date(2026, 1, 1)
UNITS = {
    "works": {"name": "生产部", "kind": "department"},
    "south": {"name": "南区总工会", "kind": "district"},
}


def files(preset: str) -> dict[str, bytes]:
    """The files of a federation of two units."""
    federation = Federation(preset, "某市总工会", "www.example.org", UNITS, SINCE)
    return {name: text.encode() for name, text in first_charter(federation).items()}


@cache
def federation(preset: str) -> Charter:
    """Its charter."""
    return load(files(preset))


def changed(preset: str, **parts: Any) -> Charter:
    """Its charter with other values for some parts."""
    return federation(preset).model_copy(update=parts)


def registered(preset: str, kind: str, *records: str) -> Charter:
    """Its charter with these records, and no others, on one register."""
    raw = {f"registers/{kind}/{n}.yml": text.encode() for n, text in enumerate(records)}
    return changed(preset, registers=read_registers(raw))


def leaving(preset: str, person: str, last_day: str | None) -> dict[str, Person]:
    """Its people, one of whom holds every post until this day."""
    staff = dict(federation(preset).people)
    until = date.fromisoformat(last_day) if last_day else None
    posts = tuple(post.model_copy(update={"until": until}) for post in staff[person].posts)
    return staff | {person: staff[person].model_copy(update={"posts": posts})}


def with_accounts(preset: str) -> Charter:
    """Its charter, in which everybody's account on a Git host is their id."""
    staff = {
        id_: one.model_copy(update={"accounts": Accounts(github=id_)})
        for id_, one in federation(preset).people.items()
    }
    return changed(preset, people=staff)


def item(path: str, unit: str = "office", **fields: Any) -> Article:
    """A faultless article that a unit of such a federation submits."""
    reviewed = {"secret": "no", "public": "yes", "by": f"{unit}-head", "on": "2026-11-20"}
    own = {"name": "某市总工会"}
    who = {
        "source": own,
        "unit": unit,
        "correspondent": f"{unit}-correspondent",
        "secrecy": reviewed,
    }
    return article(path, **who | fields)


def found(rule: Rule, preset: str, *articles: Article, **options: Any) -> list[str]:
    """The messages of a rule about these articles, under a preset."""
    options.setdefault("charter", federation(preset))
    return [one.message for one in rule(case(*articles, **options))]


def approved(preset: str, of: Article, votes: str, **options: Any) -> list[str]:
    """How far the chains of a proposal have come after these votes, one line a chain."""
    options.setdefault("charter", federation(preset))
    return judged(proposed(of, votes=votes.split(), opener=of.front.correspondent, **options))


def files_approved(preset: str, votes: str) -> list[str]:
    """The same of a proposal that changes a workflow and no article."""
    given = proposed(
        votes=votes.split(),
        files=[".github/workflows/check.yml"],
        charter=federation(preset),
        opener="nobody",
    )
    return judged(given)


def standing(desk: str, clock: str, today: str, kind: str = "", **days: str) -> str:
    """How a desk's clock (`yangzhou.patrols`) stands on a line with these days."""
    preset, _dot, name = desk.partition(".")
    charter = federation(preset)
    line = Line(
        Place("charter/registers/a.yml"),
        "一",
        {day.rstrip("_"): date.fromisoformat(value) for day, value in days.items()},
        kind,
    )
    due = evaluate(
        line, charter.desks[name].clocks[clock], date.fromisoformat(today), charter.calendar
    )
    return due.standing.value if due else ""
