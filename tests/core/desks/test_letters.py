"""Letters as staff fill in their form; nothing that a letter says is ever said of it."""

from datetime import date, datetime

import pytest

from pipelines.core.charter.desks import Cluster, Desk
from pipelines.core.desks import letters
from pipelines.core.desks.clusters import clusters
from pipelines.core.desks.letters import Letter, Posted
from pipelines.core.errors import HouseError
from tests.builders import charter

TOPICS = ("劳动报酬", "其他")
UNITS = {"法律工作部": "legal", "legal": "legal"}
WHOLE = {
    "received": "2026-11-02",
    "kind": "复杂",
    "topic": "劳动报酬",
    "unit": "法律工作部",
    "accepted": "2026-11-05",
    "concluded": "2026-11-18",
    "publish": "是",
    "reason": "不涉及隐私",
    "reviewer": "谢安然",
    "article": "hotline/a.md",
    "names": "李四、云帆公司",
    "text": "老板李四欠我工资。",
}


def read(body: str, *, closed: bool = False) -> Letter:
    posted = Posted(12, "来信", body, datetime.fromisoformat("2026-11-03 09:00"), closed)
    (one,) = letters.read([posted], TOPICS, UNITS)
    return one


def test_a_form_filled_in_gives_its_days_and_decisions():
    """As GitHub and Gitea write it: a heading of three signs, the answer below."""
    one = read(letters.form(WHOLE))
    assert one.faults == ()
    assert one.days == {
        "received": date(2026, 11, 2),
        "accepted": date(2026, 11, 5),
        "concluded": date(2026, 11, 18),
    }
    assert (one.kind, one.topic, one.unit, one.publish) == ("complex", "劳动报酬", "legal", True)
    assert one.names == ("李四", "云帆公司")


def test_a_letter_without_a_day_was_received_when_it_was_posted():
    """Clocks run from the day on which it came, even if nobody filled the form in."""
    assert read("").days == {"received": date(2026, 11, 3)}
    assert read("").faults == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answered": "11月5日，找李四"}, "答复日期: write a date like 2026-11-20"),
        ({"answered": "2026-02-30"}, "答复日期: write a date like 2026-11-20"),
        ({"accepted": "2026-11-01"}, "受理日期 lies before 收到日期"),
        ({"accepted": ""}, "concluded, but never accepted"),
        ({"kind": "李四"}, "来信类型: not one of the possible answers"),
        ({"topic": "李四欠薪"}, "主题: not one of the possible answers"),
        ({"unit": "李四"}, "承办单位: not one of the possible answers"),
        ({"reviewer": ""}, "whether it is published has a reason and a reviewer"),
        ({"publish": "待定"}, "concluded, but nobody decided whether it is published"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_without_repeating_it(changes, said):
    """A name typed into the wrong box stays where it is."""
    one = read(letters.form(WHOLE | changes))
    assert one.faults == (said,)
    assert "李四" not in repr(one)


def test_a_closed_letter_was_concluded():
    """Closing an issue is no answer to anybody."""
    assert read("", closed=True).faults == ("closed, but not concluded",)


def test_headings_inside_a_letter_are_part_of_it():
    """Nobody concludes a letter by writing into it."""
    text = "### 办结日期\n\n2026-11-19\n\n### 是否公开\n\n是"
    one = read(letters.form({"text": text}))
    assert one.days == {"received": date(2026, 11, 3)}
    assert one.publish is None
    assert one.text == text


@pytest.mark.parametrize("clock", ["general", "complex", "followed"])
def test_the_desk_does_not_run_until_the_periods_are_set(clock):
    """EN-16 and EN-17 leave them open; no default is invented."""
    desk = charter().desks["letters"]
    unset = desk.clocks[clock].model_copy(update={"limit": None})
    desk = desk.model_copy(update={"clocks": {**desk.clocks, clock: unset}})
    with pytest.raises(HouseError, match=rf"letters\.clocks\.{clock}\.limit is not set.*EN-1"):
        letters.ready(desk)


def test_no_desk_no_letters():
    """A charter without a letters desk says so; one with every period runs."""
    with pytest.raises(HouseError):
        letters.ready(None)
    assert isinstance(letters.ready(charter().desks["letters"]), Desk)


WAGES = "公司三个月没有发加班工资，多次要求没有结果，请工会帮忙"


def letter(number: int, received: str, text: str = WAGES, **more: str) -> Letter:
    days = {"received": date.fromisoformat(received)}
    if "concluded" in more:
        days["concluded"] = date.fromisoformat(more.pop("concluded"))
    return Letter(number, days, topic=more.get("topic", "劳动报酬"), text=text)


@pytest.mark.parametrize(
    ("inbox", "groups"),
    [
        ([letter(1, "2026-11-02"), letter(2, "2026-11-09")], []),
        ([letter(n, "2026-11-02", f"{WAGES}，第{n}次") for n in (1, 2, 3)], [[1, 2, 3]]),
        ([letter(1, "2026-10-01"), letter(2, "2026-11-02"), letter(3, "2026-11-03")], []),
        ([letter(n, "2026-11-02", topic=str(n)) for n in (1, 2, 3)], []),
        ([letter(n, "2026-11-02", concluded="2026-11-10") for n in (1, 2, 3)], []),
        (
            [
                letter(n, "2026-11-02", text)
                for n, text in enumerate(["哺乳时间", "食堂", "年休假"])
            ],
            [],
        ),
        ([letter(n, "2026-11-21") for n in (1, 2, 3)], []),
    ],
)
def test_letters_that_are_alike_are_a_concentrated_issue(inbox, groups):
    """Three of one topic, alike, within thirty days, not all concluded (YZ-08)."""
    found = clusters(inbox, Cluster(count=3, days=30, alike=25), date(2026, 11, 20))
    assert [[one.number for one in group] for group in found] == groups
