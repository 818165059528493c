"""四川省工会网上工作平台管理办法（试行）, article by article, under its preset."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from pipelines.core import rights
from pipelines.core.charter.columns import Amount
from pipelines.core.charter.people import Person
from pipelines.core.charter.references import accounts_are_personal
from pipelines.core.charter.units import Weights
from pipelines.core.desks.records import KINDS
from pipelines.core.ledger.periods import Period
from pipelines.core.ledger.targets import targets
from pipelines.rules import accounts, desks, freshness, privacy, words
from tests.regulations.federations import (
    approved,
    changed,
    federation,
    found,
    item,
    leaving,
    registered,
    standing,
)
from tests.rules.test_words import charter as worded

SC = "sichuan"


def people(**fields: Any) -> dict[str, Person]:
    """The federation's people, with other fields for the office's super-administrator."""
    staff = dict(federation(SC).people)
    staff["office-administrator"] = staff["office-administrator"].model_copy(update=fields)
    return staff


def day(text: str) -> date:
    return date.fromisoformat(text)


STEPS = ["applied", "approved", "built", "accepted"]


@pytest.mark.parametrize(
    ("taken", "holds"),
    [
        (STEPS[:1], True),
        (STEPS, True),
        (["applied", "built"], False),
        (["applied", "approved", "accepted"], False),
        (STEPS[1:], False),
    ],
)
def test_a_channel_step_by_step(taken, holds):
    """Applied, approved, built, accepted: no step is left out (SC-14)."""
    steps = {
        step: {"on": f"2026-0{number}-01", "number": f"川工函〔2026〕{number}号"}
        for number, step in enumerate(taken, start=1)
    }
    record = {"name": "南区频道", "column": "channels", "unit": "south"} | steps
    if holds:
        KINDS["channels"].model_validate(record)
    else:
        with pytest.raises(ValidationError):
            KINDS["channels"].model_validate(record)


@pytest.mark.parametrize(("accepted", "faults"), [(False, 1), (True, 0)])
def test_a_channel_is_a_draft_until_accepted(accepted, faults):
    """What is not accepted is not published (SC-14)."""
    steps = STEPS if accepted else STEPS[:3]
    lines = [f"{step}: {{on: 2026-01-01, number: 川工函一号}}" for step in steps]
    text = "\n".join(["name: 南区频道", "column: channels", "unit: south", *lines])
    charter = registered(SC, "channels", text)
    of = item("channels/a.md", "south")
    assert len(found(desks.channel_opens_when_accepted, SC, of, charter=charter)) == faults


PROTECTED = """name: 门户网站
level: 3
assessed: 2026-05-18
report: 测〔2026〕3号
filed: 2026-06-01
police: 公备000号
manages: office-leader
runs: office-administrator
uses: office-head
"""


@pytest.mark.parametrize(
    ("before", "after", "faults"),
    [
        ("", "", 0),
        ("level: 3", "level: 2", 1),
        ("filed: 2026-06-01\n", "", 1),
        ("police: 公备000号\n", "", 1),
        ("uses:", "channel: south\nuses:", 1),
    ],
)
def test_level_three(before, after, faults):
    """Level three, assessed, filed (SC-15a); a channel on a government cloud (SC-15b)."""
    text = PROTECTED.replace(before, after) if before else PROTECTED
    charter = registered(SC, "protections", text)
    assert len(found(desks.protected_at_level_three, SC, charter=charter)) == faults


@pytest.mark.parametrize(
    ("flaw", "today", "owed"),
    [
        ("found: 2026-11-02", "2026-11-09", 0),
        ("found: 2026-11-02", "2026-11-10", 1),
        ("found: 2026-11-02, due: 2026-11-20", "2026-11-20", 0),
        ("found: 2026-11-02, due: 2026-11-20", "2026-11-21", 1),
        ("found: 2026-11-02, fixed: 2026-11-09", "2026-12-01", 0),
    ],
)
def test_problems_go_to_the_department_that_answers(flaw, today, owed):
    """What came up at a training is put right by the department of the module (SC-06)."""
    text = (
        "on: 2026-11-02\nby: office-head\ntopic: 频道操作\nparticipants: [works-head]\n"
        f"flaws: [{{what: 上传失败, unit: works, {flaw}}}]"
    )
    charter = registered(SC, "trainings", text)
    rule = desks.done_in_time
    told = [one for one in found(rule, SC, charter=charter, today=day(today)) if "上传" in one]
    assert len(told) == owed


@pytest.mark.parametrize(
    ("joined", "today", "owed"),
    [
        ("", "2026-11-19", 0),
        ("", "2026-11-20", 1),
        ("joined: {on: 2026-11-19, number: 川工网〔2026〕1号}", "2026-12-31", 0),
    ],
)
@pytest.mark.parametrize(("kind", "other"), [("wechat", True), ("website", False)])
def test_other_entrances_join_the_platform(kind, other, joined, today, owed):
    """A union's own entrance is taken into the platform, and a paper says so (SC-12)."""
    text = (
        f"name: 南区公众号\nkind: {kind}\naccount: nanqu\nunit: south\nkeeper: south-head\n"
        f"opened: 2026-10-20\n{joined}"
    )
    charter = registered(SC, "outlets", text)
    rule = desks.done_in_time
    told = [one for one in found(rule, SC, charter=charter, today=day(today)) if "接入" in one]
    assert len(told) == (owed if other else 0)


