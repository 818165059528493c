"""Lexicons turned into patterns: what to look for, and what each pattern means."""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import product
from typing import NamedTuple

from pipelines.core.words.bare import skipped
from pipelines.core.words.folding import HAN, fold
from pipelines.core.words.lexicon import Entry, Lexicon

SHORTEST_NEAR = 4
"""Characters a phrase needs before one of them may be wrong: shorter ones resemble too much."""
_PAUSES = "，。、；：！？|"
_BORDER = re.compile(f"(?<=[{HAN}])(?=[0-9a-z])|(?<=[0-9a-z])(?=[{HAN}])")


class Role(IntEnum):
    """What a pattern means for the term it was made from."""

    WORD = 0
    ALLOWED = 1
    RIGHT = 2
    NEAR = 3
    DOUBLED_FIRST = 4
    DOUBLED_LAST = 5
    HALF = 6
    SPLIT = 7
    PAUSED = 8


class Meaning(NamedTuple):
    """A role, the number of the term, and for a half where in its phrase it begins."""

    role: int
    term: int
    offset: int = 0


class Term(NamedTuple):
    """One word of one lexicon with all that is said of it."""

    word: str
    lexicon: int
    line: int
    entry: Entry


def patterns(lexicons: Sequence[Lexicon], terms: Sequence[Term]) -> dict[str, list[Meaning]]:
    """Every folded pattern with its meanings, in the order of the lexicons."""
    made: dict[str, list[Meaning]] = {}
    for number, term in enumerate(terms):
        for pattern, meaning in _of_term(lexicons[term.lexicon], number, term):
            if pattern:
                made.setdefault(pattern, []).append(meaning)
    for lexicon in lexicons:
        for phrase in lexicon.allowed:
            made.setdefault(fold(phrase), []).append(Meaning(Role.ALLOWED, -1))
    return made


def is_disguised(lexicon: Lexicon, term: Term) -> bool:
    """Whether weak signs of a word count: only for reviewed entries, not for long plain lists."""
    return lexicon.disguised and term.word in lexicon.entries


def allowed_by(term: Term) -> Iterator[str]:
    """The phrases in which a term is harmless: those it names, and its right form around it."""
    yield from term.entry.unless
    correct = term.entry.correct
    if correct is not None and fold(term.word) in fold(correct):
        yield correct


def _of_term(lexicon: Lexicon, number: int, term: Term) -> Iterator[tuple[str, Meaning]]:
    word = fold(term.word)
    for phrase in allowed_by(term):
        yield fold(phrase), Meaning(Role.ALLOWED, number)
    if lexicon.near:
        yield from _near(word, number)
        return
    # In the order of likelihood; a word without signs inside is all three.
    for form in dict.fromkeys((word, skipped(word), _BORDER.sub(" ", word))):
        yield form, Meaning(Role.WORD, number)
    for written in term.entry.split:
        yield fold(written), Meaning(Role.SPLIT, number)
    if is_disguised(lexicon, term):
        for place, pause in product(range(1, len(word)), _PAUSES):
            yield word[:place] + pause + word[place:], Meaning(Role.PAUSED, number)


def _near(phrase: str, number: int) -> Iterator[tuple[str, Meaning]]:
    """A right phrase, what it becomes by one slip, and its halves: one survives a wrong letter."""
    length = len(phrase)
    yield phrase, Meaning(Role.RIGHT, number)
    if length < SHORTEST_NEAR:
        return
    near = Meaning(Role.NEAR, number)
    # A short phrase without its end is often another word: 全国总工会 and 全国总工.
    inner = range(1, length - 1) if length < 6 else range(length)
    slips = {phrase[:i] + phrase[i + 1 :]: near for i in inner}
    slips |= {
        phrase[:i] + phrase[i + 1] + phrase[i] + phrase[i + 2 :]: near for i in range(length - 1)
    }
    slips |= {phrase[: i + 1] + phrase[i:]: near for i in range(1, length - 1)}
    slips[phrase[0] + phrase] = Meaning(Role.DOUBLED_FIRST, number)
    slips[phrase + phrase[-1]] = Meaning(Role.DOUBLED_LAST, number)
    slips.pop(phrase, None)
    yield from slips.items()
    half = length // 2
    yield phrase[:half], Meaning(Role.HALF, number)
    yield phrase[half:], Meaning(Role.HALF, number, half)
