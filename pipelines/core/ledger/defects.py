"""What is found wrong and not mended yet: from patrol, inspection and the rules, once each."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.core.charter import Charter
from pipelines.core.desks.records import Act, Patrol
from pipelines.core.findings import Finding, Place
from pipelines.core.plan import Issue

PATROL = "patrol-"
"""How the keys of the patrol's issues begin; the rule's id follows."""
_SINCE = re.compile(r"<!-- since: (\d{4}-\d{2}-\d{2}) -->")
_LINE = re.compile(r"^- `(.+):(\d+)` (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing to put right: where, what, the unit that mends it, since when, by when.

    `unit` is empty where only the place says whose it is.
    """

    place: Place
    what: str
    unit: str
    found: date
    due: date
    clauses: tuple[str, ...] = ()


def of_registers(charter: Charter, *, daily: bool) -> Iterator[Defect]:
    """What was found and nobody has put right (YZ-07b, EN-27): on the daily patrols, or else."""
    within = timedelta(days=charter.rounds.correct_within)
    for records in charter.registers.kinds.values():
        for filed in records:
            if not isinstance(filed.record, Act) or daily is not _daily(filed.record):
                continue
            for number, flaw in enumerate(filed.record.flaws):
                if flaw.fixed is None:
                    due = flaw.due or flaw.found + within
                    yield Defect(filed.at("flaws", number), flaw.what, flaw.unit, flaw.found, due)


def _daily(record: Act) -> bool:
    return isinstance(record, Patrol) and record.kind == "daily"


def of_findings(charter: Charter, findings: Iterable[Finding], today: date) -> Iterator[Defect]:
    """What the rules find on the day, where there is no host that keeps issues."""
    due = today + timedelta(days=charter.rounds.correct_within)
    for one in findings:
        yield Defect(one.place, one.message, "", today, due, one.clauses)


def of_issues(
    charter: Charter, issues: Iterable[Issue], clauses: Mapping[str, Sequence[str]]
) -> Iterator[Defect]:
    """The patrol's open issues, a defect a line; `clauses` by the rules' ids."""
    within = timedelta(days=charter.rounds.correct_within)
    for issue in issues:
        since = _SINCE.search(issue.body)
        if not (issue.open and issue.key.startswith(PATROL) and since):
            continue
        found = date.fromisoformat(since[1])
        rule = issue.key.removeprefix(PATROL).partition("-")[0].upper()
        for path, line, what in _LINE.findall(issue.body):
            place = Place(path, int(line))
            yield Defect(place, what, "", found, found + within, tuple(clauses.get(rule, ())))


def once(*sources: Iterable[Defect]) -> tuple[Defect, ...]:
    """What the sources name, by place; a later one adds what no earlier one has told.

    An overdue flaw of a register is a finding of the desks as well, and what
    the daily patrol wrote down stands in its issue.
    """
    kept: list[Defect] = []
    for source in sources:
        places = {one.place for one in kept}
        said = {f"{one.place.path}：{one.what}" for one in kept}
        kept += [one for one in source if one.place not in places and one.what not in said]
    return tuple(sorted(kept, key=lambda one: (one.place.path, one.place.line, one.what)))
