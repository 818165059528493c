"""The lines of each desk: records, people, letters, activities and plans seen alike."""

from collections.abc import Callable, Iterator

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.charter.desks import Desk
from pipelines.core.desks import accounts
from pipelines.core.desks.clocks import Due, Line, run
from pipelines.core.desks.records import KINDS, Act, Evaluation, Outlet, Plan, days_of
from pipelines.core.findings import Place
from pipelines.core.frontmatter import Kind
from pipelines.core.messages import _
from pipelines.core.visibility import Visibility, visibility

_SEEN = {Visibility.PUBLIC, Visibility.EXPIRED}
Lines = Callable[[Case], Iterator[Line]]


def standing(case: Case) -> Iterator[tuple[str, Desk, Due]]:
    """Every clock of every desk as it stands on the case's day."""
    for id_, desk in case.charter.desks.items():
        if id_ == "letters" and case.letters is None:
            continue
        empty = Place(f"charter/registers/{id_}" if id_ in KINDS else "charter/people.yml")
        lines = LINES[id_](case) if id_ in LINES else _records(case, id_, desk)
        for due in run(desk, lines, case.today, case.charter.calendar, empty):
            yield id_, desk, due


def _records(case: Case, kind: str, desk: Desk) -> Iterator[Line]:
    """The lines of a register, one a record."""
    for filed in case.charter.registers.of(kind):
        record = filed.record
        called = (getattr(record, field, None) for field in ("name", "title", "on"))
        name = str(next(filter(None, called), filed.id))
        unit = str(getattr(record, "unit", None) or desk.owner)
        yield Line(filed.place, name, dict(days_of(record)), str(getattr(record, "kind", "")), unit)


def _flaws(case: Case) -> Iterator[Line]:
    """What was found wrong on any occasion, wherever it was written down."""
    for kind in KINDS:
        for filed in case.charter.registers.of(kind):
            if isinstance(filed.record, Act):
                for number, flaw in enumerate(filed.record.flaws):
                    place = filed.at("flaws", number)
                    yield Line(place, flaw.what, dict(days_of(flaw)), kind, flaw.unit)


def _accounts(case: Case) -> Iterator[Line]:
    for account in accounts.ledger(case.charter, case.today):
        units = [post.unit for post in account.posts] or [""]
        at = case.charter.at_person(account.id)
        yield Line(at, account.person.name, account.days, "", units[0])


def _letters(case: Case) -> Iterator[Line]:
    for letter in case.letters or ():
        yield Line(
            Place(f"letters/{letter.number}"),
            _("letter {number}").format(number=letter.number),
            letter.days,
            letter.kind,
            letter.unit,
        )


def _activities(case: Case) -> Iterator[Line]:
    evaluated = {one.activity: one.on for one in case.charter.registers.every(Evaluation)}
    for article in case.archive:
        front = article.front
        if front.kind is not Kind.ACTIVITY or visibility(article, case.now) not in _SEEN:
            continue
        days = {
            "starts": front.starts,
            "ends": front.ends or front.starts,
            "evaluated": evaluated.get(article.path),
        }
        known = {name: day for name, day in days.items() if day is not None}
        yield Line(article.at("ends"), front.title or article.path, known, "", front.unit or "")


def _plans(case: Case) -> Iterator[Line]:
    """Plans that were not dropped; one is done on the day from which its article is public."""
    for filed in case.charter.registers.of("plans"):
        plan = filed.record
        if isinstance(plan, Plan) and plan.dropped is None:
            days = dict(days_of(plan))
            article = case.by_path.get(plan.article or "")
            if article is not None and article.front.date is not None and is_public(case, article):
                days["done"] = article.front.date.date()
            yield Line(filed.place, plan.title, days, "", plan.unit)


def _outlets(case: Case) -> Iterator[Line]:
    """Outlets that were not given up."""
    for filed in case.charter.registers.of("outlets"):
        outlet = filed.record
        if isinstance(outlet, Outlet) and outlet.closed is None:
            yield Line(filed.place, outlet.name, dict(days_of(outlet)), outlet.kind, outlet.unit)


LINES: dict[str, Lines] = {
    "flaws": _flaws,
    "accounts": _accounts,
    "letters": _letters,
    "activities": _activities,
    "plans": _plans,
    "outlets": _outlets,
}
"""Desks whose lines are more than the records of one register."""


def is_public(case: Case, article: Article) -> bool:
    """Whether readers can see an article on the case's day."""
    return visibility(article, case.now) is Visibility.PUBLIC
