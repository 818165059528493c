"""Renders what has changed and nothing else; what is not wanted any more goes."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Macro
from markupsafe import Markup

from pipelines.core import sealed
from pipelines.core.spread import spread
from plugins.pages import Copy, Output, Page, Text, digest
from plugins.traditional import traditional

_OTHERS = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s+(.*?)[-+]?%\}", re.DOTALL)
_NAMED = re.compile(r"""(["'])([^"']+)\1\s*(?:(?:import|as|ignore|with|without)\s.*)?""", re.DOTALL)
"""How a template names another: as plain text, so that what it depends on is known unread."""

FEW = 64
"""So many outputs are written here and now; more are worth a second process."""

Standing = tuple[int, int]
"""Size and time of a file: what was touched by another hand is rendered again."""


class Plain(Environment):
    """Templates that see plain values: `one.title` asks a mapping before Python's own methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give what a template calls `obj.attribute`."""
        try:
            return obj[attribute] if type(obj) is dict else getattr(obj, attribute)
        except (KeyError, AttributeError):
            return super().getattr(obj, attribute)


@dataclass
class Rendering:
    """One build: where it goes, what it looks like, and what stood there before.

    `record` is the file that keeps each output's fingerprint from build to build.
    `salt` names the code, `processes` is how many of them write (None: what this machine has).
    """

    environment: Environment
    chrome: Mapping[str, Any]
    output: Path
    record: Path
    salt: str
    processes: int | None = None
    _templates: dict[str, str] = field(default_factory=dict)
    _read: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment.globals |= {"site": self.chrome, "once": once()}

    def run(self, outputs: Iterable[Output]) -> dict[str, str]:
        """Bring the output folder to exactly these outputs; gives path → fingerprint.

        Raises ValueError when two outputs claim one path.
        """
        before, standing = self._recorded(), dict(_standing(self.output))
        after: dict[str, str] = {}
        work: list[Output] = []
        for output in outputs:
            if output.path in after:
                raise ValueError(f"two outputs at {output.path}")
            after[output.path] = mark = self.fingerprint(output)
            if before.get(output.path) != (mark, *standing.get(output.path, ())):
                work.append(output)
        self.record.unlink(missing_ok=True)
        self._remove(standing.keys() - after.keys())
        for folder in {output.path.rpartition("/")[0] for output in work}:
            (self.output / folder).mkdir(parents=True, exist_ok=True)
        spread(lambda number: self._write(work[number]), range(len(work)), FEW, self.processes)
        for output in work:
            standing[output.path] = _stat(self.output / output.path)
        self._keep({path: (mark, *standing[path]) for path, mark in after.items()})
        return after

    def fingerprint(self, output: Output) -> str:
        """A digest of everything the output's bytes depend on."""
        match output:
            case Copy():
                return output.digest
            case Text():
                return digest(self.salt, output.text)
            case Page():
                return digest(output.path, self._closure(output.template), output.data)

    def _closure(self, template: str) -> str:
        """A digest of a template, of all it includes, and of what every page shows."""
        if template not in self._templates:
            sources = sorted(self._sources(template, set()))
            self._templates[template] = digest(self.salt, self.chrome, sources)
        return self._templates[template]

    def _sources(self, template: str, seen: set[str]) -> Iterator[tuple[str, str]]:
        if template in seen or self.environment.loader is None:
            return
        seen.add(template)
        if template not in self._read:
            source, _path, _fresh = self.environment.loader.get_source(self.environment, template)
            self._read[template] = (source, tuple(_named(template, source)))
        source, others = self._read[template]
        yield template, source
        for name in others:
            yield from self._sources(name, seen)

    def _write(self, output: Output) -> None:
        target = self.output / output.path
        # Never written in place: a release may share the old file by a hard link.
        fresh = target.with_name(f".{target.name}.new")
        match output:
            case Copy():
                shutil.copyfile(output.source, fresh)
            case Page() | Text():
                fresh.write_text(self._text(output), encoding="utf-8")
        fresh.replace(target)

    def _text(self, output: Page | Text) -> str:
        if isinstance(output, Text):
            return output.text if isinstance(output.text, str) else output.text.make()
        template = self.environment.get_template(output.template)
        page = {name: getattr(output, name) for name in ("path", "inner", "root", "top", "edition")}
        html = template.render(page=page, **output.data)
        return traditional(html) if output.edition else html

    def _remove(self, paths: Iterable[str]) -> None:
        """Remove files, and the folders that are empty without them."""
        emptied: set[Path] = set()
        for path in paths:
            (self.output / path).unlink()
            emptied.update(Path(path).parents[:-1])
        # The deepest first; a folder that still holds something stays.
        for folder in sorted(emptied, key=lambda one: len(one.parts), reverse=True):
            with suppress(OSError):
                (self.output / folder).rmdir()

    def _recorded(self) -> Mapping[str, Sequence[str | int]]:
        return sealed.recalled(self.record, sealed.seal(also=self.salt)) or {}

    def _keep(self, known: Mapping[str, Sequence[str | int]]) -> None:
        sealed.remember(self.record, sealed.seal(also=self.salt), known)


def _named(template: str, source: str) -> Iterator[str]:
    for other in _OTHERS.finditer(source):
        name = _NAMED.fullmatch(other[1])
        if name is None:
            raise ValueError(f"{template} uses a template by a computed name: {other[1]}")
        yield name[2]


def once() -> Callable[..., Markup]:
    """A function for templates: what a macro says to the same values, said only once a build."""
    said: dict[tuple[Macro, tuple[Any, ...]], Markup] = {}

    def call(macro: Macro, *values: Any) -> Markup:
        key = (macro, values)
        if key not in said:
            said[key] = Markup(macro(*values))  # noqa: S704 - a macro escapes by itself
        return said[key]

    return call


def _standing(folder: Path) -> Iterator[tuple[str, Standing]]:
    """Every file below a folder, by its path from there."""
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            entries = list(os.scandir(f"{folder}/{inside}"))
        except FileNotFoundError:
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{inside}{entry.name}/")
            else:
                stat = entry.stat(follow_symlinks=False)
                yield f"{inside}{entry.name}", (stat.st_size, stat.st_mtime_ns)


def _stat(path: Path) -> Standing:
    stat = path.stat()
    return (stat.st_size, stat.st_mtime_ns)
