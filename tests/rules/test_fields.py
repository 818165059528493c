"""Fields of the front matter: which an article must carry, which it may, and what they say."""

import pytest

from pipelines.core.frontmatter import FrontMatter
from pipelines.core.rule import judge
from pipelines.gather.files import read_article
from pipelines.rules import TREE, fields
from pipelines.rules.labels import DATES, EXAMPLES, LABELS, WECHAT_KINDS
from tests.builders import article, case, charter, said

COLUMNS = ["union-news", "grassroots", "notices", "guide", "hotline", "activities"]


@pytest.mark.parametrize("column", [*COLUMNS, "about/overview"])
def test_a_faultless_article_is_silent(column):
    """What the builders build breaks no rule of articles."""
    assert judge(case(article(f"{column}/a.md")), TREE) == []


def messages(findings):
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("path", "without", "expected"),
    [
        ("union-news/a.md", "title", ["title (title) is missing"]),
        ("union-news/a.md", "date", ["publication date (date) is missing"]),
        ("union-news/a.md", "unit", ["submitting unit (unit) is missing"]),
        ("union-news/a.md", "correspondent", ["correspondent (correspondent) is missing"]),
        ("union-news/a.md", "summary", ["summary (summary) is missing"]),
        ("union-news/a.md", "keywords", ["keywords (keywords) is missing"]),
        ("union-news/a.md", "source", ["source (source) is missing"]),
        ("union-news/a.md", "kind", ["kind of article (kind) is missing"]),
        ("union-news/a.md", "event_date", ["day of the event (event_date) is missing"]),
        ("grassroots/a.md", "event_date", ["day of the event (event_date) is missing"]),
        ("notices/a.md", "signed_date", ["day of signing (signed_date) is missing"]),
        ("about/overview/a.md", "signed_date", []),
        ("hotline/a.md", "received", ["day the letter was received (received) is missing"]),
        ("hotline/a.md", "accepted", ["day the letter was accepted (accepted) is missing"]),
        ("hotline/a.md", "answered", ["day the letter was answered (answered) is missing"]),
        ("hotline/a.md", "asks", ["who asks (asks) is missing"]),
        ("activities/a.md", "starts", ["first day of the activity (starts) is missing"]),
        ("activities/a.md", "ends", ["last day of the activity (ends) is missing"]),
        ("union-news/a.md", "expires", []),
    ],
)
def test_required_fields(path, without, expected):
    """An article carries the fields that its kind and the clocks of its column need."""
    assert messages(fields.required_fields(case(article(path, **{without: None})))) == expected


def test_a_missing_field_names_its_clause_and_a_line_to_copy():
    """The clause is the clock's own, and the fix can be pasted."""
    (finding,) = fields.required_fields(case(article(event_date=None)))
    assert finding.clauses == ("CZ-07d",)
    assert finding.fix == "add a line to the fields at the top: event_date: 2026-11-18"


def test_a_draft_may_lack_fields_and_a_misspelt_one_is_said_once():
    """What a draft lacks may come later; a field that cannot be read is not missing besides."""
    assert messages(fields.required_fields(case(article(title=None, status="draft")))) == []
    assert messages(fields.required_fields(case(article(date="morgen")))) == []


def test_an_unreadable_article_is_not_told_what_it_lacks():
    """One finding for broken YAML, not one for every field."""
    broken = read_article("union-news/a.md", b"---\na: [")
    assert messages(fields.required_fields(case(broken))) == []


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("union-news/a.md", "news", []),
        ("union-news/a.md", "letter", ["工会新闻 takes no article of kind letter"]),
        ("notices/a.md", "notice", []),
        ("notices/a.md", "activity", ["公告文件 takes no article of kind activity"]),
        ("polemics/a.md", "letter", []),
    ],
)
def test_kind_fits_column(path, kind, expected):
    """An article is of a kind that its column takes."""
    assert messages(fields.kind_fits_column(case(article(path, kind=kind)))) == expected


