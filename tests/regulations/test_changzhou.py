"""常州市总工会网站管理办法, article by article, under its preset."""

from datetime import date

import pytest

from pipelines.core import owners
from pipelines.core.charter.changes import Changed
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.charter.units import Unit
from pipelines.core.desks.letters import Letter
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.quotas import owed
from pipelines.core.ledger.submissions import submissions
from pipelines.core.outside import Watch
from pipelines.rules import (
    articles,
    clocks,
    fields,
    freshness,
    kinds,
    letters,
    links,
    outside,
    people,
    privacy,
    secrecy,
    words,
)
from tests.histories import counts
from tests.regulations.federations import (
    approved,
    changed,
    federation,
    files_approved,
    found,
    item,
    leaving,
    standing,
    with_accounts,
)
from tests.rules.test_words import charter as worded

CZ = "changzhou"


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("path", "unit", "by", "not_by"),
    [
        pytest.param("union-news/a.md", "office", "publicity", "office", id="CZ-05a"),
        pytest.param("grassroots/a.md", "south", "publicity", "south", id="CZ-05b"),
        pytest.param("departments/a.md", "women", "women", "publicity", id="CZ-05c"),
        pytest.param("notices/a.md", "finance", "office", "finance", id="CZ-05d"),
        pytest.param("about/overview/a.md", "office", "office", "publicity", id="CZ-05f"),
        pytest.param("about/leaders/a.md", "organization", "organization", "office", id="CZ-05f-2"),
        pytest.param("guide/a.md", "rights", "rights", "office", id="CZ-05g"),
        pytest.param("hotline/a.md", "legal", "legal", "publicity", id="CZ-05h"),
    ],
)
def test_the_owner_of_a_column_approves(path, unit, by, not_by):
    """One approval, by the department that the column belongs to, and by no other."""
    of = item(path, unit)
    assert approved(CZ, of, "") == ["column-owner: waiting"]
    assert approved(CZ, of, f"+{not_by}-reviewer") == ["column-owner: waiting"]
    assert approved(CZ, of, f"+{by}-reviewer") == ["column-owner: approved"]


@pytest.mark.parametrize(
    ("path", "unit", "may"),
    [
        ("union-news/a.md", "works", True),
        ("union-news/a.md", "south", True),
        ("grassroots/a.md", "south", True),
        ("grassroots/a.md", "office", False),
        ("departments/a.md", "works", True),
        ("departments/a.md", "south", False),
        ("notices/a.md", "south", False),
        ("hotline/a.md", "rights", False),
        ("hotline/a.md", "legal", True),
    ],
)
def test_units_submit_to_their_columns(path, unit, may):
    """Who submits to which column (CZ-04b, CZ-05); other unions by way of 基层动态 (CZ-09d)."""
    assert bool(found(people.unit_may_submit, CZ, item(path, unit))) is not may


def test_what_is_not_content_goes_to_the_chief_administrator():
    """Layout, columns, accounts: 宣网部 alone (CZ-03, CZ-04a, CZ-12a)."""
    assert files_approved(CZ, "+office-head +works-head") == ["house: waiting waiting"]
    votes = "+publicity-administrator +publicity-head"
    assert files_approved(CZ, votes) == ["house: approved approved"]


@pytest.mark.parametrize(
    ("body", "stops"),
    [("秘密★10年", True), ("机密★长期", True), ("严守国家秘密。", False)],
)
def test_nothing_secret_goes_online(body, stops):
    """A mark of secrecy stops a document (CZ-05e, CZ-14); writing about secrecy does not."""
    of = item("notices/a.md", body=body + "\n")
    assert bool(found(secrecy.no_secrecy_marks, CZ, of)) is stops


def test_two_platforms_belong_to_the_economy_department():
    """Both are links to sites elsewhere (CZ-05i)."""
    platforms = [one for one in federation(CZ).columns.values() if one.kind is ColumnKind.PLATFORM]
    assert [one.owner for one in platforms] == ["economy", "economy"]
    assert all(one.link for one in platforms)


def test_each_unit_has_one_correspondent():
    """Exactly one: neither none nor two (CZ-07a), on the day of the change too (CZ-07b)."""
    assert found(freshness.one_correspondent_a_unit, CZ) == []
    gone = changed(CZ, people=leaving(CZ, "legal-correspondent", "2026-11-19"))
    rule = freshness.one_correspondent_a_unit
    assert found(rule, CZ, charter=gone, today=day("2026-11-19")) == []
    assert len(found(rule, CZ, charter=gone, today=day("2026-11-20"))) == 1


