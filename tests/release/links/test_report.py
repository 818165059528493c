"""A faulty link is told where its writer can mend it: at the line of Markdown."""

from pathlib import Path

import pytest

from pipelines.core.article import Attachment
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.visibility import visibility
from pipelines.release.build import Built
from pipelines.release.links import check_inside
from tests.builders import BODY, article, case

C = article("notices/c.md")
C_FORMERLY_B = article("notices/c.md", formerly=["union-news/b.md"])
HEAD = '<a href="../index.html">首页</a>'


def checked(
    site: Path, body: str, html: str, *others, renamed=None, told=(), before=(), **files: str
):
    """What is found when `union-news/a.md` says `body` and its page says `html`."""
    writer = article("union-news/a.md", body)
    everything = case(writer, archive=others, files={"union-news/f.pdf": Attachment("", 1, "")})
    pages = {
        "index.html": '<a href="union-news/a.html">甲</a>',
        "union-news/a.html": HEAD + html,
        **{path.replace("__", "/").replace("_", "."): text for path, text in files.items()},
    }
    for path, text in pages.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, "utf-8")
    visible = {one.path: visibility(one, everything.now) for one in everything.archive}
    built = Built(site, visible, dict.fromkeys(pages, "1"))
    return check_inside(built, everything, renamed=renamed, said=told, before=before)


NOWHERE = "the link leads nowhere: there is no union-news/"


@pytest.mark.parametrize(
    ("body", "html", "line", "message"),
    [
        ("甲\n\n[乙](b.md)\n", '<a href="b.html">乙</a>', 2, NOWHERE + "b.html"),
        ("[乙](乙%20丙.md)\n", '<a href="乙%20丙.html">乙</a>', 0, NOWHERE + "乙 丙.html"),
        ("![乙](b.jpg)\n", '<img src="b.jpg" alt="乙">', 0, NOWHERE + "b.jpg"),
        ("甲\n<img src='b.jpg'>\n", "<img src='b.jpg'>", 1, NOWHERE + "b.jpg"),
        ("[乙](#乙)\n", '<a href="#%E4%B9%99">乙</a>', 0, "union-news/a.html has no place #乙"),
        ("[乙](#乙)\n", '<a href="#s-乙">乙</a>', 0, "union-news/a.html has no place #s-乙"),
        ("[乙]()\n", '<a href="">乙</a>', 0, "the link leads nowhere: it has no address"),
        (
            "[](a.md)\n",
            '<a href="a.html"></a>',
            0,
            "the link shows nothing: a reader cannot see or hear it",
        ),
        (
            "[乙](/index.html)\n",
            '<a href="/index.html">乙</a>',
            0,
            "/index.html begins with “/”: the portal may stand below another address",
        ),
    ],
)
def test_a_fault_is_told_at_its_line(tmp_path, body, html, line, message):
    """The line of Markdown, whether the link was Markdown or HTML."""
    (found,) = checked(tmp_path, body, html)
    written = article("union-news/a.md", body).text.splitlines()
    assert (found.place.line, found.message) == (
        written.index(body.splitlines()[0]) + 1 + line,
        message,
    )


def test_each_use_is_told(tmp_path):
    """Twice the same dead link is two findings; the place says which is which."""
    found = checked(tmp_path, "[乙](b.md)、[丙](b.md)\n", '<a href="b.html">乙</a>')
    assert len({one.place for one in found}) == len(found) == 2


def test_what_every_page_repeats_is_told_once(tmp_path):
    """A dead link in a menu is the theme's, and one finding."""
    found = checked(tmp_path, BODY, '<a href="../x.html">乙</a>', b_html='<a href="x.html">乙</a>')
    assert [(one.place.path, one.message) for one in found if one.weight is Weight.BLOCKS] == [
        ("output/b.html", "the link leads nowhere: there is no x.html (and on 1 other pages)")
    ]


def test_what_another_edition_repeats_is_told_once(tmp_path):
    """The traditional edition is made of the same article."""
    again = {"zh-hant__union-news__a_html": '<a href="b.html">乙</a>'}
    found = checked(tmp_path, "[乙](b.md)\n", '<a href="b.html">乙</a>', **again)
    assert [one.place.path for one in found if one.weight is Weight.BLOCKS] == [
        "content/union-news/a.md"
    ]


