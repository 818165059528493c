"""Builds the portal as it would stand with a proposal, and looks at the links it would have."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines.core import whole
from pipelines.core.article import ROOT
from pipelines.core.case import Case
from pipelines.core.charter.load import ROOT as CHARTER
from pipelines.core.findings import Finding
from pipelines.gather.git import Repository
from pipelines.release import warm
from pipelines.release.build import Built, Order, Run, build
from pipelines.release.folder import lock
from pipelines.release.links import check_inside

MANY = 500
"""How many files are held in memory at a time."""


@dataclass(frozen=True)
class Rehearsal:
    """A folder of this machine's own in which one proposal after the other is built.

    What one leaves is where the next begins; no release ever reads it. The charter
    is the target's, as in all that is judged, and nothing of a proposal is run:
    its articles and files are data here as everywhere.
    """

    folder: Path
    run: Run

    def build(self, repository: Repository, case: Case, base: str) -> Built:
        """The portal with a proposal to the commit `base`, by that commit's charter.

        Raises HouseError when Git cannot answer or the build fails.
        """
        assert case.proposal  # noqa: S101 - only proposals are rehearsed
        with lock(self.folder / "lock"):
            charter = lay_out(repository, base, CHARTER, self.folder)
            content = lay_out(repository, case.proposal.head, ROOT, self.folder)
            order = Order(charter, content, self.folder / "output", self.folder / "cache", case.now)
            return build(order, self.run)

    def links(self, built: Built, case: Case, said: Iterable[Finding]) -> list[Finding]:
        """What is wrong with links on the pages that a proposal changes, and with links to them."""
        pages = {article.url for article in (*case.articles, *case.former)}
        cache = self.folder / "cache" / "links"
        return check_inside(built, case, cache=cache, said=said, about=pages)


@contextmanager
def rehearsing(folder: Path | None) -> Iterator[Rehearsal | None]:
    """A rehearsal whose Pelican gets ready meanwhile; None where no folder is named."""
    if folder is None:
        yield None
        return
    with warm.pelican() as run:
        yield Rehearsal(folder.resolve(), run)


def lay_out(repository: Repository, commit: str, below: str, folder: Path) -> Path:
    """Make a folder hold what the folder of that name holds in a commit, and give it.

    Links and names that would lead elsewhere are left out; what is there already stays.
    """
    entries = repository.entries(commit, below)
    wanted = {path: one.id for path, one in entries.items() if one.plain and _inside(path)}
    record = folder / f"{below}.json"
    known = _known(record)
    if not known:
        shutil.rmtree(folder / below, ignore_errors=True)
    if known != wanted:
        same = dict(known.items() & wanted.items())
        # Should we be stopped in between, whoever comes next doubts what we were changing.
        whole.write(record, json.dumps(dict.fromkeys(known | wanted, "") | same).encode())
        for path in known.keys() - same.keys():
            _remove(folder / path)
        _write(repository, {path: wanted[path] for path in wanted.keys() - same.keys()}, folder)
        whole.write(record, json.dumps(wanted).encode())
    (folder / below).mkdir(exist_ok=True)
    return folder / below


def _remove(path: Path) -> None:
    """Remove a file, and the folders that held nothing else."""
    path.unlink(missing_ok=True)
    with suppress(OSError):
        for parent in path.parents:
            parent.rmdir()


def _write(repository: Repository, files: Mapping[str, str], folder: Path) -> None:
    paths = sorted(files)
    for start in range(0, len(paths), MANY):
        some = paths[start : start + MANY]
        blobs = repository.blobs(files[path] for path in some)
        for path in some:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(blobs[files[path]])


def _known(record: Path) -> dict[str, str]:
    """What was laid out before, by path."""
    try:
        known: dict[str, str] = json.loads(record.read_bytes())
    except (OSError, ValueError):
        return {}
    return known


def _inside(path: str) -> bool:
    return ".." not in PurePosixPath(path).parts and "\\" not in path
