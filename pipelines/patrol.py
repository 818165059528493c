"""The daily round: what the rules say today, what the public really gets, and who puts it right."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from pipelines.core.article import ROOT
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding, Weight
from pipelines.core.messages import _
from pipelines.core.plan import Issue
from pipelines.core.rule import judge
from pipelines.gather.live import certificate, fetch
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

PREFIX = "patrol-"
"""How the keys of the round's issues begin; those of others are left alone."""
_SINCE = re.compile(r"<!-- since: (\d{4}-\d{2}-\d{2}) -->")


@dataclass(frozen=True)
class Live:
    """Where the public reads the portal; `strict` where our own nginx.conf serves it."""

    address: str
    strict: bool = True


@dataclass(frozen=True)
class Item:
    """One thing to put right: all that one rule says of one place, and who answers for it.

    `unit` answers for it, `owners` are people's ids; `since` is the first day of
    this run of days, `due` the day by which it is put right (YZ-07b).
    """

    findings: tuple[Finding, ...]
    unit: str
    owners: tuple[str, ...]
    since: date
    due: date

    @property
    def key(self) -> str:
        """The same for the same rule and place, whatever day it is."""
        return key_of(self.findings[0])


def key_of(finding: Finding) -> str:
    """The issue that a finding belongs to."""
    where = f"{finding.rule} {finding.place.path}"
    digest = hashlib.sha256(where.encode()).hexdigest()[:10]
    return f"{PREFIX}{finding.rule.lower()}-{digest}"


def rules_today(case: Case) -> list[Finding]:
    """What the rules say of the content today; of articles only what has to be put right."""
    of_articles = [one for one in judge(case, TREE) if one.weight is not Weight.NOTES]
    return [*of_articles, *judge(case, PATROL)]


def live_today(
    charter: Charter,
    live: Live,
    released: records.Release,
    before: records.Release | None,
    day: date,
) -> list[Finding]:
    """What the live site shows that was never released (YZ-09a)."""
    rounds, manifest = charter.rounds, released.manifest
    paths = sample(manifest, before.manifest if before else None, day, rounds)
    asked = [*paths, *strangers(manifest, day)]
    answers = fetch(live.address, asked, rounds.seconds, rounds.per_second)
    found = [*compare(manifest, answers, rounds, strict=live.strict)]
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


def items(
    case: Case, findings: Iterable[Finding], since: Mapping[str, date], today: date
) -> list[Item]:
    """The findings as things to put right; `since` are the days on which open ones were found."""
    ordered = sorted(findings, key=lambda one: (key_of(one), one.order))
    found = []
    for key, group in groupby(ordered, key=key_of):
        same = tuple(group)
        first = since.get(key, today)
        due = first + timedelta(days=case.charter.rounds.correct_within)
        unit, owners = _answerable(case, same[0])
        found.append(Item(same, unit, tuple(owners), first, due))
    return sorted(found, key=lambda one: one.findings[0].order)


def _answerable(case: Case, finding: Finding) -> tuple[str, list[str]]:
    """Who puts it right: the column's or article's unit; for the site itself the administrator.

    Tampering goes to the group head and the duty leader of the day (YZ-09b).
    """
    charter, path = case.charter, finding.place.path
    ours, administrators = _administrators(case)
    if finding.rule in TAMPERING and charter.duty is not None:
        return ours, charter.duty.told(case.today)
    article = case.by_path.get(path.removeprefix(f"{ROOT}/"))
    folder = path.removeprefix(f"{ROOT}/").rpartition("/")[0]
    column = charter.columns.get(article.column if article else folder)
    unit = column.owner if column else None
    if unit == "$unit":
        unit = article.front.unit if article else None
    heads = list(charter.holders("head", unit, case.today)) if unit else []
    return (unit, heads) if unit and heads else (ours, administrators)


def _administrators(case: Case) -> tuple[str, list[str]]:
    """The administrators of today, and the unit of the first."""
    posts = [
        (post.unit, id_)
        for id_, person in case.charter.people.items()
        for post in person.posts_on(case.today)
        if post.role == "administrator"
    ]
    return posts[0][0] if posts else "", [id_ for _unit, id_ in posts]


def since(open_issues: Iterable[Issue]) -> dict[str, date]:
    """On which day each open issue of ours was first found, as its text says."""
    return {
        issue.key: date.fromisoformat(found[1])
        for issue in open_issues
        if issue.key.startswith(PREFIX) and (found := _SINCE.search(issue.body))
    }


def plan(
    case: Case,
    wanted: Sequence[Item],
    open_issues: Sequence[Issue],
    host: str,
    unseen: tuple[str, ...] = (),
) -> list[Issue]:
    """What has to change at the host: one issue an item, closed when it is healed.

    An issue that says already what it should is left alone, so a second round
    changes nothing. `unseen` are beginnings of the ids of rules that this round
    did not look by: their issues stay as they are.
    """
    blind = tuple(f"{PREFIX}{one.lower()}" for one in unseen)
    there = {one.key: one for one in open_issues if one.key.startswith(PREFIX)}
    issues = {item.key: _issue(case, item, host) for item in wanted}
    healed = [
        Issue(one.key, one.title, _healed(one.body, case.today), open=False, labels=one.labels)
        for key, one in sorted(there.items())
        if key not in issues and not (blind and key.startswith(blind))
    ]
    return [*(one for key, one in issues.items() if there.get(key) != one), *healed]


def _healed(body: str, today: date) -> str:
    return body + "\n" + _("Looked at again on {day}: put right.").format(day=today)


def _issue(case: Case, item: Item, host: str) -> Issue:
    charter, first = case.charter, item.findings[0]
    names = "、".join(charter.people[one].name for one in item.owners)
    lines = [
        f"<!-- since: {item.since} -->",
        *(f"- `{one.place.path}:{one.place.line}` {one.message}" for one in item.findings),
        "",
        _("To be put right by {day}, by {people}.").format(day=item.due, people=names or "—"),
        _("Rule {rule} ({clauses}).").format(rule=first.rule, clauses=", ".join(first.clauses)),
    ]
    overdue = case.today > item.due
    labels = ["patrol", *(["tampering"] if first.rule in TAMPERING else [])]
    accounts = (_account(charter, one, host) for one in item.owners)
    return Issue(
        item.key,
        f"{first.place.path}: {first.message}"[:120],
        "\n".join(lines),
        labels=(*labels, *(["overdue"] if overdue else [])),
        assignees=tuple(one for one in accounts if one),
    )


def _account(charter: Charter, person: str, host: str) -> str | None:
    """The account of a person at a host; a folder knows people by their ids."""
    if host == "folder":
        return person
    account: str | None = getattr(charter.people[person].accounts, host)
    return account


def told_at_once(case: Case, findings: Iterable[Finding]) -> list[str]:
    """The names of those who hear of tampering before anything else (YZ-09b)."""
    if case.charter.duty is None or not any(one.rule in TAMPERING for one in findings):
        return []
    return [case.charter.people[one].name for one in case.charter.duty.told(case.today)]


def sheet(case: Case, wanted: Sequence[Item], pages: int) -> Mapping[str, Any]:
    """The day's record as the register of patrols keeps it, for the administrator to sign.

    What was found on an earlier day stands in that day's record.
    """
    _unit, administrators = _administrators(case)
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
    record: dict[str, Any] = {"on": str(case.today), "by": (*administrators, "")[0], "pages": pages}
    return {"records": [record | ({"flaws": flaws} if flaws else {})]}
