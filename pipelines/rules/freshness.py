"""Clocks of the day: what the patrol holds against today, whoever published last."""

from collections.abc import Iterable, Iterator
from datetime import date

from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.charter.columns import Amount, Column, ColumnKind
from pipelines.core.charter.units import UnitKind
from pipelines.core.days import after
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.core.visibility import Visibility, visibility
from pipelines.rules.people import CORRESPONDENT

_NAME_A_CORRESPONDENT = frozenset(UnitKind) - {UnitKind.OTHER}
"""Units that CZ-07a names; other unions may have a correspondent."""


@rule("DUE201", clauses=["EN-26", "SC-07"], waivable=False)
def home_page_alive(case: Case) -> Iterator[Problem]:
    """The home page does not go without a new article for longer than the charter says.

    Bad:  home_max_age: {days: 14}, newest article of 2026-11-01, today 2026-11-20
    Good: newest article of 2026-11-18
    """
    limit = case.charter.portal.home_max_age
    newest = _newest(_public(case))
    if limit is not None and newest is not None and _over(case, newest, limit):
        yield Problem(
            Place(ROOT),
            _("nothing new on the home page since {newest}").format(newest=newest),
            _("publish news"),
        )


@rule("DUE202", clauses=["EN-26", "CZ-10g", "SC-07"], waivable=False)
def column_alive(case: Case) -> Iterator[Problem]:
    """A column's newest article is no older than the charter says.

    Bad:  union-news with max_age: {days: 14}, newest article of 2026-11-01, today 2026-11-20
    Good: newest article of 2026-11-18
    """
    for id_, column in _columns(case):
        if column.max_age is None or column.kind is ColumnKind.GUIDE:
            continue
        newest = _newest(_public(case, id_))
        if newest is not None and _over(case, newest, column.max_age):
            yield Problem(
                Place(f"{ROOT}/{id_}"),
                _("{column}: nothing new since {newest}, due until {last}").format(
                    column=column.name, newest=newest, last=_last(case, newest, column.max_age)
                ),
                _("ask {owner} for an article").format(owner=_owner(case, column)),
            )


@rule("DUE203", clauses=["JZ-04b", "SC-07", "CZ-05f"], waivable=False)
def no_blank_column(case: Case) -> Iterator[Problem]:
    """Every column that readers can open has an article in it.

    Bad:  about/affiliates without an article
    Good: about/affiliates with one
    """
    for id_, column in _columns(case):
        if not _public(case, id_):
            yield Problem(
                Place(f"{ROOT}/{id_}"),
                _("{column} is blank").format(column=column.name),
                _("ask {owner} for an article").format(owner=_owner(case, column)),
            )


@rule("DUE204", clauses=["CZ-10a"], waivable=False)
def guide_of_each_department(case: Case) -> Iterator[Problem]:
    """Each department updates the service guide within the charter's time.

    Bad:  a department whose newest guide is of 2026-04-20, six months allowed, today 2026-11-20
    Good: one whose newest guide is of 2026-06-20
    """
    for id_, column, limit, unit in _guides(case):
        newest = _newest(_public(case, id_, unit))
        if newest is None:
            said = _("{unit} has nothing in {column}")
        elif _over(case, newest, limit):
            said = _("{unit} has not updated {column} since {newest}")
        else:
            continue
        yield Problem(
            Place(f"{ROOT}/{id_}"),
            said.format(unit=case.charter.units[unit].name, column=column.name, newest=newest),
            _("check the guides, correct what has changed, and date them anew"),
        )


@rule("DUE205", clauses=["CZ-10a"], weight=Weight.NOTES, waivable=False)
def guide_soon_due(case: Case) -> Iterator[Problem]:
    """A department hears a month before that its service guide falls due.

    Bad:  newest guide of 2026-06-10, six months allowed, today 2026-11-20
    Good: newest guide of 2026-08-10
    """
    for id_, column, limit, unit in _guides(case):
        newest = _newest(_public(case, id_, unit))
        if newest is None or limit.months is None or limit.months < 2:
            continue
        if _over(case, newest, Amount(months=limit.months - 1)) and not _over(case, newest, limit):
            yield Problem(
                Place(f"{ROOT}/{id_}"),
                _("{unit}: {column} is to be updated until {last}").format(
                    unit=case.charter.units[unit].name,
                    column=column.name,
                    last=_last(case, newest, limit),
                ),
                _("check the guides, correct what has changed, and date them anew"),
            )


