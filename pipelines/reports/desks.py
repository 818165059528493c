"""The desks as tables: what is due and overdue, and the accounts ledger."""

from pipelines.core.case import Case
from pipelines.core.desks.accounts import first_responsible, ledger
from pipelines.core.desks.clocks import Standing
from pipelines.core.desks.lines import standing
from pipelines.core.messages import _, later
from pipelines.reports.tables import Column, Kind, Row, Table

STANDINGS = {
    Standing.DONE: later("done"),
    Standing.LATE: later("done late"),
    Standing.RUNNING: later("running"),
    Standing.SOON: later("due soon"),
    Standing.OVERDUE: later("overdue"),
}
_URGENT = [Standing.OVERDUE, Standing.SOON, Standing.RUNNING, Standing.LATE, Standing.DONE]


def standing_table(case: Case, desk: str | None = None, *, everything: bool = False) -> Table:
    """What desks still owe, most urgent first; `everything` shows what is done too."""
    found = [
        (about.name, due)
        for id_, about, due in standing(case)
        if desk in {None, id_} and (everything or due.open)
    ]
    found.sort(key=lambda one: (_URGENT.index(one[1].standing), one[1].last, one[1].line.place))
    units = case.charter.units
    rows = tuple(
        Row(
            (
                name,
                due.line.name,
                due.clock.name,
                units[due.line.unit].name if due.line.unit in units else "",
                due.last,
                _(STANDINGS[due.standing]),
                due.late or None,
                "、".join(due.clock.clauses),
            )
        )
        for name, due in found
    )
    columns = (
        Column("desk", _("Desk"), width=8),
        Column("line", _("Matter"), width=18),
        Column("clock", _("What is owed"), width=9),
        Column("unit", _("Unit"), width=10),
        Column("last", _("Last day"), Kind.DAY, 6),
        Column("standing", _("Standing"), width=5),
        Column("late", _("Days late"), Kind.NUMBER, 4),
        Column("clauses", _("Clauses"), width=6),
    )
    title = _("Matters of the desks on {day}").format(day=case.today)
    return Table("standing", title, columns, rows)


def accounts_table(case: Case) -> Table:
    """The accounts ledger (SC-20a): everybody with a post, their roles, rights and papers."""
    charter = case.charter
    rows = []
    for account in ledger(charter, case.today):
        person, days = account.person, account.days
        roles = dict.fromkeys(charter.roles[post.role].name for post in account.posts)
        units = dict.fromkeys(charter.units[post.unit].name for post in account.posts)
        maker = charter.people.get(person.created_by or "")
        rows.append(
            Row(
                (
                    person.name,
                    "、".join(roles) or _("left"),
                    "、".join(units),
                    person.accounts.github or person.accounts.gitea or "",
                    maker.name if maker else "",
                    account.since,
                    *(days.get(name) for name in _PAPERS),
                )
            )
        )
    columns = (
        Column("name", _("Name"), width=5),
        Column("roles", _("Roles"), width=12),
        Column("units", _("Units"), width=14),
        Column("account", _("Account"), width=7),
        Column("maker", _("Made by"), width=5),
        Column("since", _("Since"), Kind.DAY, 6),
        *(Column(name, _(title), Kind.DAY, 6) for name, title in _PAPERS.items()),
    )
    leaders = first_responsible(charter, case.today)[""]
    named = "、".join(charter.people[one].name for one in leaders)
    lead = _("Answers first for the portal: {people}").format(people=named) if named else ""
    title = _("Accounts ledger on {day}").format(day=case.today)
    return Table("accounts", title, columns, tuple(rows), lead)


_PAPERS = {
    "signed": later("Letter of responsibility"),
    "filed": later("Filed above"),
    "trained": later("Trained"),
    "vetted": later("Vetted"),
    "reviewed": later("Last review"),
    "left": later("Left"),
    "revoked": later("Rights revoked"),
}
