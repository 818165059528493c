"""Puts gzip and brotli files beside what compresses well, each made once for all releases."""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path, PurePosixPath
from shutil import copyfile

import brotli

from pipelines.core.whole import write
from pipelines.release.manifest import Manifest

ENDINGS = {".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".webmanifest"}
LEAST = 1000
"""Smaller files fit into one packet either way."""

# Beyond 7, brotli takes ten times as long for pages of no fewer bytes.
_GZIP, _BROTLI = 9, 7
_RECIPE = f"{_GZIP}{_BROTLI}"


def compress(output: Path, files: Manifest, cache: Path) -> int:
    """Bring the compressed files beside the originals; gives how many had to be made.

    They are named in `cache` by their original's digest, so a release makes only
    what changed, and the same bytes always give the same file. What belongs to
    no original any more leaves `cache`.
    """
    cache.mkdir(parents=True, exist_ok=True)
    known = {path.name for path in cache.iterdir() if path.suffix in {".gz", ".br"}}
    marks = {
        path: f"{file.digest[:40]}-{_RECIPE}"
        for path, file in files.files.items()
        if PurePosixPath(path).suffix in ENDINGS and file.size >= LEAST
    }
    missing = {
        mark: output / path
        for path, mark in marks.items()
        if not {f"{mark}.gz", f"{mark}.br"} <= known
    }
    with ThreadPoolExecutor() as pool:
        list(pool.map(_make, missing.values(), (cache / mark for mark in missing)))
    for path, mark in marks.items():
        for ending in (".gz", ".br"):
            _lay(cache / f"{mark}{ending}", output / f"{path}{ending}")
    for name in known - {f"{mark}{ending}" for mark in marks.values() for ending in (".gz", ".br")}:
        (cache / name).unlink()
    return len(missing)


def _make(source: Path, stem: Path) -> None:
    raw = source.read_bytes()
    write(stem.with_name(f"{stem.name}.gz"), gzip.compress(raw, _GZIP, mtime=0))
    mode = brotli.MODE_TEXT
    write(stem.with_name(f"{stem.name}.br"), brotli.compress(raw, mode=mode, quality=_BROTLI))


def _lay(cached: Path, target: Path) -> None:
    """The cached file under another name; copied where it cannot be linked."""
    with suppress(FileNotFoundError):
        if target.samefile(cached):
            return
        target.unlink()
    try:
        os.link(cached, target)
    except OSError:
        copyfile(cached, target)
