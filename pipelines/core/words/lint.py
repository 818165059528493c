"""What is doubtful about the lexicons themselves."""

from collections.abc import Iterator, Mapping, Sequence

from pipelines.core.words.automaton import Automaton
from pipelines.core.words.bare import skipped
from pipelines.core.words.folding import fold
from pipelines.core.words.lexicon import Lexicon, Severity
from pipelines.core.words.patterns import SHORTEST_NEAR
from pipelines.core.words.terms import Doubt, Meaning, Role, Term

SINGLE = "single"
AGAIN = "again"
WEAKER = "weaker"
ALLOWED = "allowed"
USELESS = "useless"
BANNED_FORM = "banned form"
SHORT = "short"

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def doubts(
    lexicons: Sequence[Lexicon],
    terms: Sequence[Term],
    patterns: Mapping[str, Sequence[Meaning]],
    automaton: Automaton,
) -> Iterator[Doubt]:
    """Terms of one character, terms that can never be found, terms that contradict each other."""
    held = list(patterns.values())
    for number, term in enumerate(terms):
        near = lexicons[term.lexicon].near
        word = fold(term.word)
        bare = skipped(word)
        if len(bare) < 2:
            yield Doubt(SINGLE, number)
            continue
        if near and len(word) < SHORTEST_NEAR:
            yield Doubt(SHORT, number)
        if not near:
            yield from (Doubt(what, number, other) for what, other in _own(term, word))
        inside = _inside(word, held, automaton)
        yield from dict.fromkeys(_contradictions(lexicons, terms, number, near, inside))
        if term.entry.correct is not None:
            yield from _correct(terms, number, term.entry.correct, held, automaton)


def _own(term: Term, word: str) -> Iterator[tuple[str, str]]:
    """A phrase that is to hide the word has to have it inside, and something around it."""
    for phrase in term.entry.unless:
        if word not in fold(phrase):
            yield USELESS, phrase
        elif word == fold(phrase):
            yield ALLOWED, phrase


def _inside(
    text: str, held: Sequence[Sequence[Meaning]], automaton: Automaton
) -> list[tuple[int, int, Meaning]]:
    return [
        (start, end, meaning)
        for start, end, pattern in automaton.find(text)
        for meaning in held[pattern]
    ]


def _contradictions(
    lexicons: Sequence[Lexicon],
    terms: Sequence[Term],
    number: int,
    near: bool,
    inside: Sequence[tuple[int, int, Meaning]],
) -> Iterator[Doubt]:
    """What the other terms make of a term's own word."""
    length = max((end for _start, end, _meaning in inside), default=0)
    mine = _severity(lexicons, terms[number])
    for start, end, (role, other, _offset) in inside:
        whole = (start, end) == (0, length)
        if role == Role.ALLOWED and whole and other != number and not near:
            yield Doubt(ALLOWED, number)
        if role != Role.WORD or other == number or not _everywhere(terms[other]):
            continue
        word = terms[other].word
        if near:
            yield Doubt(BANNED_FORM, number, word)
        elif whole and other < number:
            yield Doubt(AGAIN, number, word)
        elif not whole and _RANK[_severity(lexicons, terms[other])] < _RANK[mine]:
            yield Doubt(WEAKER, number, word)


def _correct(
    terms: Sequence[Term],
    number: int,
    correct: str,
    held: Sequence[Sequence[Meaning]],
    automaton: Automaton,
) -> Iterator[Doubt]:
    """The right form must not be wrong itself."""
    inside = _inside(fold(correct), held, automaton)
    masks = [(a, b) for a, b, meaning in inside if meaning.role in {Role.ALLOWED, Role.RIGHT}]
    for start, end, (role, other, _offset) in inside:
        if role == Role.WORD and not any(a <= start and end <= b for a, b in masks):
            yield Doubt(BANNED_FORM, number, terms[other].word)


def _severity(lexicons: Sequence[Lexicon], term: Term) -> Severity:
    return term.entry.severity or lexicons[term.lexicon].severity


def _everywhere(term: Term) -> bool:
    return term.entry.until is None and not term.entry.columns
