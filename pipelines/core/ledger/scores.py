"""Scores of units: seven groups of work against targets weighed by three factors (SC-25 to 27)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.core.charter.columns import ColumnKind
from pipelines.core.charter.reports import Indicator, Targets
from pipelines.core.desks import channels
from pipelines.core.desks.figures import Figures
from pipelines.core.desks.records import Channel
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.tallies import credited
from pipelines.core.ledger.targets import Target, targets
from pipelines.core.messages import _


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's work in a period: what was wanted and done of each indicator, points out of 100.

    `wanted` is not rounded; reports show one decimal.
    """

    target: Target
    wanted: Mapping[Indicator, float]
    done: Mapping[Indicator, int]
    points: float


def scores(ledger: Ledger, wanted: Targets, period: Period) -> tuple[Score, ...]:
    """The score of each unit that has a target, best first; equals in the charter's order."""
    done = _done(ledger, period)
    whole = sum(standard.points for standard in wanted.indicators.values())
    found = []
    for target in targets(ledger.charter, period, wanted):
        goals = {
            indicator: standard.monthly * len(period) * target.weight
            for indicator, standard in wanted.indicators.items()
        }
        own = {indicator: done.get((target.unit, indicator), 0) for indicator in goals}
        earned = sum(
            wanted.indicators[indicator].points * (min(1.0, own[indicator] / goal) if goal else 1.0)
            for indicator, goal in goals.items()
        )
        found.append(Score(target, goals, own, 100 * earned / whole if whole else 0.0))
    return tuple(sorted(found, key=lambda score: -score.points))


def _done(ledger: Ledger, period: Period) -> dict[tuple[str, Indicator], int]:
    """What was done, by unit and indicator: the register's part and what the platform counted."""
    charter = ledger.charter
    inside = {id_ for one in _channels(ledger) for id_ in channels.inside(charter, one)}
    found: dict[tuple[str, Indicator], int] = {}
    for unit, tally in ledger.accepted(period).items():
        kinds = [charter.columns.get(entry.column) for entry in tally.accepted]
        found[unit, Indicator.PUBLISHED] = tally.count
        found[unit, Indicator.ACTIVITIES] = sum(
            column is not None and column.kind is ColumnKind.ACTIVITIES for column in kinds
        )
        found[unit, Indicator.CHANNEL] = sum(entry.column in inside for entry in tally.accepted)
    for (unit, _month), figures in _figures(ledger, period).items():
        for indicator in OUTSIDE:
            key = (credited(charter, unit), indicator)
            found[key] = found.get(key, 0) + int(getattr(figures, indicator.value))
    return found


OUTSIDE = (Indicator.REGISTERED, Indicator.JOINED, Indicator.CONCLUDED, Indicator.BENEFITS)
"""What the register of figures has to tell."""


def _channels(ledger: Ledger) -> Iterator[Channel]:
    return ledger.charter.registers.every(Channel)


def _figures(ledger: Ledger, period: Period) -> dict[tuple[str, str], Figures]:
    """The figures of a period by unit and month; the last record of a month counts."""
    return {
        (one.unit, one.month): one
        for one in ledger.charter.registers.every(Figures)
        if Month.parse(one.month).first in period
    }


def unreported(ledger: Ledger, wanted: Targets, period: Period) -> Sequence[tuple[str, Month]]:
    """The units and months whose figures from outside are wanted, and are not there."""
    if not any(indicator in wanted.indicators for indicator in OUTSIDE):
        return ()
    there = _figures(ledger, period)
    return [
        (target.unit, month)
        for target in targets(ledger.charter, period, wanted)
        for month in period
        if (target.unit, str(month)) not in there
    ]


def names() -> Mapping[Indicator, str]:
    """What the seven groups of work are called (SC-25)."""
    return {
        Indicator.REGISTERED: _("registrations"),
        Indicator.JOINED: _("entries certified"),
        Indicator.CONCLUDED: _("business concluded"),
        Indicator.PUBLISHED: _("articles published"),
        Indicator.BENEFITS: _("benefits handed out"),
        Indicator.ACTIVITIES: _("activities on line"),
        Indicator.CHANNEL: _("articles in the local channel"),
    }


def formula(wanted: Targets, period: Period) -> str:
    """How points are counted, as the report prints it."""
    parts = " + ".join(
        _("{points:g} × {name} ({monthly:g} a month)").format(
            points=standard.points, name=names()[indicator], monthly=standard.monthly
        )
        for indicator, standard in wanted.indicators.items()
    )
    whole = sum(standard.points for standard in wanted.indicators.values())
    return _(
        "Points = 100 × ({parts}) ÷ {whole:g}, each indicator at its share achieved, at most 1; "
        "achieved = done ÷ (monthly number × {months} months × the unit's weight)."
    ).format(parts=parts, whole=whole, months=len(period))