def test_what_only_another_edition_lacks_is_told_there(tmp_path):
    """The original has the file, so it is not the original that is mended."""
    again = {"f_pdf": "pdf", "zh-hant__b_html": '<a href="f.pdf">乙</a>'}
    found = checked(tmp_path, BODY, '<a href="../f.pdf">乙</a>', **again)
    assert [(one.place.path, one.message) for one in found if one.weight is Weight.BLOCKS] == [
        ("output/zh-hant/b.html", "the link leads nowhere: there is no zh-hant/f.pdf")
    ]


def test_a_feed_that_repeats_an_article_is_not_told(tmp_path):
    """The dead link is mended in the article."""
    feed = "<rss><link>https://www.example.org/union-news/b.html</link></rss>"
    found = checked(tmp_path, "[乙](b.md)\n", '<a href="b.html">乙</a>', feed_xml=feed)
    assert [one.place.path for one in found] == ["content/union-news/a.md"]


def test_a_page_that_nobody_links_to_is_noted(tmp_path):
    """At its article where it has one."""
    other = article("union-news/b.md")
    found = checked(tmp_path, BODY, "", other, **{"union-news__b_html": HEAD, "c_html": ""})
    assert [(one.weight, str(one)) for one in found] == [
        (Weight.NOTES, "content/union-news/b.md:1: no page links to this one  [LNK204]"),
        (Weight.NOTES, "output/c.html:1: no page links to this one  [LNK204]"),
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"date": "2026-12-01 09:00"},
            "the link leads to union-news/b.html, which is not public yet",
        ),
        ({"status": "draft"}, "the link leads to union-news/b.html, which is a draft"),
    ],
)
def test_a_link_to_what_is_not_public(tmp_path, fields, message):
    """It says why there is no such page."""
    other = article("union-news/b.md", **fields)
    (found,) = checked(tmp_path, "[乙](b.md)\n", '<a href="b.html">乙</a>', other)
    assert found.message == message


@pytest.mark.parametrize(
    ("others", "renamed", "fix"),
    [
        ([C_FORMERLY_B], {}, "write ../notices/c.md"),
        ([], {"union-news/b.html": "notices/c.html"}, "write ../notices/c.html"),
        (
            [article("notices/c.md")],
            {"union-news/b.html": "notices/c.html"},
            "write ../notices/c.md",
        ),
        ([], {"union-news/b.html": "notices/x.html"}, None),
    ],
)
def test_the_new_address_is_suggested(tmp_path, others, renamed, fix):
    """As the article's own `formerly` says, or Git's history."""
    page = {"notices__c_html": HEAD, "index_html": '<a href="notices/c.html">丙</a>'}
    found = checked(
        tmp_path, "[乙](b.md)\n", '<a href="b.html">乙</a>', *others, renamed=renamed, **page
    )
    assert [one.fix for one in found if one.rule == "LNK201"] == [fix]


def test_addresses_of_the_live_portal_last(tmp_path):
    """A page that is there today and leads nowhere tomorrow is noted, with where it went."""
    live = ["index.html", "old.html", "c/page-3.html", "zh-hant/old.html", "f.pdf", "gone.html"]
    there = {"index_html": '<a href="notices/c.html">丙</a>', "notices__c_html": HEAD}
    moved = {"old.html": "notices/c.html"}
    found = checked(tmp_path, BODY, "", before=live, renamed=moved, **there)
    assert [(one.place.path, one.fix) for one in found if one.rule == "LNK205"] == [
        ("output/gone.html", None),
        ("output/old.html", "add formerly: [old.html] to notices/c.html"),
    ]


def test_wrong_capitals_are_mended_by_name(tmp_path):
    """Only the name as it is written opens the page."""
    (found,) = checked(tmp_path, "[乙](../Index.html)\n", '<a href="../Index.html">乙</a>')
    assert (found.message, found.fix) == (
        "the link leads nowhere: there is no Index.html, but there is index.html",
        "write ../index.html",
    )


def test_what_the_rules_said_is_not_said_again(tmp_path):
    """One mistake, one finding."""
    body = "[乙](b.md)\n"
    (found,) = checked(tmp_path, body, '<a href="b.html">乙</a>')
    rule = Finding("MRK105", "links-lead-somewhere", Weight.BLOCKS, found.place, "")
    assert checked(tmp_path, body, '<a href="b.html">乙</a>', told=[rule]) == []
    elsewhere = Finding("MRK105", "x", Weight.BLOCKS, Place("content/union-news/a.md", 1), "")
    assert len(checked(tmp_path, body, '<a href="b.html">乙</a>', told=[elsewhere])) == 1