@rule("DUE206", clauses=["EN-26", "CZ-10a"])
def reviewed_in_time(case: Case) -> Iterator[Problem]:
    """An article that says when it is to be reviewed is reviewed by then.

    Bad:  review_by: 2026-11-01, today 2026-11-20
    Good: review_by: 2027-05-01
    """
    for article in case.articles:
        due = article.front.review_by
        if due is not None and due < case.today and _is_public(case, article):
            yield Problem(
                article.at("review_by"),
                _("this was to be reviewed by {due}").format(due=due),
                _("compare it with what holds today, correct it, and set a new review_by"),
            )


@rule("DUE207", clauses=["CZ-10b"], waivable=False)
def profile_follows_changes(case: Case) -> Iterator[Problem]:
    """A column that describes the federation follows a recorded change within its days.

    Bad:  changes: [{on: 2026-11-02, what: 领导分工调整, columns: [about/leaders]}] and the
          newest article of about/leaders is of 2026-10-09
    Good: the newest article of about/leaders is of 2026-11-06
    """
    for change in case.charter.changes:
        for id_ in change.columns:
            column = case.charter.columns[id_]
            newest = _newest(_public(case, id_))
            followed = newest is not None and newest >= change.on
            if column.after_change is not None and not followed:
                last = _last(case, change.on, column.after_change)
                if case.today > last:
                    yield Problem(
                        Place(f"{ROOT}/{id_}"),
                        _("{column} does not say yet: {what} ({on}); due until {last}").format(
                            column=column.name, what=change.what, on=change.on, last=last
                        ),
                        _("ask {owner} to update it").format(owner=_owner(case, column)),
                    )


@rule("DUE208", clauses=["CZ-07a", "CZ-07b"], waivable=False)
def one_correspondent_a_unit(case: Case) -> Iterator[Problem]:
    """Every department, district, office and institution has exactly one correspondent.

    Bad:  nobody with {role: correspondent, unit: women} in charter/people.yml
    Good: zheng-li with {role: correspondent, unit: women, since: 2024-12-01}
    """
    charter = case.charter
    for id_, unit in charter.units.items():
        exists = (unit.since is None or unit.since <= case.today) and (
            unit.until is None or case.today <= unit.until
        )
        if CORRESPONDENT not in charter.roles or unit.kind not in _NAME_A_CORRESPONDENT:
            continue
        holders = list(charter.holders(CORRESPONDENT, id_, case.today))
        if exists and len(holders) != 1:
            yield Problem(
                Place("charter/people.yml"),
                _("{unit} has {count} correspondents, one is wanted").format(
                    unit=unit.name, count=len(holders)
                ),
                _("enter the new one with since:, end the old one's post with until:"),
            )


def _columns(case: Case) -> Iterator[tuple[str, Column]]:
    """The columns that hold articles themselves."""
    for id_, column in case.charter.columns.items():
        if column.kind is not ColumnKind.PLATFORM and not case.charter.children(id_):
            yield id_, column


def _guides(case: Case) -> Iterator[tuple[str, Column, Amount, str]]:
    """Each guide column with its time, and each department that owes it an update."""
    for id_, column in _columns(case):
        if column.kind is ColumnKind.GUIDE and column.max_age is not None:
            for unit, about in case.charter.units.items():
                ended = about.until is not None and about.until < case.today
                if about.kind is UnitKind.DEPARTMENT and not ended:
                    yield id_, column, column.max_age, unit


def _public(case: Case, column: str | None = None, unit: str | None = None) -> list[Article]:
    return [
        article
        for article in case.archive
        if column in {None, article.column}
        and unit in {None, article.front.unit}
        and _is_public(case, article)
    ]


def _is_public(case: Case, article: Article) -> bool:
    return visibility(article, case.now) is Visibility.PUBLIC


def _newest(articles: Iterable[Article]) -> date | None:
    days = (article.front.date.date() for article in articles if article.front.date is not None)
    return max(days, default=None)


def _last(case: Case, start: date, limit: Amount) -> date:
    return after(start, limit, "next", case.charter.calendar)


def _over(case: Case, start: date, limit: Amount) -> bool:
    return case.today > _last(case, start, limit)


def _owner(case: Case, column: Column) -> str:
    unit = case.charter.units.get(column.owner or "")
    return unit.name if unit is not None else _("the departments")
