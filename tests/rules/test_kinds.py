"""What articles of some kinds owe: reposts, policies, activities, letters, figures."""

import pytest

from pipelines.rules import kinds
from tests.builders import article, case


def messages(findings):
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"repost": True, "source": {"name": "工人日报", "url": "https://www.example.com/1"}}, []),
        (
            {"repost": True, "source": {"name": "工人日报"}},
            ["a repost gives the address of the original"],
        ),
        (
            {"source": {"name": "工人日报", "url": "见报纸"}},
            ["见报纸 is no web address"],
        ),
        (
            {"source": {"name": "工人日报", "url": "javascript:alert(1)"}},
            ["javascript:alert(1) is no web address"],
        ),
        (
            {"source": {"name": "工人日报", "url": "http://[bad"}},
            ["http://[bad is no web address"],
        ),
    ],
)
def test_repost_names_its_source(fields, expected):
    """A repost names where it comes from, with the address of the original."""
    assert messages(kinds.repost_names_its_source(case(article(**fields)))) == expected


RULES = "policy/rules.md"
EXPLAINED = "policy/rules-explained.md"


def explained(**fields):
    whole = {"kind": "interpretation", "signed_date": None, "interprets": RULES} | fields
    return article(EXPLAINED, **whole)


def test_policy_with_its_interpretation():
    """A policy document and its interpretation name each other and are published together."""
    judged = case(article(RULES, interpretation=EXPLAINED), explained())
    assert messages(kinds.policy_with_its_interpretation(judged)) == []


@pytest.mark.parametrize(
    ("rules", "other", "expected"),
    [
        ({}, {}, ["a policy document is published together with its interpretation"]),
        (
            {"interpretation": "policy/nothing.md"},
            {},
            ["there is no article policy/nothing.md"],
        ),
        (
            {"interpretation": EXPLAINED},
            {"interprets": "policy/other.md"},
            [f"{EXPLAINED} does not name this article in turn"],
        ),
        (
            {"interpretation": EXPLAINED},
            {"date": "2026-11-21 09:30"},
            [f"{EXPLAINED} has another publication date; both are published together"],
        ),
        ({"status": "draft"}, {}, []),
    ],
)
def test_policy_without_its_interpretation(rules, other, expected):
    """What is missing of the pair is said where the document is judged (JZ-08b)."""
    judged = case(article(RULES, **rules), archive=[explained(**other)])
    assert messages(kinds.policy_with_its_interpretation(judged)) == expected


def test_interpretation_of_nothing():
    """An interpretation names a document that names it."""
    assert messages(kinds.policy_with_its_interpretation(case(explained()))) == [
        f"there is no article {RULES}"
    ]


def test_a_notice_needs_no_interpretation():
    """Only documents in a policy column are interpreted; another may be."""
    assert messages(kinds.policy_with_its_interpretation(case(article("notices/a.md")))) == []


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("activities/a.md", None, []),
        ("hotline/a.md", None, []),
        ("union-news/a.md", "没有标题。\n", []),
        (
            "activities/a.md",
            "## 活动主题\n\n书香工会。\n\n**活动规则**\n",
            ["these sections are missing: 活动规则、时间安排"],
        ),
        ("hotline/a.md", "## 来信内容\n\n询问。\n", ["these sections are missing: 办理结果"]),
    ],
)
def test_sections_of_its_kind(path, body, expected):
    """An activity has theme, rules and schedule, a letter question and result, as headings."""
    assert messages(kinds.sections_of_its_kind(case(article(path, body)))) == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2026-11-30 23:59", []),
        (
            "2026-12-01 08:00",
            ["the activity starts on 2026-12-01, but is published only on 2026-12-01"],
        ),
    ],
)
def test_activity_announced_before(published, expected):
    """An activity is published before it starts (EN-18)."""
    judged = case(article("activities/a.md", date=published))
    assert messages(kinds.activity_announced_before(judged)) == expected


FULL = "慰问职工{0}人，发放慰问金{0}万元，覆盖{0}家企业，满意率{0}%。\n"


@pytest.mark.parametrize(
    ("body", "fields", "expected"),
    [
        (FULL.format(35) * 2, {}, []),
        ("2026年11月20日，第3次会议，示工发〔2026〕8号。\n" * 9, {}, []),
        (
            FULL.format(35) * 3,
            {},
            ["the text holds 12 figures; who compared them with their source?"],
        ),
        (FULL.format(35) * 3, {"statistics_checked_by": "qian-ke"}, []),
    ],
)
def test_figures_checked(body, fields, expected):
    """Somebody compared the figures of a text that is full of them with their source."""
    assert messages(kinds.figures_checked(case(article(body=body, **fields)))) == expected
