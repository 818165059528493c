"""Lays out what a commit holds in a folder; only what differs from before is written."""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from pipelines.core import sealed
from pipelines.core.errors import HouseError
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
    wanted = repository.commit(commit)
    record, ours = folder / f"{below}.laid", sealed.seal(__file__)
    # Each file that is there is as one of these commits has it.
    known: tuple[str, ...] = sealed.recalled(record, ours) or ()
    if known != (wanted,):
        changed = _changed(repository, known, wanted, below)
        if changed is None:
            record.unlink(missing_ok=True)
            shutil.rmtree(folder / below, ignore_errors=True)
            files: Mapping[str, str | None] = repository.ids(wanted, below or ".")
        else:
            # Should we be stopped in between, whoever comes next doubts what we were changing.
            sealed.remember(record, ours, (*known, wanted))
            files = changed
            # What stands in a folder goes before what the folder gives way to.
            for path in sorted(filter(_inside, files), reverse=True):
                _remove(folder / path)
        _write(repository, {path: id_ for path, id_ in files.items() if id_}, folder)
        sealed.remember(record, ours, (wanted,))
    (folder / below).mkdir(parents=True, exist_ok=True)
    return folder / below


def _changed(
    repository: Repository, known: Iterable[str], wanted: str, below: str
) -> Mapping[str, str | None] | None:
    """What in a folder differs between some commits and one, by path, with its id there if any.

    None without commits, or where the repository has lost one of them.
    """
    try:
        found = [repository.differing(commit, wanted) for commit in known]
    except HouseError:
        found = []
    if not found:
        return None
    prefix = below and f"{below}/"
    return {path: id_ for one in found for path, id_ in one.items() if path.startswith(prefix)}


def _remove(path: Path) -> None:
    """Remove a file, and the folders that held nothing else."""
    with suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()
    with suppress(OSError):
        for parent in path.parents:
            parent.rmdir()


def _write(repository: Repository, files: Mapping[str, str], folder: Path) -> None:
    paths = sorted(filter(_inside, files))
    for start in range(0, len(paths), MANY):
        some = paths[start : start + MANY]
        blobs = repository.blobs(files[path] for path in some)
        for path in some:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(blobs[files[path]])


def _inside(path: str) -> bool:
    return ".." not in path.split("/") and "\\" not in path
