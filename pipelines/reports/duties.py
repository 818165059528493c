"""Duties as tables: quotas, weighed targets, problems to mend."""

from collections import defaultdict
from collections.abc import Sequence

from pipelines.core.article import ROOT
from pipelines.core.charter.units import UnitKind
from pipelines.core.findings import Finding
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Period
from pipelines.core.ledger.quotas import Owed, owed
from pipelines.core.ledger.tallies import Tally
from pipelines.core.ledger.targets import formula, targets
from pipelines.core.messages import _
from pipelines.reports.registers import counting_rule, unit_name
from pipelines.reports.tables import Column, Kind, Row, Table, share, share_of


def quota_table(ledger: Ledger, period: Period) -> Table:
    """What each unit owed month by month, submitted, got accepted and still lacks (CZ-09)."""
    accepted = ledger.accepted(period)
    due: dict[str, list[tuple[int, int, int]]] = {}
    for month in period:
        for one in owed(ledger.submissions, ledger.charter, month):
            numbers = (one.quota.monthly, len(one.submitted), one.missing)
            due.setdefault(one.unit, []).append(numbers)
    rows = []
    for unit, months in due.items():
        monthly, submitted, missing = (sum(column) for column in zip(*months, strict=True))
        tally = accepted.get(unit, Tally())
        rows.append(
            Row(
                (
                    unit_name(ledger, unit),
                    monthly,
                    submitted,
                    tally.count,
                    missing,
                    _("met") if not missing else _("not met"),
                ),
                tuple(entry.number for entry in tally.accepted),
            )
        )
    return Table(
        "quotas",
        _("Monthly duties {period}").format(period=period.title),
        (
            Column("unit", _("Unit"), width=14),
            Column("owed", _("Owed"), Kind.NUMBER, 5, sum=True),
            Column("submitted", _("Submitted (count)"), Kind.NUMBER, 5, sum=True),
            Column("accepted", _("Accepted (count)"), Kind.NUMBER, 5, sum=True),
            Column("missing", _("Missing"), Kind.NUMBER, 5, sum=True),
            Column("met", _("Duty"), width=5),
        ),
        tuple(rows),
        notes=(
            _(
                "Duties are counted month by month by what was submitted; too many in one month "
                "do not make up for another. A unit owes nothing in a month in which it was "
                "founded or dissolved."
            ),
        ),
    )


def overview_table(ledger: Ledger, period: Period, kinds: Sequence[UnitKind]) -> Table:
    """What each unit owed, submitted and got accepted, ranked among its own kind (CZ-11)."""
    accepted = ledger.accepted(period)
    submitted = ledger.submitted(period)
    owing: dict[str, list[Owed]] = defaultdict(list)
    for month in period:
        for one in owed(ledger.submissions, ledger.charter, month):
            owing[one.unit].append(one)
    rows = []
    for rank in (rank for kind in kinds for rank in ledger.ranks(period, (kind,), 3)):
        tally, months = accepted[rank.unit], owing[rank.unit]
        rows.append(
            Row(
                (
                    unit_name(ledger, rank.unit),
                    sum(one.quota.monthly for one in months),
                    len(submitted.get(rank.unit, ())),
                    tally.count,
                    sum(one.missing for one in months),
                    share(tally.on_time, tally.timed),
                    rank.rank if rank.count else None,
                ),
                tuple(entry.number for entry in tally.accepted),
            )
        )
    return Table(
        "overview",
        _("Submitted and accepted, {period}").format(period=period.title),
        (
            Column("unit", _("Unit"), width=13),
            Column("owed", _("Owed"), Kind.NUMBER, 5, sum=True),
            Column("submitted", _("Submitted (count)"), Kind.NUMBER, 5, sum=True),
            Column("accepted", _("Accepted (count)"), Kind.NUMBER, 5, sum=True),
            Column("missing", _("Missing"), Kind.NUMBER, 5, sum=True),
            Column("rate", _("On-time rate"), Kind.SHARE, 6),
            Column("rank", _("Rank"), Kind.NUMBER, 4),
        ),
        tuple(rows),
        notes=(
            _("Ranked among units of one kind by articles accepted; equal numbers share a rank."),
        ),
    )


