"""The notices that regulations ask for, as documents an office signs."""

from collections.abc import Callable, Iterable, Sequence

from pipelines.core.charter.reports import Form, Report
from pipelines.core.charter.units import UnitKind
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Period
from pipelines.core.ledger.rankings import Rank, bottom, streaks, top
from pipelines.core.ledger.tallies import By
from pipelines.core.messages import _
from pipelines.reports.defects import defects_table
from pipelines.reports.documents import Document, Heading, Paragraph, Part
from pipelines.reports.duties import (
    overview_table,
    quota_table,
    silent,
)
from pipelines.reports.monitoring import assessment, monitoring
from pipelines.reports.rankings import ranking_table, standings_table
from pipelines.reports.registers import counts_table, unit_name
from pipelines.reports.sentences import LONGEST_LIST, kind_names, opening, timeliness

_NUMERALS = "一二三四五六七八九十"


def notice(ledger: Ledger, id_: str, report: Report, period: Period) -> Document:
    """One report of the charter on one period."""
    charter = ledger.charter
    issuer = charter.reporting.issuer
    signature = charter.portal.name + (charter.units[issuer].name if issuer else "")
    mark = charter.reporting.mark
    number = _("{mark} [{year}] No.   ").format(mark=mark, year=ledger.now.year) if mark else ""
    plain = report.form is Form.RANKING
    return Document(
        id=id_,
        heading=_heading(ledger, report, period),
        parts=tuple(_numbered(_FORMS[report.form](ledger, report, period))),
        signature=signature,
        on=ledger.now.date(),
        number="" if plain else number,
        to=report.to,
        copies=report.copies,
    )


def _heading(ledger: Ledger, report: Report, period: Period) -> tuple[str, ...]:
    if report.form is Form.RANKING:
        return ledger.charter.portal.name, report.name
    return _("On {period}: ").format(period=period.title), report.name


def _numbered(parts: Iterable[Part]) -> Iterable[Part]:
    """Headings with their Chinese numbers."""
    count = 0
    for part in parts:
        if isinstance(part, Heading) and part.level == 1:
            yield Heading(1, f"{_NUMERALS[count]}、{part.text}")
            count += 1
        else:
            yield part


def _bulletin(ledger: Ledger, report: Report, period: Period) -> Iterable[Part]:
    """Counts by unit and column, timeliness, silent units, problems, what comes next (CZ-11)."""
    yield Paragraph(opening(ledger, report, period))
    yield Heading(1, _("What was submitted and accepted"))
    for kind in _kinds(ledger, report):
        ranks = ledger.ranks(period, (kind,), report.places)
        if ranks and ranks[0].count:
            yield Paragraph(_leaders(ledger, kind, ranks))
    yield overview_table(ledger, period, _kinds(ledger, report))
    yield Heading(1, _("Columns"))
    yield counts_table(ledger, period, By.COLUMN)
    yield Heading(1, _("Timeliness"))
    yield Paragraph(timeliness(ledger, report, period))
    yield Heading(1, _("Duties"))
    yield Paragraph(_silence(ledger, period))
    yield from _unmet(ledger, period)
    yield Heading(1, _("Problems found"))
    yield from _problems(ledger)
    yield Heading(1, _("What is asked for"))
    yield Paragraph(
        _(
            "Each unit mends the problems named above at once and reports to {issuer}; units that "
            "did not meet their duty make sure that articles are sent steadily and in time; "
            "news is published within its days, with sources and dates stated truthfully."
        ).format(issuer=_issuer(ledger))
    )


def _issuer(ledger: Ledger) -> str:
    issuer = ledger.charter.units.get(ledger.charter.reporting.issuer or "")
    return (issuer.short or issuer.name) if issuer is not None else ledger.charter.portal.name


def _kinds(ledger: Ledger, report: Report) -> Sequence[UnitKind]:
    """The kinds that a report is about; by default those that owe something."""
    owing = {kind for quota in ledger.charter.quotas.values() for kind in quota.kinds}
    return report.kinds or [kind for kind in UnitKind if kind in owing]


def _leaders(ledger: Ledger, kind: UnitKind, ranks: Sequence[Rank]) -> str:
    found = top(ranks, 3)
    return _("Among the {kind}, most were accepted of: {units}.").format(
        kind=kind_names()[kind],
        units="、".join(
            _("{unit} ({count})").format(unit=unit_name(ledger, one.unit), count=one.count)
            for one in found
        ),
    )


