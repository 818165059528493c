"""What is written down of each release, away from the web server: in a folder and in Git notes."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.gather.git import Repository
from pipelines.release import manifest as manifests
from pipelines.release.folder import write
from pipelines.release.manifest import Manifest

NOTES = "refs/notes/releases"
_FOLDER = "releases"
NOTED = 20
"""So many of the last notes are read where there are no files."""


@dataclass(frozen=True)
class Release:
    """A release as it became public: when, how, where, of which commit, and all its files.

    `at` is Asia/Shanghai time. `commit` is the one whose content was approved and
    is shown; it is empty where that is in no repository or not known any more.
    """

    at: datetime
    how: str
    target: str
    commit: str
    manifest: Manifest

    def as_text(self) -> str:
        """A line of JSON about the release, then the manifest."""
        head = {
            "release": self.manifest.id,
            "at": self.at.isoformat(timespec="minutes"),
            "how": self.how,
            "target": self.target,
            "commit": self.commit,
        }
        return json.dumps(head, ensure_ascii=False) + "\n" + self.manifest.as_text()


def parse(text: str) -> Release:
    """A release from its text. Raises ValueError when it is none or was altered."""
    first, _newline, rest = text.partition("\n")
    head = json.loads(first)
    manifest = manifests.parse(rest)
    if manifest.id != head["release"]:
        raise ValueError(head["release"])
    at = datetime.fromisoformat(head["at"])
    return Release(at, head["how"], head["target"], head["commit"], manifest)


def record(release: Release, folder: Path, repository: Path) -> None:
    """Write a release down: a file for the archive, and a note on its commit."""
    number = 1 + max((number for number, _path in _files(folder)), default=0)
    text = release.as_text()
    write(folder / _FOLDER / f"{number:06}-{release.manifest.id}.json", text.encode())
    if release.commit:
        note = ("notes", f"--ref={NOTES}", "add", "--force", "--file=-", release.commit)
        Repository(repository).git(*note, given=text.encode())


def latest(folder: Path, repository: Path) -> Release | None:
    """What should be public now: the newest record of the folder, else the newest note."""
    return next(iter(newest(folder, repository, 1)), None)


def newest(folder: Path, repository: Path, number: int) -> list[Release]:
    """The last releases, newest first: those of the folder, or of Git's notes where it has none."""
    return list(islice(_read(folder), number)) or list(islice(_noted(repository), number))


def known(folder: Path, repository: Path) -> set[str]:
    """The ids of all releases that the folder, or else the last notes, know."""
    ids = {path.stem.partition("-")[2] for _number, path in _files(folder)}
    return ids or {one.manifest.id for one in islice(_noted(repository), NOTED)}


def commit_with(folder: Path, release: str) -> str:
    """The commit that a release was made of, as far as the records know."""
    return next((one.commit for one in _read(folder) if one.manifest.id == release), "")


def commit_of(content: Path) -> str:
    """The commit that a content folder stands on; empty where it is in no repository."""
    return Repository(content).find("HEAD") or ""


def _files(folder: Path) -> list[tuple[int, Path]]:
    """Numbered records, newest first."""
    paths = (folder / _FOLDER).glob("[0-9]*-*.json")
    return sorted(((int(path.stem.partition("-")[0]), path) for path in paths), reverse=True)


def _read(folder: Path) -> Iterator[Release]:
    for _number, path in _files(folder):
        try:
            yield parse(path.read_text("utf-8"))
        except (ValueError, KeyError) as error:
            raise HouseError(
                _("{path} is no record of a release; restore it from the archive").format(path=path)
            ) from error


def _noted(folder: Path) -> Iterator[Release]:
    """The releases in the notes' own history, newest first; what is none is passed over."""
    repository = Repository(folder)
    if not repository.has(NOTES):
        return
    asked = ("log", "--diff-filter=AM", "--name-only", "--format=%x00%H", NOTES)
    for block in repository.git(*asked).decode().split("\0")[1:]:
        commit, *paths = block.split()
        for path in paths:
            with suppress(HouseError, ValueError, KeyError):
                yield parse(repository.git("show", f"{commit}:{path}").decode())
