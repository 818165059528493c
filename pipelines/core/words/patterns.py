"""Lexicons turned into patterns: what to look for, and what each pattern means."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from pipelines.core.words.bare import skipped
from pipelines.core.words.folding import HAN, fold
from pipelines.core.words.lexicon import Lexicon
from pipelines.core.words.terms import Meaning, Role, Term, is_disguised

SHORTEST_NEAR = 4
"""Characters a phrase needs before one of them may be wrong: shorter ones resemble too much."""
_PAUSES = "，。、；：！？|"
_BORDER = re.compile(f"(?<=[{HAN}])(?=[0-9a-z])|(?<=[0-9a-z])(?=[{HAN}])")


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
