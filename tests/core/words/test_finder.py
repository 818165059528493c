from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.core.words.bare import Bare
from pipelines.core.words.finder import How, each, hits
from pipelines.core.words.folding import fold
from tests.lexicons import evasions, lexicon, lexicons, of

DAY = date(2026, 11, 20)
WORDS = ("赌博", "六合彩", "必威体育", "澳门新葡京")
FOUND = of(*WORDS, "bet365", "澳门vip")


def typed(lexicons_, text, day=DAY, column=None):
    """What is found in a text, as it was typed."""
    return [text[hit.start : hit.end] for hit in hits(lexicons_, text, day, column)]


def meant(lexicons_, text, day=DAY, column=None):
    """The words that are found in a text."""
    return [lexicons_.words[hit.term] for hit in hits(lexicons_, text, day, column)]


def contexts(form):
    """A form at a line's start, middle and end, in a table's cell, in alt text, in a field."""
    return {
        "start": f"{form}的广告。\n",
        "middle": f"前面是{form}后面是别的。\n",
        "end": f"网页上写着{form}\n\n下一段。\n",
        "table": f"| 名称 | 说明 |\n| --- | --- |\n| {form} | 广告 |\n".replace("\n> ", " "),
        "alt text": f"![图上是{form}](a.jpg)\n",
        "field": f"---\ntitle: 关于{form}的通知\nkind: news\n---\n\n正文。\n",
    }


CASES = [
    pytest.param(word, text, id=f"{word}, {name}, {place}")
    for word in WORDS
    for name, form in evasions(word).items()
    for place, text in contexts(form).items()
]


@pytest.mark.parametrize(("word", "text"), CASES)
def test_survives_evasion(word, text):
    """Every disguise of every word is found wherever it stands, and the place is exact."""
    assert meant(FOUND, text) == [word]
    (found,) = hits(FOUND, text, DAY, None)
    assert Bare(text, found.start, found.end).text == word


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ＢＥＴ３６５", ["bet365"]),
        ("b e t 3 6 5", ["bet365"]),
        ("Ⓑⓔⓣ③⑥⑤", ["bet365"]),
        ("ВЕТ365", ["bet365"]),
        ("alphabet365", []),
        ("bet3650", []),
        ("澳門ＶＩＰ", ["澳门vip"]),
        ("澳门 VIP 厅", ["澳门vip"]),
        ("賭博", ["赌博"]),
        ("安全必威体育官网网址", ["必威体育"]),
        ("\\u5fc5威体育", ["必威体育"]),
    ],
)
def test_other_shapes_of_letters(text, found):
    """Width, case, alphabet, circles and script do not matter; a longer Latin word is another."""
    assert meant(FOUND, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "他们打了个赌，博物馆馆长输了。",
        "第一段说到赌\n\n博物馆在第二段。",
        "- 打赌\n- 博物馆\n",
        "## 打赌\n博物馆\n",
        "必威，体育两个词。",
        "<p>赌</p><p>博</p>",
    ],
)
def test_two_words_that_meet_are_no_word(text):
    """Where prose pauses, a paragraph ends or a list goes on, nothing firm is found."""
    assert {hit.how for hit in hits(FOUND, text, DAY, None)} <= {How.DOUBTFUL}


def test_a_pause_inside_two_characters_is_doubtful():
    """赌。博 may be a disguise and may be two sentences: worth a look."""
    assert [hit.how for hit in hits(FOUND, "赌。博", DAY, None)] == [How.DOUBTFUL]
    plain = of("赌博", disguised="false")
    assert hits(plain, "赌。博", DAY, None) == []


@pytest.mark.parametrize("text", ["六，合彩", "六合。彩", "必威|体育", "必：威体育"])
def test_one_pause_inside_a_longer_word_is_doubtful_too(text):
    """No prose pauses inside a name, yet a single pause is no more than a sign."""
    assert [hit.how for hit in hits(FOUND, text, DAY, None)] == [How.DOUBTFUL]


@pytest.mark.parametrize("text", ["必丶威丶体丶育", "赌丨博", "必《威《体《育《", "必）威）体）育"])
def test_strokes_and_brackets_separate_as_dots_do(text):
    """Some strokes of characters are used as dots and bars; brackets need not come in pairs."""
    assert [hit.how for hit in hits(FOUND, f"，{text}，", DAY, None)] == [How.DISGUISED]


def test_an_insertion_in_brackets_is_no_disguise():
    """县（区）总工会 is how offices write."""
    assert meant(of("县区总"), "各县（区）总工会") == []


class TestAllowed:
    found = of(entries={"口交": {"unless": ["路口交通"]}, "共产": {}}, allowed=["共产党"])

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("路口交通", []),
            ("路 口交通", []),
            ("口交", ["口交"]),
            ("路口交通和口交", ["口交"]),
            ("共产党", []),
            ("共产", ["共产"]),
        ],
    )
    def test_a_longer_allowed_phrase_masks_the_word(self, text, expected):
        """The longest allowed phrase hides the word inside it, and only there."""
        assert meant(self.found, text) == expected


