"""Finds where letters of one word may stand apart, by what kind of character stands beside what."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from itertools import product, takewhile
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pipelines.core.tables import table
from pipelines.core.words import folding
from pipelines.core.words.folding import HAN, Codes, shapes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_QUOTES = "“”‘’《》〈〉「」『』【】〔〕"
PAUSES = f"，。；：！？、…—（）{_QUOTES}|"
"""Where prose pauses and tables divide."""
BORDER = "\0"
"""What no word goes across: between two texts, or two blocks of one."""
_INVISIBLE = (
    "\u00ad\u0300-\u036f\u0488\u0489\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f"
    "\ufe20-\ufe2f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_END = re.compile(
    r"&[#\w]{2,32};|<[^<>\0]*>"
    rf"|\](?<=[0-9A-Za-z{HAN}*_~`]\])(?:\([^()\n]*\)|\[[^\[\]\n]*\])(?=[0-9A-Za-z{HAN}*_~`\[<&])"
)
"""Entities, tags, and links that end inside a word."""
_CODE = re.compile(r"&[#\w]{2,32};|%[0-9a-fA-F]{2}|\\[uUx][0-9a-fA-F]{2}")
_FAR = 64
"""Characters around a code that are read with it."""
_ENDS_CODES = frozenset(" \t\n\0<>()[]\"'")


class Window(NamedTuple):
    """A stretch of text in which a word may be disguised."""

    start: int
    end: int


class Kind(IntEnum):
    """What a character of folded text is to a word; all but the first four are gaps."""

    HAN = 0
    NUMERAL = 1
    LATIN = 2
    DIGIT = 3
    LETTER = 4
    """A letter of another script, which may stand alone like the first of these."""
    PAUSE = 5
    BAR = 6
    OPENING = 7
    CLOSING = 8
    OPENING_SIGN = 9
    CLOSING_SIGN = 10
    NEWLINE = 11
    INVISIBLE = 12
    QUOTE = 13
    SIGN = 14
    CODE = 15
    """A sign with which markup, an entity or an escape begins or ends."""


Kinds: TypeAlias = "NDArray[np.uint8]"
"""The kind of each character of a text."""


_RANGES = (
    (Kind.LETTER, r"[^\W\d_]+"),
    (Kind.INVISIBLE, f"[{_INVISIBLE}]+"),
    (Kind.HAN, f"[{HAN}]+"),
    (Kind.NUMERAL, "[一二三四五六七八九十]"),
    (Kind.LATIN, "[a-z]+"),
    (Kind.DIGIT, "[0-9]+"),
    (Kind.PAUSE, f"[{PAUSES}{BORDER}]"),
    (Kind.BAR, r"\|"),
    (Kind.QUOTE, f"[{_QUOTES}]"),
    (Kind.OPENING, "（"),
    (Kind.CLOSING, "）"),
    (Kind.OPENING_SIGN, r"\("),
    (Kind.CLOSING_SIGN, r"\)"),
    (Kind.NEWLINE, "\n"),
    (Kind.CODE, r"[&%\\<\]]"),
)
"""Kinds as patterns; a later one takes precedence."""
_WORDS = {Kind.HAN, Kind.NUMERAL}
_ALONE = {Kind.HAN, Kind.LATIN, Kind.LETTER}
_LETTERS = {Kind.HAN, Kind.NUMERAL, Kind.LATIN, Kind.DIGIT}
_ANY = set(Kind)
_LINE = {Kind.NEWLINE}
_LATIN = {Kind.LATIN, Kind.DIGIT}
_GAPS = _ANY - _LETTERS
_STRONG = _GAPS - {Kind.PAUSE, Kind.BAR, Kind.QUOTE, Kind.OPENING, Kind.CLOSING}
_SIGNS = _STRONG | {Kind.BAR}
_OPENS = {Kind.OPENING, Kind.OPENING_SIGN}
_CLOSES = {Kind.CLOSING, Kind.CLOSING_SIGN}
_BRACKETS = _OPENS | _CLOSES | {Kind.QUOTE}
_AROUND = _GAPS - _BRACKETS


def _any(kinds: set[Kind]) -> bytes:
    """A character class of kinds."""
    return b"[" + b"".join(b"\\x%02x" % kind for kind in sorted(kinds)) + b"]"


_JOINT = re.compile(
    b"%(gap)s(?:(?<=%(word)s%(strong)s)(?!(?<=%(line)s)%(line)s)%(strong)s*+(?=%(word)s)"
    b"|(?<=%(around)s)(?=%(alone)s%(around)s)"
    b"|(?<=%(bracket)s)(?=%(alone)s%(bracket)s{1,2}%(alone)s%(bracket)s)"
    b"|(?<=%(closes)s)(?=%(alone)s%(opens)s)"
    b"|(?<!%(opens)s)(?=%(alone)s%(closes)s)"
    b"|(?<=%(closes)s)(?=%(opens)s)"
    b"|(?<=%(sign)s)(?=%(latin)s%(sign)s%(latin)s)"
    b"|(?<=%(unseen)s))"
    % {
        b"gap": _any(_GAPS),
        b"around": _any(_AROUND),
        b"bracket": _any(_BRACKETS),
        b"strong": _any(_STRONG),
        b"word": _any(_WORDS),
        b"line": _any(_LINE),
        b"alone": _any(_ALONE),
        b"opens": _any(_OPENS),
        b"closes": _any(_CLOSES),
        b"sign": _any(_SIGNS),
        b"latin": _any(_LATIN),
        b"unseen": _any({Kind.INVISIBLE}),
    }
)
"""In a text's kinds: something odd between two characters, or a character that stands alone."""
_BEGINNINGS = (
    (_WORDS, _STRONG, _WORDS, _ANY),
    (_WORDS, _STRONG - _LINE, _STRONG, _WORDS | _STRONG),
    (_WORDS, _LINE, _STRONG - _LINE, _WORDS | _STRONG),
    (_GAPS, _ALONE, _GAPS, _ANY),
    (_CLOSES, _OPENS, _ANY, _ANY),
    (_SIGNS, _LATIN, _SIGNS, _LATIN),
    ({Kind.INVISIBLE}, _ANY, _ANY, _ANY),
)
"""With which four kinds a joint begins, at its gap or the word before: told at once for a text."""
_BEYOND = bytes((Kind.NEWLINE,) * 3)
"""What stands for characters behind the last."""


