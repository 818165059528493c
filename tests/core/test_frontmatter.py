"""The fields a correspondent writes above an article, typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.frontmatter import Answer, FrontMatter, validate


def test_nothing_is_a_whole_front_matter():
    """Which fields an article must carry is for the rules."""
    assert validate({}) == (FrontMatter(), [])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (["劳动保护", "民主管理"], ("劳动保护", "民主管理")),
        ("劳动保护,民主管理", ("劳动保护", "民主管理")),
        ("劳动保护，民主管理、 送温暖 ", ("劳动保护", "民主管理", "送温暖")),
        ("", ()),
    ],
)
def test_keywords_may_be_one_line(written, read):
    """Commas of any script separate keywords."""
    assert validate({"keywords": written})[0].keywords == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", Answer.NO),
        ("否", Answer.NO),
        ("False", Answer.NO),
        ("YES", Answer.YES),
        ("是", Answer.YES),
        ("true", Answer.YES),
        ("不确定", Answer.UNSURE),
    ],
)
def test_answers_in_the_words_people_use(written, read):
    """Secrecy's questions are answered with yes, no or unsure, in either language."""
    front, wrong = validate({"secrecy": {"secret": written}})
    assert wrong == []
    assert front.secrecy is not None
    assert front.secrecy.secret is read


def test_a_wrong_field_does_not_hide_the_others():
    """What does not fit counts as not written; the rest still says what it says."""
    front, wrong = validate({"title": "会议", "date": "morgen", "titel": "x", "unit": None})
    assert front == FrontMatter(title="会议")
    assert [(path, message.partition(":")[0]) for path, message in wrong] == [
        (("unit",), "unit is empty"),
        (("date",), "date"),
        (("titel",), "unknown field titel; did you mean title?"),
    ]


VALUES = st.recursive(
    st.none() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(
    st.dictionaries(st.sampled_from(sorted(FrontMatter.model_fields)) | st.text(max_size=5), VALUES)
)
def test_any_fields_are_typed_or_said(fields):
    """Whatever stands in the front matter, nothing is raised and nothing is lost unsaid."""
    front, wrong = validate(fields)
    unfit = {path[0] for path, message in wrong}
    kept = {key for key in fields if key not in unfit}
    assert kept == front.model_fields_set


def test_each_of_very_many_unknown_fields_is_named():
    """A file that is no article is answered all the same, and soon."""
    _front, wrong = validate({f"key{number}": "a" for number in range(20_000)})
    assert [path for path, _why in wrong] == [(f"key{number}",) for number in range(20_000)]
