"""What duties refer to: clocks, quotas, reports, rosters, desks and the WeChat account."""

from pipelines.core.charter.clocks import SUBMITTED
from pipelines.core.charter.model import Charter
from pipelines.core.charter.wrong import Wrong, no
from pipelines.core.desks.records import DAYS
from pipelines.core.frontmatter import FrontMatter


def clocks_run_between_fields(charter: Charter) -> Wrong:
    """A clock runs from one date of the front matter to another or to the handing-in."""
    fields = sorted(
        name for name, field in FrontMatter.model_fields.items() if "date" in str(field.annotation)
    )
    for id_, clock in charter.clocks.items():
        for end, known in (("start", fields), ("end", [*fields, SUBMITTED])):
            if getattr(clock, end) not in known:
                yield ("clocks", id_, end), no("date field", getattr(clock, end), known)
        for number, column in enumerate(clock.columns):
            if column not in charter.columns:
                yield ("clocks", id_, "columns", number), no("column", column, charter.columns)


def quotas_are_owed_by_units(charter: Charter) -> Wrong:
    """A quota's units are units of the charter."""
    for id_, quota in charter.quotas.items():
        for number, unit in enumerate(quota.units):
            if unit not in charter.units:
                yield ("quotas", id_, "units", number), no("unit", unit, charter.units)


def changes_concern_columns(charter: Charter) -> Wrong:
    """A recorded change names columns of the charter."""
    for number, change in enumerate(charter.changes):
        for position, column in enumerate(change.columns):
            if column not in charter.columns:
                path = ("changes", number, "columns", position)
                yield path, no("column", column, charter.columns)


def reports_are_signed(charter: Charter) -> Wrong:
    """Whoever signs reports is a unit, and whoever keeps the register a person (JZ-10)."""
    issuer, registrar = charter.reporting.issuer, charter.reporting.registrar
    if issuer is not None and issuer not in charter.units:
        yield ("reporting", "issuer"), no("unit", issuer, charter.units)
    if registrar is not None and registrar not in charter.people:
        yield ("reporting", "registrar"), no("person", registrar, charter.people)


def people_on_duty_are_known(charter: Charter) -> Wrong:
    """The group head and the duty leaders are people of the charter (YZ-09b)."""
    if charter.duty is None:
        return
    named: list[tuple[tuple[str | int, ...], str]] = [(("group_head",), charter.duty.group_head)]
    named += [(("leaders", number), one) for number, one in enumerate(charter.duty.leaders)]
    named += [(("exceptions", str(day)), one) for day, one in charter.duty.exceptions.items()]
    for path, person in named:
        if person not in charter.people:
            yield ("duty", *path), no("person", person, charter.people)


def desks_keep_what_there_is(charter: Charter) -> Wrong:
    """A desk is one that can be kept, answered for by a unit; its clocks run between its days."""
    for id_, desk in charter.desks.items():
        if id_ not in DAYS:
            yield ("desks", id_), no("desk", id_, DAYS)
            continue
        if desk.owner not in charter.units:
            yield ("desks", id_, "owner"), no("unit", desk.owner, charter.units)
        for name, clock in desk.clocks.items():
            for end in ("start", "end", "until"):
                day = getattr(clock, end)
                if day is not None and day not in DAYS[id_]:
                    yield ("desks", id_, "clocks", name, end), no("date field", day, DAYS[id_])
    column = charter.letters.column
    if column is not None and column not in charter.columns:
        yield ("letters", "column"), no("column", column, charter.columns)


def account_waits_for_a_chain(charter: Charter) -> Wrong:
    """What goes to the WeChat account is approved by a chain of the charter (YZ-05b)."""
    account = charter.wechat
    if account is not None and account.chain not in charter.chains:
        yield ("wechat", "chain"), no("chain", account.chain, charter.chains)