@pytest.mark.parametrize(
    ("path", "added", "expected"),
    [
        ("notices/a.md", {"issued_date": "2026-11-18"}, []),
        (
            "union-news/a.md",
            {"received": "2026-11-02"},
            [
                "day the letter was received (received) does not belong to an article of kind news",
            ],
        ),
        (
            "notices/a.md",
            {"event_date": "2026-11-18"},
            ["day of the event (event_date) does not belong to an article of kind document"],
        ),
        (
            "guide/a.md",
            {"starts": "2026-12-01", "interprets": "policy/b.md"},
            [
                "first day of the activity (starts) does not belong to an article of kind guide",
                (
                    "the document that is interpreted (interprets) does not belong to an article of"
                    " kind guide"
                ),
            ],
        ),
    ],
)
def test_fields_fit_kind(path, added, expected):
    """A field stands only in articles of a kind that it means something for."""
    assert messages(fields.fields_fit_kind(case(article(path, **added)))) == expected


@pytest.mark.parametrize(
    ("path", "dates", "expected"),
    [
        ("union-news/a.md", {"event_date": "2026-11-20"}, []),
        (
            "union-news/a.md",
            {"event_date": "2026-11-21"},
            ["day of the event (2026-11-21) lies after publication date (2026-11-20)"],
        ),
        (
            "notices/a.md",
            {"signed_date": "2026-11-21"},
            ["day of signing (2026-11-21) lies after publication date (2026-11-20)"],
        ),
        (
            "hotline/a.md",
            {"received": "2026-11-06", "answered": "2026-11-22"},
            [
                (
                    "day the letter was received (2026-11-06) lies after"
                    " day the letter was accepted (2026-11-05)"
                ),
                "day the letter was answered (2026-11-22) lies after publication date (2026-11-20)",
            ],
        ),
        (
            "activities/a.md",
            {"ends": "2026-11-30"},
            [
                (
                    "first day of the activity (2026-12-01) lies after"
                    " last day of the activity (2026-11-30)"
                )
            ],
        ),
        (
            "guide/a.md",
            {"expires": "2026-11-19", "review_by": "2026-11-20"},
            ["publication date (2026-11-20) lies after day the article expires (2026-11-19)"],
        ),
    ],
)
def test_dates_in_order(path, dates, expected):
    """Of two dates in an article, what happened first is dated first."""
    assert messages(fields.dates_in_order(case(article(path, **dates)))) == expected


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ({}, []),
        ({"wechat": True, "wechat_kind": "affairs"}, []),
        (
            {"wechat": True},
            ["which kind of WeChat article is this? wechat_kind is missing"],
        ),
        ({"wechat": True, "wechat_kind": "gossip"}, ["no kind of WeChat article gossip"]),
    ],
)
def test_wechat_kind_named(added, expected):
    """An article for the official account says which of the six allowed kinds it is."""
    assert messages(fields.wechat_kind_named(case(article(**added)))) == expected
    assert len(WECHAT_KINDS) == 6


GONE = {"on": "2026-11-20", "by": "song-ci", "reason": "数据有误"}


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ({"status": "withdrawn", "withdrawn": GONE}, []),
        ({"status": "withdrawn"}, ["a withdrawn article says when, by whom and why"]),
        ({"withdrawn": GONE}, ["withdrawn is filled in, but the article is not withdrawn"]),
    ],
)
def test_withdrawal_explained(added, expected):
    """A withdrawn article says when, by whom and why, and only a withdrawn one does."""
    assert messages(fields.withdrawal_explained(case(article(**added)))) == expected


def test_a_charter_without_a_clock_asks_for_no_start():
    """A rule whose number the charter leaves out does not apply."""
    lenient = charter().model_copy(update={"clocks": {}})
    assert said(judge(case(article(event_date=None), charter=lenient), TREE)) == []


def test_every_date_has_a_label_and_an_example():
    """A clock may run between any two dates of the front matter."""
    dated = {
        name for name, field in FrontMatter.model_fields.items() if "date" in str(field.annotation)
    }
    assert set(DATES) == dated
    assert dated <= LABELS.keys() & EXAMPLES.keys()
