"""Reads a charter: preset below, the federation's own files above, every error at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.core import marked
from pipelines.core.charter.lexicons import read_lexicons
from pipelines.core.charter.model import FILES, Charter
from pipelines.core.charter.references import CHECKS
from pipelines.core.charter.settings import at
from pipelines.core.desks.registers import read_registers
from pipelines.core.errors import HouseError
from pipelines.core.findings import Place
from pipelines.core.messages import _
from pipelines.core.schema import faults

ROOT = "charter"
"""The folder that charter files are relative to, as messages name it."""
PRESETS = Path(__file__).parents[3] / ROOT / "presets"

Files = Mapping[str, bytes]
"""The charter's files by their path below the charter folder."""


class CharterError(HouseError):
    """The charter does not hold: everything wrong with it, each with its place."""

    def __init__(self, wrong: list[tuple[Place, str]]) -> None:
        self.wrong = sorted(wrong)
        super().__init__(
            "\n".join(f"{at.path}:{at.line}:{at.column}: {why}" for at, why in self.wrong)
        )


@dataclass
class _Parts:
    """Merged parts of a charter, and where each of their values stands."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[marked.Path, Place] = field(default_factory=dict)
    wrong: list[tuple[Place, str]] = field(default_factory=list)

    def place(self, path: marked.Path) -> Place:
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(f"{ROOT}/portal.yml"))


def read_files(folder: Path) -> Files:
    """The YAML files of a charter folder. Raises HouseError when there is no such folder."""
    if not folder.is_dir():
        raise HouseError(
            _("no charter at {folder}: start one with “scripts/portal new portal”").format(
                folder=folder
            )
        )
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.yml"))
    }


def load(source: Path | Files, kept: Path | None = None) -> Charter:
    """The charter in a folder, or in files read elsewhere (Git).

    `kept` is a folder of this machine's own for compiled lexicons; a release has none.
    Raises CharterError with everything that is wrong with it.
    """
    files = read_files(source) if isinstance(source, Path) else source
    parts = _gather(files, "")
    words, wrong_words = read_lexicons(files, kept, ROOT)
    parts.wrong += wrong_words
    if parts.wrong:
        raise CharterError(parts.wrong)
    wrong = list(_still_open(parts))
    try:
        charter = Charter.model_validate(parts.data)
    except ValidationError as error:
        wrong += [(parts.place(path), why) for path, why in faults(Charter, error)]
        raise CharterError(wrong) from None
    wrong += [(parts.place(path), why) for check in CHECKS for path, why in check(charter)]
    if wrong:
        raise CharterError(wrong)
    read = {
        "words": words,
        "registers": read_registers(files, ROOT),
        "people_at": {id_: parts.place(("people", id_)) for id_ in charter.people},
    }
    return charter.model_copy(update=read)


def _still_open(parts: _Parts) -> Iterator[tuple[Place, str]]:
    """What the regulation leaves open and this charter has not set: asked, never guessed."""
    for path, raw in _mapping(parts.data.get("open_settings")).items():
        if at(parts.data, path) is None:
            setting = _mapping(raw)
            clauses = setting.get("clauses")
            yield (
                parts.place(tuple(path.split("."))),
                _("{setting} is not set: {why} ({clauses}); the federation has to decide").format(
                    setting=path,
                    why=setting.get("why", ""),
                    clauses=", ".join(clauses) if isinstance(clauses, list) else "",
                ),
            )


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def load_preset(name: str) -> dict[str, Any]:
    """What a shipped preset says, as plain data; it is no charter before a federation's own part.

    Raises CharterError when the preset does not hold.
    """
    parts = _gather(_shipped(name), f"presets/{name}/")
    if parts.wrong:
        raise CharterError(parts.wrong)
    return parts.data


def _gather(files: Files, folder: str, below: tuple[str, ...] = ()) -> _Parts:
    """The files of one folder laid over the preset that they extend."""
    own = _Parts()
    for name in sorted(files):
        kind = name.removeprefix(folder)
        if name.startswith(folder) and (kind in FILES or "/" not in kind):
            _read_file(own, name, kind, files[name])
    preset = own.data.get("extends")
    if not isinstance(preset, str):
        return own
    inside = f"presets/{preset}/"
    files = files if any(name.startswith(inside) for name in files) else _shipped(preset)
    if preset in below or not files:
        own.wrong.append((own.place(("extends",)), _no_preset(preset, below)))
        return own
    base = _gather(files, inside, (*below, preset))
    base.wrong += own.wrong
    base.data = combine(base.data, own.data)
    base.places |= own.places
    return base


def _no_preset(preset: str, below: tuple[str, ...]) -> str:
    if preset in below:
        return _("preset {name} extends itself").format(name=preset)
    known = ", ".join(sorted(path.name for path in PRESETS.iterdir() if path.is_dir()))
    return _("no preset {name}; choose from: {known}").format(name=preset, known=known)


def _shipped(preset: str) -> Files:
    folder = PRESETS / preset
    if preset in {".", ".."} or "/" in preset or not folder.is_dir():
        return {}
    return {f"presets/{preset}/{path.name}": path.read_bytes() for path in folder.glob("*.yml")}


def _read_file(parts: _Parts, name: str, kind: str, raw: bytes) -> None:
    shown = f"{ROOT}/{name}"
    if kind not in FILES:
        known = ", ".join(FILES)
        why = _("no part of a charter; its files are: {known}").format(known=known)
        parts.wrong.append((Place(shown), why))
        return
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        parts.wrong.append((Place(shown), _("not UTF-8 text")))
        return
    read = marked.read(text)
    parts.wrong += [(Place(shown, *fault.mark), fault.message) for fault in read.faults]
    if not isinstance(read.data, dict):
        if not read.faults and read.data is not None:
            parts.wrong.append((Place(shown), _("write each part as “name: …”")))
        return
    for part, value in read.data.items():
        if part in FILES[kind]:
            parts.data[part] = value if value is not None else {}
        else:
            allowed = ", ".join(FILES[kind])
            why = _("{part} does not stand in this file; it holds: {allowed}").format(
                part=part, allowed=allowed
            )
            parts.wrong.append((Place(shown, *read.mark((part,))), why))
    parts.places |= {path: Place(shown, *mark) for path, mark in read.marks.items() if path}


def combine(below: Any, above: Any) -> Any:
    """A preset's value with the federation's own laid over it.

    Mappings combine key by key at any depth, a key without a value (`name:`)
    removes what the preset says, and everything else, lists included, replaces.
    """
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    merged = dict(below)
    for key, value in above.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = combine(below[key], value) if key in below else value
    return merged
