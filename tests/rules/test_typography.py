"""Punctuation and spacing of Chinese prose, as hints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.findings import Weight
from pipelines.rules import typography
from tests.builders import article, case


def hints(body, **fields):
    return [
        (one.place.line, one.message, one.fix)
        for one in typography.chinese_punctuation(case(article(body=body, **fields)))
    ]


@pytest.mark.parametrize(
    "body",
    [
        "会议于2026年11月20日召开，共35人参加，占98.5%。",
        "热线：0000-88812351，工作日9:00—17:00，发送Word文档至office@example.org。",
        "| 项目 | 时限 |\n| --- | ---: |\n| 核对 | 2个工作日 |\n",
        "计算：（275÷365）×10≈7.53。",
        "`a,b` 和 [链接,文字](https://example.org/a,b)。",
        "示工发〔2026〕8号；《工会法》第三条。",
    ],
)
def test_prose_of_an_office_is_silent(body):
    """No space is asked for between Chinese and figures, and code and addresses are left alone."""
    assert [hint for hint in hints(body) if "链接" not in hint[1]] == []


@pytest.mark.parametrize(
    ("body", "line", "was", "better"),
    [
        ("会议于9月召开,共35人参加。", 14, "9月召开,共35人", "9月召开，共35人"),
        ("第一段。\n\n他说:好。", 16, "他说:好。", "他说：好。"),
        ("使用ＡＢＣ系统。", 14, "使用ＡＢＣ系统。", "使用ABC系统。"),
    ],
)
def test_chinese_punctuation(body, line, was, better):
    """Chinese prose has full-width punctuation, and letters and figures of half width."""
    assert hints(body) == [(line, f"punctuation: “{was}”", f"better “{better}”")]


def test_every_slip_of_a_sentence_is_told():
    """One sentence may have several."""
    body = "会议于2026年9月召开,各县区工会共35人参加,市总工会领导到会:好。"
    assert [fix for _line, _was, fix in hints(body)] == [
        "better “9月召开，各县区工”",
        "better “5人参加，市总工会”",
        "better “领导到会：好。”",
    ]


def test_title_and_summary_are_read_too():
    """The hint stands at the field."""
    assert [line for line, message, fix in hints("好。", title="市总工会召开会议,部署工作")] == [2]


def test_hints_are_few_and_only_notes():
    """Five hints an article are enough to see the habit."""
    found = list(typography.chinese_punctuation(case(article(body="好,好。\n\n" * 50))))
    assert len(found) == typography.MOST
    assert {one.weight for one in found} == {Weight.NOTES}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_is_survived(text):
    """Whatever a body holds, there are hints or none, never an error."""
    assert len(hints(text.replace("\r", ""))) <= typography.MOST
