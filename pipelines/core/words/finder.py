"""Finds the lexicons' words in a text, at the exact place of each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from pipelines.core.words.bare import PAUSE, Bare, Window, coded, skipped, windows
from pipelines.core.words.compiled import Lexicons
from pipelines.core.words.folding import fold
from pipelines.core.words.lexicon import Category, Severity
from pipelines.core.words.patterns import Meaning, Role, Term

_STRENGTH = {severity: rank for rank, severity in enumerate(Severity)}


class How(Enum):
    """How a word stands in the text; a doubtful one may be two words that meet at a pause."""

    PLAIN = "plain"
    DISGUISED = "disguised"
    SPLIT = "split"
    DOUBTFUL = "doubtful"
    NEAR = "near"


class Hit(NamedTuple):
    """A term of the lexicons at `text[start:end]`."""

    start: int
    end: int
    term: int
    how: How


def hits(lexicons: Lexicons, text: str, day: date, column: str | None) -> list[Hit]:
    """The words that apply on a day in a column (None: in all), in order, none inside another.

    Where words overlap, the stronger one stays, then the longer one.
    """
    kept = [
        (lexicons.term(hit.term), hit)
        for hit in search(lexicons, text)
        if lexicons.applies(hit.term, day, column)
    ]
    if len(kept) > 1:
        kept.sort(key=lambda pair: _rank(lexicons, *pair))
    chosen: list[Hit] = []
    for _term, hit in kept:
        if not any(hit.start < other.end and other.start < hit.end for other in chosen):
            chosen.append(hit)
    return sorted(chosen)


def _rank(lexicons: Lexicons, term: Term, hit: Hit) -> tuple[int, int, int, int, int]:
    doubtful = int(hit.how in {How.SPLIT, How.DOUBTFUL})
    strength = _STRENGTH[lexicons.severity(term)]
    return doubtful, strength, hit.start - hit.end, hit.start, hit.term


@lru_cache(maxsize=1 << 15)
def search(lexicons: Lexicons, text: str) -> tuple[Hit, ...]:
    """Every hit whatever the day and column; what a longer allowed phrase hides is left out.

    Several rules ask for the same text, so the last texts' hits are kept.
    """
    folded = fold(text)
    found = _Found(lexicons, text, folded)
    found.directly()
    stretches = list(windows(text, folded, lexicons.reach))
    if stretches and (stretches := list(_worth_a_look(lexicons, text, folded, stretches))):
        for stretch in stretches:
            found.disguised(Bare(text, *stretch))
    return tuple(sorted(found.unmasked(), key=lambda hit: hit[:3]))


def _worth_a_look(
    lexicons: Lexicons, text: str, folded: str, stretches: Sequence[Window]
) -> Iterator[Window]:
    """The windows that hold a word once what is no letter is left out, or hold codes."""
    for start, end in stretches:
        if coded(text[start:end]) or lexicons.holds_word(skipped(folded[start:end])):
            yield Window(start, end)


class _Found:
    """Hits and masks of one text, collected pattern by pattern."""

    def __init__(self, lexicons: Lexicons, text: str, folded: str) -> None:
        self.lexicons = lexicons
        self.text = text
        self.folded = folded
        self.hits: dict[tuple[int, int, int], How] = {}
        self.masks: set[tuple[int, int]] = set()
        self.right: set[tuple[int, int, int]] = set()

    def directly(self) -> None:
        """What stands in the folded text as it is."""
        for start, end, pattern in self.lexicons.automaton.find(self.folded):
            for meaning in self.lexicons.meanings[pattern]:
                self._take(start, end, Meaning(*meaning))

    def _take(self, start: int, end: int, meaning: Meaning) -> None:
        role, term, offset = meaning
        if role in {Role.ALLOWED, Role.RIGHT}:
            self._allow(start, end, meaning)
        elif role == Role.WORD:
            self._add(start, end, term, How.PLAIN)
        elif role == Role.SPLIT:
            self._add(start, end, term, How.SPLIT)
        elif role == Role.PAUSED:
            self._add(start, end, term, How.DOUBTFUL)
        elif role == Role.HALF:
            self._half(start - offset, term)
        elif (role != Role.DOUBLED_FIRST or not self._is_han(start - 1)) and (
            role != Role.DOUBLED_LAST or not self._is_han(end)
        ):
            # 其中中国工会 and 总工会会议 are no slips: an end doubled counts at a pause only.
            self._add(start, end, term, How.NEAR)

    def _allow(self, start: int, end: int, meaning: Meaning) -> None:
        self.masks.add((start, end))
        if meaning.role == Role.RIGHT:
            self.right.add((start, end, meaning.term))

    def _half(self, start: int, term: int) -> None:
        """One half of a right phrase is there; the other may differ by one character."""
        phrase = self.lexicons.folded(term)
        end = start + len(phrase)
        there = self.folded[start:end] if start >= 0 else ""
        if len(there) != len(phrase) or there == phrase:
            return
        wrong = [i for i, (a, b) in enumerate(zip(there, phrase, strict=True)) if a != b]
        if len(wrong) == 1 and self._is_han(start + wrong[0]):
            self._add(start, end, term, How.NEAR)

    def _is_han(self, offset: int) -> bool:
        return 0 <= offset < len(self.folded) and is_han(self.folded[offset])

    def _add(self, start: int, end: int, term: int, how: How) -> None:
        if self._inside_latin(start, end):
            return
        self.hits.setdefault((start, end, term), how)

    def _inside_latin(self, start: int, end: int) -> bool:
        """Whether a Latin word or number goes on beyond the hit: “bet” in “alphabet”."""
        before = self.folded[start - 1 : start]
        after = self.folded[end : end + 1]
        return (_latin(self.folded[start]) and _latin(before)) or (
            _latin(self.folded[end - 1]) and _latin(after)
        )

    def disguised(self, bare: Bare) -> None:
        """What stands in the text once gaps are left out."""
        for first, last, pattern in self.lexicons.automaton.find(bare.text):
            start, end = bare.starts[first], bare.ends[last - 1]
            gaps = bare.gaps[first + 1 : last]
            for role, term, _offset in self.lexicons.meanings[pattern]:
                if role in {Role.ALLOWED, Role.RIGHT}:
                    if PAUSE not in gaps:
                        self.masks.add((start, end))
                elif role == Role.WORD and (how := self._how(gaps, term)):
                    self._add(start, end, term, how)

    def _how(self, gaps: bytearray, term: int) -> How | None:
        if PAUSE not in gaps:
            return How.DISGUISED
        if all(gaps) and len(gaps) > 1:
            return How.DISGUISED
        if len(gaps) == 1 and self.lexicons.head(term).disguised:
            return How.DOUBTFUL
        return None

    def unmasked(self) -> Iterator[Hit]:
        """The hits that no allowed phrase hides."""
        for (start, end, term), how in self.hits.items():
            if not _within(start, end, self.masks) and not (
                how is How.NEAR and self._beside_right(start, end, term)
            ):
                yield Hit(start, end, term, how)

    def _beside_right(self, start: int, end: int, term: int) -> bool:
        """Whether the slip overlaps its own right form and is no doubled end of it."""
        return any(
            mine == term
            and start < right_end
            and right_start < end
            and not (start <= right_start and right_end <= end)
            for right_start, right_end, mine in self.right
        )


def _within(start: int, end: int, masks: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in masks)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def is_han(character: str) -> bool:
    """Whether this is a Chinese character."""
    return "\u3400" <= character <= "\u9fff" or character == "\u3007" or character >= "\U00020000"


def of_categories(
    lexicons: Lexicons, found: Iterable[Hit], categories: frozenset[Category]
) -> list[Hit]:
    """Those hits whose lexicon is about one of the categories."""
    return [hit for hit in found if lexicons.head(hit.term).category in categories]
