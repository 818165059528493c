"""Renders what has changed and nothing else; what is not wanted any more goes."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, meta

from plugins.pages import Copy, Output, Page, Text
from plugins.traditional import traditional


@dataclass
class Rendering:
    """One build: where it goes, what it looks like, and what stood there before.

    `record` is the file that keeps each output's fingerprint from build to build.
    """

    environment: Environment
    chrome: Mapping[str, Any]
    output: Path
    record: Path
    salt: str
    _templates: dict[str, str] = field(default_factory=dict)
    _read: dict[str, tuple[str, tuple[str | None, ...]]] = field(default_factory=dict)

    def run(self, outputs: Iterable[Output]) -> dict[str, str]:
        """Bring the output folder to exactly these outputs; gives path → fingerprint.

        Raises ValueError when two outputs claim one path.
        """
        before = self._recorded()
        after: dict[str, str] = {}
        work: list[Output] = []
        for output in outputs:
            if output.path in after:
                raise ValueError(f"two outputs at {output.path}")
            after[output.path] = mark = self.fingerprint(output)
            if before.get(output.path) != [mark, *_stat(self.output / output.path)]:
                work.append(output)
        self.record.unlink(missing_ok=True)
        for output in work:
            self._write(output)
        self._remove_all_but(after)
        self._keep(after)
        return after

    def fingerprint(self, output: Output) -> str:
        """A digest of everything the output's bytes depend on."""
        if isinstance(output, Copy):
            return output.digest
        known: list[Any] = [output.path]
        if isinstance(output, Page):
            known += [self._closure(output.template), output.data]
        else:
            known += [output.text]
        text = json.dumps(known, ensure_ascii=False, sort_keys=True)
        return blake2b(text.encode(), digest_size=16).hexdigest()

    def _closure(self, template: str) -> str:
        """A digest of a template, of all it includes, and of what every page shows."""
        if template not in self._templates:
            sources = sorted(self._sources(template, set()))
            text = json.dumps([self.salt, self.chrome, sources], ensure_ascii=False, sort_keys=True)
            self._templates[template] = blake2b(text.encode(), digest_size=16).hexdigest()
        return self._templates[template]

    def _sources(self, template: str, seen: set[str]) -> Iterator[tuple[str, str]]:
        if template in seen or self.environment.loader is None:
            return
        seen.add(template)
        if template not in self._read:
            source, _path, _fresh = self.environment.loader.get_source(self.environment, template)
            inner = meta.find_referenced_templates(self.environment.parse(source))
            self._read[template] = (source, tuple(inner))
        source, included = self._read[template]
        yield template, source
        for name in included:
            if name is None:
                raise ValueError(f"{template} includes a template by a computed name")
            yield from self._sources(name, seen)

    def _write(self, output: Output) -> None:
        target = self.output / output.path
        target.parent.mkdir(parents=True, exist_ok=True)
        # Never written in place: a release may share the old file by a hard link.
        fresh = target.with_name(f".{target.name}.new")
        match output:
            case Page():
                template = self.environment.get_template(output.template)
                html = template.render(page=output, site=self.chrome, **output.data)
                html = traditional(html) if output.edition else html
                fresh.write_text(html, encoding="utf-8")
            case Text():
                fresh.write_text(output.text, encoding="utf-8")
            case Copy():
                shutil.copyfile(output.source, fresh)
        fresh.replace(target)

    def _remove_all_but(self, wanted: Mapping[str, str]) -> None:
        for folder, _folders, names in os.walk(self.output, topdown=False):
            for name in names:
                path = Path(folder, name)
                if path.relative_to(self.output).as_posix() not in wanted:
                    path.unlink()
            if Path(folder) != self.output and not any(Path(folder).iterdir()):
                Path(folder).rmdir()

    def _recorded(self) -> dict[str, list[str | int]]:
        try:
            known: dict[str, list[str | int]] = json.loads(self.record.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known

    def _keep(self, marks: Mapping[str, str]) -> None:
        self.record.parent.mkdir(parents=True, exist_ok=True)
        known = {path: [mark, *_stat(self.output / path)] for path, mark in marks.items()}
        self.record.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def _stat(path: Path) -> tuple[int, int]:
    """Size and time of a file: what was touched by another hand is rendered again."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (-1, -1)
    return (stat.st_size, stat.st_mtime_ns)
