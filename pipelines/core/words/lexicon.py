"""Lexicons: words and set phrases with what is wrong about them and what to write instead."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from pipelines.core.schema import Day, Record, Text


class Severity(StrEnum):
    """What a hit does: block, call in a second reviewer, or be worth knowing; strongest first."""

    BLOCKS = "blocks"
    REVIEW = "review"
    NOTES = "notes"


class Category(StrEnum):
    """What a lexicon is about; rules and clauses go by it."""

    CONFUSION = "confusion"
    NAME = "name"
    PHRASE = "phrase"
    USAGE = "usage"
    ADVERTISING = "advertising"
    GAMBLING = "gambling"
    PORNOGRAPHY = "pornography"
    FRAUD = "fraud"
    VULGARITY = "vulgarity"
    SECRECY = "secrecy"
    BUSINESS = "business"


def _lines(value: Any) -> Any:
    """A long list may be one text with a word on each line."""
    return tuple(value.split("\n")) if isinstance(value, str) else value


class Entry(Record):
    """What is said of one word: its reason, its right form, and where it applies.

    `unless` are longer phrases in which the word is harmless; `split` are ways
    of writing it with a character taken apart; `until` is its last day.
    """

    why: Text | None = None
    correct: Text | None = None
    severity: Severity | None = None
    source: Text | None = None
    columns: tuple[Text, ...] = ()
    until: Day | None = None
    unless: tuple[Text, ...] = ()
    split: tuple[Text, ...] = ()


class Lexicon(Record):
    """One file of words, all of one category.

    `entries` are words with what is said of each; `words` is a plain list of
    them, one a line, for long ones. A `near` lexicon is the other way round:
    its entries are right, and what differs from one by a character is wrong.
    The words of a `disguised` one are also looked for by their sound.
    `allowed` are phrases that hide every word inside them.
    """

    name: Text
    category: Category
    severity: Severity = Severity.BLOCKS
    why: Text | None = None
    fix: Text | None = None
    source: Text | None = None
    near: bool = False
    disguised: bool = False
    entries: dict[Text, Entry] = Field(default_factory=dict)
    words: Annotated[
        tuple[str, ...], BeforeValidator(_lines, json_schema_input_type=tuple[str, ...] | str)
    ] = ()
    allowed: tuple[Text, ...] = ()
