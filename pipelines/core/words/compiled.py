"""All lexicons of a charter in the form they are searched in, kept by content between runs."""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.core.words.automaton import ENGINE, Automaton, compiled
from pipelines.core.words.folding import fold
from pipelines.core.words.lexicon import Entry, Lexicon, Severity
from pipelines.core.words.lint import Doubt, doubts
from pipelines.core.words.patterns import Role, Term, patterns

VERSION = f"1 {ENGINE}"
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

    `meanings` are the meanings of each pattern that `automaton` finds; `reach`
    is how far a disguised word may go on around a gap, in characters.
    """

    paths: tuple[str, ...] = ()
    heads: tuple[Lexicon, ...] = ()
    rows: Sequence[tuple[str, int, int, Mapping[str, Any]]] = ()
    meanings: Sequence[Sequence[Sequence[int]]] = ()
    automaton: Automaton = field(default_factory=lambda: compiled(()))
    reach: int = 0
    doubts: tuple[Doubt, ...] = ()

    def term(self, number: int) -> Term:
        """The term of that number."""
        word, lexicon, line, entry = self.rows[number]
        return Term(word, lexicon, line, Entry.model_validate(entry))

    def head(self, number: int) -> Lexicon:
        """The lexicon that a term stands in, without its words."""
        return self.heads[self.rows[number][1]]

    def folded(self, number: int) -> str:
        """A term's word in one shape of each letter."""
        return fold(self.rows[number][0])

    def severity(self, term: Term) -> Severity:
        """A term's own severity, or its lexicon's."""
        return term.entry.severity or self.heads[term.lexicon].severity

    def applies(self, number: int, day: date, column: str | None) -> bool:
        """Whether a term applies on a day, in a column (None: in any)."""
        if not self.rows[number][3]:
            return True
        entry = self.term(number).entry
        return (entry.until is None or day <= entry.until) and (
            not entry.columns
            or column is None
            or any(column == mine or column.startswith(f"{mine}/") for mine in entry.columns)
        )

    def holds_word(self, text: str) -> bool:
        """Whether a folded text holds a word of the lexicons, allowed phrases aside."""
        return any(
            meaning[0] == Role.WORD
            for _start, _end, pattern in self.automaton.find(text)
            for meaning in self.meanings[pattern]
        )


def compile_all(sources: Sequence[Source], kept: Path | None = None, key: str = "") -> Lexicons:
    """The lexicons ready to be searched; with `kept`, written there for the next run."""
    heads = tuple(source.lexicon for source in sources)
    terms = [
        Term(word, number, source.lines.get(word, 1), entry)
        for number, source in enumerate(sources)
        for word, entry in _entries(source.lexicon)
    ]
    made = patterns(heads, terms)
    automaton = compiled(list(made))
    lexicons = Lexicons(
        tuple(source.path for source in sources),
        tuple(
            head.model_copy(update={"entries": {}, "words": (), "allowed": ()}) for head in heads
        ),
        [
            (
                term.word,
                term.lexicon,
                term.line,
                term.entry.model_dump(mode="json", exclude_defaults=True),
            )
            for term in terms
        ],
        list(made.values()),
        automaton,
        min(max((len(term.word) for term in terms), default=0), _LONGEST),
        tuple(doubts(heads, terms, made, automaton)),
    )
    if kept is not None:
        _keep(kept, key, lexicons, list(made))
    return lexicons


def _entries(lexicon: Lexicon) -> list[tuple[str, Entry]]:
    plain = Entry()
    listed = ((word.strip(), plain) for word in lexicon.words if word.strip())
    return [*lexicon.entries.items(), *listed]


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
    body = json.dumps(
        {
            "paths": lexicons.paths,
            "heads": [
                head.model_dump(mode="json", exclude_defaults=True) for head in lexicons.heads
            ],
            "rows": lexicons.rows,
            "meanings": lexicons.meanings,
            "words": [] if dump else words,
            "reach": lexicons.reach,
            "doubts": lexicons.doubts,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    whole = len(body).to_bytes(8, "big") + body + dump
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(hashlib.sha256(whole).digest() + whole)
        Path(file.name).replace(folder / key)
    except OSError:
        # A place that cannot be written to costs time at the next start, nothing else.
        return


def kept_form(folder: Path, key: str) -> Lexicons | None:
    """The compiled form as an earlier run left it, or None where it is not whole.

    The folder must be this machine's own: a release never reads it.
    """
    try:
        raw = (folder / key).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(raw[32:]).digest() != raw[:32]:
        return None
    end = 40 + int.from_bytes(raw[32:40], "big")
    data = json.loads(raw[40:end])
    return Lexicons(
        tuple(data["paths"]),
        tuple(Lexicon.model_validate(head) for head in data["heads"]),
        data["rows"],
        data["meanings"],
        compiled(data["words"] or [""], raw[end:]) if data["meanings"] else compiled(()),
        data["reach"],
        tuple(Doubt(*doubt) for doubt in data["doubts"]),
    )
