"""Waivers: what they take the edge off, and when they are findings themselves."""

from datetime import date

import pytest

from pipelines.core.findings import Weight
from pipelines.core.rule import judge
from pipelines.rules import TREE
from tests.builders import article, case, said

LATE = {"event_date": "2026-11-10"}
WAIVER = {"rule": "DUE101", "reason": "等待上级核定名单", "by": "song-ci", "until": "2026-12-31"}
AT = "content/union-news/a.md"


def judged(today=date(2026, 11, 20), fields=LATE, **waiver):
    return judge(case(article(waive=[WAIVER | waiver], **fields), today=today), TREE)


def test_a_waived_finding_is_worth_knowing_and_no_more():
    """A valid waiver turns what blocks into a note that says by whom, until when and why."""
    (finding,) = judged()
    assert finding.rule == "DUE101"
    assert finding.weight is Weight.NOTES
    assert finding.message.endswith("(waived by 宋辞 until 2026-12-31: 等待上级核定名单)")


def test_a_waiver_covers_its_rule_and_article_alone():
    """Other rules, and other articles, are judged as ever."""
    both = case(
        article(waive=[WAIVER], body="[指南]()", **LATE), article("union-news/b.md", **LATE)
    )
    assert [(one.place.path, one.rule, one.weight) for one in judge(both, TREE)] == [
        (AT, "DUE101", Weight.NOTES),
        (AT, "MRK106", Weight.BLOCKS),
        ("content/union-news/b.md", "DUE101", Weight.BLOCKS),
    ]


def test_a_waiver_holds_on_its_last_day():
    """The end date is the last day."""
    assert [one.weight for one in judged(today=date(2026, 12, 31))] == [Weight.NOTES]


def test_an_expired_waiver_does_nothing_and_is_a_finding():
    """After its last day the rule speaks again."""
    found = judged(today=date(2027, 1, 1))
    assert [(one.rule, one.weight) for one in found] == [
        ("DUE101", Weight.BLOCKS),
        ("WVR102", Weight.BLOCKS),
    ]
    assert found[1].message == "this waiver of DUE101 ended on 2026-12-31"


@pytest.mark.parametrize(
    ("fields", "waiver", "expected"),
    [
        ({}, {}, "DUE101 finds nothing in this article  [WVR104]"),
        ({}, {"rule": "ART101"}, "ART101 cannot be waived  [WVR103]"),
        ({}, {"rule": "MRK101"}, "MRK101 cannot be waived  [WVR103]"),
        ({}, {"rule": "DUE999"}, "DUE999 is no rule that blocks an article  [WVR103]"),
        ({}, {"rule": "DUE102"}, "DUE102 is no rule that blocks an article  [WVR103]"),
        ({}, {"rule": "WVR102"}, "WVR102 is no rule that blocks an article  [WVR103]"),
    ],
)
def test_waivers_that_are_not_needed_or_not_possible(fields, waiver, expected):
    """A waiver names a rule that can be waived and that finds something."""
    assert said(judged(fields=fields, **waiver)) == [f"{AT}:12: {expected}"]


def test_a_waiver_by_nobody_does_nothing():
    """Who grants a waiver is a person of the charter."""
    assert [one.rule for one in judged(by="领导")] == ["DUE101", "WVR101"]
    assert [one.weight for one in judged(by="领导")] == [Weight.BLOCKS, Weight.BLOCKS]


def test_no_waiver_for_what_can_do_harm():
    """Harmful markup blocks whatever is waived."""
    body = "[报名](javascript:alert(1))"
    found = judge(case(article(body=body, waive=[WAIVER | {"rule": "MRK103"}])), TREE)
    assert ("MRK103", Weight.BLOCKS) in [(one.rule, one.weight) for one in found]