def test_registers_ask_for_what_the_text_asks():
    """Who answers for the platform, and who was trained (SC-06, SC-16)."""
    wanted = {name for name, one in KINDS["protections"].model_fields.items() if one.is_required()}
    assert {"manages", "runs", "uses"} <= wanted
    assert "participants" in KINDS["trainings"].model_fields


@pytest.mark.parametrize(
    ("maker", "faults"),
    [(None, 0), ("office-administrator", 1), ("works-head", 1), ("office-leader", 1)],
)
def test_accounts_are_made_by_administrators(maker, faults):
    """Nobody makes a super-administrator's account but the platform (SC-17)."""
    charter = changed(SC, people=people(created_by=maker))
    assert len(found(accounts.accounts_made_by_administrators, SC, charter=charter)) == faults


@pytest.mark.parametrize(("signed", "faults"), [(None, 1), (date(2026, 1, 5), 0)])
def test_administrators_signed_a_letter(signed, faults):
    """A super-administrator signs a letter of responsibility (SC-19a)."""
    charter = changed(SC, people=people(letter_signed_on=signed))
    assert len(found(accounts.administrators_on_file, SC, charter=charter)) == faults


@pytest.mark.parametrize(
    ("clock", "days", "today", "expected"),
    [
        ("reviewed", {"reviewed": "2026-05-20"}, "2026-11-20", "soon"),
        ("reviewed", {"reviewed": "2026-05-20"}, "2026-11-21", "overdue"),
        ("reviewed", {"reviewed": "2025-08-31"}, "2026-02-28", "soon"),
        ("reviewed", {"reviewed": "2025-08-31"}, "2026-03-01", "overdue"),
        ("revoked", {"left": "2026-11-10"}, "2026-11-13", "soon"),
        ("revoked", {"left": "2026-11-10"}, "2026-11-14", "overdue"),
        ("filed", {"signed": "2026-11-01"}, "2026-11-16", "soon"),
        ("filed", {"signed": "2026-11-01"}, "2026-11-17", "overdue"),
        ("filed", {"signed": "2026-11-01", "filed": "2026-11-16"}, "2026-12-01", "done"),
    ],
)
def test_the_desks_clocks(clock, days, today, expected):
    """Accounts are reviewed, revoked and filed in time (SC-19b, SC-20b, SC-21a)."""
    assert standing("sichuan.accounts", clock, today, **days) == expected


@pytest.mark.parametrize(
    ("body", "stops"), [("11010519491231002X", True), ("91110000600037341L", False)]
)
def test_personal_data_stay_private(body, stops):
    """Nobody's number is given away (SC-22b)."""
    assert (
        bool(found(privacy.no_resident_numbers, SC, item("news/a.md", body=body + "\n"))) is stops
    )


