"""What a release consists of, file by file; its id follows from that and nothing else."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
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
        lines = (
            json.dumps([path, *self.files[path]], ensure_ascii=False) for path in sorted(self.files)
        )
        return "[\n" + ",\n".join(lines) + "\n]\n"


def parse(text: str) -> Manifest:
    """A manifest from its text. Raises ValueError when it is none."""
    return Manifest({path: File(*rest) for path, *rest in json.loads(text)})


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    # The standard library's way sets a quarter of a megabyte aside for each of many small files.
    with path.open("rb", buffering=0) as file:
        while part := file.read(_PART):
            digest.update(part)
    return digest.hexdigest()


def read(folder: Path) -> Manifest:
    """The manifest of what a folder really holds; links are not followed, so they differ."""
    paths = [path for path, _stat in below(folder, every=True)]
    return Manifest(dict(zip(paths, _read_all(folder, paths), strict=True)))


def reread(folder: Path, memory: Path) -> Manifest:
    """The manifest of a folder without links that we alone write to; what is known is not read.

    `memory` is a file of ours; what has the number, size and time it knows keeps its digest.
    """
    known = _recalled(memory)
    signs = {path: _sign(stat) for path, stat in below(folder, every=True)}
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
    path = Path(place)
    if path.is_symlink():
        return File(0, f"link to {path.readlink()}", None)
    return File(path.stat().st_size, digest_of(path), media(path.name))


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
