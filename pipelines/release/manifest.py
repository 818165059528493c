"""What a release consists of, file by file; its id follows from that and nothing else."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pipelines.release.media import media


class File(NamedTuple):
    """One file: its size in bytes, the SHA-256 of its bytes, its media type."""

    size: int
    digest: str
    media: str | None


@dataclass(frozen=True)
class Manifest:
    """Every file of a release by its path; two releases with one id have the same bytes.

    As the id is a digest over all digests, a folder that is named by it can be
    verified without any other record.
    """

    files: Mapping[str, File]

    @cached_property
    def id(self) -> str:
        """The release's id: 32 hexadecimal digits."""
        lines = (f"{path}\0{file.digest}\n" for path, file in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:32]

    def as_text(self) -> str:
        """One file a line, so that Git stores what changed between two releases."""
        lines = (
            json.dumps([path, *self.files[path]], ensure_ascii=False) for path in sorted(self.files)
        )
        return "[\n" + ",\n".join(lines) + "\n]\n"


def parse(text: str) -> Manifest:
    """A manifest from its text. Raises ValueError when it is none."""
    return Manifest({path: File(*rest) for path, *rest in json.loads(text)})


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(folder: Path) -> Manifest:
    """The manifest of what a folder really holds; links are not followed, so they differ."""
    return Manifest({name: _file(path, name) for path, name in _walk(folder)})


def _file(path: Path, name: str) -> File:
    if path.is_symlink():
        return File(0, f"link to {path.readlink()}", None)
    return File(path.stat().st_size, digest_of(path), media(name))


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    for root, folders, names in os.walk(folder):
        linked = [name for name in folders if Path(root, name).is_symlink()]
        for name in sorted([*names, *linked]):
            path = Path(root, name)
            yield path, path.relative_to(folder).as_posix()
