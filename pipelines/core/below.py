"""What stands below a folder: every file with its size and times, in a fixed order."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISLNK
from typing import TypeAlias

Standing: TypeAlias = tuple[int, int]
"""Size and time of a file: what was touched by another hand is not what was left."""
Mark: TypeAlias = tuple[int, ...]
"""What tells, without reading a file, that it is the one that was read (`marks`)."""
SIZE, MODIFIED, CHANGED = 2, 3, 4
"""Where in a mark a file's size (bytes) and times (nanoseconds) stand."""


def below(folder: Path, *, every: bool = False) -> Iterator[tuple[str, os.stat_result]]:
    """Each file by its path from the folder; none where there is no folder.

    Links are not followed, and what is hidden belongs to nobody: hidden files and
    links to folders are told only when `every` one is asked for.
    """
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            # By the open folder: half the time of asking each by its whole path.
            handle = os.open(f"{folder}/{inside}", os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue
        try:
            with os.scandir(handle) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
            folders = []
            for entry in found:
                if not every and entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{inside}{entry.name}/")
                elif every or not (entry.is_symlink() and entry.is_dir()):
                    yield f"{inside}{entry.name}", entry.stat(follow_symlinks=False)
            waiting += reversed(folders)
        finally:
            os.close(handle)


def paths(folder: Path) -> Iterator[str]:
    """Every file below a folder by its path from there, found without asking more; none hidden."""
    for inside, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        before = os.path.relpath(inside, folder)
        prefix = "" if before == "." else f"{before}/"
        yield from (f"{prefix}{name}" for name in names if not name.startswith("."))


def marks(folder: Path) -> dict[str, Mark | None]:
    """Each file below a folder with its mark, by its path from there; a link has none."""
    return {
        path: None
        if S_ISLNK(stat.st_mode)
        else (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        for path, stat in below(folder)
    }


def standing(folder: Path) -> dict[str, Standing]:
    """How every file below a folder stands, by its path from there."""
    return {path: stands(stat) for path, stat in below(folder, every=True)}


def stands(stat: os.stat_result) -> Standing:
    """How a file stands."""
    return (stat.st_size, stat.st_mtime_ns)
