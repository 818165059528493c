"""Clocks of the day: what the patrol holds against today."""

from datetime import date

import pytest

from pipelines.core.charter.changes import Changed
from pipelines.core.charter.people import Post
from pipelines.rules import freshness
from tests.builders import article, case, charter

DEPARTMENTS = [id_ for id_, unit in charter().units.items() if unit.kind == "department"]


def messages(findings):
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 20), []),
        (date(2026, 12, 4), []),
        (date(2026, 12, 5), ["nothing new on the home page since 2026-11-20"]),
    ],
)
def test_home_page_alive(today, expected):
    """The home page goes two weeks without a new article at most."""
    assert messages(freshness.home_page_alive(case(article(), today=today))) == expected


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"date": "2026-12-30 09:30"}])
def test_what_the_public_cannot_see_keeps_nothing_alive(fields):
    """A draft or an embargo is no news for the reader."""
    judged = case(article(), article("union-news/b.md", **fields), today=date(2026, 12, 6))
    assert messages(freshness.home_page_alive(judged)) == [
        "nothing new on the home page since 2026-11-20"
    ]


@pytest.mark.parametrize(
    ("path", "today", "expected"),
    [
        ("union-news/a.md", date(2026, 12, 4), []),
        (
            "union-news/a.md",
            date(2026, 12, 5),
            ["工会新闻: nothing new since 2026-11-20, due until 2026-12-04"],
        ),
        ("notices/a.md", date(2027, 5, 20), []),
        (
            "notices/a.md",
            date(2027, 5, 21),
            ["公告文件: nothing new since 2026-11-20, due until 2027-05-20"],
        ),
        ("about/overview/a.md", date(2030, 1, 1), []),
    ],
)
def test_column_alive(path, today, expected):
    """A column's newest article is no older than the charter says (EN-26)."""
    assert messages(freshness.column_alive(case(article(path), today=today))) == expected


def test_no_blank_column():
    """Every column that readers can open has an article in it; platforms have none."""
    blank = messages(freshness.no_blank_column(case(article())))
    assert "工会新闻 is blank" not in blank
    assert "市总领导 is blank" in blank
    assert "市总简介 is blank" not in blank
    assert len(blank) == 13


@pytest.mark.parametrize(
    ("today", "late", "soon"),
    [
        (date(2026, 12, 20), [], []),
        (date(2027, 4, 20), [], []),
        (date(2027, 4, 21), [], ["法律工作部: 服务指南 is to be updated until 2027-05-20"]),
        (date(2027, 5, 20), [], ["法律工作部: 服务指南 is to be updated until 2027-05-20"]),
        (date(2027, 5, 21), ["法律工作部 has not updated 服务指南 since 2026-11-20"], []),
    ],
)
def test_guide_of_each_department(today, late, soon):
    """Each department updates the guide every six months, and hears a month before (CZ-10a)."""
    guides = [
        article(f"guide/{unit}.md", unit=unit, date=f"{today} 09:00")
        for unit in DEPARTMENTS
        if unit != "legal"
    ]
    judged = case(*guides, article("guide/legal.md", unit="legal"), today=today)
    assert messages(freshness.guide_of_each_department(judged)) == late
    assert messages(freshness.guide_soon_due(judged)) == soon


def test_a_department_without_a_guide():
    """A department that never wrote one is named."""
    guides = [article(f"guide/{unit}.md", unit=unit) for unit in DEPARTMENTS if unit != "women"]
    assert messages(freshness.guide_of_each_department(case(*guides))) == [
        "女职工部 has nothing in 服务指南"
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"review_by": "2026-11-20"}, []),
        ({"review_by": "2026-11-19"}, ["this was to be reviewed by 2026-11-19"]),
        ({"review_by": "2026-11-19", "status": "draft"}, []),
    ],
)
def test_reviewed_in_time(fields, expected):
    """An article that says when it is to be reviewed is reviewed by then."""
    judged = case(article("guide/a.md", date="2026-01-05 09:00", **fields))
    assert messages(freshness.reviewed_in_time(judged)) == expected


@pytest.mark.parametrize(
    ("published", "today", "expected"),
    [
        ("2026-11-02 09:00", date(2026, 11, 20), []),
        ("2026-11-01 09:00", date(2026, 11, 9), []),
        (
            "2026-11-01 09:00",
            date(2026, 11, 10),
            ["市总介绍 does not say yet: 领导分工调整 (2026-11-02); due until 2026-11-09"],
        ),
    ],
)
def test_profile_follows_changes(published, today, expected):
    """A column that describes the federation follows a recorded change within a week (CZ-10b)."""
    change = Changed(on=date(2026, 11, 2), what="领导分工调整", columns=("about/overview",))
    changed = charter().model_copy(update={"changes": (change,)})
    page = article("about/overview/a.md", date=published)
    judged = case(page, today=today, charter=changed)
    assert messages(freshness.profile_follows_changes(judged)) == expected


def test_one_correspondent_a_unit():
    """Every department, district, office and institution has exactly one correspondent."""
    assert messages(freshness.one_correspondent_a_unit(case())) == []
    people = dict(charter().people)
    people["chen-lan"] = people["chen-lan"].model_copy(update={"posts": ()})
    second = Post(role="correspondent", unit="legal")
    people["sun-hao"] = people["sun-hao"].model_copy(
        update={"posts": (*people["sun-hao"].posts, second)}
    )
    judged = case(charter=charter().model_copy(update={"people": people}))
    assert messages(freshness.one_correspondent_a_unit(judged)) == [
        "办公室 has 0 correspondents, one is wanted",
        "法律工作部 has 2 correspondents, one is wanted",
    ]
