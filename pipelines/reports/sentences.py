"""Sentences that several notices say: what came in, what was in time, what units are called."""

from pipelines.core.charter.reports import Report
from pipelines.core.charter.units import UnitKind
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Period
from pipelines.core.ledger.submissions import Outcome
from pipelines.core.messages import _
from pipelines.reports.registers import accepted_in, outcomes, unit_name
from pipelines.reports.tables import Kind, share, shown

LONGEST_LIST = 15
"""What is more than that is counted in the text and listed in the workbook."""


def opening(ledger: Ledger, report: Report, period: Period) -> str:
    """What the portal received and published in a period."""
    results = outcomes(ledger, period, report.kinds)
    return _(
        "In {period} the portal received {submitted} articles from the units; of these "
        "{returned} were returned and {waiting} are waiting. {accepted} articles were accepted "
        "and published in the period. The details follow."
    ).format(
        period=period.title,
        submitted=sum(results.values()),
        returned=results[Outcome.RETURNED],
        waiting=results[Outcome.WAITING],
        accepted=len(accepted_in(ledger, period, report.kinds)),
    )


def kind_names() -> dict[UnitKind, str]:
    """What each kind of unit is called."""
    return {
        UnitKind.DEPARTMENT: _("departments"),
        UnitKind.DISTRICT: _("districts"),
        UnitKind.INSTITUTION: _("institutions"),
        UnitKind.OFFICE: _("office unions"),
        UnitKind.OTHER: _("other unions"),
    }


def timeliness(ledger: Ledger, report: Report, period: Period) -> str:
    """How much was in time, and what was late."""
    inside = accepted_in(ledger, period, report.kinds)
    timed = [entry for entry in inside if entry.due is not None]
    late = [entry for entry in timed if entry.late]
    rate = share(len(timed) - len(late), len(timed))
    text = _("A clock ran for {timed} articles; {on_time} were in time ({rate}).").format(
        timed=len(timed), on_time=len(timed) - len(late), rate=shown(rate, Kind.SHARE) or "—"
    )
    named = "；".join(
        _("{unit}: “{title}”, {days} days late").format(
            unit=unit_name(ledger, entry.unit), title=entry.title, days=entry.late
        )
        for entry in late[:LONGEST_LIST]
    )
    return text + (_("Late were: {named}.").format(named=named) if late else "")
