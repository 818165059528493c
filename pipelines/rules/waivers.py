"""Waivers themselves: each is allowed, by somebody, not over, and needed."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.findings import Problem, Weight
from pipelines.core.frontmatter import Waiver
from pipelines.core.messages import _
from pipelines.core.rule import Rule, rule
from pipelines.rules.fields import legible


@rule("WVR101", clauses=["CZ-07d"], waivable=False, alone=True)
def waiver_by_somebody(case: Case) -> Iterator[Problem]:
    """A waiver says who grants it: a person of the charter.

    Bad:  waive: [{rule: DUE101, by: 领导, …}]
    Good: waive: [{rule: DUE101, by: song-ci, …}]
    """
    for article, number, waiver in _waivers(case):
        if waiver.by not in case.charter.people:
            yield Problem(
                article.at("waive", number, "by"),
                _("no person {name} in the charter").format(name=waiver.by),
                _("write the id of the person who grants the waiver"),
            )


@rule("WVR102", clauses=["CZ-07d"], waivable=False, alone=True)
def waiver_not_over(case: Case) -> Iterator[Problem]:
    """A waiver holds until its last day, and no longer.

    Bad:  waive: [{rule: IMG103, until: 2026-10-31, …}], today 2026-11-20
    Good: waive: [{rule: IMG103, until: 2027-03-31, …}]
    """
    for article, number, waiver in _waivers(case):
        if waiver.until < case.today:
            yield Problem(
                article.at("waive", number, "until"),
                _("this waiver of {rule} ended on {until}").format(
                    rule=waiver.rule, until=waiver.until
                ),
                _("correct the article and remove the waiver, or have it granted anew"),
            )


def waiver_of(rules: tuple[Rule, ...]) -> Rule:
    """The rule on what may be waived, of these rules."""
    blocking = {one.id: one.waivable for one in rules if one.weight is Weight.BLOCKS}

    @rule("WVR103", clauses=["CZ-07d", "SC-22a"], waivable=False, alone=True)
    def waiver_of_a_waivable_rule(case: Case) -> Iterator[Problem]:
        """A waiver names a rule that blocks and can be waived; secrecy and safety cannot.

        Bad:  waive: [{rule: ART101, …}]
        Good: waive: [{rule: DUE101, …}]
        """
        for article, number, waiver in _waivers(case):
            if not blocking.get(waiver.rule, False):
                said = (
                    _("{rule} cannot be waived")
                    if waiver.rule in blocking
                    else _("{rule} is no rule that blocks an article")
                )
                yield Problem(
                    article.at("waive", number, "rule"),
                    said.format(rule=waiver.rule),
                    _("remove the waiver and correct the article"),
                )

    return waiver_of_a_waivable_rule


def waiver_needed_by(rules: tuple[Rule, ...]) -> Rule:
    """The rule on waivers of what these rules do not find."""
    by_id = {one.id: one for one in rules if one.weight is Weight.BLOCKS and one.waivable}

    @rule("WVR104", clauses=["CZ-07d"], waivable=False)
    def waiver_needed(case: Case) -> Iterator[Problem]:
        """A waiver sets aside something that the rule really finds in the article.

        Bad:  waive: [{rule: DUE101, …}] in an article that is in time
        Good: no waiver
        """
        for article, number, waiver in _waivers(case):
            one = by_id.get(waiver.rule)
            narrowed = replace(case, articles=(article,))
            if one is not None and not any(
                finding.place.path == article.at().path for finding in one(narrowed)
            ):
                yield Problem(
                    article.at("waive", number),
                    _("{rule} finds nothing in this article").format(rule=waiver.rule),
                    _("remove the waiver"),
                )

    return waiver_needed


def _waivers(case: Case) -> Iterator[tuple[Article, int, Waiver]]:
    for article in legible(case):
        for number, waiver in enumerate(article.front.waive):
            yield article, number, waiver