@pytest.mark.parametrize(
    ("happened", "published", "late"),
    [
        ("2026-11-17", "2026-11-20", False),
        ("2026-11-16", "2026-11-20", True),
        ("2026-11-20", "2026-11-20", False),
        ("2026-02-26", "2026-03-01", False),
        ("2026-02-25", "2026-03-01", True),
        ("2026-12-30", "2027-01-02", False),
    ],
)
@pytest.mark.parametrize("column", ["union-news", "grassroots", "departments"])
def test_news_within_three_days(column, happened, published, late):
    """On the third day it is accepted, on the fourth it is not (CZ-07d); weekends count."""
    unit = "south" if column == "grassroots" else "works"
    of = item(f"{column}/a.md", unit, event_date=happened, date=f"{published} 09:30")
    judged = found(clocks.news_within_deadline, CZ, of, today=day(published))
    assert bool(judged) is late


@pytest.mark.parametrize(("happened", "told"), [("2026-11-17", True), ("2026-11-18", False)])
def test_the_last_day_is_told(happened, told):
    """On day three the proposal is told that it is the last (CZ-07d)."""
    of = item("union-news/a.md", event_date=happened)
    assert bool(found(clocks.last_day, CZ, of)) is told


@pytest.mark.parametrize(
    ("kind", "start", "begun", "late"),
    [
        ("document", "signed_date", "2026-11-17", False),
        ("document", "signed_date", "2026-11-16", True),
        ("notice", "issued_date", "2026-11-17", False),
        ("notice", "issued_date", "2026-11-16", True),
    ],
)
def test_documents_within_three_days(kind, start, begun, late):
    """From 签发 or from 下发 (CZ-10c); a late one is published and recorded as late."""
    of = item("notices/a.md", **({"kind": kind, "signed_date": None} | {start: begun}))
    assert bool(found(clocks.late_but_recorded, CZ, of)) is late
    assert found(clocks.news_within_deadline, CZ, of) == []


@pytest.mark.parametrize(
    ("clock", "received", "today", "expected"),
    [
        ("accepted", "2026-11-02", "2026-11-09", "soon"),
        ("accepted", "2026-11-02", "2026-11-10", "overdue"),
        ("accepted", "2026-12-28", "2027-01-04", "soon"),
        ("concluded", "2026-11-02", "2026-12-02", "soon"),
        ("concluded", "2026-11-02", "2026-12-03", "overdue"),
        ("concluded", "2026-01-31", "2026-02-28", "soon"),
        ("concluded", "2026-01-31", "2026-03-01", "overdue"),
        ("concluded", "2024-01-31", "2024-02-29", "soon"),
    ],
)
def test_letters_in_time(clock, received, today, expected):
    """Accepted within a week (CZ-10d), concluded within a month (CZ-10e)."""
    assert standing("changzhou.letters", clock, today, received=received) == expected


@pytest.mark.parametrize(("today", "late"), [("2027-05-20", False), ("2027-05-21", True)])
def test_guides_are_renewed_in_six_months(today, late):
    """Each department renews its guide, at the latest on the last day (CZ-10a)."""
    departments = [id_ for id_, unit in federation(CZ).units.items() if unit.kind == "department"]
    guides = [item(f"guide/{unit}.md", unit) for unit in departments]
    told = found(freshness.guide_of_each_department, CZ, *guides, today=day(today))
    assert len(told) == (len(departments) if late else 0)


@pytest.mark.parametrize(("today", "late"), [("2026-11-09", False), ("2026-11-10", True)])
def test_the_profile_follows_within_a_week(today, late):
    """Seven days after a change the page says so (CZ-10b)."""
    change = Changed(on=day("2026-11-02"), what="领导分工调整", columns=("about/leaders",))
    page = item("about/leaders/a.md", "organization", kind="document", date="2026-11-01 09:00")
    told = found(
        freshness.profile_follows_changes,
        CZ,
        page,
        charter=changed(CZ, changes=(change,)),
        today=day(today),
    )
    assert bool(told) is late


@pytest.mark.parametrize(
    ("unit", "sent", "missing"),
    [
        ("works", 0, 2),
        ("works", 1, 1),
        ("works", 2, 0),
        ("south", 4, 1),
        ("south", 5, 0),
        ("organs", 0, 1),
        ("organs", 1, 0),
        ("palace", 0, 1),
        ("palace", 1, 0),
        ("railway", 0, None),
    ],
)
def test_what_units_owe_each_month(unit, sent, missing):
    """Department two (CZ-09a), district five (CZ-09b), institution one (CZ-09c), others none."""
    kinds = {"organs": "office", "palace": "institution", "railway": "other"}
    more = {id_: Unit(name=id_, kind=kind) for id_, kind in kinds.items()}
    charter = changed(CZ, units=federation(CZ).units | more)
    given = submissions(counts({"2026-10": {unit: sent}}), (), {}, charter)
    due = {one.unit: one.missing for one in owed(given, charter, Month(2026, 10))}
    assert due.get(unit) == missing
    assert charter.reporting.reminders == (20, 25)


