"""What verification found sound before, so that of a large portal only what is new is looked at."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from pipelines.core import whole

_LIBRARIES = ("ahocorasick-rs", "brotli", "selectolax")


@dataclass(frozen=True)
class Looked:
    """Files that were found sound, and files in which none of the texts in `sought` stand.

    Files are named by path and digest, texts by a digest of their own. Only a file
    without any fault is remembered: what is wrong is found anew each time.
    """

    sound: frozenset[str] = frozenset()
    sought: frozenset[str] = frozenset()
    clean: frozenset[str] = frozenset()


def mark(needle: bytes) -> str:
    """A text that is looked for, as it is remembered."""
    return blake2b(needle, digest_size=16).hexdigest()


def recall(memory: Path | None, readers: Iterable[str]) -> Looked:
    """What the file remembers; nothing where another version looked. `readers` are the modules."""
    try:
        known = json.loads(memory.read_bytes()) if memory is not None else {}
    except (OSError, ValueError):
        known = {}
    if known.get("seal") != _seal(readers):
        return Looked()
    return Looked(*(frozenset(known[name]) for name in ("sound", "sought", "clean")))


def keep(memory: Path | None, readers: Iterable[str], looked: Looked) -> None:
    """Remember it for the next time."""
    if memory is None:
        return
    known = {
        "seal": _seal(readers),
        "sound": sorted(looked.sound),
        "sought": sorted(looked.sought),
        "clean": sorted(looked.clean),
    }
    whole.write(memory, json.dumps(known, ensure_ascii=False).encode())


def _seal(readers: Iterable[str]) -> str:
    """What the answers depend on besides the files: the modules that look, and their libraries."""
    digest = blake2b(digest_size=16)
    for path in (*readers, __file__):
        digest.update(Path(path).read_bytes())
    for name in _LIBRARIES:
        digest.update(version(name).encode())
    return digest.hexdigest()
