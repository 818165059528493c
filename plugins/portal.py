"""Pelican's door to our pages: one generator that hands every feature's outputs to the renderer."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from pipelines.core import sealed
from pipelines.core.below import Standing, standing
from pipelines.core.promise import told
from pipelines.core.visibility import Visibility
from plugins import known
from plugins.features import FEATURES
from plugins.pages import Batch, Output
from plugins.record import Record
from plugins.render import Rendering
from plugins.site import Site
from plugins.templates import Plain
from plugins.traditional import edition

_done: list[object] = []
"""The last build, to be forgotten at the next: to take it apart takes longer than to leave it."""


class PortalGenerator(Generator):
    """Builds the whole portal from the Case that the settings read.

    Afterwards PORTAL_REPORT says what was read and what was written of it, so
    that whoever ran Pelican can compare the two.
    """

    def generate_context(self) -> None:
        """Read the articles once, as the rules do."""
        receipts = self.settings.get("PORTAL_RECEIPTS")
        record, salt = Path(self.settings["PORTAL_RECORD"]), self.settings["PORTAL_SALT"]
        _done.clear()
        charter = self.settings["PORTAL_LAW"](self.settings)
        # What the last build left is read first: others still look at the files.
        self.record = Record.at(record, salt)
        known.kept(charter, record.parent, salt).ready()
        self.site = Site(
            self.settings["PORTAL_READ"](self.settings, charter),
            Path(self.path),
            Path(self.theme),
            record.parent,
            json.loads(Path(receipts).read_text("utf-8")) if receipts else {},
            salt,
        )
        self.site.pictures.begin()

    def generate_output(self, _writer: Writer) -> None:
        """Render what changed and leave the report."""
        _done.append(self)
        rendering = Rendering(
            self._environment(),
            self.site.chrome,
            Path(self.output_path),
            self.record,
            self.settings["PORTAL_SALT"],
            self.settings.get("PORTAL_PROCESSES"),
        )
        written = rendering.run(self._outputs(), self._standing())
        articles: dict[str, list[str]] = {why.value: [] for why in Visibility}
        for path, why in self.site.visible.items():
            articles[why].append(path)
        report = Path(self.settings["PORTAL_REPORT"])
        sealed.remember(report, sealed.seal(), (articles, written.own, written.marks))

    def _standing(self) -> dict[str, Standing]:
        """How the output stands: who ordered this build has looked meanwhile, or we do."""
        promise = self.settings.get("PORTAL_STANDING")
        stands: dict[str, Standing] = told(promise, lambda: standing(Path(self.output_path)))
        return stands

    def _environment(self) -> Plain:
        """Pelican's templates with our ways to look into values, compiled once for all builds."""
        compiled = Path(self.settings["PORTAL_RECORD"]).parent / "templates"
        compiled.mkdir(parents=True, exist_ok=True)
        salt = self.settings["PORTAL_SALT"]
        for old in compiled.iterdir():
            if not old.name.startswith(salt):
                old.unlink()
        return Plain(
            **self.settings["JINJA_ENVIRONMENT"],
            loader=self.env.loader,
            auto_reload=False,
            bytecode_cache=FileSystemBytecodeCache(str(compiled), f"{salt}-%s"),
        )

    def _outputs(self) -> Iterator[Output | Batch]:
        outputs = []
        for feature in FEATURES:
            for output in feature(self.site):
                outputs.append(output)
                yield output
        if self.site.charter.portal.traditional:
            yield from edition(outputs)


@cache
def code_digest() -> str:
    """A digest of all code that makes pages, libraries included; part of every fingerprint.

    A process keeps the code that it began with.
    """
    conf = Path(__file__).parents[1] / "pelicanconf.py"
    return sealed.seal(
        *sealed.code("plugins", "pipelines/core", "pipelines/gather"), str(conf)
    ).hex()


def register() -> None:
    """Pelican calls this when it loads the plugin."""
    signals.get_generators.connect(_generators)


def _generators(_pelican: Any) -> type[PortalGenerator]:
    return PortalGenerator
