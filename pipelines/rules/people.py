"""Who submits: the unit, its right to the column, and the correspondent who wrote."""

from collections.abc import Iterator
from datetime import date

from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.charter.columns import Column
from pipelines.core.findings import Problem
from pipelines.core.messages import _, later
from pipelines.core.rule import rule
from pipelines.rules.fields import legible

CORRESPONDENT = "correspondent"
"""The role that writes, as every charter calls it."""
KINDS = {
    "department": later("departments"),
    "district": later("districts"),
    "institution": later("institutions"),
    "office": later("unions of government offices"),
    "other": later("other unions"),
}


@rule("UNI101", clauses=["CZ-14", "JZ-05b"], alone=True)
def known_unit(case: Case) -> Iterator[Problem]:
    """The submitting unit is one of the charter's, and existed on the day of publication.

    Bad:  unit: 办公室
    Good: unit: office
    """
    units = case.charter.units
    ids = {
        name: id_
        for id_, unit in units.items()
        for name in (unit.name, unit.short, *unit.aliases)
        if name
    }
    for article in legible(case):
        named = article.front.unit
        if named is None:
            continue
        if named not in units:
            meant = ids.get(named)
            yield Problem(
                article.at("unit"),
                _("no unit {name}").format(name=named),
                _("write its id: unit: {id}").format(id=meant)
                if meant
                else _("choose from: {known}").format(known=", ".join(units)),
            )
            continue
        unit, day = units[named], article.front.date
        if day is None:
            continue
        if (unit.since and day.date() < unit.since) or (unit.until and unit.until < day.date()):
            yield Problem(
                article.at("unit"),
                _("{unit} did not exist on {day}").format(unit=unit.name, day=day.date()),
                _("name the unit that submits the article on that day"),
            )


@rule(
    "UNI102",
    clauses=["CZ-04b", "CZ-05a", "CZ-05b", "CZ-05c", "CZ-05d", "CZ-05f", "CZ-05g", "CZ-05h"],
    alone=True,
)
def unit_may_submit(case: Case) -> Iterator[Problem]:
    """A unit submits only to columns that the charter opens to it.

    Bad:  unit: donghu (a district) in content/notices/
    Good: unit: office (a department) in content/notices/
    """
    for article in legible(case):
        column = case.charter.columns.get(article.column)
        unit = case.charter.units.get(article.front.unit or "")
        if column is None or unit is None:
            continue
        open_to = column.submitters
        everybody = not open_to.kinds and not open_to.units
        if everybody or unit.kind in open_to.kinds or article.front.unit in open_to.units:
            continue
        yield Problem(
            article.at("unit"),
            _("{unit} does not submit to {column}").format(unit=unit.name, column=column.name),
            _("{column} is open to: {submitters}; move the file to another column").format(
                column=column.name, submitters=_submitters(case.charter, column)
            ),
        )


def _submitters(charter: Charter, column: Column) -> str:
    kinds = [_(KINDS[kind]) for kind in column.submitters.kinds]
    names = [charter.units[id_].name for id_ in column.submitters.units]
    return ", ".join(kinds + names)


@rule("UNI103", clauses=["CZ-07a", "CZ-07b", "CZ-08"], alone=True)
def correspondent_of_the_unit(case: Case) -> Iterator[Problem]:
    """The writer was the unit's correspondent on the day of publication, or stood in for one.

    Bad:  unit: office, correspondent: wu-fang (who writes for legal)
    Good: unit: legal, correspondent: wu-fang
    """
    charter = case.charter
    for article in legible(case):
        named, unit, at = article.front.correspondent, article.front.unit, article.front.date
        if named is None:
            continue
        if named not in charter.people:
            ids = [id_ for id_, person in charter.people.items() if person.name == named]
            yield Problem(
                article.at("correspondent"),
                _("no person {name} in the charter").format(name=named),
                _("write the person's id: correspondent: {id}").format(id=ids[0])
                if ids
                else _("the administrator enters new people in charter/people.yml"),
            )
        elif unit in charter.units and at is not None:
            writers = sorted(_writers(charter, unit, at.date()))
            if named not in writers:
                yield Problem(
                    article.at("correspondent"),
                    _("{person} was no correspondent of {unit} on {day}").format(
                        person=charter.people[named].name,
                        unit=charter.units[unit].name,
                        day=at.date(),
                    ),
                    _("who was: {names}").format(names=_named(charter, writers))
                    if writers
                    else _("nobody was; the administrator enters one in charter/people.yml"),
                )


def _writers(charter: Charter, unit: str, day: date) -> set[str]:
    """The unit's correspondents on a day, and those who stand in for them."""
    deputies = {to for to, of in charter.deputies(CORRESPONDENT, unit, day)}
    return deputies | set(charter.holders(CORRESPONDENT, unit, day))


def _named(charter: Charter, people: list[str]) -> str:
    return ", ".join(f"{id_} ({charter.people[id_].name})" for id_ in people)


@rule("UNI104", clauses=["JZ-09", "EN-12"], alone=True)
def statistics_checked_by_somebody(case: Case) -> Iterator[Problem]:
    """Who checked an article's figures is a person of the charter.

    Bad:  statistics_checked_by: 财务
    Good: statistics_checked_by: qian-ke
    """
    for article in legible(case):
        named = article.front.statistics_checked_by
        if named is not None and named not in case.charter.people:
            yield Problem(
                article.at("statistics_checked_by"),
                _("no person {name} in the charter").format(name=named),
                _("write the id of the person who compared the figures with their source"),
            )
