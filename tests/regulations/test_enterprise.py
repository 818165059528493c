"""工会网络阵地管理制度 of an enterprise, section by section, under its preset."""

from datetime import date

import pytest

from pipelines.release import nginx
from pipelines.rules import (
    accounts,
    desks,
    freshness,
    kinds,
    links,
    markup,
    outlets,
    people,
    pictures,
    typography,
    words,
)
from tests.builders import article
from tests.regulations.federations import (
    approved,
    changed,
    federation,
    files_approved,
    found,
    item,
    leaving,
    registered,
    standing,
)
from tests.rules.test_words import charter as worded

EN = "enterprise"


def test_first_and_final_review():
    """The group reviews first, the committee last (EN-11), of plans and rules too (EN-05)."""
    of = item("work/a.md", "works")
    first, last = "+team-editor", "+committee-committee-member"
    assert approved(EN, of, "") == ["two-reviews: waiting waiting"]
    assert approved(EN, of, last) == ["two-reviews: waiting waiting"]
    assert approved(EN, of, f"{first} {last}") == ["two-reviews: approved approved"]
    assert files_approved(EN, f"{first} {last}") == ["house: approved approved"]


@pytest.mark.parametrize(("body", "stops"), [("请加赌博群。", True), ("严禁赌博。", False)])
def test_lawful_and_true(body, stops):
    """Nothing unlawful (EN-02); what is reposted names its source (EN-03)."""
    of = item("work/a.md", "works", body=body + "\n")
    assert bool(found(words.no_banned_words, EN, of, charter=worded())) is stops
    repost = item("work/a.md", "works", repost=True, source={"name": "某报"})
    assert len(found(kinds.repost_names_its_source, EN, repost)) == 1


@pytest.mark.parametrize(
    ("body", "stops"), [("安全必威体育官网网址原则", True), ("安全保密原则", False)]
)
def test_the_corrupted_sentence_is_found(body, stops):
    """The advert that replaced 保密 in the text itself is found (EN-04)."""
    of = item("work/a.md", "works", body=body + "\n")
    assert bool(found(words.no_banned_words, EN, of, charter=worded())) is stops


def test_five_columns():
    """Five kinds of content (EN-10), each with the frequency of its updates (EN-26)."""
    columns = federation(EN).columns
    assert [one.name for one in columns.values()] == [
        "工作动态",
        "权益保障",
        "文化建设",
        "交流互动",
        "其他",
    ]
    assert found(desks.every_column_has_an_age, EN) == []
    silent = columns["other"].model_copy(update={"max_age": None})
    charter = changed(EN, columns=columns | {"other": silent})
    assert len(found(desks.every_column_has_an_age, EN, charter=charter)) == 1


@pytest.mark.parametrize(
    ("clock", "kind", "days", "today", "expected"),
    [
        ("general", "general", {"received": "2026-11-18"}, "2026-11-23", "soon"),
        ("general", "general", {"received": "2026-11-18"}, "2026-11-24", "overdue"),
        ("general", "complex", {"received": "2026-11-18"}, "2026-11-24", ""),
        ("complex", "complex", {"received": "2026-11-18"}, "2026-11-25", "soon"),
        ("complex", "complex", {"received": "2026-11-18"}, "2026-11-26", "overdue"),
        ("followed", "complex", {"followed": "2026-11-18"}, "2026-11-26", "overdue"),
    ],
)
def test_replies_in_working_days(clock, kind, days, today, expected):
    """[X] working days: 3 for a general question (EN-16), 5 for a complex one (EN-17, EN-07)."""
    assert standing("enterprise.letters", clock, today, kind, **days) == expected


@pytest.mark.parametrize(
    ("published", "faults"), [("2026-11-30 09:30", 0), ("2026-12-02 09:30", 1)]
)
def test_activities_are_announced_before(published, faults):
    """Published before it begins (EN-18), with theme, rules and schedule."""
    of = article("activities/a.md", date=published, starts="2026-12-01")
    rule = kinds.activity_announced_before
    assert len(found(rule, EN, of, today=date(2026, 12, 2))) == faults
    bare = article("activities/a.md", body="正文。\n")
    assert found(kinds.sections_of_its_kind, EN, bare) != []
    assert found(kinds.sections_of_its_kind, EN, article("activities/a.md")) == []


@pytest.mark.parametrize(
    ("desk", "clock", "days", "today", "expected"),
    [
        ("activities", "evaluated", {"ends": "2026-10-21"}, "2026-11-20", "soon"),
        ("activities", "evaluated", {"ends": "2026-10-21"}, "2026-11-21", "overdue"),
        ("drills", "held", {"on": "2026-05-20"}, "2026-11-20", "soon"),
        ("drills", "held", {"on": "2026-05-20"}, "2026-11-21", "overdue"),
        ("drills", "held", {"on": "2025-08-31"}, "2026-02-28", "soon"),
        ("assessments", "held", {"on": "2025-11-20"}, "2026-11-20", "soon"),
        ("assessments", "held", {"on": "2025-11-20"}, "2026-11-21", "overdue"),
        ("inspections", "held", {"on": "2026-08-20"}, "2026-11-20", "soon"),
        ("inspections", "held", {"on": "2026-08-20"}, "2026-11-21", "overdue"),
        ("incidents", "mended", {"found": "2026-11-19"}, "2026-11-20", "running"),
        ("incidents", "mended", {"found": "2026-11-19"}, "2026-11-21", "overdue"),
        ("plans", "done", {"planned": "2026-11-01", "by": "2026-11-20"}, "2026-11-20", "soon"),
        ("plans", "done", {"planned": "2026-11-01", "by": "2026-11-20"}, "2026-11-21", "overdue"),
        ("trainings", "held", {"on": "2026-05-20"}, "2026-11-20", "soon"),
        ("trainings", "held", {"on": "2026-05-20"}, "2026-11-21", "overdue"),
        ("outlets", "checked", {"checked": "2026-08-20"}, "2026-11-20", "soon"),
        ("outlets", "checked", {"checked": "2026-08-20"}, "2026-11-21", "overdue"),
        ("outlets", "first-check", {"opened": "2026-08-20"}, "2026-11-21", "overdue"),
    ],
)
def test_the_desks_clocks(desk, clock, days, today, expected):
    """In the time that was set, the last day included.

    Evaluated (EN-19), drilled (EN-20), assessed (EN-08), inspected (EN-27), mended (EN-25),
    published as planned (EN-06), trained (EN-22), every account looked through (EN-24).
    """
    assert standing(f"enterprise.{desk}", clock, today, **days) == expected


