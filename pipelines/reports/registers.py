"""The tables that regulations ask for, made from the ledger's numbers."""

from collections.abc import Iterable, Sequence

from pipelines.core.charter.units import UnitKind
from pipelines.core.entry import Entry
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.submissions import Outcome, Submission
from pipelines.core.ledger.tallies import By, Tally, counted, credited, names, tallies
from pipelines.core.messages import _
from pipelines.reports.tables import Cell, Column, Kind, Row, Table, share, share_of


def unit_name(ledger: Ledger, id_: str) -> str:
    """What a unit is called; one that the charter does not know keeps what was written."""
    unit = ledger.charter.units.get(id_)
    return unit.name if unit is not None else id_ or _("(no unit)")


def register_table(ledger: Ledger, period: Period) -> Table:
    """The publication register of a period (JZ-10): what was published or withdrawn in it."""
    rows = [
        Row(_register_cells(ledger, entry), (entry.number,))
        for entry in ledger.entries
        if entry.published.date() in period
        or (entry.counted in period)
        or (entry.withdrawn_on in period)
    ]
    return Table(
        "register",
        _("Publication register {period}").format(period=period.title),
        (
            Column("number", _("No."), Kind.NUMBER, 3),
            Column("title", _("Title"), width=20),
            Column("column", _("Column"), width=6),
            Column("unit", _("Submitted by"), width=9),
            Column("correspondent", _("Correspondent"), width=5),
            Column("reviewers", _("Reviewed by"), width=7),
            Column("event", _("Event"), Kind.DAY, 6),
            Column("issued", _("Issued"), Kind.DAY, 6),
            Column("submitted", _("Submitted"), Kind.MOMENT, 8),
            Column("accepted", _("Accepted"), Kind.MOMENT, 8),
            Column("published", _("Published"), Kind.MOMENT, 8),
            Column("due", _("Due"), Kind.DAY, 6),
            Column("late", _("Days late"), Kind.NUMBER, 4),
            Column("source", _("Source"), width=7),
            Column("words", _("Characters"), Kind.NUMBER, 4),
            Column("images", _("Pictures"), Kind.NUMBER, 3),
            Column("address", _("Address"), width=16),
            Column("status", _("Status"), width=4),
            Column("why", _("Remarks"), width=8),
        ),
        tuple(rows),
        lead=_register_lead(ledger),
        notes=(counting_rule(),),
    )


def _register_lead(ledger: Ledger) -> str:
    registrar = ledger.charter.people.get(ledger.charter.reporting.registrar or "")
    return _("Kept by: {registrar}   As of: {day}").format(
        registrar=registrar.name if registrar is not None else "　　　", day=ledger.now.date()
    )


def _register_cells(ledger: Ledger, entry: Entry) -> tuple[Cell, ...]:
    charter = ledger.charter
    column = charter.columns.get(entry.column)
    people = charter.people
    named = [people[one].name if one in people else one for one in entry.reviewers]
    writer = people.get(entry.correspondent)
    withdrawn = entry.withdrawn is not None
    why = entry.withdrawn if withdrawn else (_("taken over") if entry.baseline else "")
    if any(copy.on and copy.last.path == entry.path for copy in ledger.copies):
        why = "；".join(filter(None, (why, _("also on WeChat"))))
    return (
        entry.number,
        entry.title,
        column.name if column is not None else entry.column,
        unit_name(ledger, entry.unit),
        writer.name if writer is not None else entry.correspondent,
        "、".join(named),
        entry.event,
        entry.issued,
        entry.submitted,
        entry.accepted,
        entry.published,
        entry.due,
        entry.late if entry.due is not None else None,
        entry.source,
        entry.words,
        entry.images,
        f"https://{charter.portal.domain}/{entry.address}",
        _("withdrawn") if withdrawn else _("published"),
        why,
    )


def counting_rule() -> str:
    """By which rule articles are counted, as every table says it."""
    return _(
        "Counting: an article counts once, in the month of its publication, if it is public when "
        "that month ends; moved, renamed and republished it stays the same article. "
        "Grass-roots unions count for their district."
    )


_COUNTS = (
    Column("submitted", "", Kind.NUMBER, 5, sum=True),
    Column("accepted", "", Kind.NUMBER, 5, sum=True),
    Column("timed", "", Kind.NUMBER, 5, sum=True),
    Column("on_time", "", Kind.NUMBER, 5, sum=True),
    Column("rate", "", Kind.SHARE, 6, formula=share_of("on_time", "timed")),
)


