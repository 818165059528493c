"""Many words found in one pass, by whichever fast matcher this machine can install."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Protocol

Found = tuple[int, int, int]
"""Start, end and the word's position in the list."""


class Automaton(Protocol):
    """Finds every occurrence of every word, overlapping ones too."""

    def find(self, text: str) -> list[Found]:
        """Where the words occur in a text."""

    def dump(self) -> bytes:
        """The compiled form that `compiled` reads again; b"" where there is none."""


class _Daachorse:
    """The fastest; it has no wheel for ARM servers."""

    def __init__(self, words: Sequence[str], dump: bytes, like: Sequence[str]) -> None:
        from daachorse import CharwiseDoubleArrayAhoCorasick as Charwise

        corpus = list(like) or None
        self._matcher = Charwise.deserialize(dump) if dump else Charwise(list(words), corpus=corpus)
        self.find = self._matcher.find_overlapping

    def dump(self) -> bytes:
        return self._matcher.serialize()


class _AhoCorasick:
    """Half as fast, and everywhere; building it is quick enough to need no dump."""

    def __init__(self, words: Sequence[str]) -> None:
        from ahocorasick_rs import AhoCorasick

        self._matcher = AhoCorasick(words)

    def find(self, text: str) -> list[Found]:
        return [
            (start, end, index)
            for index, start, end in self._matcher.find_matches_as_indexes(text, overlapping=True)
        ]

    def dump(self) -> bytes:
        return b""


class _Nothing:
    def find(self, text: str) -> list[Found]:  # noqa: ARG002 - the protocol's argument
        return []

    def dump(self) -> bytes:
        return b""


ENGINE = "daachorse" if find_spec("daachorse") else "ahocorasick_rs"
"""Names the matcher whose dumps these are."""


def compiled(words: Sequence[str], dump: bytes = b"", like: Sequence[str] = ()) -> Automaton:
    """A matcher for words that all differ and have something in them.

    It may be laid out for texts `like` these: what they come by then lies close together.
    A dump must come from this machine's own cache: the matcher trusts it.
    """
    if not words and not dump:
        return _Nothing()
    if ENGINE == "daachorse":
        return _Daachorse(words, dump, like)
    return _AhoCorasick(words)
