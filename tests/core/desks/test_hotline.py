"""Exports of the hotline: good rows become letters, bad ones are told by row and column."""

from datetime import date

import pytest

from pipelines.core.desks import letters
from pipelines.core.desks.hotline import imported

TODAY = date(2026, 11, 20)
ROW = {
    "编号": "热20261103",
    "来电时间": "2026/11/3 09:12",
    "类别": "劳动报酬",
    "诉求内容": "张三丰说公司欠薪",
    "姓名": "张三丰",
    "联系电话": "13800138000",
}


def test_a_row_becomes_an_issue_of_the_private_repository():
    """Its title tells topic and day alone; who called is to be blotted out later."""
    (issue,) = imported([ROW], ["劳动报酬"], TODAY).issues
    assert (issue.title, issue.labels) == ("来信：劳动报酬（2026-11-03）", ("letter",))
    said = letters.sections(issue.body)
    assert (said["received"], said["names"]) == ("2026-11-03", "张三丰")
    assert "13800138000" in said["text"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"来电时间": "昨天，张三丰"}, "收到日期: write a date like 2026-11-20"),
        ({"来电时间": "2026-02-31"}, "收到日期: write a date like 2026-11-20"),
        ({"来电时间": "2026-12-01"}, "收到日期: lies in the future"),
        ({"诉求内容": " "}, "来信内容 is empty"),
        ({"类别": "张三丰"}, "主题: not one of the possible answers"),
        ({"类型": "张三丰"}, "来信类型: not one of the possible answers"),
    ],
)
def test_a_bad_row_is_told_by_row_and_column_alone(changes, said):
    """The other rows come in; what stood in the bad one is not repeated."""
    found = imported([ROW, ROW | {"编号": "2"} | changes], ["劳动报酬"], TODAY)
    assert len(found.issues) == 1
    assert found.faults == [(3, said)]


def test_the_same_letter_comes_in_once():
    """By its number, or by all it says; an empty row is none; keys are the same next time."""
    found = imported([ROW, ROW, dict.fromkeys(ROW, ""), {**ROW, "编号": ""}], ["劳动报酬"], TODAY)
    assert found.faults == [(3, "this letter stands in an earlier row")]
    again = imported([ROW], ["劳动报酬"], TODAY)
    assert again.issues[0].key == found.issues[0].key
    assert "13800138000" not in found.issues[1].key
