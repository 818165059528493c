"""焦作市总工会门户网站信息发布管理暂行办法, article by article, under its preset."""

from datetime import date, datetime

import pytest

from pipelines.core.approval import evaluate
from pipelines.core.ledger.periods import Month
from pipelines.core.ledger.quotas import owed
from pipelines.core.ledger.submissions import submissions
from pipelines.release import nginx
from pipelines.rules import clocks, fields, freshness, kinds, secrecy, words
from tests.builders import article, proposal
from tests.histories import counts
from tests.proposals import proposed
from tests.regulations.federations import approved, federation, files_approved, found, item
from tests.rules.test_words import charter as worded

JZ = "jiaozuo"


@pytest.mark.parametrize(
    ("level", "chain", "first", "second"),
    [
        pytest.param("official", "official", "office-reviewer", "office-leader", id="JZ-08a"),
        pytest.param("ordinary", "department", "works-head", "works-vice-leader", id="JZ-08d"),
        pytest.param("urgent", "urgent", "works-vice-leader", "office-leader", id="JZ-08e"),
    ],
)
def test_three_tracks(level, chain, first, second):
    """Two approvals in order; without them nothing is published (JZ-08)."""
    of = item("work/a.md", "works", level=level, kind="news", event_date="2026-11-19")
    assert approved(JZ, of, "") == [f"{chain}: waiting waiting"]
    assert approved(JZ, of, f"+{first}") == [f"{chain}: approved waiting"]
    assert approved(JZ, of, f"+{first} +{second}") == [f"{chain}: approved approved"]
    assert approved(JZ, of, f"+{second}") == [f"{chain}: waiting waiting"]


def test_what_is_not_content_goes_to_the_office():
    """The office maintains the portal (JZ-03)."""
    votes = "+office-administrator +office-head"
    assert files_approved(JZ, votes) == ["house: approved approved"]
    assert files_approved(JZ, "+works-head") == ["house: waiting waiting"]


@pytest.mark.parametrize(
    ("happened", "proposed_on", "late"),
    [
        ("2026-11-18", "2026-11-20", False),
        ("2026-11-17", "2026-11-20", True),
        ("2026-11-20", "2026-11-24", False),
        ("2026-11-20", "2026-11-25", True),
        ("2026-02-13", "2026-02-24", False),
        ("2026-02-13", "2026-02-25", True),
    ],
)
def test_work_items_reach_the_office_in_two_working_days(happened, proposed_on, late):
    """To the day of handing in, over weekends and holidays (JZ-08c); published when it may be."""
    of = item("work/a.md", "works", event_date=happened, date="2026-12-31 09:30")
    opened = datetime.fromisoformat(f"{proposed_on} 17:00")
    given = proposal(f"content/{of.path}", opened_at=opened)
    rule, today = clocks.late_but_recorded, date.fromisoformat("2026-12-31")
    assert bool(found(rule, JZ, of, today=today, proposal=given)) is late
    assert found(rule, JZ, of, today=today) == [], "what is corrected later was handed in once"


@pytest.mark.parametrize(("sent", "missing"), [(0, 2), (1, 1), (2, 0), (3, 0)])
def test_each_department_owes_two_a_month(sent, missing):
    """Two a month of every department, of nobody else (JZ-06)."""
    charter = federation(JZ)
    given = submissions(counts({"2026-10": {"works": sent}}), (), {}, charter)
    due = {one.unit: one.missing for one in owed(given, charter, Month(2026, 10))}
    assert due == {"office": 2, "works": missing}


@pytest.mark.parametrize(("body", "stops"), [("机密★一年", True), ("做好保密工作。", False)])
def test_nothing_secret_goes_online(body, stops):
    """Departments check strictly (JZ-07)."""
    of = item("work/a.md", "works", body=body + "\n")
    assert bool(found(secrecy.no_secrecy_marks, JZ, of)) is stops


