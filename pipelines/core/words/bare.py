"""Text without what stands between its letters: separators, markup, escapes, invisible characters.

A word is disguised by what a reader skips: zero-width characters, spaces, dots,
emphasis, tags, a soft line break. What Chinese prose itself uses to pause is
different: two words that meet at a comma are no word, unless every character
stands alone.
"""

import re
from array import array
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import NamedTuple

from pipelines.core.words.folding import HAN, fold, foldable

PAUSES = "，。；：！？、…—“”‘’（）《》〈〉「」『』【】〔〕|"
"""Where prose pauses and tables divide."""
_INVISIBLE = (
    "\u00ad\u0300-\u036f\u0488\u0489\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f"
    "\ufe20-\ufe2f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_BETWEEN = f"[^0-9a-z{HAN}]"
_ALONE = "[^\\W\\d_一二三四五六七八九十]"
_ANYWHERE = re.compile(
    f"{_BETWEEN}(?:(?<=[{HAN}][^0-9a-z{HAN}{PAUSES}])(?!\\||\\n\\n){_BETWEEN}*+(?=[{HAN}])"
    f"|(?={_ALONE}[^0-9a-z{HAN}）)])"
    f"|(?<![（(])(?={_ALONE}[）)])"
    f"|(?<=[）)])(?=[（(])"
    f"|(?<=[{_INVISIBLE}]))"
)
"""In folded text: something odd between two characters, or a character that stands alone."""
_SIGNS = "!-/:-@\\[-`{-~·％＋－＝∶×÷≈≤≥℃→←★☆●■□◆▲△※～"
_PLAIN = (
    *(
        re.compile(
            f"{sign}(?:(?<=[{HAN}]{sign})(?!\\||\\n)[ \n\t{_SIGNS}]*+(?=[{HAN}])"
            f"|(?=[0-9a-z]{sign}[0-9a-z]))"
        )
        for sign in (" ", "\n", f"[\t{_SIGNS}]")
    ),
    *(re.compile(f"{mark}(?={_ALONE}[，。、；：！？])") for mark in "，。、；：！？"),
    re.compile("）（"),
)
"""The same for text of plain characters only: searches for one sign are ten times as fast."""
_CODED = re.compile(
    r"&[#\w]{2,32};|<[^<>]*>"
    rf"|\](?<=[0-9A-Za-z{HAN}*_~`]\])(?:\([^()\n]*\)|\[[^\[\]\n]*\])(?=[0-9A-Za-z{HAN}*_~`\[<&])"
)
"""Entities, tags, and links that end inside a word."""
_CODES = re.compile(r"&[#\w]{2,32};|%[0-9a-fA-F]{2}|\\[uUx][0-9a-fA-F]{2}")
_FAR = 64
"""Characters around a code that are read with it."""
_ENDS_CODES = frozenset(" \t\n<>()[]\"'")
_MARKUP = re.compile(r"<[^<>]*>|\]\([^()\n]*\)|\]\[[^\[\]\n]*\]")
_SKIPPED = re.compile(f"{_BETWEEN}+")

_TOKEN = re.compile(
    r"(?P<boundary>\0|\n[ \t>]*(?:\n|(?:[-+*]|\d{1,3}[.)])[ \t]|\#{1,6}[ \t]|```)"
    r"|</?(?:p|div|li|ul|ol|t[dhr]|table|h[1-6])(?:[\s/][^<>]*)?>)"
    r"|(?P<markup><[^<>]*>|\]\([^()\n]*\)|\]\[[^\[\]\n]*\])"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|(?P<escape>\\u[0-9A-Fa-f]{4}|\\U000[0-9A-Fa-f]{5}|\\x[0-9A-Fa-f]{2})",
    re.IGNORECASE,
)

NONE, JOINS, PAUSE, BOUNDARY = range(4)
"""What stands before a character of a bare text."""
_BREAK = "\0"


class Bare:
    """A stretch of text without its gaps; each character knows where it came from.

    `text` is folded; its character `i` is `source[starts[i]:ends[i]]`, and
    `gaps[i]` says what was skipped before it.
    """

    def __init__(self, source: str, start: int, end: int) -> None:
        self._letters: list[str] = []
        self._gap = NONE
        self.starts = array("l")
        self.ends = array("l")
        self.gaps = bytearray()
        at = start
        for token in _TOKEN.finditer(source, start, end):
            self._plain(source, at, token.start())
            self._token(token)
            at = token.end()
        self._plain(source, at, end)
        self.text = fold("".join(self._letters))

    def _plain(self, source: str, start: int, end: int) -> None:
        for offset in range(start, end):
            if source[offset] == "\n" and _ends_heading(source, offset):
                self._put(_BREAK, offset, offset + 1)
            else:
                self._take(source[offset], offset, offset + 1)

    def _take(self, character: str, start: int, end: int) -> None:
        if character in PAUSES:
            self._gap = max(self._gap, PAUSE)
        elif _is_letter(character):
            self._put(character, start, end)
        else:
            self._gap = max(self._gap, JOINS)

    def _put(self, character: str, start: int, end: int) -> None:
        self._letters.append(character)
        self.starts.append(start)
        self.ends.append(end)
        self.gaps.append(self._gap)
        self._gap = NONE

    def _token(self, token: re.Match[str]) -> None:
        start, end, text = token.start(), token.end(), token[0]
        if token["boundary"]:
            self._put(_BREAK, start, end)
        elif token["markup"]:
            self._gap = max(self._gap, JOINS)
        elif token["entity"]:
            for character in unescape(text):
                self._take(character, start, end)
        elif token["escape"]:
            self._take(chr(min(int(text[2:], 16), 0x10FFFF)), start, end)
        else:
            self._percent(text, start)

    def _percent(self, text: str, start: int) -> None:
        decoded = bytes.fromhex(text.replace("%", "")).decode("utf-8", "replace")
        for character in decoded:
            # What is no UTF-8 becomes one mark a byte, which is a gap.
            end = start + 3 * (1 if character == "\ufffd" else len(character.encode()))
            self._take(character, start, end)
            start = end


def _ends_heading(source: str, offset: int) -> bool:
    """Whether the line that ends here is a heading: the next one begins anew."""
    return source.startswith("#", source.rfind("\n", 0, offset) + 1)


def _is_letter(character: str) -> bool:
    """Whether a character can be part of a word; some letters are invisible, which no word has."""
    return character not in "\u115f\u1160\u3164\uffa0" and (
        character.isalnum() or fold(character).isalnum()
    )


class Window(NamedTuple):
    """A stretch of text in which a word may be disguised."""

    start: int
    end: int


def windows(text: str, folded: str, reach: int, *, plain: bool) -> Iterator[Window]:
    """Where letters of one word may stand apart, with `reach` characters on either side.

    `plain` text is what `is_plain` says it is.
    """
    start = end = -1
    for spot_start, spot_end in _spots(text, folded, plain):
        if end >= 0 and spot_start - reach <= end:
            end = max(end, spot_end + reach)
            continue
        if end >= 0:
            yield Window(start, min(end, len(text)))
        start, end = max(0, spot_start - reach), spot_end + reach
    if end >= 0:
        yield Window(start, min(end, len(text)))


def _spots(text: str, folded: str, plain: bool) -> list[tuple[int, int]]:
    searches = _PLAIN if plain else (_ANYWHERE,)
    spots = [joint.span() for search in searches for joint in search.finditer(folded)]
    if any(sign in text for sign in "&<]"):
        spots += [coded.span() for coded in _CODED.finditer(text)]
    return sorted(spots)


def is_plain(text: str) -> bool:
    """Whether all characters are those of ordinary prose: no symbols, no odd shapes of letters."""
    return len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text) and not (
        _unusual().search(text)
    )


