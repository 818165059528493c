"""Runs Pelican over a content folder, and believes its report only where the files agree."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.visibility import Visibility

HOUSE = Path(__file__).parents[2]
SHOWN = {Visibility.PUBLIC, Visibility.WITHDRAWN, Visibility.EXPIRED}
"""What has a page: the article itself, or the notice that it is gone."""


@dataclass(frozen=True)
class Order:
    """What to build: the two folders it is made of, where it goes, on which day.

    `cache` holds what one build leaves for the next; a proposal's is never a
    release's. `receipts` is a JSON file of who approved which article, as
    `core.receipts.hands` has them; without one, pages name the unit that answers.
    """

    charter: Path
    content: Path
    output: Path
    cache: Path
    now: datetime
    receipts: Path | None = None


@dataclass(frozen=True)
class Built:
    """A finished build: each article's visibility, each output's fingerprint, by path."""

    output: Path
    articles: Mapping[str, Visibility]
    outputs: Mapping[str, str]


Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs a command in this house: its arguments → exit status and what it said."""


def afresh(command: Sequence[str]) -> tuple[int, str]:
    """Run Pelican in a process of its own."""
    ran = subprocess.run(command, cwd=HOUSE, check=False, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


def build(order: Order, run: Run = afresh) -> Built:
    """Build the portal. Raises HouseError when Pelican fails or lost an article."""
    order.cache.mkdir(parents=True, exist_ok=True)
    report = order.cache / "report.json"
    report.unlink(missing_ok=True)
    status, said = run(command(order))
    # Pelican's exit status is not enough: it is 0 when a plugin could not be loaded.
    if status != 0 or not report.exists():
        raise HouseError(_("the build failed:") + "\n" + said)
    return _believed(order, json.loads(report.read_text("utf-8")))


def command(order: Order) -> list[str]:
    """Pelican as a command: never the bare `pelican`, which cannot import the settings."""
    settings = {
        "PORTAL_CHARTER": str(order.charter.resolve()),
        "PORTAL_NOW": order.now.isoformat(),
        "PORTAL_RECORD": str(order.cache.resolve() / "record.json"),
        "PORTAL_REPORT": str(order.cache.resolve() / "report.json"),
    }
    if order.receipts is not None:
        settings["PORTAL_RECEIPTS"] = str(order.receipts.resolve())
    return [
        *(sys.executable, "-m", "pelican", str(order.content.resolve())),
        *("--output", str(order.output.resolve()), "--settings", "pelicanconf.py"),
        *("--fatal", "errors"),
        *("--extra-settings", *(f"{key}={json.dumps(value)}" for key, value in settings.items())),
    ]


def _believed(order: Order, report: Mapping[str, Any]) -> Built:
    """The report, once it is certain that all that was read was written."""
    lost = _articles(order.content) ^ report["articles"].keys()
    seen = {path: Visibility(one["visibility"]) for path, one in report["articles"].items()}
    for path, one in report["articles"].items():
        written = one["page"] is not None and (order.output / one["page"]).is_file()
        if written is not (seen[path] in SHOWN):
            lost.add(path)
    lost |= {path for path in report["outputs"] if not (order.output / path).is_file()}
    if lost:
        raise HouseError(_("the build lost {paths}").format(paths=", ".join(sorted(lost))))
    return Built(order.output, seen, report["outputs"])


def _articles(content: Path) -> set[str]:
    """The articles below a content folder, counted without any parser."""
    paths = (path.relative_to(content) for path in content.rglob("*.md"))
    return {path.as_posix() for path in paths if not any(p.startswith(".") for p in path.parts)}
