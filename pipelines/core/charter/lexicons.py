"""Reads a charter's lexicons: a few reviewed files, or one of sixty thousand words."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.core import marked
from pipelines.core.findings import Place
from pipelines.core.messages import _
from pipelines.core.schema import faults
from pipelines.core.words.compiled import Lexicons, Source, compile_all, content_key, kept_form
from pipelines.core.words.lexicon import Lexicon

FOLDER = "lexicons/"
"""The folder of lexicons, below the charter folder; every file in it is one."""

Wrong = list[tuple[Place, str]]


def read_lexicons(
    files: Mapping[str, bytes], kept: Path | None = None, root: str = "charter"
) -> tuple[Callable[[], Lexicons], Wrong]:
    """What compiles the lexicons among a charter's files, and all that is wrong with them.

    `kept` is a folder of this machine's own in which compiled lexicons are
    kept by content, so that the next start is quick. Without it nothing is
    read but the files themselves, as a release has to.
    """
    mine = {name: raw for name, raw in files.items() if name.startswith(FOLDER)}
    key = content_key(mine)
    if kept is not None and (known := kept_form(kept, key)) is not None:
        return known, []
    sources: list[Source] = []
    wrong: Wrong = []
    for name in sorted(mine):
        source, faulty = _read(mine[name], f"{root}/{name}")
        wrong += faulty
        if source is not None:
            sources.append(source)
    return partial(compile_all, sources, kept, key), wrong


def _read(raw: bytes, shown: str) -> tuple[Source | None, Wrong]:
    try:
        read = marked.read(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, [(Place(shown), _("not UTF-8 text"))]
    wrong = [(Place(shown, *fault.mark), fault.message) for fault in read.faults]
    if wrong:
        return None, wrong
    data: Any = read.data if isinstance(read.data, dict) else {}
    data = {**data, "entries": _filled(data.get("entries"))}
    try:
        lexicon = Lexicon.model_validate(data)
    except ValidationError as error:
        return None, [(Place(shown, *read.mark(path)), why) for path, why in faults(Lexicon, error)]
    return Source(shown, lexicon, _lines(read, lexicon)), []


def _filled(entries: Any) -> Any:
    """A word without a value is an entry of which nothing else is said."""
    if not isinstance(entries, dict):
        return {} if entries is None else entries
    return {word: {} if entry is None else entry for word, entry in entries.items()}


def _lines(read: marked.Marked, lexicon: Lexicon) -> dict[str, int]:
    """The line each word stands on; the words of one long text follow its first line."""
    lines = {word: read.mark(("entries", word))[0] for word in lexicon.entries}
    if lexicon.words:
        first = read.mark(("words",))[0]
        listed = isinstance(read.data["words"], list)
        for number, word in enumerate(lexicon.words):
            line = read.mark(("words", number))[0] if listed else first + 1 + number
            lines.setdefault(word.strip(), line)
    return lines