def _silence(ledger: Ledger, period: Period) -> str:
    nothing = [unit_name(ledger, unit) for unit in silent(ledger, period)]
    if not nothing:
        return _("Every unit that owes articles sent some.")
    return _("Nothing was sent in the period by: {units}.").format(units="、".join(nothing))


def _unmet(ledger: Ledger, period: Period) -> Iterable[Part]:
    """Who sent something, but less than was owed."""
    quiet = {unit_name(ledger, unit) for unit in silent(ledger, period)}
    table = quota_table(ledger, period)
    lacking = [
        _("{unit} ({missing} missing)").format(unit=row.cells[0], missing=row.cells[4])
        for row in table.rows
        if row.cells[4] and row.cells[0] not in quiet
    ]
    if lacking:
        yield Paragraph(_("Less than owed was sent by: {units}.").format(units="、".join(lacking)))
    yield from (Paragraph(note) for note in table.notes)


def _problems(ledger: Ledger) -> Iterable[Part]:
    table = defects_table(ledger)
    if not table.rows:
        yield Paragraph(_("Patrol and inspection found no problems that are still open."))
        return
    yield Paragraph(
        _("Patrol and inspection found {count} problems that are still open.").format(
            count=len(table.rows)
        )
    )
    if len(table.rows) <= LONGEST_LIST:
        yield table
        return
    units = [str(row.cells[0]) for row in table.rows]
    for unit in dict.fromkeys(units):
        yield Paragraph(
            _("{unit}: {count} problems, listed in the workbook.").format(
                unit=unit, count=units.count(unit)
            )
        )


def _ranking(ledger: Ledger, report: Report, period: Period) -> Iterable[Part]:
    yield ranking_table(ledger, period.final, report.kinds, report.places, report.name)


def _streak(ledger: Ledger, report: Report, period: Period) -> Iterable[Part]:
    """Who was low in every month of the period; a longer streak is named as such (JZ-11b)."""
    months = ledger.monthly_ranks(Period.ending(period.final, 12), report.kinds, report.places)
    low = {unit: run for unit, run in streaks(months).items() if run >= len(period)}
    if low:
        named = "、".join(
            _("{unit} ({run} months)").format(unit=unit_name(ledger, unit), run=run)
            for unit, run in low.items()
        )
        yield Paragraph(
            _("Ranked low for {months} months on end, and hereby named: {named}.").format(
                months=len(period), named=named
            )
        )
    else:
        yield Paragraph(
            _("No unit ranked low for {months} months on end.").format(months=len(period))
        )
    yield standings_table(ledger, period, report.kinds, report.places)


def _bottom(ledger: Ledger, report: Report, period: Period) -> Iterable[Part]:
    """Who is to be talked to (JZ-11c)."""
    low = bottom(ledger.ranks(period, report.kinds, report.places))
    named = "、".join(
        _("{unit} (rank {rank})").format(unit=unit_name(ledger, one.unit), rank=one.rank)
        for one in low
    )
    yield Paragraph(
        _("Among the last {places} of {period}, and to be talked to: {named}.").format(
            places=report.places, period=period.title, named=named
        )
        if low
        else _("Nobody is to be talked to: all units share one rank.")
    )
    yield standings_table(ledger, period, report.kinds, report.places)


def _top(ledger: Ledger, report: Report, period: Period) -> Iterable[Part]:
    """The year in short, and who is preferred in awards (JZ-11d)."""
    yield Paragraph(opening(ledger, report, period))
    for kind in report.kinds:
        first = top(ledger.ranks(period, (kind,), report.places), report.places)
        named = "、".join(
            _("{unit} (rank {rank})").format(unit=unit_name(ledger, one.unit), rank=one.rank)
            for one in first
        )
        if first:
            yield Paragraph(
                _("First {places} of the {kind}, to be preferred in awards: {named}.").format(
                    places=report.places, kind=kind_names()[kind], named=named
                )
            )
    yield Paragraph(timeliness(ledger, report, period))
    for kind in report.kinds:
        yield standings_table(ledger, period, (kind,), report.places)


_FORMS: dict[Form, Callable[[Ledger, Report, Period], Iterable[Part]]] = {
    Form.BULLETIN: _bulletin,
    Form.RANKING: _ranking,
    Form.STREAK: _streak,
    Form.BOTTOM: _bottom,
    Form.TOP: _top,
    Form.MONITORING: monitoring,
    Form.SCORES: assessment,
}
