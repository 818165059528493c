"""Finds the lexicons' words in a text, at the exact place of each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from pipelines.core.words.bare import PAUSE, Bare, Window, coded, is_plain, skipped, windows
from pipelines.core.words.compiled import Lexicons
from pipelines.core.words.folding import fold
from pipelines.core.words.lexicon import Severity
from pipelines.core.words.patterns import Meaning, Role, Term

_STRENGTH = {severity: rank for rank, severity in enumerate(Severity)}


class How(StrEnum):
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
    kept.sort(key=lambda pair: _rank(lexicons, *pair))
    chosen: list[Hit] = []
    for _term, hit in kept:
        # What is chosen does not overlap, so only the neighbours can.
        place = bisect_left(chosen, hit)
        before, after = chosen[max(0, place - 1) : place], chosen[place : place + 1]
        if all(one.end <= hit.start for one in before) and all(
            hit.end <= one.start for one in after
        ):
            chosen.insert(place, hit)
    return chosen


def _rank(lexicons: Lexicons, term: Term, hit: Hit) -> tuple[int, int, int, int, int]:
    doubtful = int(hit.how in {How.SPLIT, How.DOUBTFUL})
    strength = _STRENGTH[lexicons.severity(term)]
    return doubtful, strength, hit.start - hit.end, hit.start, hit.term


@lru_cache(maxsize=1 << 15)
def search(lexicons: Lexicons, text: str) -> tuple[Hit, ...]:
    """Every hit whatever the day and column; what a longer allowed phrase hides is left out.

    Several rules ask for the same text, so the last texts' hits are kept.
    """
    plain = is_plain(text)
    folded = text.lower() if plain else fold(text)
    found = lexicons.automaton.find(folded)
    collected = _Found(lexicons, folded)
    collected.directly(found)
    stretches = list(windows(text, folded, lexicons.reach, plain=plain))
    for start, end in (*_worth_a_look(lexicons, folded, stretches), *coded(text)):
        collected.disguised(text, Bare(text, start, end))
    return tuple(sorted(collected.unmasked()))


def _worth_a_look(lexicons: Lexicons, folded: str, stretches: Sequence[Window]) -> Iterator[Window]:
    """The windows that hold a word, or an entity, once what is no letter is left out."""
    bare = [skipped(folded[start:end]) for start, end in stretches]
    if bare and (lexicons.holds_word("\0".join(bare)) or "&" in folded):
        for (start, end), letters in zip(stretches, bare, strict=True):
            if "&" in folded[start:end] or lexicons.holds_word(letters):
                yield Window(start, end)


class _Found:
    """Hits and masks of one text, collected pattern by pattern."""

    def __init__(self, lexicons: Lexicons, folded: str) -> None:
        self.lexicons = lexicons
        self.folded = folded
        self.hits: dict[tuple[int, int, int], How] = {}
        self.masks: set[tuple[int, int]] = set()
        self.right: dict[int, list[int]] = {}

    def directly(self, found: Iterable[tuple[int, int, int]]) -> None:
        """What stands in the folded text as it is."""
        for start, end, pattern in found:
            for meaning in self.lexicons.meanings(pattern):
                self._take(start, end, meaning)

    def _take(self, start: int, end: int, meaning: Meaning) -> None:
        role, term, offset = meaning
        if role in (Role.ALLOWED, Role.RIGHT):
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
            self.right.setdefault(meaning.term, []).append(start)

    def _half(self, start: int, term: int) -> None:
        """One half of a right phrase is there; the other may differ by one character."""
        phrase = _phrase(self.lexicons.words[term])
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

    def disguised(self, text: str, bare: Bare) -> None:
        """What stands in the text once gaps are left out."""
        for first, last, pattern in self.lexicons.automaton.find(bare.text):
            start, end = bare.starts[first], bare.ends[last - 1]
            gaps = [
                (gap, text[bare.ends[i] : bare.starts[i + 1]])
                for i, gap in enumerate(bare.gaps[first + 1 : last], start=first)
            ]
            for role, term, _offset in self.lexicons.meanings(pattern):
                if role in {Role.ALLOWED, Role.RIGHT}:
                    if all(gap != PAUSE for gap, _between in gaps):
                        self.masks.add((start, end))
                elif role == Role.WORD and (how := self._how(gaps, term)):
                    self._add(start, end, term, how)

    def _how(self, gaps: list[tuple[int, str]], term: int) -> How | None:
        """What the gaps inside a word say; where prose merely pauses, there are two words."""
        pauses = [between for gap, between in gaps if gap == PAUSE]
        if not pauses:
            return How.DISGUISED
        if len(gaps) == 1:
            return How.DOUBTFUL if term in self.lexicons.disguised else None
        if len(gaps) == 2 and gaps[0][1] in {"（", "("} and gaps[1][1] in {"）", ")"}:
            return None  # 县（区）总工会: an insertion
        return How.DISGUISED if all(gap for gap, _between in gaps) else None

    def unmasked(self) -> Iterator[Hit]:
        """The hits that no allowed phrase hides; a doubtful one must not even touch one."""
        masks = sorted(self.masks)
        starts = [start for start, _end in masks]
        reach = list(accumulate((end for _start, end in masks), max))
        for (start, end, term), how in self.hits.items():
            if how is How.DOUBTFUL:
                before = bisect_left(starts, end)
                masked = before > 0 and reach[before - 1] > start
            else:
                before = bisect_right(starts, start)
                masked = before > 0 and reach[before - 1] >= end
            if not masked and not (how is How.NEAR and self._beside_right(start, end, term)):
                yield Hit(start, end, term, how)

    def _beside_right(self, start: int, end: int, term: int) -> bool:
        """Whether the slip overlaps its own right form and is no doubled end of it."""
        starts = self.right.get(term, [])
        length = len(_phrase(self.lexicons.words[term]))
        first, last = bisect_right(starts, start - length), bisect_left(starts, end)
        return any(not (start <= one and one + length <= end) for one in starts[first:last])


@lru_cache(maxsize=4096)
def _phrase(word: str) -> str:
    return fold(word)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def is_han(character: str) -> bool:
    """Whether this is a Chinese character."""
    return "\u3400" <= character <= "\u9fff" or character == "\u3007" or character >= "\U00020000"