def test_a_policy_comes_with_its_interpretation():
    """Both at the same minute, each naming the other (JZ-08b)."""
    rules, other = "policy/rules.md", "policy/explained.md"
    policy = item(rules, "works", interpretation=other)
    explained = {"kind": "interpretation", "signed_date": None, "interprets": rules}
    rule = kinds.policy_with_its_interpretation
    assert found(rule, JZ, policy, item(other, "works", **explained)) == []
    assert found(rule, JZ, item(rules, "works")) != []
    later = item(other, "works", **explained, date="2026-11-21 09:30")
    assert found(rule, JZ, policy, later, today=date(2026, 11, 21)) != []


def test_reports_of_the_year():
    """Ranked (JZ-11a), low for three months (JZ-11b), half a year (JZ-11c), a year (JZ-11d)."""
    reports = federation(JZ).reporting.reports
    assert {id_: (one.form.value, one.months) for id_, one in reports.items()} == {
        "ranking": ("ranking", 1),
        "low": ("streak", 3),
        "talk": ("bottom", 6),
        "praise": ("top", 12),
    }
    assert (reports["talk"].places, reports["praise"].places) == (3, 3)


def test_one_address():
    """The server answers for the portal's one domain (JZ-02)."""
    text = nginx.configuration(federation(JZ), "/srv/portal")
    assert "www.example.org" in text


@pytest.mark.parametrize(
    ("body", "stops"),
    [
        ("![部暑会议](a.jpg)", True),
        ("| 项目 | 情况 |\n|---|---|\n| 会议 | 部暑 |", True),
        ("[部暑](https://www.example.org/)", True),
        ("![部署会议](a.jpg)", False),
    ],
)
def test_all_kinds_of_information(body, stops):
    """Pictures, tables and links are read as well as text (JZ-04a)."""
    of = item("work/a.md", "works", body=body + "\n")
    assert bool(found(words.no_wrong_characters, JZ, of, charter=worded())) is stops


def test_what_is_mainly_public():
    """Rules, duties and procedures each have a column, and none is blank (JZ-04b)."""
    paths = {"work": {}, "policy": {}, "notices": {}, "about": {}, "guide": {"kind": "guide"}}
    whole = [item(f"{column}/a.md", **fields) for column, fields in paths.items()]
    rule = freshness.no_blank_column
    assert found(rule, JZ, *whole) == []
    assert len(found(rule, JZ, *whole[:-1])) == 1
    of = item("guide/a.md", kind="news", event_date="2026-11-19")
    assert len(found(fields.kind_fits_column, JZ, of)) == 1


def test_each_stage_has_its_time():
    """Published promptly: handed in on Friday, the first stage is due on Monday (JZ-05a)."""
    stages = [one for chain in federation(JZ).chains.values() for one in chain.stages]
    assert all(one.within for one in stages)
    of = item("work/a.md", "works", kind="news", event_date="2026-11-19")
    outcome = evaluate(proposed(of, charter=federation(JZ), opener="works-correspondent"))
    (first, second) = outcome.subjects[0].chains[0].stages
    assert (str(first.due), second.due) == ("2026-11-23", None)


@pytest.mark.parametrize(
    ("missing", "faults"),
    [({}, 0), ({"unit": None}, 1), ({"correspondent": None}, 1), ({"secrecy": None}, 1)],
)
def test_the_department_answers_for_what_it_submits(missing, faults):
    """Who submits, who wrote, and that the department reviewed it stand there (JZ-05b)."""
    whole = item("work/a.md", "works", kind="news", event_date="2026-11-19").front
    given = {"unit": "works", "correspondent": "works-correspondent"}
    given["secrecy"] = whole.secrecy.model_dump(mode="json") if whole.secrecy else None
    of = article("work/a.md", **given | missing)
    rules = (fields.required_fields, secrecy.secrecy_reviewed)
    assert sum(len(found(rule, JZ, of)) for rule in rules) == faults