def test_base_data_stay_with_the_province():
    """A list of members with their numbers does not go online (SC-10)."""
    listed = "| 姓名 | 身份证号 |\n|---|---|\n| 甲 | 11010519491231002X |\n"
    plain = "| 项目 | 数量 |\n|---|---|\n| 新增会员 | 120 |\n"
    assert bool(found(privacy.no_resident_numbers, SC, item("news/a.md", body=listed)))
    assert found(privacy.no_resident_numbers, SC, item("news/a.md", body=plain)) == []


def test_an_account_belongs_to_one_person():
    """No account is lent: two people with one account are refused (SC-23)."""
    staff = dict(federation(SC).people)
    for id_ in ("office-head", "office-leader"):
        one = staff[id_].accounts.model_copy(update={"github": "same"})
        staff[id_] = staff[id_].model_copy(update={"accounts": one})
    assert len(list(accounts_are_personal(changed(SC, people=staff)))) == 1
    assert list(accounts_are_personal(federation(SC))) == []


def test_targets_are_weighed():
    """The year's work is shared out by workers, workload and economy (SC-24 to SC-26)."""
    charter = federation(SC)
    south = charter.units["south"]
    heavy = south.model_copy(update={"weights": Weights(workers=3, workload=1, economy=1)})
    both = changed(SC, units=charter.units | {"south": south, "north": heavy})
    light, more = targets(both, Period.parse("2026-10"))
    assert more.articles > light.articles
    assert round(light.articles + more.articles, 6) == charter.reporting.targets.monthly


def test_the_notice_names_whom_it_goes_to():
    """By the office (SC-05), to the city unions, copied to their leaders, as set (SC-27b)."""
    assert federation(SC).reporting.issuer == "office"
    report = federation(SC).reporting.reports["monitoring"]
    assert report.to
    assert report.copies
    assert report.months == 3


@pytest.mark.parametrize(("today", "stale"), [("2026-11-24", False), ("2026-11-25", True)])
def test_local_channels_are_full_and_complete(today, stale):
    """No column is blank, and the home page lives (SC-07)."""
    portal = federation(SC).portal.model_copy(update={"home_max_age": Amount(days=14)})
    columns = ("news", "notices", "guide", "channels")
    whole = [item(f"{column}/a.md", date="2026-11-10 09:30") for column in columns]
    lively = changed(SC, portal=portal)
    judged = found(freshness.home_page_alive, SC, *whole, charter=lively, today=day(today))
    assert bool(judged) is stale
    assert found(freshness.no_blank_column, SC, *whole) == []
    assert len(found(freshness.no_blank_column, SC, *whole[:-1])) == 1


@pytest.mark.parametrize(
    ("body", "told"), [("全网最低价，限时抢购。", True), ("免费学书法。", False)]
)
def test_nothing_is_advertised(body, told):
    """Public benefit and service: an advertisement is pointed out (SC-09)."""
    of = item("news/a.md", body=body + "\n")
    assert bool(found(words.words_worth_a_look, SC, of, charter=worded())) is told


@pytest.mark.parametrize(("today", "surplus"), [("2026-11-19", 0), ("2026-11-20", 1)])
def test_rights_follow_duties(today, surplus):
    """Who may write holds a post (SC-18, SC-20a, SC-22a): until the last day, and not after."""
    charter = changed(SC, people=leaving(SC, "works-head", "2026-11-19"))
    members = ["works-head", "office-head"]
    assert len(list(rights.surplus(charter, "folder", members, day(today)))) == surplus
    assert len(list(rights.surplus(charter, "folder", [*members, "x"], day(today)))) == surplus + 1


def test_approvers_are_strict_and_prompt():
    """A request for changes holds everything up (SC-21b); each stage has its time."""
    of = item("news/a.md", "works", kind="news", event_date="2026-11-19")
    assert "refused" in approved(SC, of, "-office-head")[0]
    assert "approved" in approved(SC, of, "+office-head")[0]
    assert all(one.within for chain in federation(SC).chains.values() for one in chain.stages)