def test_the_stronger_then_the_longer_word_stays():
    """Where words overlap, one finding stands."""
    both = of(entries={"赌博": {}, "赌博网站": {}, "打赌博": {"severity": "notes"}})
    assert meant(both, "打赌博网站") == ["赌博网站"]


def test_scope_and_end():
    """An entry applies in its columns and until its last day."""
    scoped = of(
        entries={
            "甲乙丙": {"columns": ["notices", "about"]},
            "丁戊己": {"until": "2026-11-20"},
        }
    )
    text = "甲乙丙，丁戊己"
    assert meant(scoped, text, DAY, "notices") == ["甲乙丙", "丁戊己"]
    assert meant(scoped, text, DAY, "about/leaders") == ["甲乙丙", "丁戊己"]
    assert meant(scoped, text, DAY, "union-news") == ["丁戊己"]
    assert meant(scoped, text, date(2026, 11, 21), "union-news") == []


class TestNear:
    phrase = "中华全国总工会"
    found = lexicons(
        lexicon(
            phrase,
            entries={"中国共产党": {"unless": ["中国共产主义"]}},
            near="true",
            category="phrase",
        )
    )

    def slips(self):
        phrase = self.phrase
        for i in range(len(phrase)):
            yield phrase[:i] + "错" + phrase[i + 1 :]
            yield phrase[:i] + phrase[i + 1 :]
            yield phrase[:i] + phrase[i] + phrase[i:]
        for i in range(len(phrase) - 1):
            yield phrase[:i] + phrase[i + 1] + phrase[i] + phrase[i + 2 :]

    def test_every_slip_is_found(self):
        """One character wrong, missing, doubled or swapped is a slip, wherever it is."""
        missed = [slip for slip in self.slips() if meant(self.found, slip) != [self.phrase]]
        assert missed == []
        inside = [
            slip for slip in self.slips() if meant(self.found, f"日前，{slip}。") != [self.phrase]
        ]
        assert inside == []

    @pytest.mark.parametrize(
        "text",
        [
            "中华全国总工会",
            "中华全国总工会会议",
            "中華全國總工會",
            "在中华全国总工会领导下",
            "其中中国共产党领导",
            "中国共产主义青年团",
            "中国共产党党员",
        ],
    )
    def test_the_right_form_is_silent(self, text):
        """The phrase itself, and what ordinary words around it look like, is no slip."""
        assert meant(self.found, text) == []


LETTERS = st.sampled_from([*"赌博必威体育六合彩工会，。 \n*-·|<>&%#（）[]\u200bＡａ1①賭"])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(LETTERS, st.text(max_size=3)), max_size=40).map("".join))
def test_an_offset_slices_the_text_to_the_match(text):
    """Whatever the text, what a hit slices out of it is its word, gaps left out."""
    for hit in hits(FOUND, text, DAY, None):
        assert 0 <= hit.start < hit.end <= len(text)
        word = fold(FOUND.words[hit.term])
        assert Bare(text, hit.start, hit.end).text == word


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([form for word in WORDS for form in evasions(word).values()]),
    st.text(alphabet="市总工会职工，。 ", max_size=20),
    st.text(alphabet="市总工会职工，。 ", max_size=20),
)
def test_a_disguised_word_is_found_between_any_prose(form, before, after):
    """What stands around a disguised word does not hide it."""
    assert meant(FOUND, f"{before}{form}{after}")


class Text(NamedTuple):
    """A text as the rules hand it over."""

    text: str
    column: str = "union-news"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(LETTERS, max_size=12).map("".join), max_size=8))
def test_texts_searched_together_are_searched_apart(texts):
    """What is found in a text does not depend on the texts that are searched with it."""
    together = [there for _text, there in each(FOUND, map(Text, texts), DAY)]
    assert together == [hits(FOUND, text, DAY, "union-news") for text in texts]


@pytest.mark.parametrize(("one", "other"), [("赌", "博"), ("赌<", ">博"), ("赌&nbsp", ";博")])
def test_no_word_goes_on_in_the_next_text(one, other):
    """The end of a text ends every word, even inside a tag."""
    assert [there for _text, there in each(FOUND, map(Text, (one, other)), DAY)] == [[], []]


@pytest.mark.parametrize("other", ["赌 博", "赌，博", "合 会", "博", "会\n", "（会）会"])
@pytest.mark.parametrize("one", ["六”合”彩", "六，合彩", "赌", "工会六—合—彩", "赌\n"])
def test_an_odd_neighbour_changes_nothing(one, other):
    """A disguise in one text does not let another be read with more suspicion."""
    for texts in ((one, other), (other, one)):
        together = [there for _text, there in each(FOUND, map(Text, texts), DAY)]
        assert together == [hits(FOUND, text, DAY, "union-news") for text in texts]


def test_many_texts_come_back_in_order():
    """A corpus is searched in batches; each text comes with its own hits."""
    texts = ["职工" * 500 + ("赌博" if number % 3 == 0 else "") for number in range(300)]
    found = [(len(text.text), len(there)) for text, there in each(FOUND, map(Text, texts), DAY)]
    assert found == [(len(text), int(text.endswith("赌博"))) for text in texts]
