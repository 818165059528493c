import pytest

from pipelines.core.words.folding import codes
from pipelines.core.words.gaps import coded, kinds, windows


def stretches(text, reach=0):
    """The windows of a text, as it was typed."""
    return [text[start:end] for start, end in windows(text, kinds(codes(text)), reach)]


@pytest.mark.parametrize(
    ("text", "suspected"),
    [
        ("赌 博", [" "]),
        ("赌**博", ["**"]),
        ("赌\n博", ["\n"]),
        ("赌\u200b博", ["\u200b"]),
        ("，赌，博，", ["，", "，"]),
        ("“赌”“博”", ["“"]),
        ("（六）（合）（彩）", ["）（", "）"]),
        (" b e t ", [" ", " ", " "]),
        ("赌&nbsp;博", ["&nbsp;"]),
        ("赌<i></i>博", ["<i></i>"]),
        ("见[赌](x)博", ["[", "](x)"]),
    ],
)
def test_where_letters_of_a_word_stand_apart(text, suspected):
    """A gap inside a word, or a character all alone, is worth a second reading."""
    assert stretches(text) == suspected


@pytest.mark.parametrize(
    "text",
    [
        "职工们说，工会真好。",
        "第一段。\n\n第二段",
        "第一段\n\n第二段",
        "工会（区）网站",
        "他说“好”，大家笑了。",
        "1. 入会\n2. 转会\n",
        "2026年11月20日 9时",
        "",
        "赌",
    ],
)
def test_ordinary_prose_is_read_once(text):
    """Pauses, paragraphs, brackets, quotes and numbers are how prose is written."""
    assert stretches(text) == []


def test_windows_reach_around_and_never_beyond():
    """Neighbouring gaps share a window; the text's ends end it."""
    assert stretches("打赌 博 物馆", 2) == ["打赌 博 物馆"]
    assert stretches("很久很久以前打赌 博物馆里很久很久", 2) == ["打赌 博物"]


def test_codes_are_read_with_the_word_around_them():
    """An escape inside a target hides a letter; the whole target is read."""
    text = "见[这里](https://example.org/%E8%B5%8C博)。"
    (first, *_more) = coded(text, kinds(codes(text)))
    assert text[first.start : first.end] == "https://example.org/%E8%B5%8C博"
