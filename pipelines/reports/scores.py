"""Score sheets: what units did of each indicator, and the points by the printed formula."""

from collections.abc import Iterator

from pipelines.core.charter.reports import Targets
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Period
from pipelines.core.ledger.scores import formula, names, scores, unreported
from pipelines.core.messages import _
from pipelines.reports.registers import unit_name
from pipelines.reports.tables import Cell, Column, Kind, Row, Table


def score_tables(ledger: Ledger, period: Period) -> Iterator[Table]:
    """The sheets that the charter asks for: of lower unions (SC-25), of departments (SC-27a)."""
    reporting = ledger.charter.reporting
    for id_, wanted in (("scores", reporting.targets), ("assessment", reporting.assessment)):
        if wanted is not None and wanted.indicators:
            yield score_table(ledger, period, wanted, id_)


def score_table(ledger: Ledger, period: Period, wanted: Targets, id_: str = "scores") -> Table:
    """Target and result of each indicator, points, and shared ranks (SC-25 to SC-27a)."""
    found = scores(ledger, wanted, period)
    accepted = ledger.accepted(period)
    rows = []
    for score in found:
        cells: list[Cell] = [unit_name(ledger, score.target.unit), score.target.weight]
        for indicator, goal in score.wanted.items():
            cells += [goal, score.done[indicator]]
        rank = 1 + sum(round(other.points, 1) > round(score.points, 1) for other in found)
        cells += [round(score.points, 1), rank]
        tally = accepted.get(score.target.unit)
        numbers = tuple(entry.number for entry in tally.accepted) if tally else ()
        rows.append(Row(tuple(cells), numbers))
    columns = [Column("unit", _("Unit"), width=9), Column("weight", _("Weight"), Kind.SHARE, 5)]
    for indicator in wanted.indicators:
        name = names()[indicator]
        goal_title = _("{name}: target").format(name=name)
        done_title = _("{name}: done").format(name=name)
        columns += [
            Column(f"{indicator}_goal", goal_title, Kind.DECIMAL, 4, sum=True),
            Column(f"{indicator}_done", done_title, Kind.NUMBER, 4, sum=True),
        ]
    columns += [
        Column("points", _("Points"), Kind.DECIMAL, 4, formula=_points(wanted)),
        Column("rank", _("Rank"), Kind.NUMBER, 3, formula="RANK({points},{points_all})"),
    ]
    return Table(
        id_,
        _("Score sheet, {period}").format(period=period.title),
        tuple(columns),
        tuple(rows),
        notes=(formula(wanted, period), *_left_open(ledger, wanted, period)),
    )


def score_digest(ledger: Ledger, period: Period, wanted: Targets) -> Table:
    """The same sheet for a printed page: of each indicator how much of its target was achieved."""
    whole = score_table(ledger, period, wanted)
    rows = [
        Row(
            (
                unit_name(ledger, score.target.unit),
                *(round(100 * score.done[one] / goal) for one, goal in score.wanted.items()),
                *row.cells[-2:],
            ),
            row.articles,
        )
        for score, row in zip(scores(ledger, wanted, period), whole.rows, strict=True)
    ]
    columns = (
        Column("unit", _("Unit"), width=13),
        *(Column(one.value, names()[one], Kind.NUMBER, 6) for one in wanted.indicators),
        Column("points", _("Points"), Kind.DECIMAL, 5),
        Column("rank", _("Rank"), Kind.NUMBER, 3),
    )
    rule = _("Each indicator: percent of its target achieved; the workbook has the numbers.")
    return Table("digest", whole.title, columns, tuple(rows), notes=(rule, *whole.notes))


def _points(wanted: Targets) -> str:
    """The points as a spreadsheet counts them from the row's own cells."""
    whole = sum(standard.points for standard in wanted.indicators.values())
    parts = "+".join(
        f"{standard.points:g}*MIN(1,IF({{{one}_goal}}=0,1,{{{one}_done}}/{{{one}_goal}}))"
        for one, standard in wanted.indicators.items()
    )
    return f"ROUND(100*({parts})/{whole:g},1)"


def _left_open(ledger: Ledger, wanted: Targets, period: Period) -> Iterator[str]:
    """Whose figures from outside have not come, and count as nothing until they do."""
    missing = unreported(ledger, wanted, period)
    if missing:
        yield _("Not reported yet, counted as 0: {units}.").format(
            units="、".join(
                _("{unit} ({month})").format(unit=unit_name(ledger, unit), month=month)
                for unit, month in missing
            )
        )
