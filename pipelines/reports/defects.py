"""What is to be mended as a table, each with the unit that has to act (CZ-11)."""

from pipelines.core.article import ROOT
from pipelines.core.desks.registers import FOLDER
from pipelines.core.ledger.defects import Defect
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.messages import _
from pipelines.reports.registers import unit_name
from pipelines.reports.tables import Column, Kind, Row, Table


def defects_table(ledger: Ledger) -> Table:
    """What patrol and inspection found and nobody has mended: whose it is, since and by when."""
    rows = sorted(
        (
            (
                unit_name(ledger, responsible(ledger, one)),
                _where(ledger, one.place.path),
                one.what,
                one.found,
                one.due,
                "、".join(one.clauses),
            )
            for one in ledger.defects
        ),
        key=lambda cells: (cells[0], cells[4], cells[1], cells[2]),
    )
    return Table(
        "problems",
        _("Problems found, as of {day}").format(day=ledger.now.date()),
        (
            Column("unit", _("Has to mend it"), width=8),
            Column("place", _("Where"), width=10),
            Column("message", _("Problem"), width=12),
            Column("found", _("Found"), Kind.DAY, 9),
            Column("due", _("To be mended by"), Kind.DAY, 9),
            Column("clauses", _("Clauses"), width=5),
        ),
        tuple(Row(cells) for cells in rows),
    )


def responsible(ledger: Ledger, defect: Defect) -> str:
    """The unit that mends it.

    The one that the record names; the one that submitted the page; for a column
    the unit that the problem names, where each looks after its own part of it,
    else the column's owner.
    """
    charter = ledger.charter
    if defect.unit:
        return defect.unit
    below = defect.place.path.removeprefix(f"{ROOT}/")
    entry = ledger.by_path.get(below)
    if entry is not None:
        return entry.unit
    column = charter.columns.get(below) or charter.columns.get(below.rpartition("/")[0])
    if column is not None and column.owner in charter.units:
        return column.owner or ""
    named = (id_ for id_, unit in charter.units.items() if unit.name in defect.what)
    return next(named, charter.reporting.issuer or "")


def _where(ledger: Ledger, path: str) -> str:
    """A page by its title, a column or a register by its name, anything else by its path."""
    below = path.removeprefix(f"{ROOT}/")
    entry, column = ledger.by_path.get(below), ledger.charter.columns.get(below)
    if entry is not None:
        return _("“{title}” ({path})").format(title=entry.title, path=below)
    desk = ledger.charter.desks.get(path.removeprefix(f"charter/{FOLDER}").partition("/")[0])
    return column.name if column is not None else desk.name if desk is not None else path
