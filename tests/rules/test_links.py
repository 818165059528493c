"""Links and pictures in articles: targets that harm nobody, lead somewhere, and say where."""

import pytest

from pipelines.rules import links
from tests.builders import article, attachment, case

FORM = "union-news/form.docx"
FILES = {FORM: attachment(FORM, "docx")}
OTHER = article("guide/legal-aid.md", "## 一、申请\n\n内容。\n")
DRAFT = article("guide/draft.md", status="draft")


def judged(body, **fields):
    return case(article(body=body, **fields), archive=[OTHER, DRAFT], files=FILES)


def messages(findings):
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    "target",
    [
        "https://www.example.org/apply?a=1&b=2#top",
        "http://www.example.org",
        "mailto:office@example.org",
        "tel:0000-88881001",
        "form.docx",
        "../guide/legal-aid.md#一-申请",
        "https://示例.example.org/路径",
        "#二",
    ],
)
def test_harmless_targets(target):
    """A link points to a page, a file or a mailbox."""
    assert messages(links.harmless_targets(judged(f"[报名]({target})"))) == []


@pytest.mark.parametrize(
    ("body", "scheme"),
    [
        ("[报名](javascript:alert(1))", "javascript"),
        ("[报名](JaVaScRiPt:alert(1))", "javascript"),
        ("[报名](java&#115;cript:alert(1))", "javascript"),
        ("[报名](&#x6a;avascript:alert(1))", "javascript"),
        ("[报名](javascript&colon;alert(1))", "javascript"),
        ("[报名](java&Tab;script:alert(1))", "javascript"),
        ("[报名](java&NewLine;script:alert(1))", "javascript"),
        ("[报名](<java script:alert(1)>)", "javascript"),
        ("[报名](<\tjavascript:alert(1)>)", "javascript"),
        ("[报名](java\u200bscript:alert(1))", "javascript"),
        ("[报名](java\u00adscript:alert(1))", "javascript"),
        ("[报名](&amp;#106;avascript:alert(1))", "javascript"),
        ("[报名](&#1;javascript:alert(1))", "javascript"),
        ("[报名](vbscript:x)", "vbscript"),
        ("[报名](data:text/html;base64,PHN2Zz4=)", "data"),
        ("[报名](blob:https://example.com/1)", "blob"),
        ("[报名](file:///etc/passwd)", "file"),
        ("[报名](ftp://example.com/a)", "ftp"),
        ("[报名][1]\n\n[1]: javascript:alert(1)", "javascript"),
        ("<javascript:alert(1)>", "javascript"),
        ("![图](data:image/svg+xml;base64,PHN2Zz4=)", "data"),
        ("[![图](a.jpg)](javascript:alert(1))", "javascript"),
        ("| a |\n|---|\n| [报名](javascript:x) |", "javascript"),
        ("脚注[^1]\n\n[^1]: [报名](javascript:x)", "javascript"),
    ],
)
def test_targets_that_run(body, scheme):
    """Whatever a browser would take for code or hidden data is found, tricks included."""
    assert messages(links.harmless_targets(judged(body))) == [
        f"a link may not begin with {scheme}:"
    ]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("//example.com/a", "this address has no https: in front: //example.com/a"),
        ("/\\example.com/a", "this address has no https: in front: /\\example.com/a"),
        (
            "https://www.example.org@example.com/",
            "this address hides its real site behind an “@”: https://www.example.org@example.com/",
        ),
        ("https://", "https:// is no web address"),
        ("http://[bad", "http://[bad is no web address"),
    ],
)
def test_addresses_that_deceive(target, message):
    """An address shows the site that it leads to."""
    assert messages(links.harmless_targets(judged(f"[报名](<{target}>)"))) == [message]


