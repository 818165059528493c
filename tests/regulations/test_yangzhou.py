"""扬州市总工会微信公众号管理暂行办法, article by article, under its preset."""

from datetime import date, timedelta

import pytest

from pipelines.core.charter.obligations import account_waits_for_a_chain
from pipelines.core.charter.people import Person, Post
from pipelines.core.charter.references import sole_posts_do_not_meet, stages_can_be_filled
from pipelines.core.charter.wechat import Account
from pipelines.core.desks.letters import Letter
from pipelines.rules import desks, fields, kinds, letters, secrecy, wechat
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

YZ = "yangzhou"
FOUR = ("publicity-administrator", "publicity-head", "publicity-vice-leader", "office-leader")


def sent(**fields):
    return item("news/a.md", "works", **{"kind": "news"} | fields)


def test_four_in_order():
    """Administrator, 宣教部长, 分管主席, 主要领导; each in turn (YZ-05b, YZ-05d)."""
    for count in range(5):
        votes = " ".join(f"+{who}" for who in FOUR[:count])
        states = ["approved"] * count + ["waiting"] * (4 - count)
        assert approved(YZ, sent(), votes) == ["wechat: " + " ".join(states)]
    assert approved(YZ, sent(), "+office-leader") == ["wechat: waiting waiting waiting waiting"]


def test_one_account_and_no_other():
    """Its name and id stand in the charter, and nothing goes to WeChat before (YZ-02)."""
    of = sent(wechat=True, wechat_kind="affairs")
    assert len(found(wechat.account_is_known, YZ, of)) == 1
    account = Account(name="扬州市总工会", id="yz-zgh")
    assert found(wechat.account_is_known, YZ, of, charter=changed(YZ, wechat=account)) == []
    other = changed(YZ, wechat=account.model_copy(update={"chain": "weixin"}))
    assert [why for _at, why in account_waits_for_a_chain(other)] == [
        "no chain weixin; choose from: house, secrecy, untrusted-repost, wechat"
    ]


def test_what_is_not_content_goes_to_the_group():
    """The group's administrator and vice leader (YZ-03)."""
    votes = "+publicity-administrator +publicity-vice-leader"
    assert files_approved(YZ, votes) == ["house: approved approved"]


@pytest.mark.parametrize(
    ("until", "since", "refused"),
    [
        ("2026-11-19", "2026-11-20", False),
        ("2026-11-20", "2026-11-20", True),
        (None, "2026-11-20", True),
    ],
)
@pytest.mark.parametrize("unit", ["publicity", "works"])
def test_one_administrator(until, since, refused, unit):
    """One on every day, whichever unit names another; the next begins when one ends (YZ-05a)."""
    staff = leaving(YZ, "publicity-administrator", until)
    post = Post(role="administrator", unit=unit, since=date.fromisoformat(since))
    staff["another"] = Person(name="新任", posts=(post,))
    assert bool(list(sole_posts_do_not_meet(changed(YZ, people=staff)))) is refused


def test_somebody_is_administrator():
    """A charter in which nobody is administrator is refused (YZ-05a)."""
    staff = dict(federation(YZ).people)
    del staff["publicity-administrator"]
    told = [why for _path, why in stages_can_be_filled(changed(YZ, people=staff))]
    assert "nobody holds the role administrator" in " ".join(told)


@pytest.mark.parametrize(
    ("named", "faults"), [({}, 1), ({"wechat_kind": "affairs"}, 0), ({"wechat_kind": "jokes"}, 1)]
)
def test_one_of_six_kinds(named, faults):
    """What goes to the account is one of six kinds (YZ-04)."""
    of = sent(wechat=True, **named)
    told = found(fields.wechat_kind_named, YZ, of)
    assert (len(told) or len(of.faults)) == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [({"name": "工人日报", "url": "https://www.example.com/1"}, 0), ({"name": "工人日报"}, 1)],
)
def test_a_repost_names_its_source(source, faults):
    """Without its source nothing is reposted (YZ-05c)."""
    told = found(kinds.repost_names_its_source, YZ, sent(repost=True, source=source))
    assert len(told) == faults


@pytest.mark.parametrize(
    ("field", "faults"),
    [
        ({"secret": "no", "public": "yes", "by": "works-head", "on": "2026-11-20"}, 0),
        ({"secret": "no", "public": "yes", "by": "works-head", "on": "2026-11-21"}, 1),
        ({"secret": "yes", "public": "no", "by": "works-head", "on": "2026-11-20"}, 2),
        (None, 1),
    ],
)
def test_secrecy_is_reviewed_before(field, faults):
    """First reviewed, then published; two questions answered by the head (YZ-06a, YZ-06b)."""
    assert len(found(secrecy.secrecy_reviewed, YZ, sent(secrecy=field))) == faults


