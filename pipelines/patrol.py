"""The daily round: what the rules say today, and what the public really gets."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.core.case import Case
from pipelines.core.desks.records import Patrol
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.ledger import quotas
from pipelines.core.messages import _
from pipelines.core.plan import Draft, Issue
from pipelines.core.rule import judge
from pipelines.forge.port import Forge
from pipelines.gather.advisories import advisories, pinned
from pipelines.gather.live import certificate, fetch
from pipelines.gather.outside import foul_words
from pipelines.mending import Item, administrators
from pipelines.release import records
from pipelines.release.integrity import (
    TAMPERING,
    compare,
    differences,
    sample,
    strangers,
    trusted,
)
from pipelines.release.target import Target
from pipelines.rules import PATROL, TREE

UNASKED = "REL402"
"""The note that nobody could be asked for advisories; nothing to put right here."""
FOLDER = "patrols"
"""Where the days' records stand, among the records and in the charter's registers."""
_LOOKED_BACK = 30
"""Days before today on which a missed round is still told."""


@dataclass(frozen=True)
class Live:
    """Where the public reads the portal; `strict` where our own nginx.conf serves it."""

    address: str
    strict: bool = True


def rules_today(case: Case) -> list[Finding]:
    """What the rules say of the content today; of articles only what has to be put right."""
    of_articles = [one for one in judge(case, TREE) if one.weight is not Weight.NOTES]
    return [*of_articles, *judge(case, PATROL)]


def live_today(
    case: Case, live: Live, released: records.Release, before: records.Release | None
) -> list[Finding]:
    """What the live site shows that was never released (YZ-09a)."""
    day, rounds, manifest = case.today, case.charter.rounds, released.manifest
    paths = sample(manifest, before.manifest if before else None, day, rounds)
    asked = [*paths, *strangers(manifest, day)]
    answers = fetch(live.address, asked, rounds.seconds, rounds.per_second)
    foul = foul_words(case)
    found = [*compare(manifest, answers, rounds, strict=live.strict, foul=foul)]
    shown = certificate(live.address, rounds.seconds)
    now = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - Asia/Shanghai, as all times are
    return [*trusted(shown, now, rounds), *found]


def target_today(to: Target, released: records.Release) -> list[Finding]:
    """What the files at a target show, all of them counted."""
    name = to.current()
    if name is None:
        raise HouseError(_("nothing is public at {target}").format(target=to.name))
    return list(differences(released.manifest, to.read(name)))


def expected(folder: Path, content: Path) -> tuple[records.Release, records.Release | None]:
    """What should be public now, and what was before. Raises HouseError without any record."""
    last = records.newest(folder, content, 2)
    if not last:
        raise HouseError(
            _("no release is on record at {folder}; bring its records or Git notes").format(
                folder=folder
            )
        )
    return last[0], last[1] if len(last) > 1 else None


def advisories_today(lock: Path, database: str) -> list[Finding]:
    """What is known to be unsafe of what the portal runs on; a note where nobody could be asked."""
    try:
        known = advisories(pinned(lock), database)
    except HouseError as error:
        note = (str(error), ("YZ-07a",))
        return [Finding(UNASKED, "advisories-were-asked", Weight.NOTES, Place(lock.name), *note)]
    return [
        Finding(
            "REL401",
            "no-library-known-to-be-unsafe",
            Weight.BLOCKS,
            Place(lock.name, one.package.line),
            _("{name} {version}: {id} {summary}").format(
                name=one.package.name, version=one.package.version, id=one.id, summary=one.summary
            ),
            ("YZ-07a",),
            _("update it to {version}").format(version=one.fixed) if one.fixed else None,
        )
        for one in known
    ]


def missed_days(case: Case, folder: Path) -> list[Finding]:
    """The days of the last month, before today, of which no record of a round is on file (YZ-07a).

    Days before the first that is on file do not count.
    """
    register = (filed.record for filed in case.charter.registers.of(FOLDER))
    done = {record.on for record in register if isinstance(record, Patrol)}
    done |= {date.fromisoformat(path.stem) for path in (folder / FOLDER).glob("????-??-??.yml")}
    window = (case.today - timedelta(days=back) for back in range(_LOOKED_BACK, 0, -1))
    missed = [day for day in window if day not in done and day > min(done, default=case.today)]
    if not missed:
        return []
    return [
        Finding(
            "REL301",
            "a-round-every-day",
            Weight.BLOCKS,
            Place(f"charter/registers/{FOLDER}"),
            _("there is no record of the daily round on {days}").format(
                days="、".join(map(str, missed))
            ),
            ("YZ-07a",),
            _("write down the reason on the register"),
        )
    ]


def on_file(case: Case, file: Path) -> bool:
    """Whether today's round is written down already, on the register or in the records."""
    register = (filed.record for filed in case.charter.registers.of(FOLDER))
    days = {record.on for record in register if isinstance(record, Patrol)}
    return case.today in days or file.exists()


def reminding(case: Case, open_issues: Iterable[Issue]) -> bool:
    """Whether units may have to be reminded of what they owe, or are being reminded.

    Only then is every proposal of the host read.
    """
    days = case.charter.reporting.reminders
    begun = bool(days) and case.today.day >= min(days)
    return begun or any(one.key.startswith(quotas.PREFIX) for one in open_issues)


def with_members(case: Case, forge: Forge) -> Case:
    """The case with those who may write; without them where the host does not tell us."""
    try:
        return replace(case, members={forge.host: tuple(forge.members())})
    except HouseError:
        return case


def to_sign(case: Case, record: str) -> Draft:
    """The day's record as a proposal: to sign it is to fill in who and when, and to merge it."""
    title = _("Record of the daily round, {day}").format(day=case.today)
    body = _(
        "For the administrator: read it, add signed_by (your id) and signed_on (the day), "
        "then merge it."
    )
    path = f"charter/registers/{FOLDER}/{case.today}.yml"
    return Draft(f"patrol/{case.today}", title, body, ((path, record.encode()),))


def told_at_once(case: Case, findings: Iterable[Finding]) -> list[str]:
    """The names of those who hear of tampering before anything else (YZ-09b)."""
    if case.charter.duty is None or not any(one.rule in TAMPERING for one in findings):
        return []
    return [case.charter.people[one].name for one in case.charter.duty.told(case.today)]


def sheet(case: Case, wanted: Sequence[Item], pages: int) -> Mapping[str, Any]:
    """The day's record as the register of patrols keeps it, for the administrator to sign.

    What was found on an earlier day stands in that day's record.
    """
    _unit, theirs = administrators(case)
    flaws = [
        {
            "what": f"{item.findings[0].place.path}：{item.findings[0].message}",
            "unit": item.unit,
            "found": str(item.since),
            "due": str(item.due),
        }
        for item in wanted
        if item.since == case.today
    ]
    record: dict[str, Any] = {"on": str(case.today), "by": (*theirs, "")[0], "pages": pages}
    return {"records": [record | ({"flaws": flaws} if flaws else {})]}


def record_of(case: Case, wanted: Sequence[Item], pages: int) -> str:
    """The same as a file: JSON is YAML, so the register of patrols takes it as it is."""
    return json.dumps(sheet(case, wanted, pages), ensure_ascii=False, indent=1) + "\n"
