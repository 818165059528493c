"""Lays out what a commit holds in a folder; only what differs from before is written."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pipelines.core import sealed
from pipelines.gather.git import Repository

MANY = 500
"""How many files are held in memory at a time."""


def content_at(content: Path, commit: str, folder: Path) -> Path:
    """The content folder as a commit has it, laid out in `folder`; as it is without a commit."""
    if not commit:
        return content
    repository = Repository(content)
    inside = repository.git("rev-parse", "--show-prefix").decode().strip().rstrip("/")
    return lay_out(repository, commit, inside, folder)


def lay_out(repository: Repository, commit: str, below: str, folder: Path) -> Path:
    """Make a folder hold what the folder of that name holds in a commit, and give it.

    Links and names that would lead elsewhere are left out; what is there already
    stays, and what changes is never written in place. Raises HouseError when Git
    cannot answer.
    """
    ids = repository.ids(commit, below or ".")
    wanted = {path: id_ for path, id_ in ids.items() if _inside(path)}
    record, ours = folder / f"{below}.laid", sealed.seal(__file__)
    known: Mapping[str, str] = sealed.recalled(record, ours) or {}
    if not known:
        shutil.rmtree(folder / below, ignore_errors=True)
    if known != wanted:
        same = {path: id_ for path, id_ in wanted.items() if known.get(path) == id_}
        doubted = dict.fromkeys((*known, *wanted), "") | same
        # Should we be stopped in between, whoever comes next doubts what we were changing.
        sealed.remember(record, ours, doubted)
        for path in known.keys() - same.keys():
            _remove(folder / path)
        _write(repository, {path: wanted[path] for path in wanted.keys() - same.keys()}, folder)
        sealed.remember(record, ours, wanted)
    (folder / below).mkdir(parents=True, exist_ok=True)
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


def _inside(path: str) -> bool:
    return ".." not in path.split("/") and "\\" not in path
