"""Releases in a folder of this machine."""

import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.release import manifest as manifests
from pipelines.release.manifest import Manifest
from pipelines.release.target import leftovers


@dataclass(frozen=True)
class Folder:
    """A target on this machine's own disk."""

    path: Path

    @property
    def name(self) -> str:
        """The folder, as messages name it."""
        return str(self.path)

    @property
    def root(self) -> str:
        """The folder, as the machine it stands on names it."""
        return str(self.path.resolve())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the target; the lock goes with the process, however that ends."""
        self._releases.mkdir(parents=True, exist_ok=True)
        with lock(self.path / "lock"), told(self.path):
            shutil.rmtree(self._incoming, ignore_errors=True)
            for name in ("current", "history", "takedowns", "nginx.conf"):
                _draft(self.path / name).unlink(missing_ok=True)
            self.remove(leftovers(self))
            yield

    def current(self) -> str | None:
        """The name of the public release."""
        try:
            return (self.path / "current").readlink().name
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """The names of all complete releases."""
        return sorted(path.name for path in self._releases.iterdir())

    def read(self, name: str) -> Manifest:
        """What a release really consists of, by its bytes."""
        return manifests.read(self._releases / name)

    def put(self, name: str, manifest: Manifest, source: Path) -> None:
        """Bring a release here; what the public one has already is linked, not copied."""
        fresh, public = self._incoming / name, self.current()
        old = self._releases / str(public)
        folders = {fresh, *(fresh / name for name in set(map(dirname, manifest.files)))}
        for folder in sorted(folders):
            folder.mkdir(parents=True, exist_ok=True)
        copied = [
            path
            for path, file in manifest.files.items()
            if not _shared(f"{old}/{path}", f"{fresh}/{path}", file.size)
        ]
        for path in copied:
            _copy(source / path, fresh / path)
        # By its bytes, not by what it should be: damage must not be handed on.
        there = manifests.read(fresh).files
        other = [path for path, file in manifest.files.items() if there.get(path) != file]
        for path in other:
            (fresh / path).unlink()
            _copy(source / path, fresh / path)
        # First write all, then wait for the disk: it gathers the work.
        written = [fresh / path for path in dict.fromkeys([*copied, *other])]
        for one in (*written, *sorted(folders | set(_between(folders, fresh)))):
            _settle(one)
        again = {path: manifests.file_at(fresh / path) for path in other}
        if {**there, **again} != manifest.files:
            raise HouseError(_("the files of the release changed while it was being made"))
        fresh.rename(self._releases / name)
        _settle(self._releases)

    def digest(self, name: str, path: str) -> str | None:
        """The digest of one file of a release; None where there is no such file."""
        try:
            return manifests.file_at(self._releases / name / path).digest
        except FileNotFoundError:
            return None

    def switch(self, name: str) -> None:
        """Make a release public by renaming one link."""
        draft = _draft(self.path / "current")
        draft.unlink(missing_ok=True)
        draft.symlink_to(Path("releases", name))
        draft.replace(self.path / "current")
        _settle(self.path)

    def remove(self, names: Iterable[str]) -> None:
        """Remove releases; they leave their place first, so no half one ever stands there."""
        for name in names:
            self._incoming.mkdir(exist_ok=True)
            (self._releases / name).rename(self._incoming / f"old-{name}")
            shutil.rmtree(self._incoming / f"old-{name}")

    def text(self, name: str) -> str:
        """A small file beside the releases."""
        try:
            return (self.path / name).read_text("utf-8")
        except FileNotFoundError:
            return ""

    def write(self, name: str, text: str) -> None:
        """Write it, all or nothing."""
        write(self.path / name, text.encode())

    @property
    def _releases(self) -> Path:
        return self.path / "releases"

    @property
    def _incoming(self) -> Path:
        return self.path / "incoming"


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Be the only one at work; says so on stderr when it has to wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(_("another release is being made; waiting for it"), file=sys.stderr, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Say in one sentence when the disk is full or closed to us."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES}:
            raise
        shutil.rmtree(folder / "incoming", ignore_errors=True)
        raise HouseError(
            _("cannot write at {folder} ({why}); what was public stays public").format(
                folder=error.filename or folder, why=error.strerror
            )
        ) from error


def write(path: Path, raw: bytes) -> None:
    """Write a file durably, all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path)
    draft.write_bytes(raw)
    _settle(draft)
    draft.replace(path)
    _settle(path.parent)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _shared(old: str, new: str, size: int) -> bool:
    """Share a file with the release before, where it may be the same and the disk can do it."""
    with suppress(OSError):
        if os.lstat(old).st_size == size:
            os.link(old, new, follow_symlinks=False)
            return True
    return False


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o644)


def _between(folders: Iterable[Path], top: Path) -> Iterator[Path]:
    """The folders that stand between these and the top one."""
    for folder in folders:
        yield from (above for above in folder.parents if above.is_relative_to(top))


def _settle(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
