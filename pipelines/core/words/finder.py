"""Finds the lexicons' words in a text, at the exact place of each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from operator import ne
from typing import NamedTuple, Protocol, TypeVar

from pipelines.core.words.bare import PAUSE, Bare, skipped
from pipelines.core.words.compiled import Lexicons
from pipelines.core.words.folding import codes, fold, folded
from pipelines.core.words.gaps import BORDER, Window, coded, kinds, windows
from pipelines.core.words.lexicon import Severity
from pipelines.core.words.terms import Meaning, Role

_EDGE = f"\n{BORDER}\n"
"""Before, between and after texts, so that each has the same neighbours in any company."""
_BATCH = 1 << 16
"""Characters that are searched together."""
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
    """The words that apply in a text on a day in a column (None: in all)."""
    return _chosen(lexicons, search(lexicons, (text,))[0], day, column)


_Text = TypeVar("_Text", bound="Searched")


class Searched(Protocol):
    """A text and the column it stands in."""

    @property
    def text(self) -> str:
        """The text."""

    @property
    def column(self) -> str:
        """The column's id."""


def each(
    lexicons: Lexicons, texts: Iterable[_Text], day: date
) -> Iterator[tuple[_Text, list[Hit]]]:
    """Each text with the words that apply in it on a day."""
    for batch in _batches(texts):
        found = search(lexicons, tuple(one.text for one in batch))
        for one, there in zip(batch, found, strict=True):
            yield one, _chosen(lexicons, there, day, one.column)


def _batches(texts: Iterable[_Text]) -> Iterator[list[_Text]]:
    batch: list[_Text] = []
    length = 0
    for one in texts:
        batch.append(one)
        length += len(one.text)
        if length > _BATCH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _chosen(lexicons: Lexicons, found: Iterable[Hit], day: date, column: str | None) -> list[Hit]:
    """Of all hits those that apply on a day in a column, in order, none inside another.

    Where words overlap, the stronger one stays, then the longer one.
    """
    kept = [hit for hit in found if lexicons.applies(hit.term, day, column)]
    if len(kept) < 2:
        return kept
    apart: list[Hit] = []
    for hit in sorted(kept, key=lambda hit: _rank(lexicons, hit)):
        # What is chosen does not overlap, so only the neighbours can.
        place = bisect_left(apart, hit)
        before, after = apart[max(0, place - 1) : place], apart[place : place + 1]
        if all(one.end <= hit.start for one in before) and all(
            hit.end <= one.start for one in after
        ):
            apart.insert(place, hit)
    return apart


def _rank(lexicons: Lexicons, hit: Hit) -> tuple[int, int, int, int, int]:
    doubtful = int(hit.how in {How.SPLIT, How.DOUBTFUL})
    strength = _STRENGTH[lexicons.severity(lexicons.term(hit.term))]
    return doubtful, strength, hit.start - hit.end, hit.start, hit.term


@lru_cache(maxsize=1 << 12)
def search(lexicons: Lexicons, texts: tuple[str, ...]) -> tuple[tuple[Hit, ...], ...]:
    """Every hit in each text whatever the day and column, but for what allowed phrases hide.

    Several rules ask for the same texts, so the last texts' hits are kept. Texts
    are searched as one, which is twice as fast; no word goes on from one to the next.
    """
    lengths = (len(text) + len(_EDGE) for text in texts)
    starts = list(accumulate(lengths, initial=len(_EDGE)))
    hits_of: list[list[Hit]] = [[] for _text in texts]
    for hit in _search(lexicons, _EDGE.join(("", *texts, ""))):
        number = bisect_right(starts, hit.start) - 1
        start = starts[number]
        hits_of[number].append(hit._replace(start=hit.start - start, end=hit.end - start))
    return tuple(map(tuple, hits_of))


def _search(lexicons: Lexicons, text: str) -> list[Hit]:
    typed = codes(text)
    plain, seen = folded(typed), kinds(typed)
    collected = _Found(lexicons, plain)
    collected.directly(lexicons.automaton.find(plain))
    stretches = windows(text, seen, lexicons.reach)
    for start, end in (*_worth_a_look(lexicons, plain, stretches), *coded(text, seen)):
        collected.disguised(text, Bare(text, start, end))
    return sorted(collected.unmasked())


def _worth_a_look(lexicons: Lexicons, plain: str, stretches: Sequence[Window]) -> Iterator[Window]:
    """The windows that hold a word, or an entity, once what is no letter is left out."""
    bare = [skipped(plain[start:end]) for start, end in stretches]
    ends = list(accumulate(len(letters) + 1 for letters in bare))
    with_word = {bisect_right(ends, start) for start in lexicons.places("\0".join(bare))}
    coded = "&" in plain
    for number, (start, end) in enumerate(stretches):
        if number in with_word or (coded and "&" in plain[start:end]):
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
                # By far the most there are in prose.
                if meaning.role == Role.HALF:
                    self._half(start - meaning.offset, meaning.term)
                else:
                    self._take(start, end, meaning)

    def _take(self, start: int, end: int, meaning: Meaning) -> None:
        role, term, _offset = meaning
        if role in (Role.ALLOWED, Role.RIGHT):
            self._allow(start, end, meaning)
        elif role == Role.WORD:
            self._add(start, end, term, How.PLAIN)
        elif role == Role.SPLIT:
            self._add(start, end, term, How.SPLIT)
        elif role == Role.PAUSED:
            self._add(start, end, term, How.DOUBTFUL)
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
        wrong = _one_wrong(self.folded[start:end], phrase) if start >= 0 else None
        if wrong is not None and self._is_han(start + wrong):
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


@lru_cache(maxsize=4096)
def _one_wrong(there: str, phrase: str) -> int | None:
    """Where the one character is that differs; prose has few halves, and those many times."""
    if len(there) != len(phrase) or sum(map(ne, there, phrase)) != 1:
        return None
    return next(i for i, letter in enumerate(there) if letter != phrase[i])


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def is_han(character: str) -> bool:
    """Whether this is a Chinese character."""
    return "\u3400" <= character <= "\u9fff" or character == "\u3007" or character >= "\U00020000"
