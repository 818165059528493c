"""One parser for articles: bytes in, an article with the place of everything in it out."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.core.article import MAX_BYTES, blob_id
from pipelines.core.frontmatter import FrontMatter
from pipelines.core.rule import judge
from pipelines.gather.files import read_article
from pipelines.rules import TREE
from tests.builders import article, case, source

PATH = "union-news/a.md"


def read(raw, size=None):
    return read_article(PATH, raw, size)


def faults(raw, size=None):
    return [(fault.mark, fault.message) for fault in read(raw, size).faults]


def test_an_article_knows_itself():
    """Column, address and digest follow from path and bytes."""
    raw = source().encode()
    whole = read(raw)
    assert (whole.column, whole.slug, whole.url) == ("union-news", "a", "union-news/a.html")
    assert whole.digest == blob_id(raw)
    # What `git hash-object` says of the same bytes.
    assert blob_id(b"a\n") == "78981922613b2afb6025042ff6bd878ac1994e85"
    assert whole.beside("form.docx") == "union-news/form.docx"
    assert whole.body == "\n市总工会召开全委会议，部署明年工作。\n"
    assert read_article("a.md", raw).column == ""


def test_fields_and_text_have_their_places():
    """Line and column of a field, of a part of it, and of a character of the body."""
    whole = article(body="第一段。\n\n第二段。\n")
    assert (whole.at("date").line, whole.at("date").column) == (3, 1)
    assert whole.at("source", "name") == whole.at("source", "name")
    assert whole.at("nothing") == whole.at()
    second = whole.at_offset(whole.text.index("第二段"))
    assert whole.text.split("\n")[second.line - 1] == "第二段。"
    assert second.column == 1


@pytest.mark.parametrize(
    ("ends", "mark"), [("\n", b""), ("\r\n", b""), ("\r", b""), ("\r\n", b"\xef\xbb\xbf")]
)
def test_line_ends_and_byte_order_marks_change_nothing(ends, mark):
    """Whichever editor saved the file, the article is the same."""
    plain = read(source().encode())
    other = read(mark + source().replace("\n", ends).encode())
    assert (other.front, other.text, other.marks) == (plain.front, plain.text, plain.marks)


@pytest.mark.parametrize(
    ("raw", "mark", "message"),
    [
        (b"", (1, 1), "an article begins with its fields between two lines of “---”"),
        (
            "只有正文。".encode(),
            (1, 1),
            "an article begins with its fields between two lines of “---”",
        ),
        (
            b"\n---\ntitle: a\n---\n",
            (1, 1),
            "an article begins with its fields between two lines of “---”",
        ),
        (
            b"---\ntitle: a\n",
            (1, 1),
            "the fields are not closed: put a line “---” after the last one",
        ),
        (b"---\ntitle: \xff\n---\n", (2, 1), "not UTF-8 text: save the article as UTF-8"),
        ("---\ntitle: 会议\n---\n".encode("gb18030"), (2, 1), None),
        (b"---\ntitle: a\n---\nx\0y\n", (4, 1), "not a text file"),
        (b"\x7fELF\x02\x01\x01\0", (1, 1), "not a text file"),
        (b"---\n- a\n---\n", (2, 1), "write each field as “name: value”"),
        (b"---\n- a: [\n---\n", (2, 7), None),
        (b"---\ntitle: a\ntitle: b\n---\n", (3, 1), "title stands here twice"),
        (b"---\ntitle: &a b\n---\n", (2, 8), "anchors (&name) are not allowed, remove it"),
        (b"---\ntitle: !!str b\n---\n", (2, 8), "tags (!name) are not allowed, remove it"),
        (b"---\n<<: {title: b}\n---\n", (2, 1), "a field's name must be plain text"),
        (b"---\ntitle: " + b"[" * 5_000 + b"\n---\n", (2, 24), "nested too deeply"),
        (
            b"---\ntitle:\n---\n",
            (2, 1),
            "title is empty: write a value or remove the line",
        ),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_place(raw, mark, message):
    """Every mistake and trick is a sentence at a line, never a crash."""
    ((place, said),) = faults(raw)
    assert place == mark
    if message is not None:
        assert said == message


def test_a_file_of_50_megabytes_is_not_read():
    """Its size is enough to refuse it: one fault, whatever its beginning says."""
    beginning = source().encode().ljust(MAX_BYTES + 1, b"x")
    assert faults(beginning, 50_000_000) == [
        ((1, 1), "the article has 50000000 bytes, 1000000 are allowed")
    ]
    assert faults(b"x" * (MAX_BYTES + 1))[0][1].startswith("the article has 1000001 bytes")
    assert read(beginning, 50_000_000).text == ""


def test_what_cannot_be_read_counts_as_a_draft():
    """Nothing half understood goes public (FACTS: a draft whose header broke went public)."""
    assert read(b"---\nstatus: draft\nkeywords:\n- a\n").draft
    assert read(source(titel="x").encode()).draft
    assert not read(source().encode()).draft


FRAGMENTS = st.sampled_from(
    [
        "---\n",
        "--- \n",
        "title: 会议\n",
        "date: 2026-11-20\n",
        "source: {name: a}\n",
        "keywords:\n- a\n",
        "attachments: [{file: a.pdf, title: a}]\n",
        "image: {file: a.png}\n",
        "waive: [{rule: DUE101, reason: a, by: b, until: 2026-01-01}]\n",
        "&a ",
        "*a ",
        "!!x ",
        "<<: ",
        "\r\n",
        "\ufeff",
        "\x85",
        "\u2028",
        "| a |\n|---|\n",
        "## a\n",
        "<b>",
        "[a](b)",
        "![](b",
        "[^1]: a\n",
        "```\n",
        "é𠮷👩‍👩‍👧",
        "\\",
        "&amp;",
    ]
)
WILD = st.lists(FRAGMENTS | st.text(max_size=10), max_size=25).map("".join)
FRONTED = WILD.map(lambda text: f"---\ntitle: a\n---\n{text}")


@given(st.binary(max_size=300) | (WILD | FRONTED).map(lambda text: text.encode("utf-8", "replace")))
@example(b"---\n---\n")
@example(b"---\n---")
@example("---\ntitle: a\x85b\n---\n".encode())
@example("---\n\u2028titel: a\n---\n".encode())
def test_any_bytes_are_an_article_or_faults(raw):
    """Whatever bytes come in, the parser returns, and every place lies inside the text."""
    whole = read(raw)
    assert whole.faults or isinstance(whole.front, FrontMatter)
    lines = raw.count(b"\n") + raw.count(b"\r") + 1
    for fault in whole.faults:
        assert 1 <= fault.mark[0] <= lines
        assert fault.mark[1] >= 1
    for line, column in whole.marks.values():
        assert 1 <= line <= whole.text.count("\n") + 1
        assert column >= 1
    content = whole.content
    spans = [*content.links, *content.pictures, *content.headings, *content.tables]
    for start, end in ((one[0], one[1]) for one in [*spans, *content.raw_html]):
        assert whole.body_start <= start <= end <= len(whole.text)
        assert whole.at_offset(start).line >= 1
    for block in content.blocks:
        for run in block.runs:
            assert whole.body_start <= run.start <= run.end <= len(whole.text)


@given((WILD | FRONTED).map(lambda text: text.encode("utf-8", "replace")))
def test_any_article_is_judged(raw):
    """No rule crashes on what the parser lets through."""
    for finding in judge(case(read(raw)), TREE):
        assert finding.place.line >= 1
        assert finding.place.column >= 1
