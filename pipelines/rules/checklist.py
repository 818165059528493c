"""The nine review points: what a proposal's text must have answered."""

import re
from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.findings import Place, Problem
from pipelines.core.messages import _
from pipelines.core.rule import rule

_TASK = re.compile(r"^\s*[-*+] \[(?P<tick>[ xX✓√])\]\s*(?P<number>\d+)\s*[.．、]", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@rule("CHK101", clauses=["JZ-09"], waivable=False)
def review_points_answered(case: Case) -> Iterator[Problem]:
    """A proposal with articles answers each of the charter's review points in its text.

    Bad:  - [ ] 1. 是否涉及国家秘密…
    Good: - [x] 1. 是否涉及国家秘密…
    """
    points = case.charter.review_points
    if case.proposal is None or not case.articles or not points:
        return
    text = _COMMENT.sub("", case.proposal.body)
    ticked = {int(task["number"]) for task in _TASK.finditer(text) if task["tick"] != " "}
    for number, point in enumerate(points, start=1):
        if number not in ticked:
            yield Problem(
                Place(_("the proposal's text")),
                _("review point {number} is not answered: {point}").format(
                    number=number, point=point
                ),
                _("edit the proposal's text, and tick it once you have checked it: {line}").format(
                    line=f"- [x] {number}. {point}"
                ),
            )


def template(charter: Charter, *, answered: bool = False) -> str:
    """The text that a new proposal begins with; `answered` as its writer leaves it."""
    about = ["## 内容说明", "", "<!-- 用一两句话说明：发什么，为什么现在发。 -->", "", ""]
    return "\n".join(about) + points(charter, answered=answered)


def points(charter: Charter, *, answered: bool = False) -> str:
    """The part of a proposal's text in which the review points are ticked."""
    tick = "x" if answered else " "
    asked = [
        f"- [{tick}] {number}. {point}"
        for number, point in enumerate(charter.review_points, start=1)
    ]
    how = "<!-- 逐项核对，核对无误后把方括号里的空格改成 x，或在网页上直接勾选。 -->"
    return "\n".join(["## 审核要点", "", how, "", *asked, ""])
