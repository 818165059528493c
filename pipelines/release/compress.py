"""Puts gzip and brotli files beside what compresses well, each made once for all releases."""

import gzip
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from shutil import copyfile

import brotli

ENDINGS = {".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".webmanifest"}
LEAST = 1000
"""Smaller files fit into one packet either way."""

_GZIP, _BROTLI = 9, 9
_RECIPE = f"{_GZIP}{_BROTLI}"


def compress(output: Path, cache: Path) -> int:
    """Bring the compressed files beside the originals; gives how many had to be made.

    They are named in `cache` by their original's bytes, so a release makes only
    what changed, and the same bytes always give the same file. What belongs to
    no original any more leaves `cache`.
    """
    cache.mkdir(parents=True, exist_ok=True)
    known = {path.name for path in cache.iterdir() if path.suffix in {".gz", ".br"}}
    originals = list(_originals(output))
    with ThreadPoolExecutor() as pool:
        marks = list(pool.map(_mark, originals))
        missing = {
            mark: path
            for path, mark in zip(originals, marks, strict=True)
            if not {f"{mark}.gz", f"{mark}.br"} <= known
        }
        list(pool.map(_make, missing.values(), (cache / mark for mark in missing)))
    for path, mark in zip(originals, marks, strict=True):
        for ending in (".gz", ".br"):
            _lay(cache / f"{mark}{ending}", path.with_name(path.name + ending))
    for name in known - {f"{mark}{ending}" for mark in marks for ending in (".gz", ".br")}:
        (cache / name).unlink()
    return len(missing)


def _originals(output: Path) -> Iterator[Path]:
    for folder, _folders, names in os.walk(output):
        for name in names:
            path = Path(folder, name)
            if path.suffix in ENDINGS and path.stat().st_size >= LEAST:
                yield path


def _mark(path: Path) -> str:
    return f"{blake2b(path.read_bytes(), digest_size=20).hexdigest()}-{_RECIPE}"


def _make(source: Path, stem: Path) -> None:
    raw = source.read_bytes()
    _write(stem.with_name(f"{stem.name}.gz"), gzip.compress(raw, _GZIP, mtime=0))
    mode = brotli.MODE_TEXT
    _write(stem.with_name(f"{stem.name}.br"), brotli.compress(raw, mode=mode, quality=_BROTLI))


def _write(path: Path, raw: bytes) -> None:
    draft = path.with_name(f".{path.name}")
    draft.write_bytes(raw)
    draft.replace(path)


def _lay(cached: Path, target: Path) -> None:
    """The cached file under another name; copied where it cannot be linked."""
    target.unlink(missing_ok=True)
    try:
        os.link(cached, target)
    except OSError:
        copyfile(cached, target)
