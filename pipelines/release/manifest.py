"""What a release consists of, file by file; its id follows from that and nothing else."""

import errno
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import join
from typing import NamedTuple

from pipelines.core import whole
from pipelines.core.below import below
from pipelines.core.spread import spread
from pipelines.release.media import media

FEW = 1000
"""So many files are read here and now; more are worth a second process."""

_PART = 1 << 16


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
        encode = json.JSONEncoder(ensure_ascii=False).encode
        lines = (encode([path, *self.files[path]]) for path in sorted(self.files))
        return "[\n" + ",\n".join(lines) + "\n]\n"

    def __or__(self, other: "Manifest") -> "Manifest":
        """The manifest of two parts of a release."""
        return Manifest({**self.files, **other.files})


def parse(text: str) -> Manifest:
    """A manifest from its text. Raises ValueError when it is none."""
    return Manifest({path: File(*rest) for path, *rest in json.loads(text)})


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    return _read_at(os.open(path, os.O_RDONLY))[1]


def read(folder: Path) -> Manifest:
    """The manifest of what a folder really holds; links are not followed, so they differ."""
    paths = [path for path, _stat in below(folder, every=True)]
    return Manifest(dict(zip(paths, _read_all(folder, paths), strict=True)))


def reread(folder: Path, memory: Path, part: str = "") -> Manifest:
    """The manifest of a folder without links that we alone write to; what is known is not read.

    `memory` is a file of ours; what has the number, size and time it knows keeps its digest.
    With `part`, only of what stands in that folder below it, by the same paths.
    """
    known = _recalled(memory)
    signs = {join(part, path): _sign(stat) for path, stat in below(folder / part, every=True)}
    fresh = [path for path, sign in signs.items() if path not in known or known[path][0] != sign]
    read_now = _read_all(folder, fresh)
    digests = {path: digest for path, (_sign, digest) in known.items() if path in signs}
    digests |= {path: file.digest for path, file in zip(fresh, read_now, strict=True)}
    lines = {path: (sign, digests[path]) for path, sign in signs.items()}
    whole.write(memory, json.dumps(lines, ensure_ascii=False).encode())
    return Manifest(
        {
            path: File(int(sign.split()[0]), digests[path], media(path))
            for path, sign in signs.items()
        }
    )


def file_at(place: str | Path) -> File:
    """One file as it stands."""
    try:
        size, digest = _read_at(os.open(place, os.O_RDONLY | os.O_NOFOLLOW))
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        return File(0, f"link to {Path(place).readlink()}", None)
    return File(size, digest, media(str(place)))


def _read_at(handle: int) -> tuple[int, str]:
    """The size and SHA-256 of an open file, which is closed then."""
    # Not the library's file objects: half the time for tens of thousands of small files.
    try:
        digest, size = hashlib.sha256(), 0
        while part := os.read(handle, _PART):
            digest.update(part)
            size += len(part)
    finally:
        os.close(handle)
    return size, digest.hexdigest()


def _read_all(folder: Path, paths: Iterable[str]) -> list[File]:
    return spread(file_at, [f"{folder}/{path}" for path in paths], FEW)


def _sign(stat: os.stat_result) -> str:
    return f"{stat.st_size} {stat.st_ino} {stat.st_mtime_ns}"


def _recalled(memory: Path) -> Mapping[str, tuple[str, str]]:
    try:
        known: dict[str, tuple[str, str]] = json.loads(memory.read_bytes())
    except (OSError, ValueError):
        return {}
    return known
