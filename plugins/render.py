"""Renders what has changed and nothing else; what is not wanted any more goes."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.core.below import Standing, stands
from pipelines.core.spread import spread
from plugins.pages import Batch, Copy, Output, Page, Text, digest
from plugins.record import Made, Record
from plugins.templates import Plain, once
from plugins.traditional import traditional

_OTHERS = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s+(.*?)[-+]?%\}", re.DOTALL)
_NAMED = re.compile(r"""(["'])([^"']+)\1\s*(?:(?:import|as|ignore|with|without)\s.*)?""", re.DOTALL)
"""How a template names another: as plain text, so that what it depends on is known unread."""

FEW = 64
"""So many outputs are written here and now; more are worth a second process."""


@dataclass(frozen=True)
class Written:
    """What a build has brought about: fingerprints by path, articles' own pages by article."""

    marks: dict[str, str]
    own: dict[str, str]

    def claim(self, marks: Mapping[str, str], own: Mapping[str, str]) -> None:
        """Take paths for outputs; raises ValueError where another output has one."""
        if taken := self.marks.keys() & marks.keys():
            raise ValueError(f"two outputs at {min(taken)}")
        self.marks.update(marks)
        self.own.update(own)


@dataclass(frozen=True)
class _Now:
    """A build as far as it has come: what was left, what of it still stands so, what is claimed."""

    before: Record
    held: Mapping[str, str]
    written: Written = field(default_factory=lambda: Written({}, {}))
    batches: dict[str, Made] = field(default_factory=dict)


@dataclass
class Rendering:
    """One build: where it goes, what it looks like, and what stood there before.

    `record` is what the last build left, and where the next finds what this one leaves.
    `salt` names the code, `processes` is how many of them write (None: what this machine has).
    """

    environment: Plain
    chrome: Mapping[str, Any]
    output: Path
    record: Record
    salt: str
    processes: int | None = None
    _templates: dict[str, str] = field(default_factory=dict)
    _read: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.environment.globals |= {"site": self.chrome, "once": once()}
        self._everywhere = digest(self.salt, self.chrome)

    def run(self, wanted: Iterable[Output | Batch], there: dict[str, Standing]) -> Written:
        """Bring the output folder to exactly these outputs; `there` is what stands in it.

        Raises ValueError when two outputs claim one path.
        """
        now = _Now(self.record, self.record.held(there))
        written = now.written
        work: list[Output] = []
        early = 0
        for one in wanted:
            work += self._take([one], now, now.held)[0]
            # A few are written as soon as they are known: somebody may wait for one of them.
            if early + len(work) <= FEW:
                with suppress(OSError):  # What is in the way of one goes at the end.
                    self._write_all(work, written, there)
                    early += len(work)
                    work = []
        self.record.forget()
        self._remove(there.keys() - written.marks.keys())
        self._write_all(work, written, there)
        self.record.keep(written.marks, {path: there[path] for path in written.marks}, now.batches)
        return written

    def _take(
        self, wanted: Iterable[Output | Batch], now: _Now, known: Mapping[str, str]
    ) -> tuple[list[Output], list[Output], list[str]]:
        """Claim outputs; gives those to write, those in no batch, and the batches' names.

        `known` are the fingerprints that outputs in no batch are compared with.
        """
        work: list[Output] = []
        plain: list[Output] = []
        names: list[str] = []
        for one in wanted:
            if isinstance(one, Batch):
                work += self._take_batch(one, now)
                names += [one.name, *now.batches[one.name].inner]
            else:
                plain.append(one)
        return [*work, *self._news(plain, now, known)], plain, names

    def _take_batch(self, one: Batch, now: _Now) -> list[Output]:
        """Claim a batch; gives those of its outputs that have to be written."""
        before, held = now.before, now.held
        made = before.batches.get(one.name)
        parts = before.parts(made) if made else []
        alike = [self._looks_alike(part) for part in parts]
        same = made is not None and made.digest == one.digest and all(alike)
        if made and same and all(path in held for part in parts for path in part.paths):
            for part in parts:
                now.written.claim({path: held[path] for path in part.paths}, part.own)
            now.batches.update(zip((one.name, *made.inner), parts, strict=True))
            return []
        # Where its own templates are others, its own outputs are all to be written.
        known = held if all(alike[:1]) else {}
        work, plain, inner = self._take(one.make(), now, known)
        now.batches[one.name] = self._made(one, plain, inner)
        return work

    def _news(
        self, outputs: Iterable[Output], now: _Now, known: Mapping[str, str]
    ) -> Iterator[Output]:
        """Those of the outputs that do not stand there as they are wanted."""
        for output in outputs:
            # Who has nothing to compare it with leaves a fingerprint to who writes.
            mark = self.fingerprint(output) if output.path in known else ""
            now.written.claim({output.path: mark}, _own([output]))
            if known.get(output.path) != mark:
                yield output

    def _looks_alike(self, made: Made) -> bool:
        """Whether a batch's templates are still the same."""
        return all(self._closure(name) == closure for name, closure in made.closures.items())

    def _made(self, batch: Batch, outputs: Sequence[Output], inner: Sequence[str]) -> Made:
        templates = {output.template for output in outputs if isinstance(output, Page)}
        closures = {name: self._closure(name) for name in sorted(templates)}
        paths = [output.path for output in outputs]
        return Made(batch.digest, closures, paths, _own(outputs), inner)

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
            self._templates[template] = digest(self._everywhere, sources)
        return self._templates[template]

    def _sources(self, template: str, seen: set[str]) -> Iterator[tuple[str, str]]:
        if template in seen or self.environment.loader is None:
            return
        seen.add(template)
        if template not in self._read:
            source, _path, _fresh = self.environment.loader.get_source(self.environment, template)
            self._read[template] = (digest(source), tuple(_named(template, source)))
        mark, others = self._read[template]
        yield template, mark
        for name in others:
            yield from self._sources(name, seen)

    def _write_all(
        self, outputs: Sequence[Output], written: Written, there: dict[str, Standing]
    ) -> None:
        """Write outputs, and note their fingerprints and how they stand."""
        if not outputs:
            return
        # From now on the record does not tell the truth.
        self.record.forget()
        for folder in {output.path.rpartition("/")[0] for output in outputs}:
            (self.output / folder).mkdir(parents=True, exist_ok=True)
        done = spread(self._write, outputs, FEW, self.processes)
        for output, (mark, stand) in zip(outputs, done, strict=True):
            written.marks[output.path], there[output.path] = mark, stand

    def _write(self, output: Output) -> tuple[str, Standing]:
        """Write an output; gives its fingerprint and how it stands."""
        folder, _slash, name = f"{self.output}/{output.path}".rpartition("/")
        # Never written in place: a release may share the old file by a hard link.
        fresh = f"{folder}/.{name}.new"
        match output:
            case Copy():
                shutil.copyfile(output.source, fresh)
            case Page() | Text():
                with open(fresh, "wb") as file:  # noqa: PTH123 - a Path of each takes its time
                    file.write(self._text(output).encode())
        stand = stands(os.stat(fresh))  # noqa: PTH116 - the same
        os.replace(fresh, f"{folder}/{name}")  # noqa: PTH105 - the same
        return self.fingerprint(output), stand

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


def _own(outputs: Iterable[Output]) -> dict[str, str]:
    """The articles whose own pages are among the outputs."""
    pages = (output for output in outputs if isinstance(output, Page))
    return {article: page.path for page in pages for article in page.articles}


def _named(template: str, source: str) -> Iterator[str]:
    for other in _OTHERS.finditer(source):
        name = _NAMED.fullmatch(other[1])
        if name is None:
            raise ValueError(f"{template} uses a template by a computed name: {other[1]}")
        yield name[2]