@cache
def _unusual() -> re.Pattern[str]:
    """Finds a character of 16 bits that ordinary prose has no use for."""
    ranges = ((0xA0, 0x500), (0x1E00, 0x2C00), (0x3000, 0x3400), (0xFE00, 0x10000))
    there = {chr(point) for start, end in ranges for point in range(start, end)}
    there |= {character for character in foldable() if character < "\U00010000"}
    there -= {*PAUSES, *"·％＋－＝∶×÷≈≤≥℃→←★☆●■□◆▲△※～〇"}
    return re.compile("[" + "".join(map(re.escape, sorted(there))) + "]")


def skipped(folded: str) -> str:
    """A folded stretch with all that is no letter left out: quick, and blind to codes."""
    return _SKIPPED.sub("", _MARKUP.sub("", folded))


def coded(text: str) -> list[Window]:
    """Where letters hide in entities or escapes, with what stands around them in the same word.

    Such a word may stand inside a tag or a link's target, which are gaps elsewhere.
    """
    found: list[Window] = []
    if any(sign in text for sign in "&%\\"):
        for code in _CODES.finditer(text):
            if found and code.start() < found[-1].end:
                continue
            start, end = code.start(), code.end()
            first, last = max(0, start - _FAR), min(len(text), end + 4 * _FAR)
            while start > first and text[start - 1] not in _ENDS_CODES:
                start -= 1
            while end < last and text[end] not in _ENDS_CODES:
                end += 1
            found.append(Window(start, end))
    return found
