"""A portal of the benchmark's own: a copy of the code, with caches and templates of its own."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from datetime import time as clock
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

from pipelines.publish import Desk, place, publish
from scripts.benches import corpus
from scripts.benches.corpus import TODAY, Corpus
from scripts.benches.measure import run
from scripts.benches.release import Nobody, released
from scripts.environment import surroundings
from scripts.verbs.options import HOUSE

CODE = (
    *("charter", "pipelines", "plugins", "scripts", "themes"),
    *("pelicanconf.py", "requirements.lock"),
)
PORT = 18_200
_ASK = build_opener(ProxyHandler({}))
"""Asks this machine, whatever stands between it and the world."""


@dataclass
class Portal:
    """A house, the articles it shows, and where its pages go; `edits` numbers the changes."""

    house: Path
    corpus: Corpus
    edits: int = 0

    @cached_property
    def _articles(self) -> list[Path]:
        """Looked up once: to find an article is no part of saving it."""
        return self.corpus.articles

    @property
    def output(self) -> Path:
        """The built pages."""
        return self.house / "output"

    @property
    def preview(self) -> Path:
        """Where the gate builds the portal as it would stand."""
        return self.house / ".cache" / "preview"

    def build(self) -> None:
        """Build the pages, as a person does."""
        self._verb("build", *self._sources(), "--output", str(self.output))

    def verify(self) -> bool:
        """Whether a build from nothing gives the same bytes."""
        said = self._verb(
            *("build", *self._sources(), "--output", str(self.output), "--verify"), allowed=(0, 1)
        )
        return len(said.splitlines()) == 1

    def forget(self) -> None:
        """Lose every page and all that earlier builds left."""
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.rmtree(self.house / ".cache" / "build", ignore_errors=True)

    def edit(self) -> str:
        """Add a sentence to an article, each time another one; gives its page's address."""
        self.edits += 1
        article = self._articles[self.edits * 7919 % len(self._articles)]
        corpus.edit(article, self.sentence)
        return str(article.relative_to(self.corpus.content).with_suffix(".html"))

    @property
    def sentence(self) -> str:
        """What the last edit added."""
        return f"这是第{self.edits}次修改补充的一句话。"

    @contextmanager
    def restyled(self) -> Iterator[None]:
        """Another template of all pages, as long as the block lasts."""
        base = self.house / "themes" / "portal" / "templates" / "base.html"
        text = base.read_text("utf-8")
        self.edits += 1
        base.write_text(text.replace("</body>", f"<!-- {self.edits} -->\n</body>"), "utf-8")
        yield
        base.write_text(text, "utf-8")

    def gate(self, proposal: int) -> None:
        """Judge a proposal from process start to the comment at the forge."""
        self._verb(
            *("gate", "--forge", f"folder:{self.corpus.forge}", "--proposal", str(proposal)),
            *("--repository", str(self.corpus.root), "--today", str(TODAY)),
            *("--preview", str(self.preview), "--apply"),
            allowed=(0, 1),
        )

    def recolour(self) -> None:
        """Change a colour of the style sheet that all pages name."""
        self.edits += 1
        about = self.corpus.charter / "portal.yml"
        colour = re.compile(r'main: "#\w+"')
        about.write_text(
            colour.sub(f'main: "#b01f{self.edits % 256:02x}"', about.read_text("utf-8")), "utf-8"
        )

    def release(self, folder: Path) -> None:
        """Publish what stands here to a target below the folder; in this process, nobody asked."""
        desk = Desk(
            *(self.corpus.charter, self.corpus.content, folder / "records", folder / "desk"),
            *(datetime.combine(TODAY, clock.max), Nobody()),
        )
        released(publish(desk, place(str(folder / "target"))))

    @contextmanager
    def served(self) -> Iterator[str]:
        """The portal as `serve` shows it to its writer; gives the address."""
        command = self._command("serve", *self._sources(), "--port", str(PORT))
        with subprocess.Popen(
            command, cwd=self.house, env=self._environment(), stdout=subprocess.PIPE, text=True
        ) as server:
            try:
                said = iter(server.stdout.readline, "") if server.stdout else iter(())
                yield next(found[0] for line in said if (found := re.search(r"http://\S+/", line)))
            finally:
                server.terminate()

    def seen(self, address: str) -> None:
        """Save an article and wait until its page shows the change."""
        page = f"{address}{self.edit()}"
        said = self.sentence.encode()
        while said not in _ASK.open(page).read():
            time.sleep(0.02)  # what looks takes the machine from what builds

    def _sources(self) -> tuple[str, ...]:
        return (
            *("--content", str(self.corpus.content), "--charter", str(self.corpus.charter)),
            *("--today", str(TODAY)),
        )

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-P", "-m", "scripts.verbs", *words]

    def _verb(self, *words: str, **options: Any) -> str:
        return run(self._command(*words), self.house, self._environment(), **options)

    def _environment(self) -> dict[str, str]:
        return surroundings() | {"PYTHONPATH": str(self.house)}


def portal(root: Path, articles: int, proposals: int) -> Portal:
    """Copy the code and write the articles below a folder."""
    house = root / "house"
    house.mkdir(parents=True)
    for name in CODE:
        source = HOUSE / name
        if source.is_dir():
            shutil.copytree(source, house / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, house / name)
    return Portal(house, corpus.make(root / "corpus", articles, proposals))
