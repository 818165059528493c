"""Rankings as tables: the month's by its annex, longer periods with their months."""

from collections.abc import Iterable

from pipelines.core.charter.units import UnitKind
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.rankings import Rank
from pipelines.core.messages import _
from pipelines.reports.registers import counting_rule, unit_name
from pipelines.reports.tables import Column, Kind, Row, Table


def tie_rule(places: int) -> str:
    """What ranks mean, as every ranking says it."""
    return _(
        "Ranking: by number of articles; equal numbers share a rank and the next ranks are left "
        "out. Low is who is among the last {places}, sharers of such a rank included; nobody is "
        "low who shares the first rank."
    ).format(places=places)


def ranking_table(
    ledger: Ledger, month: Month, kinds: Iterable[UnitKind], places: int, name: str
) -> Table:
    """The monthly ranking with exactly the columns of its annex (JZ-11a, JZ-A3)."""
    period = Period(month, month)
    accepted = ledger.accepted(period)
    ranks = ledger.ranks(period, kinds, places)
    shared = [rank.rank for rank in ranks]
    rows = []
    for rank in ranks:
        articles = accepted[rank.unit].accepted
        rows.append(
            Row(
                (
                    unit_name(ledger, rank.unit),
                    rank.count,
                    "\n".join(f"{n}. {entry.title}" for n, entry in enumerate(articles, start=1)),
                    "\n".join(f"{entry.counted:%m-%d}" for entry in articles if entry.counted),
                    rank.rank,
                    _remark(rank, shared.count(rank.rank) > 1),
                ),
                tuple(entry.number for entry in articles),
            )
        )
    return Table(
        "ranking",
        f"{ledger.charter.portal.name}{name}",
        (
            Column("unit", _("Department"), width=12),
            Column("count", _("Articles sent"), Kind.NUMBER, 6, sum=True),
            Column("content", _("Contents"), width=20),
            Column("dates", _("Published on"), width=6),
            Column("rank", _("Rank"), Kind.NUMBER, 4, formula="RANK({count},{count_all})"),
            Column("remarks", _("Remarks"), width=8),
        ),
        tuple(rows),
        lead=_("Month: {year}-{month:02}").format(year=month.year, month=month.month),
        notes=(tie_rule(places), counting_rule()),
    )


def _remark(rank: Rank, shared: bool) -> str:
    said = {
        _("shared"): shared and rank.count > 0,
        _("none sent"): rank.count == 0,
        _("low"): rank.low,
    }
    return "、".join(remark for remark, holds in said.items() if holds)


def standings_table(
    ledger: Ledger, period: Period, kinds: Iterable[UnitKind], places: int
) -> Table:
    """A period's ranking with the months it is made of (JZ-11b to JZ-11d)."""
    chosen = tuple(kinds)
    monthly = {month: ledger.accepted(Period(month, month)) for month in period}
    accepted = ledger.accepted(period)
    ranks = ledger.ranks(period, chosen, places)
    shared = [rank.rank for rank in ranks]
    columns = [
        Column(f"m{number}", _("month {month}").format(month=month.month), Kind.NUMBER, 3, sum=True)
        for number, month in enumerate(period)
    ]
    whole = "+".join(f"{{{column.id}}}" for column in columns)
    rows = [
        Row(
            (
                unit_name(ledger, rank.unit),
                *(monthly[month][rank.unit].count for month in period),
                rank.count,
                rank.rank,
                _remark(rank, shared.count(rank.rank) > 1),
            ),
            tuple(entry.number for entry in accepted[rank.unit].accepted),
        )
        for rank in ranks
    ]
    return Table(
        "standings",
        _("Ranking {period}").format(period=period.title),
        (
            Column("unit", _("Unit"), width=12),
            *columns,
            Column("count", _("Together"), Kind.NUMBER, 3, sum=True, formula=whole),
            Column("rank", _("Rank"), Kind.NUMBER, 4, formula="RANK({count},{count_all})"),
            Column("remarks", _("Remarks"), width=8),
        ),
        tuple(rows),
        notes=(tie_rule(places), counting_rule()),
    )
