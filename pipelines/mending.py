"""What a round found as things to put right: one issue each, from found to healed and back."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from pipelines.core.article import ROOT
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.findings import Finding
from pipelines.core.messages import _
from pipelines.core.plan import Issue
from pipelines.release.integrity import TAMPERING

LABEL = "patrol"
"""The label of the round's issues."""
PREFIX = "patrol-"
"""How the keys of the round's issues begin; those of others are left alone."""
_SINCE = re.compile(r"<!-- since: (\d{4}-\d{2}-\d{2}) -->")
_HEALED = re.compile(r"<!-- healed: (\d{4}-\d{2}-\d{2}) -->")
_PAST = re.compile(r"<!-- past: (\d{4}-\d{2}-\d{2}) (\d{4}-\d{2}-\d{2}) -->")


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
    ours, theirs = administrators(case)
    if finding.rule in TAMPERING and charter.duty is not None:
        return ours, charter.duty.told(case.today)
    name = path.removeprefix(f"{ROOT}/")
    article = case.by_path.get(name)
    columns = (article.column if article else name, name.rpartition("/")[0])
    column = next((charter.columns[one] for one in columns if one in charter.columns), None)
    unit = column.owner if column else None
    if unit == "$unit":
        unit = article.front.unit if article else None
    heads = list(charter.holders("head", unit, case.today)) if unit else []
    return (unit, heads) if unit and heads else (ours, theirs)


def administrators(case: Case) -> tuple[str, list[str]]:
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
    closed: Sequence[Issue] = (),
) -> list[Issue]:
    """What has to change at the host: one issue an item, closed when it is healed.

    An issue that says already what it should is left alone, so a second round
    changes nothing. `unseen` are beginnings of the ids of rules that this round
    did not look by: their issues stay as they are. `closed` are issues of
    earlier rounds: what returns says when it was there before.
    """
    blind = tuple(f"{PREFIX}{one.lower()}" for one in unseen)
    there = {one.key: one for one in open_issues if one.key.startswith(PREFIX)}
    before = {one.key: one for one in closed} | there
    issues = {item.key: _issue(case, item, host, before.get(item.key)) for item in wanted}
    healed = [
        Issue(one.key, one.title, _healed(one.body, case.today), open=False, labels=one.labels)
        for key, one in sorted(there.items())
        if key not in issues and not (blind and key.startswith(blind))
    ]
    return [*(one for one in issues.values() if not _says(there.get(one.key), one)), *healed]


def changed(wanted: Iterable[Issue], open_issues: Iterable[Issue]) -> list[Issue]:
    """Of issues that somebody else keeps, those that do not stand at the host as wanted."""
    there = {one.key: one for one in open_issues}
    return [
        one
        for one in wanted
        if (not _says(there.get(one.key), one) if one.open else one.key in there)
    ]


def _says(there: Issue | None, wanted: Issue) -> bool:
    """Whether an issue is as it should be; of people and labels a host may know fewer."""
    return there is not None and (there.title, there.body) == (wanted.title, wanted.body)


def _healed(body: str, today: date) -> str:
    said = _("Looked at again on {day}: put right.").format(day=today)
    return f"{body}\n<!-- healed: {today} -->\n{said}"


def _past(before: Issue | None) -> Iterator[str]:
    """When it was there before, as the issue's last text says; each time is a line."""
    body = before.body if before else ""
    times = _PAST.findall(body)
    first, last = _SINCE.search(body), _HEALED.search(body)
    if first and last:
        times.append((first[1], last[1]))
    for found, mended in times:
        said = _("- found on {found}, put right on {mended}").format(found=found, mended=mended)
        yield f"<!-- past: {found} {mended} -->\n{said}"


def _issue(case: Case, item: Item, host: str, before: Issue | None) -> Issue:
    charter, first = case.charter, item.findings[0]
    names = "、".join(charter.people[one].name for one in item.owners)
    overdue, past = case.today > item.due, list(_past(before))
    lines = [
        f"<!-- since: {item.since} -->",
        *(f"- `{one.place.path}:{one.place.line}` {one.message}" for one in item.findings),
        "",
        _("To be put right by {day}, by {people}.").format(day=item.due, people=names or "—"),
        *([_("It is overdue.")] if overdue else []),
        _("Rule {rule} ({clauses}).").format(rule=first.rule, clauses=", ".join(first.clauses)),
        *(["", _("It was here before:"), *past] if past else []),
    ]
    labels = [LABEL, *(["tampering"] if first.rule in TAMPERING else [])]
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