SITE = "name: 网站\nkind: website\naddress: https://www.example.org/\nunit: team\n"
DOUYIN = "name: 视频号\nkind: douyin\naccount: gonghui\nunit: team\n"


@pytest.mark.parametrize(
    ("records", "today", "faults"),
    [
        ([SITE + "keeper: team-editor"], "2026-11-20", 0),
        ([SITE + "keeper: team-editor", DOUYIN + "keeper: works-head"], "2026-11-20", 0),
        ([DOUYIN + "keeper: team-editor"], "2026-11-20", 1),
        ([SITE + "keeper: team-editor", DOUYIN + "keeper: gone"], "2026-11-20", 0),
        ([SITE + "keeper: team-editor", DOUYIN + "keeper: gone"], "2026-11-21", 1),
        (
            [SITE + "keeper: team-editor", DOUYIN + "keeper: gone\nclosed: 2026-11-20"],
            "2026-11-21",
            0,
        ),
    ],
)
def test_all_accounts_are_on_the_register(records, today, faults):
    """The website and every account, each with a keeper who is in office (EN-01)."""
    written = registered(EN, "outlets", *(f"{text}\nopened: 2026-01-05" for text in records))
    gone = leaving(EN, "team-editor", "2026-11-20")["team-editor"]
    staff = federation(EN).people | {"gone": gone.model_copy(update={"name": "离任者"})}
    charter = written.model_copy(update={"people": staff})
    rule = outlets.outlets_on_the_register
    assert len(found(rule, EN, charter=charter, today=date.fromisoformat(today))) == faults


def test_trained_and_vetted():
    """Whoever approves has been trained (EN-22) and vetted (EN-23)."""
    rule = accounts.approvers_trained_and_vetted
    staff = federation(EN).people
    assert found(rule, EN) != []
    day = date(2026, 3, 1)
    ready = {
        id_: one.model_copy(update={"trained_on": day, "vetted_on": day})
        for id_, one in staff.items()
    }
    assert found(rule, EN, charter=changed(EN, people=ready)) == []


@pytest.mark.parametrize(
    ("unit", "correspondent", "faults"),
    [("works", "works-correspondent", 0), ("x", "works-correspondent", 1), ("works", "x", 1)],
)
def test_departments_submit_their_own(unit, correspondent, faults):
    """A department's item is its correspondent's (EN-09)."""
    of = article("work/a.md", unit=unit, correspondent=correspondent)
    rules = (people.known_unit, people.correspondent_of_the_unit)
    assert sum(bool(found(rule, EN, of)) for rule in rules) == faults


@pytest.mark.parametrize(("by", "faults"), [("works-head", 0), (None, 1)])
def test_figures_are_checked(by, faults):
    """Many figures, and somebody who compared them (EN-12)."""
    body = "".join(f"第{n}项完成{n * 37}件。" for n in range(10, 30)) + "\n"
    of = item("work/a.md", "works", body=body, statistics_checked_by=by)
    assert len(found(kinds.figures_checked, EN, of)) == faults


@pytest.mark.parametrize(("today", "stale"), [("2026-12-20", False), ("2026-12-21", True)])
def test_columns_are_kept_up(today, stale):
    """In time (EN-13): as often as the plan of updates says, here once a month (EN-26)."""
    of = [item(f"{column}/a.md", "works") for column in federation(EN).columns]
    told = found(freshness.column_alive, EN, *of, today=date.fromisoformat(today))
    assert len(told) == (len(of) if stale else 0)


@pytest.mark.parametrize(
    ("rule", "body", "good"),
    [
        (typography.chinese_punctuation, "会议召开,部署工作.\n", "会议召开，部署工作。\n"),
        (pictures.pictures_described, "![](a.jpg)\n", "![会场全景](a.jpg)\n"),
        (markup.headings_in_order, "#### 一\n\n文。\n", "## 一\n\n文。\n"),
    ],
)
def test_style_and_layout(rule, body, good):
    """Standard punctuation (EN-14); pictures and headings that help to read (EN-15)."""
    assert len(found(rule, EN, item("work/a.md", "works", body=body))) >= 1
    assert found(rule, EN, item("work/a.md", "works", body=good)) == []


def test_technical_protection():
    """Every answer is encrypted and runs no script but our own (EN-21)."""
    assert "max-age=" in nginx.HEADERS["Strict-Transport-Security"]
    assert "script-src 'self'" in nginx.HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(("target", "broken"), [("b.md", False), ("gone.md", True)])
def test_links_on_the_platform(target, broken):
    """No link leads nowhere (EN-24)."""
    pages = [
        item("work/a.md", "works", body=f"见[通知]({target})。\n"),
        item("work/b.md", "works"),
    ]
    assert bool(found(links.links_lead_somewhere, EN, *pages)) is broken
