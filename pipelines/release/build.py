"""Runs Pelican over a content folder, and believes its report only where the files agree."""

import fcntl
import filecmp
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.core import sealed
from pipelines.core.below import paths, standing
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.promise import promised
from pipelines.core.visibility import Visibility
from pipelines.gather.digests import look

HOUSE = Path(__file__).parents[2]
SHOWN = {Visibility.PUBLIC, Visibility.WITHDRAWN, Visibility.EXPIRED}
"""What has a page: the article itself, or the notice that it is gone."""


@dataclass(frozen=True)
class Order:
    """What to build: the two folders it is made of, where it goes, on which day.

    `cache` holds what one build leaves for the next, and may be deleted at any
    time; what stands in it is believed, so a proposal's is never a release's.
    `receipts` is a JSON file of who approved which article, as
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
    """A finished build: each article's visibility, each output's fingerprint, by path.

    `files` are all that stood in the output folder when it had ended.
    """

    output: Path
    articles: Mapping[str, Visibility]
    outputs: Mapping[str, str]
    files: Set[str] = frozenset()


Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs a command in this house: its arguments → exit status and what it said."""


def afresh(command: Sequence[str]) -> tuple[int, str]:
    """Run Pelican in a process of its own."""
    ran = subprocess.run(command, cwd=HOUSE, check=False, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


def build(order: Order, run: Run = afresh, looked: Callable[[], object] = lambda: None) -> Built:
    """Build the portal, once nobody else does with this cache.

    Pelican takes its time to begin; meanwhile this process looks at the files that
    Pelican would look at, and calls `looked` when it has.
    Raises HouseError when Pelican fails or lost an article.
    """
    order.cache.mkdir(parents=True, exist_ok=True)
    report = order.cache / "report"
    with _alone(order.cache / "building"):
        report.unlink(missing_ok=True)
        with (
            promised(order.cache / "sources") as sources,
            promised(order.cache / "standing") as outputs,
            ThreadPoolExecutor(1) as beside,
        ):
            beside.submit(sources, lambda: look(order.content, order.cache))
            beside.submit(outputs, lambda: standing(order.output))
            beside.submit(looked)
            here = beside.submit(
                lambda: {path for path in paths(order.content) if path.endswith(".md")}
            )
            status, said = run(command(order))
        # Pelican's exit status is not enough: it is 0 when a plugin could not be loaded.
        told = sealed.recalled(report, sealed.seal())
        if status != 0 or told is None:
            raise HouseError(_("the build failed:") + "\n" + said)
        return _believed(order, here.result(), *told)


def differing(order: Order, built: Built, run: Run = afresh) -> list[str]:
    """The files of a finished build that a build from nothing would make otherwise, or not at all.

    None, ever: what an output depends on has been forgotten where there are some.
    """
    with TemporaryDirectory(dir=order.cache) as beside:
        cold = replace(order, output=Path(beside, "output"), cache=Path(beside, "cache"))
        build(cold, run)
        here, there = set(paths(built.output)), set(paths(cold.output))
        _same, other, unread = filecmp.cmpfiles(
            built.output, cold.output, here & there, shallow=False
        )
        return sorted({*(here ^ there), *other, *unread})


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until nobody else is at it; the lock goes with the process, however that ends."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def command(order: Order) -> list[str]:
    """Pelican as a command: never the bare `pelican`, which cannot import the settings."""
    settings = {
        "PORTAL_CHARTER": str(order.charter.resolve()),
        "PORTAL_NOW": order.now.isoformat(),
        "PORTAL_RECORD": str(order.cache.resolve() / "record"),
        "PORTAL_REPORT": str(order.cache.resolve() / "report"),
        "PORTAL_SOURCES": str(order.cache.resolve() / "sources"),
        "PORTAL_STANDING": str(order.cache.resolve() / "standing"),
    }
    if order.receipts is not None:
        settings["PORTAL_RECEIPTS"] = str(order.receipts.resolve())
    return [
        *(sys.executable, "-m", "pelican", str(order.content.resolve())),
        *("--output", str(order.output.resolve()), "--settings", "pelicanconf.py"),
        *("--fatal", "errors"),
        *("--extra-settings", *(f"{key}={json.dumps(value)}" for key, value in settings.items())),
    ]


def _believed(
    order: Order,
    here: Set[str],
    articles: Mapping[str, Sequence[str]],
    own: Mapping[str, str],
    outputs: Mapping[str, str],
) -> Built:
    """The report, once it is certain that all that was read was written.

    `here` are the paths that were to be read, `articles` those that were read by their
    visibility, `own` their own pages by path, `outputs` fingerprints.
    """
    there = set(paths(order.output))
    seen: dict[str, Visibility] = {}
    lost: set[str] = set()
    for name, some in articles.items():
        why = Visibility(name)
        seen |= dict.fromkeys(some, why)
        if why in SHOWN:
            lost.update(path for path in some if own.get(path) not in there)
        else:
            lost.update(own.keys() & set(some))
    lost |= here ^ seen.keys()
    lost |= outputs.keys() - there
    if lost:
        raise HouseError(_("the build lost {paths}").format(paths=", ".join(sorted(lost))))
    return Built(order.output, seen, outputs, there)
