"""What sounds like a banned word: a weak sign, worth a look."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from pipelines.core.case import Case
from pipelines.core.findings import Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.core.tables import table
from pipelines.core.words.automaton import Automaton, compiled
from pipelines.core.words.compiled import Lexicons
from pipelines.core.words.finder import each, is_han
from pipelines.core.words.folding import fold
from pipelines.rules.texts import readable

_SHORTEST = 3
"""Syllables a word needs: two alone sound like many others."""
_FIRST = 0xE000
"""Syllables are written as characters for private use, from here on."""


@rule("WRD302", clauses=["CZ-13"], weight=Weight.NOTES, alone=True)
def no_words_that_sound_banned(case: Case) -> Iterator[Problem]:
    """What is pronounced like a banned word of three characters or more is worth a look.

    Bad:  币威体欲
    Good: 体育比赛
    """
    lexicons = case.charter.lexicons
    words, automaton = _by_sound(lexicons)
    if not words:
        return
    for text, known in each(lexicons, readable(case), case.today):
        folded = fold(text.text)
        found = automaton.find(folded.translate(_syllables()))
        if not found:
            continue
        taken = {offset for hit in known for offset in range(hit.start, hit.end)}
        for start, end, sound in found:
            typed = folded[start:end]
            if typed == words[sound] or not taken.isdisjoint(range(start, end)):
                continue
            message = _("“{typed}” sounds like “{word}”").format(typed=typed, word=words[sound])
            yield Problem(
                text.place(start),
                text.say(message),
                _("if that is meant, remove it; if not, nothing needs to be done"),
            )


@lru_cache(maxsize=4)
def _by_sound(lexicons: Lexicons) -> tuple[list[str], Automaton]:
    """The disguised words of the lexicons, folded, and what finds their sounds."""
    sounds: dict[str, str] = {}
    for number in sorted(lexicons.disguised):
        word = fold(lexicons.words[number])
        if len(word) >= _SHORTEST and all(map(is_han, word)):
            sounds.setdefault(word.translate(_syllables()), word)
    return list(sounds.values()), compiled(list(sounds))


@cache
def _syllables() -> Mapping[int, str]:
    """Each Chinese character with one character for its commonest syllable, tones left out."""
    known: Mapping[int, str] = table("syllables", (__file__,), _pronounced)
    return known


def _pronounced() -> dict[int, str]:
    # Dear to load: several dictionaries come with it.
    from pypinyin import Style
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.style import convert

    first = {
        point: readings.partition(",")[0]
        for point, readings in PINYIN_DICT.items()
        if is_han(chr(point))
    }
    plain = {toned: convert(toned, Style.NORMAL, strict=False) for toned in set(first.values())}
    numbers = {syllable: number for number, syllable in enumerate(sorted(set(plain.values())))}
    return {point: chr(_FIRST + numbers[plain[toned]]) for point, toned in first.items()}
