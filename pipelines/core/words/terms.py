"""What lexicons are made of when they are searched: terms, what patterns mean, what is doubtful."""

from enum import IntEnum
from typing import NamedTuple

from pipelines.core.words.lexicon import Entry, Lexicon


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


class Doubt(NamedTuple):
    """What is doubtful (one of the names in `lint`) about which term, and the other word in it."""

    what: str
    term: int
    other: str = ""


def is_disguised(lexicon: Lexicon, term: Term) -> bool:
    """Whether weak signs of a word count: only for reviewed entries, not for long plain lists."""
    return lexicon.disguised and term.word in lexicon.entries
