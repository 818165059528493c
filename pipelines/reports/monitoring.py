"""Work against targets: the notice to lower unions, the score sheet of departments (SC-27)."""

from collections.abc import Iterable

from pipelines.core.charter.reports import Report, Targets
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Period
from pipelines.core.ledger.scores import scores
from pipelines.core.messages import _
from pipelines.reports.documents import Heading, Paragraph, Part
from pipelines.reports.duties import target_table
from pipelines.reports.rankings import standings_table
from pipelines.reports.registers import unit_name
from pipelines.reports.scores import score_digest
from pipelines.reports.sentences import opening, timeliness


def monitoring(ledger: Ledger, report: Report, period: Period) -> Iterable[Part]:
    """Accepted against weighed targets, for the units and those who lead them (SC-27b)."""
    yield Paragraph(opening(ledger, report, period))
    yield Heading(1, _("Targets"))
    yield Paragraph(_("Targets weigh the number of workers, the workload and the local economy."))
    yield target_table(ledger, period)
    wanted = ledger.charter.reporting.targets
    if wanted is not None and wanted.indicators:
        yield Heading(1, _("Scores"))
        yield from _scored(ledger, wanted, period)
    yield Heading(1, _("Ranking"))
    yield standings_table(ledger, period, report.kinds, report.places)
    yield Heading(1, _("Timeliness"))
    yield Paragraph(timeliness(ledger, report, period))


def _scored(ledger: Ledger, wanted: Targets, period: Period) -> Iterable[Part]:
    """Points in the text; what they come from in a sheet of its own."""
    yield Paragraph(
        _("By points out of 100: {units}.").format(
            units="、".join(
                _("{unit} ({points:.1f})").format(
                    unit=unit_name(ledger, score.target.unit), points=score.points
                )
                for score in scores(ledger, wanted, period)
            )
        )
    )
    yield score_digest(ledger, period, wanted)


def assessment(ledger: Ledger, _report: Report, period: Period) -> Iterable[Part]:
    """The score sheet of departments, for their yearly assessment (SC-27a)."""
    wanted = ledger.charter.reporting.assessment
    if wanted is None or not wanted.indicators:
        yield Paragraph(_("The charter sets no targets for departments."))
        return
    yield from _scored(ledger, wanted, period)
