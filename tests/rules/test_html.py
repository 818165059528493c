"""Raw HTML in articles: a small allow-list, and every element closed."""

import pytest

from pipelines.rules import html
from tests.builders import article, case


def found(rule, body):
    """What the rule says of a body, with the text it points at."""
    judged = article(body=body)
    lines = judged.text.split("\n")
    return [
        (one.message, lines[one.place.line - 1][one.place.column - 1 :])
        for one in rule(case(judged))
    ]


@pytest.mark.parametrize(
    "body",
    [
        "H<sub>2</sub>O，10<sup>3</sup>，一行<br>又一行<br/>",
        "<details open>\n<summary>附件说明</summary>\n\n见[表格](a.docx)。\n\n</details>\n",
        '<abbr title="全国总工会">全总</abbr>，按<kbd>Ctrl</kbd>',
        "<ruby>工<rp>(</rp><rt>gōng</rt><rp>)</rp></ruby>",
        "3 < 5，`<script>`，&lt;script&gt;",
        "    <script>\n",
        "```\n<iframe src=x>\n```\n",
        "职工人数<100 人",
        "<svg/onload=alert(1)>",
    ],
)
def test_what_is_allowed(body):
    """HTML in an article is one of a few harmless elements, or text that only looks like it."""
    assert found(html.html_from_the_allow_list, body) == []
    assert found(html.html_closed, body) == []


@pytest.mark.parametrize(
    ("body", "tag"),
    [
        ('<script src="https://example.com/a.js"></script>', "<script>"),
        ("<SCRIPT>alert(1)</SCRIPT>", "<script>"),
        ("<script\n  src=x\n></script>", "<script>"),
        ("文字<script>alert(1)</script>", "<script>"),
        ("<style>p { display: none }</style>", "<style>"),
        ('<iframe src="https://example.com"></iframe>', "<iframe>"),
        ("<form action=/x><input></form>", "<form>"),
        ("<object data=x></object>", "<object>"),
        ("<embed src=x>", "<embed>"),
        ('<img src="x" onerror="alert(1)">', "<img>"),
        ("<svg onload=alert(1)>", "<svg>"),
        ('<a href="javascript:alert(1)">报名</a>', "<a>"),
        ("<sub onclick=alert(1)>2</sub>", "<sub>"),
        ('<br style="display:none">', "<br>"),
        ("<abbr title=x>全总</abbr>", "<abbr>"),
        ('<link rel="stylesheet" href="https://example.com/font.css">', "<link>"),
        ('<meta http-equiv="refresh" content="0;url=https://example.com">', "<meta>"),
        ("<base href=https://example.com>", "<base>"),
        ("<div>文字</div>", "<div>"),
        ("<marquee>文字</marquee>", "<marquee>"),
        ("<!-- 待定 -->", "<!-- -->"),
        ("文字<!-- 待定 -->", "<!-- -->"),
        ("<?php echo 1 ?>", "<"),
        ("<![CDATA[x]]>", "<!-- -->"),
        ("<details><script>alert(1)</script></details>", "<script>"),
        ("<x-y>文字</x-y>", "<x-y>"),
    ],
)
def test_html_from_the_allow_list(body, tag):
    """Nothing in an article runs, loads or hides, however it is written."""
    messages = [message for message, text in found(html.html_from_the_allow_list, body)]
    assert f"{tag} is not allowed in an article" in messages


def test_the_place_is_the_tag():
    """The finding points at the tag itself, on its line and column."""
    body = "第一段。\n\n第二段<b>重点</b>。\n"
    assert found(html.html_from_the_allow_list, body) == [
        ("<b> is not allowed in an article", "<b>重点</b>。")
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("H<sub>2O", ["<sub> is never closed"]),
        ("2</sub>", ["</sub> closes nothing that is open here"]),
        (
            "<details><summary>说明</details>",
            ["</details> closes nothing that is open here", "<details> is never closed"],
        ),
        ("<details>\n\n文字\n", ["<details> is never closed"]),
    ],
)
def test_html_closed(body, expected):
    """An HTML element that is opened is closed, in the right order."""
    messages = [message for message, text in found(html.html_closed, body)]
    assert set(expected) <= set(messages)