def test_unsure_goes_to_the_secrecy_office():
    """Whoever is not sure asks the secrecy office in 宣网部, ahead of all (YZ-06c, YZ-06d)."""
    unsure = {"secret": "unsure", "public": "yes", "by": "works-head", "on": "2026-11-20"}
    of = sent(secrecy=unsure)
    assert approved(YZ, of, "+publicity-administrator") == ["wechat:" + " waiting" * 5]
    votes = "+publicity-secrecy-officer +publicity-administrator"
    assert approved(YZ, of, votes) == ["wechat: approved approved" + " waiting" * 3]


@pytest.mark.parametrize(
    ("desk", "clock", "days", "today", "expected"),
    [
        ("patrols", "daily", {"on": "2026-11-19"}, "2026-11-20", "running"),
        ("patrols", "daily", {"on": "2026-11-19"}, "2026-11-21", "overdue"),
        ("flaws", "fixed", {"found": "2026-11-02"}, "2026-11-09", "soon"),
        ("flaws", "fixed", {"found": "2026-11-02"}, "2026-11-10", "overdue"),
        ("flaws", "fixed", {"found": "2026-11-02", "due": "2026-11-04"}, "2026-11-05", "overdue"),
        ("flaws", "rechecked", {"fixed": "2026-11-05"}, "2026-11-08", "soon"),
        ("flaws", "rechecked", {"fixed": "2026-11-05"}, "2026-11-09", "overdue"),
        ("incidents", "mended", {"found": "2026-11-05"}, "2026-11-06", "running"),
        ("incidents", "mended", {"found": "2026-11-05"}, "2026-11-07", "overdue"),
        ("incidents", "reported", {"found": "2026-11-05"}, "2026-11-08", "soon"),
        ("incidents", "reported", {"found": "2026-11-05"}, "2026-11-09", "overdue"),
    ],
)
def test_the_desks_clocks(desk, clock, days, today, expected):
    """Patrolled (YZ-07a), corrected, re-checked (YZ-07b), mended (YZ-09a), reported (YZ-09b)."""
    kind = "daily" if desk == "patrols" else ""
    assert standing(f"yangzhou.{desk}", clock, today, kind, **days) == expected


def test_the_group_head_and_the_duty_leader_are_told():
    """Both, at once (YZ-09b); no day of the next thirty is without a leader."""
    duty = federation(YZ).duty
    assert duty.told(date(2026, 11, 20)) == ["office-leader", "publicity-vice-leader"]
    assert found(desks.nobody_missing_on_the_roster, YZ) == []
    nobody = changed(YZ, duty=None)
    assert len(found(desks.nobody_missing_on_the_roster, YZ, charter=nobody)) == 1


@pytest.mark.parametrize(("count", "told"), [(2, 0), (3, 1)])
def test_letters_that_are_alike(count, told):
    """As many within as many days as the charter says are a concentrated issue (YZ-08)."""
    received = date(2026, 11, 10)
    written = tuple(
        Letter(
            number=number,
            topic="工时休假",
            text="加班费三个月没有发放，请帮助解决。",
            days={"received": received + timedelta(days=number)},
        )
        for number in range(count)
    )
    assert len(found(letters.letters_that_are_alike, YZ, letters=written)) == told


@pytest.mark.parametrize(("name", "stages"), [("某市总工会", 4), ("不知名网站", 5)])
def test_an_unknown_source_is_looked_into(name, stages):
    """What comes from a source that is not trusted has one more reviewer (YZ-05c)."""
    told = approved(YZ, sent(repost=True, source={"name": name}), "")
    assert sum(line.count("waiting") for line in told) == stages


INCIDENT = "kind: tampering\nfound: 2026-11-05 08:30\ndone: 2026-11-05 09:00\n"


@pytest.mark.parametrize(
    ("record", "faults"),
    [
        (INCIDENT + "by: publicity-administrator\nreason: 首页被改动", 0),
        (INCIDENT + "by: publicity-administrator", 1),
        (INCIDENT + "reason: 首页被改动", 1),
    ],
)
def test_what_was_done_is_kept(record, faults):
    """When, by whom and why: a record without one of them is refused (YZ-09c)."""
    charter = registered(YZ, "incidents", record)
    assert len(found(desks.records_hold, YZ, charter=charter)) == faults