def _counts(titles: Sequence[str]) -> list[Column]:
    return [
        Column(column.id, title, column.kind, column.width, column.sum, column.formula)
        for column, title in zip(_COUNTS, titles, strict=True)
    ]


def counts_table(ledger: Ledger, period: Period, by: By) -> Table:
    """What was submitted and accepted, counted by unit, column, correspondent or month."""
    accepted = tallies(ledger.entries, ledger.charter, period, by)
    filed = _filed(ledger, period, by)
    called = names(ledger.charter, by)
    heads = {
        By.UNIT: _("Unit"),
        By.COLUMN: _("Column"),
        By.CORRESPONDENT: _("Correspondent"),
        By.MONTH: _("Month"),
    }
    rows = []
    for id_ in [*accepted, *sorted(filed.keys() - accepted.keys())]:
        tally, sent = accepted.get(id_, Tally()), filed.get(id_, [])
        rows.append(
            Row(
                (
                    called.get(id_, id_) or _("(not stated)"),
                    len(sent),
                    tally.count,
                    tally.timed,
                    tally.on_time,
                    share(tally.on_time, tally.timed),
                    tally.words,
                ),
                tuple(entry.number for entry in tally.accepted),
            )
        )
    return Table(
        f"by-{by}",
        _("Articles by {what}, {period}").format(what=heads[by], period=period.title),
        (
            Column("name", heads[by], width=14),
            *_counts(
                (
                    _("Submitted (count)"),
                    _("Accepted (count)"),
                    _("Under a clock"),
                    _("On time"),
                    _("On-time rate"),
                )
            ),
            Column("words", _("Characters"), Kind.NUMBER, 5, sum=True),
        ),
        tuple(rows),
        notes=(counting_rule(),),
    )


def _filed(ledger: Ledger, period: Period, by: By) -> dict[str, list[Submission]]:
    if by is By.UNIT:
        return ledger.submitted(period)
    found: dict[str, list[Submission]] = {}
    for one in ledger.submissions:
        if one.at.date() in period:
            key = {
                By.COLUMN: one.column,
                By.CORRESPONDENT: one.correspondent,
                By.MONTH: str(Month.of(one.at)),
            }[by]
            found.setdefault(key, []).append(one)
    return found


def articles_table(ledger: Ledger, entries: Iterable[Entry], title: str) -> Table:
    """The articles behind a number."""
    columns = names(ledger.charter, By.COLUMN)
    return Table(
        "articles",
        title,
        (
            Column("number", _("No."), Kind.NUMBER, 3),
            Column("day", _("Published"), Kind.DAY, 6),
            Column("unit", _("Submitted by"), width=9),
            Column("column", _("Column"), width=6),
            Column("title", _("Title"), width=20),
            Column("path", _("File"), width=16),
        ),
        tuple(
            Row(
                (
                    entry.number,
                    entry.counted or entry.published.date(),
                    unit_name(ledger, entry.unit),
                    columns.get(entry.column, entry.column),
                    entry.title,
                    entry.path,
                ),
                (entry.number,),
            )
            for entry in entries
        ),
    )


def outcomes(ledger: Ledger, period: Period, kinds: Sequence[UnitKind] = ()) -> dict[Outcome, int]:
    """How many submissions of a period, from some kinds of units, were accepted, returned, wait."""
    inside = [
        one
        for one in ledger.submissions
        if one.at.date() in period and _concerns(ledger, one.unit, kinds)
    ]
    return {outcome: sum(one.outcome is outcome for one in inside) for outcome in Outcome}


def accepted_in(ledger: Ledger, period: Period, kinds: Sequence[UnitKind] = ()) -> list[Entry]:
    """The entries that count in a period, from some kinds of units."""
    inside = counted(ledger.entries, period)
    return [entry for entry in inside if _concerns(ledger, entry.unit, kinds)]


def _concerns(ledger: Ledger, unit: str, kinds: Sequence[UnitKind]) -> bool:
    """Whether a unit counts for one of some kinds; all do where none is named."""
    known = ledger.charter.units.get(credited(ledger.charter, unit))
    return not kinds or (known is not None and known.kind in kinds)
