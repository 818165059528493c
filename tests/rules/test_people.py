"""Who submits: the unit, its right to the column, and the correspondent who wrote."""

from datetime import date

import pytest

from pipelines.core.charter.people import Delegation, Post
from pipelines.rules import people
from tests.builders import article, case, charter


def messages(findings):
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("unit", "message", "fix"),
    [
        ("office", None, None),
        ("办公室", "no unit 办公室", "write its id: unit: office"),
        ("宣网部", "no unit 宣网部", "write its id: unit: publicity"),
        ("劳动保护和经济工作部", "no unit 劳动保护和经济工作部", "write its id: unit: economy"),
    ],
)
def test_known_unit(unit, message, fix):
    """The submitting unit is one of the charter's; its name or alias is told its id."""
    found = list(people.known_unit(case(article(unit=unit))))
    assert [(one.message, one.fix) for one in found] == ([(message, fix)] if message else [])


def test_unknown_unit_is_told_the_known_ones():
    """A name that means nothing is answered with what there is."""
    (found,) = people.known_unit(case(article(unit="ministry")))
    assert found.fix is not None
    assert "workers-palace" in found.fix


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, []),
        (date(2026, 11, 20), None, []),
        (date(2026, 11, 21), None, ["办公室 did not exist on 2026-11-20"]),
        (None, date(2026, 11, 20), []),
        (None, date(2026, 11, 19), ["办公室 did not exist on 2026-11-20"]),
    ],
)
def test_unit_existed_on_the_day(since, until, expected):
    """A unit submits from its first day to its last."""
    whole = charter()
    office = whole.units["office"].model_copy(update={"since": since, "until": until})
    changed = whole.model_copy(update={"units": whole.units | {"office": office}})
    assert messages(people.known_unit(case(article(), charter=changed))) == expected


@pytest.mark.parametrize(
    ("path", "unit", "open_"),
    [
        ("union-news/a.md", "office", True),
        ("union-news/a.md", "donghu", True),
        ("union-news/a.md", "workers-palace", False),
        ("union-news/a.md", "donghu-yunfan", False),
        ("grassroots/a.md", "donghu", True),
        ("grassroots/a.md", "donghu-yunfan", True),
        ("grassroots/a.md", "city-organs", True),
        ("grassroots/a.md", "office", False),
        ("departments/a.md", "women", True),
        ("departments/a.md", "xishan", False),
        ("notices/a.md", "finance", True),
        ("notices/a.md", "donghu", False),
        ("about/overview/a.md", "office", True),
        ("about/overview/a.md", "organization", False),
        ("about/leaders/a.md", "organization", True),
        ("about/leaders/a.md", "office", False),
        ("guide/a.md", "rights", True),
        ("guide/a.md", "sanatorium", False),
        ("hotline/a.md", "legal", True),
        ("hotline/a.md", "office", False),
        ("activities/a.md", "workers-palace", True),
        ("polemics/a.md", "office", True),
    ],
)
def test_unit_may_submit(path, unit, open_):
    """A unit submits only to columns that the charter opens to it (CZ-05a to CZ-05h)."""
    assert (list(people.unit_may_submit(case(article(path, unit=unit)))) == []) is open_


def test_who_may_submit_is_said():
    """The finding names the kinds and units that the column is open to."""
    (found,) = people.unit_may_submit(case(article("notices/a.md", unit="donghu")))
    assert found.message == "东湖区总工会 does not submit to 公告文件"
    assert found.fix == "公告文件 is open to: departments; move the file to another column"


@pytest.mark.parametrize(
    ("unit", "writer", "expected"),
    [
        ("office", "chen-lan", []),
        ("office", "wu-fang", ["吴芳 was no correspondent of 办公室 on 2026-11-20"]),
        ("office", "lin-hai", ["林海 was no correspondent of 办公室 on 2026-11-20"]),
        ("office", "陈岚", ["no person 陈岚 in the charter"]),
        ("nowhere", "chen-lan", []),
    ],
)
def test_correspondent_of_the_unit(unit, writer, expected):
    """The writer was the unit's correspondent on the day of publication."""
    judged = case(article(unit=unit, correspondent=writer))
    assert messages(people.correspondent_of_the_unit(judged)) == expected


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [("2026-11-20", "2026-11-20", True), ("2026-11-01", "2026-11-19", False)],
)
def test_a_delegation_lets_another_write(first, last, allowed):
    """Whoever stands in for a correspondent writes on the days of the delegation."""
    whole = charter()
    handed = Delegation(
        role="correspondent",
        unit="office",
        to="wu-fang",
        since=date.fromisoformat(first),
        until=date.fromisoformat(last),
    )
    chen = whole.people["chen-lan"].model_copy(update={"delegations": (handed,)})
    changed = whole.model_copy(update={"people": whole.people | {"chen-lan": chen}})
    judged = case(article(correspondent="wu-fang"), charter=changed)
    assert (list(people.correspondent_of_the_unit(judged)) == []) is allowed


def test_a_former_correspondent_wrote_what_is_of_that_time():
    """The day of publication decides, not today."""
    whole = charter()
    post = Post(role="correspondent", unit="office", until=date(2026, 10, 31))
    chen = whole.people["chen-lan"].model_copy(update={"posts": (post,)})
    changed = whole.model_copy(update={"people": whole.people | {"chen-lan": chen}})
    then = article(date="2026-10-31 09:00")
    now = article(date="2026-11-01 09:00")
    assert list(people.correspondent_of_the_unit(case(then, charter=changed))) == []
    (found,) = people.correspondent_of_the_unit(case(now, charter=changed))
    assert found.fix == "nobody was; the administrator enters one in charter/people.yml"


def test_statistics_checked_by_somebody():
    """Who checked an article's figures is a person of the charter."""
    assert (
        messages(
            people.statistics_checked_by_somebody(case(article(statistics_checked_by="qian-ke")))
        )
        == []
    )
    assert messages(
        people.statistics_checked_by_somebody(case(article(statistics_checked_by="财务")))
    ) == ["no person 财务 in the charter"]
