"""Duties as tables: quotas, and weighed targets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipelines.core.charter.units import UnitKind
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
    rows = []
    for unit, months in _owing(ledger, period).items():
        missing = sum(one.missing for one in months)
        tally = accepted.get(unit, Tally())
        rows.append(
            Row(
                (
                    unit_name(ledger, unit),
                    sum(one.quota.monthly for one in months),
                    sum(len(one.submitted) for one in months),
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
            *_counts(),
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


def _counts() -> tuple[Column, ...]:
    return (
        Column("owed", _("Owed"), Kind.NUMBER, 5, sum=True),
        Column("submitted", _("Submitted (count)"), Kind.NUMBER, 5, sum=True),
        Column("accepted", _("Accepted (count)"), Kind.NUMBER, 5, sum=True),
        Column("missing", _("Missing"), Kind.NUMBER, 5, sum=True),
    )


def _owing(ledger: Ledger, period: Period) -> Mapping[str, Sequence[Owed]]:
    """What each unit owed, month by month; a unit that owes nothing has no months."""
    owing: dict[str, list[Owed]] = defaultdict(list)
    for month in period:
        for one in owed(ledger.submissions, ledger.charter, month):
            owing[one.unit].append(one)
    return owing


def overview_table(ledger: Ledger, period: Period, kinds: Sequence[UnitKind]) -> Table:
    """What each unit owed, submitted and got accepted, ranked among its own kind (CZ-11)."""
    accepted = ledger.accepted(period)
    submitted = ledger.submitted(period)
    owing = _owing(ledger, period)
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
            *_counts(),
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


def silent(ledger: Ledger, period: Period) -> list[str]:
    """Units under a quota that submitted nothing in a period."""
    submitted = ledger.submitted(period)
    due = {one.unit for month in period for one in owed((), ledger.charter, month)}
    return [unit for unit in ledger.charter.units if unit in due and not submitted.get(unit)]
