"""What of the portal was published again on the WeChat account, article by article (SC-02)."""

from collections.abc import Iterator
from datetime import date, datetime

from pipelines.core.desks.figures import Figures
from pipelines.core.desks.records import Outlet
from pipelines.core.entry import Entry
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.tallies import counted
from pipelines.core.messages import _
from pipelines.core.wechat.copies import Copy
from pipelines.reports.registers import unit_name
from pipelines.reports.tables import Column, Kind, Row, Table, share

_COUNTED = {"website", "wechat"}
"""Kinds of outlets whose articles are known here."""
_APP = "app"
"""The kind of which units enter their figures month by month."""


def channels_table(ledger: Ledger, period: Period) -> Table:
    """How much each of the federation's channels published in a period."""
    portal = counted(ledger.entries, period)
    account = ledger.charter.wechat
    copied = [entry for entry, copy in _known(ledger) if copy.on and copy.on.date() in period]
    rows = [Row((_("Portal"), len(portal), None), tuple(entry.number for entry in portal))]
    if account is not None:
        name = _("WeChat account {name} ({id})").format(name=account.name, id=account.id)
        numbers = tuple(entry.number for entry in copied)
        rows.append(Row((name, len(copied), share(len(copied), len(portal))), numbers))
    rows += [
        Row((outlet.name, _in_the_app(ledger, period) if outlet.kind == _APP else None, None))
        for outlet in ledger.charter.registers.every(Outlet)
        if outlet.kind not in _COUNTED and outlet.closed is None
    ]
    return Table(
        "channels",
        _("Articles by channel, {period}").format(period=period.title),
        (
            Column("name", _("Channel"), width=14),
            Column("accepted", _("Published (count)"), Kind.NUMBER, 6),
            Column("rate", _("Share of the portal's"), Kind.SHARE, 6),
        ),
        tuple(rows),
        notes=(
            _(
                "A copy counts on the day it was handed in or published; drafts do not count. What "
                "stood in the account before, or stands in other outlets, is not known here."
            ),
        ),
    )


def _in_the_app(ledger: Ledger, period: Period) -> int | None:
    """What the units published in the platform's app, as they entered it; None where nobody did."""
    entered = {
        (one.unit, one.month): one.published
        for one in ledger.charter.registers.every(Figures)
        if Month.parse(one.month).first in period
    }
    return sum(entered.values()) if entered else None


def copies_table(ledger: Ledger, period: Period) -> Table:
    """Every copy that was drafted or published in a period, with where it is."""
    found = [(entry, copy) for entry, copy in _known(ledger) if day(copy) in period]
    return Table(
        "copies",
        _("Copies on WeChat, {period}").format(period=period.title),
        (
            Column("number", _("No."), Kind.NUMBER, 3),
            Column("title", _("Title"), width=20),
            Column("unit", _("Submitted by"), width=9),
            Column("published", _("On the portal"), Kind.DAY, 6),
            Column("day", _("On WeChat"), Kind.DAY, 6),
            Column("status", _("Status"), width=5),
            Column("where", _("Where"), width=16),
            Column("why", _("Remarks"), width=8),
        ),
        tuple(
            Row(
                (
                    entry.number,
                    entry.title,
                    unit_name(ledger, entry.unit),
                    entry.published.date(),
                    day(copy),
                    status(copy),
                    copy.address or copy.task or copy.draft,
                    _("withdrawn from the portal; delete it")
                    if entry.withdrawn is not None
                    else "",
                ),
                (entry.number,),
            )
            for entry, copy in found
        ),
    )


def status(copy: Copy) -> str:
    """How far a copy has come, in a word."""
    if copy.address:
        return _("published")
    return _("handed in") if copy.task else _("draft")


def day(copy: Copy) -> date:
    """The day of a copy: when it was handed in or published, else drafted."""
    return (copy.on or datetime.fromisoformat(copy.last.at)).date()


def _known(ledger: Ledger) -> Iterator[tuple[Entry, Copy]]:
    """Each copy that is on the platform, with its article's line of the register."""
    for copy in ledger.copies:
        entry = ledger.by_path.get(copy.last.path)
        if entry is not None and copy.exists:
            yield entry, copy
