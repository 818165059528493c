"""All lexicons of a charter in the form they are searched in, kept by content between runs."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.core.whole import write
from pipelines.core.words.automaton import ENGINE, Automaton, compiled
from pipelines.core.words.lexicon import Entry, Lexicon, Severity
from pipelines.core.words.terms import Doubt, Meaning, Role, Term, is_disguised

VERSION = f"4 {ENGINE}"
"""Names what a kept form depends on besides the files."""
_LONGEST = 32


class Source(NamedTuple):
    """A lexicon with its path below the charter folder and the line of each entry."""

    path: str
    lexicon: Lexicon
    lines: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Lexicons:
    """Terms, the patterns made of them, and what is doubtful about them.

    The terms stand in columns: `words`, the number of each one's lexicon in
    `heads`, its line there, and `details` of those that have any, as data.
    `senses` are the meanings of each pattern that `automaton` finds, a bare
    number being that of a term itself. `disguised` are the terms whose weak signs count.
    `reach` is how far a disguised word may go on around a gap, in characters.
    """

    paths: Sequence[str] = ()
    heads: Sequence[Lexicon] = ()
    words: Sequence[str] = ()
    homes: Sequence[int] = ()
    lines: Sequence[int] = ()
    details: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    senses: Sequence[int | Sequence[Meaning]] = ()
    automaton: Automaton = field(default_factory=lambda: compiled(()))
    disguised: frozenset[int] = frozenset()
    reach: int = 0
    doubts: Sequence[Doubt] = ()

    def term(self, number: int) -> Term:
        """The term of that number."""
        entry = Entry.model_validate(self.details.get(number, {}))
        return Term(self.words[number], self.homes[number], self.lines[number], entry)

    def head(self, number: int) -> Lexicon:
        """The lexicon that a term stands in, without its words."""
        return self.heads[self.homes[number]]

    def severity(self, term: Term) -> Severity:
        """A term's own severity, or its lexicon's."""
        return term.entry.severity or self.heads[term.lexicon].severity

    def applies(self, number: int, day: date, column: str | None) -> bool:
        """Whether a term applies on a day, in a column (None: in any)."""
        if number not in self.details:
            return True
        entry = self.term(number).entry
        return (entry.until is None or day <= entry.until) and (
            not entry.columns
            or column is None
            or any(column == mine or column.startswith(f"{mine}/") for mine in entry.columns)
        )

    def meanings(self, pattern: int) -> Sequence[Meaning]:
        """What a pattern means."""
        sense = self.senses[pattern]
        if isinstance(sense, int):
            return (Meaning(Role.WORD, sense),)
        return sense

    def places(self, text: str) -> Iterator[int]:
        """Where words of the lexicons begin in a folded text, allowed phrases aside."""
        return (
            start
            for start, _end, pattern in self.automaton.find(text)
            if any(meaning.role == Role.WORD for meaning in self.meanings(pattern))
        )


def compile_all(sources: Sequence[Source], kept: Path | None = None, key: str = "") -> Lexicons:
    """The lexicons ready to be searched; with `kept`, written there for the next run."""
    # Dear to load, and needed only where the words are others.
    from pipelines.core.words.lint import doubts
    from pipelines.core.words.patterns import patterns

    heads = [source.lexicon for source in sources]
    terms = [
        Term(word, number, source.lines.get(word, 1), entry)
        for number, source in enumerate(sources)
        for word, entry in _entries(source.lexicon)
    ]
    made = patterns(heads, terms)
    # Words resemble the texts they are looked for in.
    automaton = compiled(list(made), like=list(made))
    lexicons = Lexicons(
        paths=[source.path for source in sources],
        heads=[
            head.model_copy(update={"entries": {}, "words": (), "allowed": ()}) for head in heads
        ],
        words=[term.word for term in terms],
        homes=[term.lexicon for term in terms],
        lines=[term.line for term in terms],
        details=dict(_details(terms)),
        senses=[_sense(meanings) for meanings in made.values()],
        automaton=automaton,
        disguised=frozenset(
            number for number, term in enumerate(terms) if is_disguised(heads[term.lexicon], term)
        ),
        reach=min(max(map(len, made), default=0), _LONGEST),
        doubts=list(doubts(heads, terms, made, automaton)),
    )
    if kept is not None:
        _keep(kept, key, lexicons, list(made))
    return lexicons


def _entries(lexicon: Lexicon) -> list[tuple[str, Entry]]:
    plain = Entry()
    listed = ((word.strip(), plain) for word in lexicon.words if word.strip())
    return [*lexicon.entries.items(), *listed]


def _details(terms: Sequence[Term]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    plain = Entry()
    for number, term in enumerate(terms):
        if term.entry != plain:
            yield number, term.entry.model_dump(mode="json", exclude_defaults=True)


def _sense(meanings: Sequence[Meaning]) -> int | Sequence[Meaning]:
    """A pattern that is simply a term is its number: most are."""
    if len(meanings) == 1 and meanings[0].role == Role.WORD:
        return meanings[0].term
    return meanings


def content_key(files: Mapping[str, bytes]) -> str:
    """The name under which the compiled form of these files is kept."""
    digest = hashlib.sha256(VERSION.encode())
    for name in sorted(files):
        digest.update(f"\0{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _keep(folder: Path, key: str, lexicons: Lexicons, words: list[str]) -> None:
    """Write the compiled form; whoever reads meanwhile sees the old one or the whole new one."""
    dump = lexicons.automaton.dump()
    data = {part.name: getattr(lexicons, part.name) for part in fields(lexicons)}
    data |= {
        "heads": [head.model_dump(mode="json", exclude_defaults=True) for head in lexicons.heads],
        "disguised": sorted(lexicons.disguised),
        "automaton": [] if dump else words,
    }
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    whole = len(body).to_bytes(8, "big") + body + dump
    # A place that cannot be written to costs time at the next start, nothing else.
    with suppress(OSError):
        write(folder / key, hashlib.sha256(whole).digest() + whole)


def kept_form(folder: Path, key: str) -> Callable[[], Lexicons] | None:
    """What gives the compiled form as an earlier run left it, or None where it is not whole.

    The folder must be this machine's own: a release never reads it.
    """
    try:
        raw = (folder / key).read_bytes()
    except OSError:
        return None
    check, whole = raw[:32], raw[32:]
    return partial(_formed, whole) if hashlib.sha256(whole).digest() == check else None


def _formed(raw: bytes) -> Lexicons:
    end = 8 + int.from_bytes(raw[:8], "big")
    data = json.loads(raw[8:end])
    data |= {
        "heads": [Lexicon.model_validate(head) for head in data["heads"]],
        "details": {int(number): entry for number, entry in data["details"].items()},
        "doubts": [Doubt(*doubt) for doubt in data["doubts"]],
        "senses": [
            sense if isinstance(sense, int) else [Meaning(*meaning) for meaning in sense]
            for sense in data["senses"]
        ],
        "disguised": frozenset(data["disguised"]),
        "automaton": compiled(data["automaton"], raw[end:]),
    }
    return Lexicons(**data)
