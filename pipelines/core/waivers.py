"""Waivers: what an article's `waive` field takes the edge off, and until when."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.findings import Finding, Weight
from pipelines.core.frontmatter import Waiver
from pipelines.core.messages import _


def in_force(case: Case, article: Article) -> Iterator[Waiver]:
    """The waivers of an article that hold on the day of judgement.

    Each of them adds an approval stage; one by nobody we know, or whose end has
    passed, does nothing.
    """
    for waiver in article.front.waive:
        if waiver.by in case.charter.people and case.today <= waiver.until:
            yield waiver


def settle(case: Case, finding: Finding) -> Finding:
    """The finding as it counts: one that blocks and is waived is worth knowing, no more."""
    if finding.weight is not Weight.BLOCKS:
        return finding
    article = case.by_path.get(finding.place.path.removeprefix(f"{ROOT}/"))
    if article is None:
        return finding
    for waiver in in_force(case, article):
        if waiver.rule == finding.rule:
            message = _("{message} (waived by {by} until {until}: {reason})").format(
                message=finding.message,
                by=case.charter.people[waiver.by].name,
                until=waiver.until,
                reason=waiver.reason,
            )
            return replace(finding, weight=Weight.NOTES, message=message)
    return finding