def target_table(ledger: Ledger, period: Period) -> Table:
    """Accepted against targets weighed by three factors, the formula below (SC-26)."""
    accepted = ledger.accepted(period)
    rows = [
        Row(
            (
                unit_name(ledger, target.unit),
                target.workers,
                target.workload,
                target.economy,
                target.weight,
                target.articles,
                accepted[target.unit].count,
                share(accepted[target.unit].count, target.articles),
            ),
            tuple(entry.number for entry in accepted[target.unit].accepted),
        )
        for target in targets(ledger.charter, period)
    ]
    return Table(
        "targets",
        _("Targets and what was accepted, {period}").format(period=period.title),
        (
            Column("unit", _("Unit"), width=9),
            Column("workers", _("Workers"), Kind.SHARE, 6),
            Column("workload", _("Workload"), Kind.SHARE, 6),
            Column("economy", _("Economy"), Kind.SHARE, 6),
            Column("weight", _("Weight"), Kind.SHARE, 6),
            Column("target", _("Target"), Kind.DECIMAL, 4, sum=True),
            Column("accepted", _("Accepted (count)"), Kind.NUMBER, 5, sum=True),
            Column("done", _("Achieved"), Kind.SHARE, 6, formula=share_of("accepted", "target")),
        ),
        tuple(rows),
        notes=(formula(ledger.charter, period), counting_rule()),
    )


def problems_table(ledger: Ledger) -> Table:
    """Problems found on the day, each with the unit that has to mend it (CZ-11)."""
    rows = [
        Row((unit_name(ledger, unit), place, message, clauses))
        for unit, place, message, clauses in sorted(
            (
                responsible(ledger, problem),
                _page(ledger, problem.place.path),
                problem.message,
                "、".join(problem.clauses),
            )
            for problem in ledger.problems
        )
    ]
    return Table(
        "problems",
        _("Problems found, as of {day}").format(day=ledger.now.date()),
        (
            Column("unit", _("Has to mend it"), width=8),
            Column("place", _("Where"), width=12),
            Column("message", _("Problem"), width=18),
            Column("clauses", _("Clauses"), width=5),
        ),
        tuple(rows),
    )


def responsible(ledger: Ledger, problem: Finding) -> str:
    """The unit that mends a problem.

    The one that submitted the page; for a column the unit that the problem
    names, where each looks after its own part of it, else the column's owner.
    """
    charter = ledger.charter
    below = problem.place.path.removeprefix(f"{ROOT}/")
    entry = ledger.by_path.get(below)
    if entry is not None:
        return entry.unit
    column = charter.columns.get(below) or charter.columns.get(below.rpartition("/")[0])
    if column is not None and column.owner in charter.units:
        return column.owner or ""
    named = (id_ for id_, unit in charter.units.items() if unit.name in problem.message)
    return next(named, charter.reporting.issuer or "")


def _page(ledger: Ledger, path: str) -> str:
    """A page by its title, a column by its name, anything else by its path."""
    below = path.removeprefix(f"{ROOT}/")
    entry, column = ledger.by_path.get(below), ledger.charter.columns.get(below)
    if entry is not None:
        return _("“{title}” ({path})").format(title=entry.title, path=below)
    return column.name if column is not None else path


def silent(ledger: Ledger, period: Period) -> list[str]:
    """Units under a quota that submitted nothing in a period."""
    submitted = ledger.submitted(period)
    due = {one.unit for month in period for one in owed((), ledger.charter, month)}
    return [unit for unit in ledger.charter.units if unit in due and not submitted.get(unit)]
