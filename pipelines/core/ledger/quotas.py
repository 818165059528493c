"""What units owe each month, what is missing, and the reminder that says so (CZ-09, JZ-06)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.core.charter import Charter
from pipelines.core.charter.clocks import Quota
from pipelines.core.ledger.periods import Month
from pipelines.core.ledger.submissions import Submission
from pipelines.core.ledger.tallies import credited
from pipelines.core.messages import _
from pipelines.core.plan import Issue

PREFIX = "quota-"
"""How the keys of the reminders begin."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one unit owes in one month, and what it submitted (上报) of that."""

    month: Month
    unit: str
    quota: Quota
    submitted: tuple[Submission, ...]

    @property
    def missing(self) -> int:
        """How many articles are still owed."""
        return max(0, self.quota.monthly - len(self.submitted))


def exists(charter: Charter, unit: str, month: Month) -> bool:
    """Whether a unit exists on every day of a month; only then does it owe and rank."""
    known = charter.units.get(unit)
    return (
        known is not None
        and (known.since is None or known.since <= month.first)
        and (known.until is None or known.until >= month.last)
    )


def quota_of(charter: Charter, unit: str) -> Quota | None:
    """The quota of a unit: the one that names it, else the one for its kind."""
    kind = charter.units[unit].kind
    quotas = charter.quotas.values()
    named = (quota for quota in quotas if unit in quota.units)
    return next(named, next((quota for quota in quotas if kind in quota.kinds), None))


def owed(submitted: Iterable[Submission], charter: Charter, month: Month) -> Iterator[Owed]:
    """What each unit owes in a month; a unit submits with all that stand below it."""
    by_unit: dict[str, list[Submission]] = defaultdict(list)
    for one in submitted:
        if Month.of(one.at) == month:
            by_unit[credited(charter, one.unit)].append(one)
    for unit in charter.units:
        quota = quota_of(charter, unit)
        if quota is not None and exists(charter, unit, month):
            yield Owed(month, unit, quota, tuple(by_unit[unit]))


def reminders(submitted: Iterable[Submission], charter: Charter, today: date) -> tuple[Issue, ...]:
    """The issue that reminds units of what they owe this month, and last month's, closed.

    It opens on the first of the charter's days and names what is missing on
    every later day; it closes when nothing is missing, or when the month is over.
    """
    days = charter.reporting.reminders
    if not days:
        return ()
    month = Month.of(today)
    missing = [one for one in owed(submitted, charter, month) if one.missing]
    due = bool(missing) and today.day >= min(days)
    return (
        _issue(charter, month.plus(-1), [], open_=False),
        _issue(charter, month, missing, open_=due),
    )


def _issue(charter: Charter, month: Month, missing: list[Owed], *, open_: bool) -> Issue:
    lines = [
        _("- {unit}: {count} of {monthly}, {missing} missing").format(
            unit=charter.units[one.unit].name,
            count=len(one.submitted),
            monthly=one.quota.monthly,
            missing=one.missing,
        )
        for one in missing
    ]
    clauses = sorted({clause for one in missing for clause in one.quota.clauses})
    text = [
        _(
            "Submitted so far in {month}, and what is still owed by the last day of the month:"
        ).format(month=month),
        "",
        *lines,
        "",
        _("Clauses: {clauses}").format(clauses=", ".join(clauses)),
    ]
    return Issue(
        key=f"{PREFIX}{month}",
        title=_("Articles still owed for {month}").format(month=month),
        body="\n".join(text)
        if missing
        else _("Nothing is owed for {month} any more.").format(month=month),
        open=open_,
        labels=("quota",),
    )
