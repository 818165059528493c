"""An outside link is judged over days: a table of what each day shows, and what is thought."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.charter.links import Links
from pipelines.core.outside import (
    Drift,
    Look,
    Outcome,
    State,
    Watch,
    after,
    alike,
    read,
    share,
    visited,
    written,
)

FIRST = date(2026, 11, 1)
LIMITS = Links(failures=3, days=3)
A = "https://www.example.com/a"
LOOKS = {"+": Outcome.ANSWERED, "-": Outcome.FAILED, "?": Outcome.REFUSED}
LETTERS = {
    State.NEW: "n",
    State.ALIVE: "a",
    State.SUSPECTED: "s",
    State.DEAD: "D",
    State.RECOVERED: "r",
    State.REFUSED: "?",
}


def days(shown: str, limits: Links = LIMITS) -> str:
    """What is thought after each day; a space is a day without a look, `&` the same day again."""
    watch, thought, day = Watch(address=A), "", FIRST
    for sign in shown:
        if sign == "&":
            day -= timedelta(days=1)
            continue
        if sign != " ":
            watch = after(watch, Look(LOOKS[sign]), day, limits)
            thought += LETTERS[watch.state]
        day += timedelta(days=1)
    return thought


@pytest.mark.parametrize(
    ("shown", "thought"),
    [
        ("+", "a"),
        ("+++", "aaa"),
        ("-", "s"),
        ("--", "ss"),
        ("---", "ssD"),
        ("----", "ssDD"),
        ("+---", "assD"),
        ("-+-+-+", "sasasa"),
        ("--+--", "ssass"),
        ("-&-&-", "sss"),
        ("-&-&- - -", "ssssD"),
        ("-  -  -", "ssD"),
        ("?", "?"),
        ("?" * 30, "?" * 30),
        ("+???", "a???"),
        ("??+", "??a"),
        ("-?-?-", "s?s?D"),
        ("--?", "ss?"),
        ("--????????", "ss????????"),
        ("---?", "ssDD"),
        ("---+", "ssDr"),
        ("---++", "ssDra"),
        ("---+&+", "ssDrr"),
        ("---+-", "ssDrs"),
        ("---?+", "ssDDr"),
    ],
)
def test_days(shown, thought):
    """+ answered, - failed, ? refused; a alive, s suspected, D dead, r recovered."""
    assert days(shown) == thought


@pytest.mark.parametrize(
    ("failures", "needed", "shown", "thought"),
    [
        (1, 1, "-", "D"),
        (2, 5, "-----", "ssssD"),
        (5, 2, "-----", "ssssD"),
        (2, 5, "-   -", "sD"),
    ],
)
def test_the_charter_says_how_many_and_how_long(failures, needed, shown, thought):
    """Both must be reached."""
    assert days(shown, Links(failures=failures, days=needed)) == thought


@given(st.text("+-? &", max_size=40))
def test_refusals_never_kill_nor_revive(shown):
    """Only an answer makes alive, only a failing day makes dead."""
    watch, day = Watch(address=A), FIRST
    for sign in shown:
        if sign in LOOKS:
            former, watch = watch.state, after(watch, Look(LOOKS[sign]), day, LIMITS)
            if former is not watch.state:
                assert (watch.state is State.DEAD) <= (sign == "-")
                assert (watch.state in {State.ALIVE, State.RECOVERED}) <= (sign == "+")
                assert (watch.state is State.REFUSED) <= (sign == "?")
        day += timedelta(days={"&": -1}.get(sign, 1))


GOOD = Look(Outcome.ANSWERED, end=A, site="example.com", end_site="example.com", title="职工之家")


@pytest.mark.parametrize(
    ("look", "wrong"),
    [
        (GOOD, set()),
        (Look(Outcome.ANSWERED, site="example.com", end_site="example.net"), {Drift.SITE}),
        (Look(Outcome.ANSWERED, site="example.com", end_site="example.com"), set()),
        (Look(Outcome.ANSWERED, title="Lucky Casino"), {Drift.TITLE}),
        (Look(Outcome.ANSWERED, title="职工之家 - 首页"), set()),
        (Look(Outcome.ANSWERED, text="This domain is for sale. Buy this domain."), {Drift.PARKED}),
        (Look(Outcome.ANSWERED, text="该域名正在出售"), {Drift.PARKED}),
        (Look(Outcome.ANSWERED, text="讨论域名管理办法"), set()),
        (Look(Outcome.ANSWERED, adverts="必威体育"), {Drift.ADVERTS}),
        (Look(Outcome.ANSWERED, soft=True), {Drift.SOFT}),
        (Look(Outcome.ANSWERED, days_left=-1), {Drift.EXPIRED}),
        (Look(Outcome.ANSWERED, days_left=0), {Drift.EXPIRING}),
        (Look(Outcome.ANSWERED, days_left=13), {Drift.EXPIRING}),
        (Look(Outcome.ANSWERED, days_left=14), set()),
        (Look(Outcome.ANSWERED, secure=True), {Drift.PLAIN}),
    ],
)
def test_an_answer_may_be_wrong(look, wrong):
    """It is noted at once, and confirmed when the next day shows the same."""
    watch = after(Watch(address=A), GOOD, FIRST, LIMITS)
    once = after(watch, look, FIRST + timedelta(days=1), LIMITS)
    assert (once.drifts.keys(), once.confirmed()) == (wrong, {})
    twice = after(once, look, FIRST + timedelta(days=2), LIMITS)
    assert twice.confirmed().keys() == wrong
    assert after(twice, GOOD, FIRST + timedelta(days=3), LIMITS).drifts == {}


def test_a_failure_leaves_what_was_wrong():
    """A hijacked site that is down for a day is no healthier for it."""
    foul = Look(Outcome.ANSWERED, adverts="必威体育")
    watch = after(Watch(address=A), foul, FIRST, LIMITS)
    watch = after(watch, Look(Outcome.FAILED, "500"), FIRST + timedelta(days=1), LIMITS)
    assert watch.confirmed() == {Drift.ADVERTS: FIRST}


def test_another_title_is_believed_in_the_end():
    """A page may be renamed: after so many days under the new title, that is its title."""
    limits = Links(title_days=10)
    watch = after(Watch(address=A), GOOD, FIRST, limits)
    other = Look(Outcome.ANSWERED, title="Completely different")
    for offset in range(1, 11):
        watch = after(watch, other, FIRST + timedelta(days=offset), limits)
        assert (watch.title, set(watch.drifts)) == ("职工之家", {Drift.TITLE})
    watch = after(watch, other, FIRST + timedelta(days=11), limits)
    assert (watch.title, watch.drifts) == ("Completely different", {})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("示范市总工会", "示范市总工会门户网站", True),
        ("示范市总工会", "示范市总工会", True),
        ("职工技能竞赛公告（第一批）", "职工技能竞赛公告（第二批）", True),
        ("", "无", True),
        ("劳模创新工作室", "在线娱乐平台", False),
    ],
)
def test_titles(one, other, same):
    """A word more or less is the same page."""
    assert alike(one, other) is same


def test_the_weeks_share():
    """Seven days, older visits forgotten."""
    watch = Watch(address=A)
    assert share(watch) is None
    for offset in range(20):
        watch = visited(watch, FIRST + timedelta(days=offset), offset != 17)
    assert (len(watch.visits), share(watch)) == (7, 85)


DAY = st.dates(date(2020, 1, 1), date(2030, 1, 1))
WATCHES = st.builds(
    Watch,
    address=st.text("abc:/%中", min_size=1).map(lambda tail: f"https://{tail}"),
    state=st.sampled_from(State),
    failures=st.integers(0, 9),
    since=st.none() | DAY,
    looked=st.none() | DAY,
    title=st.text(max_size=9).map(str.strip),
    drifts=st.dictionaries(st.sampled_from(Drift), DAY, max_size=2),
    visits=st.lists(st.tuples(DAY, st.booleans()), max_size=3).map(tuple),
)


@given(st.lists(WATCHES, max_size=5))
def test_what_is_written_is_read(watches):
    """One line an address, in order, whatever stands in it."""
    known = {watch.address: watch for watch in watches}
    text = written(known.values())
    assert read(text) == known
    addresses = [next(iter(read(line))) for line in text.split("\n")[:-1]]
    assert addresses == sorted(known)


def test_a_merged_file():
    """Conflict marks are forgotten, the later of two lines counts."""
    old = Watch(address=A, state=State.ALIVE, looked=FIRST)
    new = Watch(address=A, state=State.SUSPECTED, looked=FIRST + timedelta(days=1))
    for lines in ((old, new), (new, old)):
        mine, theirs = map(written, ([lines[0]], [lines[1]]))
        assert read(f"{'<' * 7} a\n{mine}{'=' * 7}\n{theirs}{'>' * 7} b\n{{}}\n") == {A: new}


def test_an_ordinary_link_is_one_short_line():
    """Nothing that is as usual is kept."""
    watch = after(Watch(address=A), GOOD, FIRST, LIMITS)
    assert written([watch]) == (
        '{"address":"https://www.example.com/a","state":"alive",'
        '"looked":"2026-11-01","title":"职工之家"}\n'
    )