def kinds(typed: Codes) -> Kinds:
    """The kinds of a text's code points, once they are folded."""
    return _kinds().take(typed)


def windows(text: str, seen: Kinds, reach: int) -> list[Window]:
    """Where letters of one word may stand apart, with `reach` characters on either side.

    `seen` are the kinds of the text's characters.
    """
    found: list[Window] = []
    for start, end in sorted([*_joints(seen), *_at_codes(_END, text, seen)]):
        first = max(0, start - reach)
        # Another text begins behind the border, and is no neighbour.
        first = text.rfind(BORDER, first, start) + 1 or first
        last = text.find(BORDER, end, end + reach)
        last = min(end + reach, len(text)) if last < 0 else last
        if found and first <= found[-1].end:
            found[-1] = Window(found[-1].start, max(found[-1].end, last))
        else:
            found.append(Window(first, last))
    return found


def _joints(seen: Kinds) -> Iterator[tuple[int, int]]:
    """Where something odd stands between two characters, or a character alone."""
    said = seen.tobytes()
    for place in _promising(said):
        # Where the gap begins: behind the word, or at once.
        if joint := _JOINT.match(said, place + (said[place] in _WORDS)):
            yield joint.span()


def _promising(said: bytes) -> list[int]:
    """Where four characters are of kinds with which a joint begins."""
    import numpy as np

    kinds = np.frombuffer(said + _BEYOND, np.uint8)
    pairs = (kinds[:-1] << 4 | kinds[1:]).tobytes()
    first, second = (pairs.translate(table) for table in _beginnings())
    begins = np.frombuffer(first, np.uint8)[:-2] & np.frombuffer(second, np.uint8)[2:]
    places: list[int] = (begins != 0).nonzero()[0].tolist()
    return places


def _at_codes(search: re.Pattern[str], text: str, seen: Kinds) -> list[tuple[int, int]]:
    """The spans that match where there is a sign of markup, an entity or an escape."""
    # A plain number: compared with any other, the kinds would be widened first.
    places = (seen == int(Kind.CODE)).nonzero()[0].tolist()
    return [found.span() for place in places if (found := search.match(text, place))]


@cache
def _kinds() -> Kinds:
    """The kind of each code point once it is folded."""
    import numpy as np

    return np.frombuffer(table("kinds", (__file__, folding.__file__), _kind_of_each), np.uint8)


def _kind_of_each() -> bytes:
    import numpy as np

    kinds = np.full(sys.maxunicode + 1, Kind.SIGN, dtype=np.uint8)
    # No letter is beyond this; surrogates are none.
    every = " " * 0x800
    every = "".join(map(chr, range(0xD800))) + every + "".join(map(chr, range(0xE000, 0xE1000)))
    for kind, pattern in _RANGES:
        for run in re.finditer(pattern, every):
            kinds[run.start() : run.end()] = kind
    return kinds[shapes()].tobytes()


@cache
def _beginnings() -> tuple[bytes, bytes]:
    """For two kinds, and for the two after them, the beginnings they fit: a bit for each."""
    first, second = bytearray(1 << 8), bytearray(1 << 8)
    for bit, begins in enumerate(_BEGINNINGS):
        for one, other in product(*begins[:2]):
            first[one << 4 | other] |= 1 << bit
        for one, other in product(*begins[2:]):
            second[one << 4 | other] |= 1 << bit
    return bytes(first), bytes(second)


def coded(text: str, seen: Kinds) -> list[Window]:
    """Where letters hide in entities or escapes, with what stands around them in the same word.

    Such a word may stand inside a tag or a link's target, which are gaps elsewhere.
    """
    found: list[Window] = []
    for start, end in _at_codes(_CODE, text, seen):
        if found and start < found[-1].end:
            continue
        first, last = max(0, start - _FAR), min(len(text), end + 4 * _FAR)
        before = takewhile(_inside_code, reversed(text[first:start]))
        after = takewhile(_inside_code, text[end:last])
        found.append(Window(start - len(list(before)), end + len(list(after))))
    return found


def _inside_code(character: str) -> bool:
    return character not in _ENDS_CODES
