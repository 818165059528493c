"""A proposal's comment: hosts take it however much there is to say."""

import re

import pytest

from pipelines.core.approval import evaluate
from pipelines.core.findings import Finding, Place, Weight
from pipelines.reports import comment, markdown
from tests.builders import article, case, charter, proposal

LONGEST = 65_536
"""Characters that GitHub takes."""


def findings(count: int) -> list[Finding]:
    """As many of one kind, with signs in them that Markdown spells out."""
    return [
        Finding("WRD101", "words", Weight.BLOCKS, Place(f"content/a{number}.md", 7, 1), "“<b>”" * 9)
        for number in range(count)
    ]


def outcome(count: int):
    """The approvals of a proposal with as many articles."""
    articles = [article(f"union-news/a{number}.md") for number in range(count)]
    paths = [f"content/{one.path}" for one in articles]
    return evaluate(case(*articles, proposal=proposal(*paths)))


@pytest.mark.parametrize("count", [0, 1, 400])
def test_a_host_takes_the_comment(count):
    """With much to correct and many to approve, both are told, and how much is left out."""
    said = comment.render(charter(), findings(count), outcome(count))
    assert len(said) < LONGEST
    shown = said.count("| WRD101 |")
    more = [int(number) for number in re.findall(r"(\d+) more are not shown", said)]
    assert shown + sum(more[:1]) == count
    assert len(more) == (2 if count == 400 else 0)


def test_a_file_of_findings_holds_all():
    """Only what a host has to take is cut."""
    assert markdown.render(findings(400)).count("| WRD101 |") == 400
