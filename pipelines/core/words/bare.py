"""Text without what stands between its letters: separators, markup, escapes, invisible characters.

A word is disguised by what a reader skips: zero-width characters, spaces, dots,
emphasis, tags, a soft line break. What Chinese prose itself uses to pause is
different: two words that meet at a comma are no word, unless every character
stands alone.
"""

import re
from collections.abc import Sequence
from html import unescape
from itertools import accumulate

from pipelines.core.words.folding import HAN, fold
from pipelines.core.words.gaps import BORDER, PAUSES

_MARKUP = re.compile(r"<[^<>\0]*>|\]\([^()\n]*\)|\]\[[^\[\]\n]*\]")
_SKIPPED = re.compile(f"[^0-9a-z{HAN}]+")
_UNSEEN = "\u115f\u1160\u3164\uffa0"
"""Letters that cannot be seen, which no word has."""
_PIECE = re.compile(
    rf"(?P<letters>[^\W_{_UNSEEN}]+)|(?P<pause>[{PAUSES}]+)|(?P<line>\n)|(?P<other>.)"
)
_TOKEN = re.compile(
    r"(?P<boundary>\0|\n[ \t>]*(?:\n|(?:[-+*]|\d{1,3}[.)])[ \t]|\#{1,6}[ \t]|```)"
    r"|</?(?:p|div|li|ul|ol|t[dhr]|table|h[1-6])(?:[\s/][^<>\0]*)?>)"
    rf"|(?P<markup>{_MARKUP.pattern})"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<percent>(?:%[0-9A-Fa-f]{2})+)"
    r"|(?P<escape>\\u[0-9A-Fa-f]{4}|\\U000[0-9A-Fa-f]{5}|\\x[0-9A-Fa-f]{2})",
    re.IGNORECASE,
)

NONE, JOINS, PAUSE, BOUNDARY = range(4)
"""What stands before a character of a bare text."""


class Bare:
    """A stretch of text without its gaps; each character knows where it came from.

    `text` is folded; its character `i` is `source[starts[i]:ends[i]]`, and
    `gaps[i]` says what was skipped before it.
    """

    def __init__(self, source: str, start: int, end: int) -> None:
        self._letters: list[str] = []
        self._gap = NONE
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.gaps = bytearray()
        self._source = source
        shapes = fold(source[start:end])
        at = start
        for token in _TOKEN.finditer(source, start, end):
            self._plain(at, shapes[at - start : token.start() - start])
            self._token(token)
            at = token.end()
        self._plain(at, shapes[at - start :])
        self.text = "".join(self._letters)

    def _plain(self, start: int, shapes: str) -> None:
        end = start + len(shapes)
        self._read(shapes, range(start, end), range(start + 1, end + 1))

    def _read(self, shapes: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        """Read folded characters, each with where it starts and ends."""
        for piece in _PIECE.finditer(shapes):
            kind, first, last = piece.lastgroup, piece.start(), piece.end()
            if kind == "letters":
                self._put(piece[0], starts[first:last], ends[first:last])
            elif kind == "pause":
                self._gap = PAUSE
            elif kind == "line" and _ends_heading(self._source, starts[first]):
                self._put(BORDER, starts[first:last], ends[first:last])
            else:
                self._gap = max(self._gap, JOINS)

    def _put(self, letters: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        self._letters.append(letters)
        self.starts.extend(starts)
        self.ends.extend(ends)
        self.gaps.append(self._gap)
        self.gaps.extend(bytes(len(letters) - 1))
        self._gap = NONE

    def _token(self, token: re.Match[str]) -> None:
        start, end, text = token.start(), token.end(), token[0]
        if token["boundary"]:
            self._put(BORDER, (start,), (end,))
        elif token["markup"]:
            self._gap = max(self._gap, JOINS)
        elif token["entity"]:
            shapes = fold(unescape(text))
            self._read(shapes, (start,) * len(shapes), (end,) * len(shapes))
        elif token["escape"]:
            self._read(fold(chr(min(int(text[2:], 16), 0x10FFFF))), (start,), (end,))
        else:
            self._percent(text, start)

    def _percent(self, text: str, start: int) -> None:
        decoded = bytes.fromhex(text.replace("%", "")).decode("utf-8", "replace")
        # What is no UTF-8 becomes one mark a byte, which is a gap.
        lengths = (3 * (1 if letter == "\ufffd" else len(letter.encode())) for letter in decoded)
        places = list(accumulate(lengths, initial=start))
        self._read(fold(decoded), places[:-1], places[1:])


def _ends_heading(source: str, offset: int) -> bool:
    """Whether a line ends here that is a heading: the next one begins anew."""
    return source[offset] == "\n" and source.startswith("#", source.rfind("\n", 0, offset) + 1)


def skipped(folded: str) -> str:
    """A folded stretch with all that is no letter left out: quick, and blind to codes."""
    return _SKIPPED.sub("", _MARKUP.sub("", folded))