def test_a_bulletin_every_two_months():
    """宣网部 tells the counts and the problems of two months (CZ-11)."""
    report = federation(CZ).reporting.reports["bulletin"]
    assert (report.form, report.months) == ("bulletin", 2)
    assert federation(CZ).reporting.issuer == "publicity"
    assert len(tuple(Period.parse("2026-09..2026-10"))) == report.months


@pytest.mark.parametrize(("body", "stops"), [("部暑明年工作。", True), ("部署明年工作。", False)])
def test_wrong_characters_stop_an_article(body, stops):
    """No wrong characters (CZ-08)."""
    of = item("union-news/a.md", body=body + "\n")
    assert bool(found(words.no_wrong_characters, CZ, of, charter=worded())) is stops


@pytest.mark.parametrize(("body", "stops"), [("请加赌博群。", True), ("严禁赌博。", False)])
def test_banned_words_stop_an_article(body, stops):
    """Nothing unlawful or immoral (CZ-13)."""
    of = item("union-news/a.md", body=body + "\n")
    assert bool(found(words.no_banned_words, CZ, of, charter=worded())) is stops


@pytest.mark.parametrize(
    ("body", "stops"), [("初始密码：Abc12345", True), ("密码请勿告诉他人。", False)]
)
def test_passwords_are_not_disclosed(body, stops):
    """A password is never published (CZ-12b)."""
    assert bool(found(privacy.no_keys, CZ, item("guide/a.md", body=body + "\n"))) is stops


@pytest.mark.parametrize(
    ("path", "kind", "faults"),
    [
        ("union-news/a.md", "news", 0),
        ("polemics/a.md", "news", 1),
        ("union-news/a.md", "letter", 1),
    ],
)
def test_each_item_goes_to_its_column(path, kind, faults):
    """Classified, and in a column that takes it (CZ-07c)."""
    of = item(path, kind=kind)
    told = [*found(articles.known_column, CZ, of), *found(fields.kind_fits_column, CZ, of)]
    assert len(told) == faults


def test_two_levels_of_administrators():
    """宣网部 for the whole, departments for their own columns (CZ-06), as CODEOWNERS says."""
    lines = owners.render(with_accounts(CZ), "github", day("2026-11-20")).split("\n")
    owned = {path: set(who) for path, *who in (line.split() for line in lines if line)}
    assert {"@publicity-administrator", "@publicity-head"} <= owned["*"]
    assert owned["/content/notices/"] == {"@office-reviewer"}
    assert owned["/content/about/leaders/"] == {"@organization-reviewer"}
    assert "@women-reviewer" in owned["/content/departments/"]


@pytest.mark.parametrize(
    ("publish", "article", "missing"),
    [(True, "hotline/a.md", 0), (True, "", 1), (False, "", 0)],
)
def test_concluded_letters_are_public(publish, article, missing):
    """On the home page, unless it was decided that one is not published (CZ-10f)."""
    answer = item("hotline/a.md", "legal", kind="letter")
    days = {"received": day("2026-11-02"), "concluded": day("2026-11-18")}
    letter = Letter(12, days, publish=publish, article=article)
    rule = letters.concluded_letters_published
    assert len(found(rule, CZ, answer, letters=(letter,))) == missing


@pytest.mark.parametrize(("updated", "late"), [("2026-08-22", False), ("2026-08-21", True)])
def test_platforms_are_kept_up(updated, late):
    """No linked-out platform is left for longer than was set, here ninety days (CZ-10g)."""
    address = federation(CZ).columns["tech-transfer"].link
    seen = Watch(address=address, title="平台", updated=day(updated))
    told = found(outside.platforms_are_kept_up, CZ, outside={address: seen})
    assert bool(told) is late


@pytest.mark.parametrize(
    ("body", "stops"), [("见[公告](b.md)。", True), ("见[公告](a.md)。", False)]
)
def test_no_dead_links(body, stops):
    """A link leads somewhere (CZ-10g)."""
    of = item("union-news/a.md", body=body + "\n")
    assert bool(found(links.links_lead_somewhere, CZ, of)) is stops


@pytest.mark.parametrize(
    ("source", "faults"),
    [({"name": "工人日报", "url": "https://www.example.com/1"}, 0), ({"name": "工人日报"}, 1)],
)
def test_what_is_reposted_can_be_traced(source, faults):
    """Nothing false: who said it stands there (CZ-14)."""
    of = item("union-news/a.md", repost=True, source=source)
    assert len(found(kinds.repost_names_its_source, CZ, of)) == faults


def test_a_withdrawal_says_why():
    """What is taken down says when, by whom and why (CZ-15)."""
    told = found(fields.withdrawal_explained, CZ, item("union-news/a.md", status="withdrawn"))
    assert len(told) == 1
