"""Links to other sites, as remembered of them: dead, wrong, or not to be told from here."""

from collections.abc import Iterator, Mapping

from pipelines.core.article import ROOT
from pipelines.core.case import Case
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.days import after
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _, later
from pipelines.core.outside import SLIGHT, Drift, State, Watch, share
from pipelines.core.outside_links import addresses, platforms
from pipelines.core.rule import rule

_ENOUGH = 5
"""So many visits a week say something of a platform."""

_WHY = {
    "name": later("there is no such site"),
    "connection": later("the connection fails"),
    "redirects": later("it leads from address to address without end"),
    "certificate": later("its certificate is not accepted"),
    "time": later("it does not answer in time"),
    "robots": later("the site does not want to be visited by programs"),
    "address": later("this is no web address"),
    "private": later("this address is not on the public web"),
}
_DRIFTS: Mapping[Drift, str] = {
    Drift.SITE: later("it leads to another site now: {end}"),
    Drift.TITLE: later("its title was “{title}” and is “{other}” now"),
    Drift.PARKED: later("the domain is for sale or has expired"),
    Drift.ADVERTS: later("its page shows adverts of gambling, pornography or fraud: “{adverts}”"),
    Drift.SOFT: later("the site shows the same page for addresses that do not exist"),
    Drift.EXPIRED: later("its certificate has expired"),
    Drift.EXPIRING: later("its certificate is about to expire"),
    Drift.PLAIN: later("it answers with https as well: write https://"),
}


@rule("LNK301", clauses=["CZ-10g", "EN-24"])
def outside_links_live(case: Case) -> Iterator[Problem]:
    """A link to another site does not fail day after day (死链).

    Bad:  an address that failed on three days in a row
    Good: an address that failed once and answered the next day
    """
    for place, watch in _linked(case):
        if watch.state is State.DEAD and watch.since is not None:
            yield Problem(
                place,
                _("{address} is dead since {day}: {why}").format(
                    address=watch.address, day=watch.since, why=_why(watch)
                ),
                _("find its new address, or remove the link"),
            )


@rule("LNK302", clauses=["CZ-10g", "EN-24"])
def outside_links_lead_where_they_did(case: Case) -> Iterator[Problem]:
    """A link to another site leads to what was linked to, on two days at least (错链).

    Bad:  a partner's address that now belongs to a gambling site
    Good: a partner's address under the title that it had
    """
    for place, watch in _linked(case):
        for drift in watch.confirmed():
            if drift not in SLIGHT and watch.state is not State.DEAD:
                yield Problem(
                    place,
                    _("{address} is not what it was: {why}").format(
                        address=watch.address, why=_drift(watch, drift)
                    ),
                    _("open it and look; write the right address, or remove the link"),
                )


@rule("LNK303", clauses=["EN-24"], weight=Weight.NOTES)
def outside_links_worth_a_look(case: Case) -> Iterator[Problem]:
    """A link that failed, refused or looked wrong just now is watched, and judged later.

    Bad:  an address that answered 403 to us, and may open for readers
    Good: an address that answered
    """
    for place, watch in _linked(case):
        if watch.state in {State.SUSPECTED, State.REFUSED}:
            said = _("{address} could not be opened: {why}; it is watched")
            yield Problem(place, said.format(address=watch.address, why=_why(watch)))
        confirmed = watch.confirmed()
        for drift in watch.drifts if watch.state is not State.DEAD else ():
            if drift in SLIGHT or drift not in confirmed:
                said = _("{address}: {why}")
                yield Problem(place, said.format(address=watch.address, why=_drift(watch, drift)))
        if watch.state is State.RECOVERED:
            yield Problem(place, _("{address} answers again").format(address=watch.address))


@rule("LNK304", clauses=["CZ-10g"])
def platforms_open(case: Case) -> Iterator[Problem]:
    """A linked-out platform opens in time in nearly every visit of the week.

    Bad:  two of seven visits failed or took longer than fifteen seconds
    Good: all visits of the week opened in time
    """
    limits = case.charter.links
    for place, watch, name, unit in _platforms(case):
        opened = share(watch)
        if opened is not None and len(watch.visits) >= _ENOUGH and opened < limits.open_share:
            yield Problem(
                place,
                _("{name} opened within {seconds} s in {opened} % of the week's visits, "
                  "{share} % are due (responsible: {unit})").format(
                    name=name,
                    seconds=limits.seconds,
                    opened=opened,
                    share=limits.open_share,
                    unit=unit,
                ),
            )  # fmt: skip


@rule("LNK305", clauses=["CZ-10g"])
def platforms_are_kept_up(case: Case) -> Iterator[Problem]:
    """A linked-out platform is not left without update for longer than the charter allows.

    Bad:  nothing newer than 2026-06-01 on 2026-11-20, 90 days allowed
    Good: something of 2026-11-02
    """
    for place, watch, name, unit in _platforms(case):
        limit = case.charter.columns[platforms(case)[watch.address]].max_age
        if limit is None or watch.updated is None:
            continue
        last = after(watch.updated, limit, "next", case.charter.calendar)
        if case.today > last:
            yield Problem(
                place,
                _("{name} shows nothing newer than {day}; an update was due by {last} "
                  "(responsible: {unit})").format(
                    name=name, day=watch.updated, last=last, unit=unit
                ),
            )  # fmt: skip


def _linked(case: Case) -> Iterator[tuple[Place, Watch]]:
    """Each use of an address that something is remembered of, platforms included."""
    if not case.outside:
        return
    for address, places in addresses(case).items():
        if watch := case.outside.get(address):
            for place in places:
                yield place, watch
    for address, column in platforms(case).items():
        if watch := case.outside.get(address):
            yield _place(column), watch


def _place(column: str) -> Place:
    """A platform has no folder; it is named as a column all the same, so that its owner answers."""
    return Place(f"{ROOT}/{column}")


def _platforms(case: Case) -> Iterator[tuple[Place, Watch, str, str]]:
    """Each platform that something is remembered of, with its name and its owner's."""
    for id_, column in case.charter.columns.items():
        watch = case.outside.get(column.link or "")
        if column.kind is ColumnKind.PLATFORM and watch is not None:
            owner = case.charter.units.get(column.owner or "")
            yield _place(id_), watch, column.name, owner.name if owner is not None else "-"


def _why(watch: Watch) -> str:
    known = _WHY.get(watch.why)
    return _(known) if known is not None else _("it answers {status}").format(status=watch.why)


def _drift(watch: Watch, drift: Drift) -> str:
    return _(_DRIFTS[drift]).format(
        end=watch.end, title=watch.title, other=watch.other_title, adverts=watch.adverts
    )