@pytest.mark.parametrize(
    ("target", "outside"),
    [
        ("a.jpg", False),
        ("https://www.example.com/a.jpg", True),
        ("HTTP://www.example.com/a.jpg", True),
        ("//www.example.com/a.jpg", False),  # MRK103 speaks of it
    ],
)
def test_pictures_of_our_own(target, outside):
    """A picture is a file beside the article, not one that another site may change or count."""
    found = messages(links.pictures_of_our_own(judged(f"![会场]({target})")))
    assert found == ([f"this picture lies on another site: {target}"] if outside else [])


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("form.docx", []),
        ("./form.docx", []),
        ("../guide/legal-aid.md", []),
        ("../guide/legal-aid.md#一-申请", []),
        ("/guide/legal-aid.html", []),
        ("../guide/", []),
        ("/guide/index.html", []),
        ("#小节", []),
        ("?a=1", []),
        ("https://www.example.org/nothing", []),
        ("mailto:office@example.org", []),
        ("form.doc", ["there is nothing at form.doc"]),
        ("../guide/nothing.md", ["there is nothing at ../guide/nothing.md"]),
        ("../../etc/passwd", ["there is nothing at ../../etc/passwd"]),
        ("#没有", ["there is no heading “没有” on that page"]),
        ("../guide/legal-aid.md#没有", ["there is no heading “没有” on that page"]),
        ("../guide/draft.md", ["../guide/draft.md is a draft, which readers cannot open"]),
        ("www.example.org", ["there is nothing at www.example.org"]),
    ],
)
def test_links_lead_somewhere(target, expected):
    """A link inside the portal leads to an article, a column, a file or a heading that exists."""
    body = f"## 小节\n\n[办事指南](<{target}>)\n"
    assert messages(links.links_lead_somewhere(judged(body))) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[指南](a.md)，见〔2026〕8号，[1][2]，`[x] (http://a)`，数组[1](注)。", []),
        ("[x]：见（http://example.com）", []),
        ("[指南]()", ["the link “指南” has no address"]),
        ("[](https://example.org)", ["the link to https://example.org has no text"]),
        ("[指南] (https://a.org)", ["“[指南] (https:” is meant as a link, but is none"]),
        ("[指南]（https://a.org）", ["“[指南]（https:” is meant as a link, but is none"]),
        ("【指南】（https://a.org）", ["“【指南】（https:” is meant as a link, but is none"]),
        ("[指南](a b.docx)", ["“[指南](” is meant as a link, but is none"]),
        ("[指南](https://a.org", ["“[指南](” is meant as a link, but is none"]),
        ("[指南][没有]", ["“[指南][没有]” is meant as a link, but is none"]),
        ("![会场] (a.jpg)", ["“![会场] (a.jpg” is meant as a link, but is none"]),
        ("见脚注[^9]", ["“[^9]” is meant as a link, but is none"]),
        (
            "| a |\n|---|\n| [指南]（http://a.org） |",
            ["“[指南]（http:” is meant as a link, but is none"],
        ),
    ],
)
def test_links_written_whole(body, expected):
    """A link has a text and an address, in half-width brackets without a space between them."""
    assert messages(links.links_written_whole(judged(body))) == expected


def test_a_broken_link_is_shown_where_it_stands():
    """Line and column are those of the bracket."""
    whole = article(body="第一段。\n\n请看*这里*的[指南]（https://a.org）。\n")
    (one,) = links.links_written_whole(case(whole))
    line = whole.text.split("\n")[one.place.line - 1]
    assert line[one.place.column - 1 :].startswith("[指南]（")


@pytest.mark.parametrize(
    ("body", "vague"),
    [
        ("[2026年职工体检报名表](form.docx)", None),
        ("[点击查看办事指南](form.docx)", None),
        ("[![报名表第一页](a.jpg)](form.docx)", None),
        ("[点击这里](form.docx)", "点击这里"),
        ("[【点此】](form.docx)", "【点此】"),
        ("[**here** »](form.docx)", "here »"),
        ("[Click here!](form.docx)", "Click here!"),
        ("[查看详情>>](form.docx)", "查看详情>>"),
        ("<https://www.example.org/apply>", "https://www.example.org/apply"),
        ("[www.example.org](https://www.example.org)", "www.example.org"),
        ("<office@example.org>", None),
    ],
)
def test_link_text_says_where(body, vague):
    """A link's text says where it leads, also to somebody who hears it alone."""
    found = messages(links.link_text_says_where(judged(body)))
    expected = [f"the link text “{vague}” does not say where it leads"] if vague else []
    assert found == expected
