"""Indexes a finished output for the search in the reader's browser, where the index is not known.

Pagefind writes the values of filters in an order that changes from run to run;
they are sorted here, so that the same pages always give the same bytes.
"""

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from posixpath import dirname, normpath
from tempfile import TemporaryDirectory
from typing import TextIO

from pipelines.core.below import below
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.release.packed import pack, unpack

FOLDER = "pagefind"
"""Where the index stands in the output; the search page looks for it there."""

_RECIPE = b"2"
_LANGUAGE = re.compile(rb"<html[^>]*>")
_OPENING, _CLOSING = re.compile(rb"<article[^>]*\sdata-pagefind-body"), b"</article>"
_NEEDED = ("*.pf_meta", "wasm.*", "pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
_PARTS = ("index", "filter", "fragment")
_LOOK = 0.02
"""Seconds between two looks at what Pagefind does."""


def index(output: Path, cache: Path) -> bool:
    """Lay the search index into the output; says whether it had to be made.

    Raises HouseError as `made` does.
    """
    with begun(output, cache) as lay:
        return lay()


def made(output: Path, cache: Path) -> tuple[Path, bool]:
    """The folder of an output's search index, and whether it had to be made.

    `cache` keeps the last index under a digest of all that it holds, so that a
    build in which no article changed takes over the index as it is. Raises
    HouseError when Pagefind fails or writes what we do not know.
    """
    with _making(output, cache) as finish:
        return finish()


@contextmanager
def begun(output: Path, cache: Path) -> Iterator[Callable[[], bool]]:
    """Begin the index of an output's pages; what is given waits for it and does as `index`.

    The block begins when Pagefind leaves a processor free; meanwhile it may do other
    things, and write into the output. If it raises, Pagefind ends with it, and the
    cache is as it was.
    """
    with _making(output, cache) as finish:

        def lay() -> bool:
            folder, fresh = finish()
            shutil.rmtree(output / FOLDER, ignore_errors=True)
            shutil.copytree(folder, output / FOLDER, copy_function=_link)
            return fresh

        yield lay


@contextmanager
def _making(output: Path, cache: Path) -> Iterator[Callable[[], tuple[Path, bool]]]:
    """The same as `begun`, of an index that stays in the cache."""
    pages = dict(_pages(output))
    digest = blake2b(_RECIPE + version("pagefind").encode(), digest_size=16)
    for path, text in sorted(pages.items()):
        digest.update(b"%s\0%d\0%s" % (path.encode(), len(text), text))
    found = cache / digest.hexdigest()
    if found.is_dir():
        yield lambda: (found, False)
    else:
        cache.mkdir(parents=True, exist_ok=True)
        last = list(cache.iterdir())
        with TemporaryDirectory(dir=cache) as folder, _indexing(pages, Path(folder)) as finish:
            yield lambda: (_sharing(finish(), last).rename(found), True)
    for old in cache.iterdir():
        if old != found:
            shutil.rmtree(old)


def _pages(output: Path) -> Iterator[tuple[str, bytes]]:
    """Each page that is searched, with the part of it that is: all that Pagefind gets to see."""
    for folder, _folders, names in os.walk(output):
        inside = Path(folder).relative_to(output).as_posix()
        for name in names:
            if name.endswith(".html"):
                raw = Path(folder, name).read_bytes()
                if (opening := _OPENING.search(raw)) and (language := _LANGUAGE.search(raw)):
                    searched = raw[opening.start() : raw.find(_CLOSING, opening.end())]
                    yield normpath(f"{inside}/{name}"), language[0] + searched + _CLOSING


@contextmanager
def _indexing(pages: Mapping[str, bytes], folder: Path) -> Iterator[Callable[[], Path]]:
    """Run Pagefind; what is given waits for it, and gives the folder of what it made."""
    site, made, chosen = folder / "site", folder / "raw", folder / "made"
    if not pages:
        chosen.mkdir()  # A new portal has nothing to find yet, and Pagefind refuses to index that.
        yield lambda: chosen
        return
    for name in set(map(dirname, pages)):
        (site / name).mkdir(parents=True, exist_ok=True)
    for page, text in pages.items():
        (site / page).write_bytes(text)
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(made)]
    with (
        (folder / "said").open("w+", errors="replace") as said,
        subprocess.Popen([*command, "--quiet"], stdout=said, stderr=said) as pagefind,
    ):
        try:
            # It reads with all processors and writes with one: only then there is one to spare.
            while pagefind.poll() is None and not (made / "fragment").exists():
                time.sleep(_LOOK)
            yield lambda: _chosen(pagefind, said, made, chosen)
        finally:
            pagefind.kill()


def _chosen(pagefind: "subprocess.Popen[bytes]", said: TextIO, made: Path, chosen: Path) -> Path:
    """What readers need of all that Pagefind makes, settled, once it is done."""
    if pagefind.wait() != 0 or not (made / "pagefind-entry.json").exists():
        said.seek(0)
        raise HouseError(_("the search index could not be made:") + "\n" + said.read())
    _settle(made)
    chosen.mkdir()
    for pattern in _NEEDED:
        for path in sorted(made.glob(pattern)):
            path.rename(chosen / path.name)
    for part in _PARTS:
        if (made / part).is_dir():
            (made / part).rename(chosen / part)
    return chosen


def _sharing(made: Path, last: Iterable[Path]) -> Path:
    """An index of which what has not changed is the same file, so that nobody reads it again."""
    for path, _stat in below(made):
        for old in last:
            before, after, link = f"{old}/{path}", f"{made}/{path}", f"{made}/.link"
            with suppress(OSError):
                if filecmp.cmp(before, after, shallow=False):
                    os.link(before, link)
                    os.replace(link, after)  # noqa: PTH105 - a Path of each takes its time
    return made


def _settle(made: Path) -> None:
    """Sort what Pagefind leaves unsorted; files named by their bytes get the name of the new."""
    renamed = {}
    for path in sorted((made / "filter").glob("*.pf_filter")):
        language = path.stem.rpartition("_")[0]
        name, values = unpack(path.read_bytes(), path.name)
        packed = pack([name, sorted(values)])
        fresh = f"{language}_{blake2b(packed).hexdigest()[: len(path.stem) - len(language) - 1]}"
        path.unlink()
        path.with_name(f"{fresh}.pf_filter").write_bytes(packed)
        renamed[path.stem] = fresh
    entry = json.loads((made / "pagefind-entry.json").read_text("utf-8"))
    for language, about in sorted(entry["languages"].items()):
        path = made / f"pagefind.{about['hash']}.pf_meta"
        meta = unpack(path.read_bytes(), path.name)
        meta[3] = sorted([name, renamed[id_]] for name, id_ in meta[3])
        packed = pack(meta)
        about["hash"] = f"{language}_{blake2b(packed, digest_size=7).hexdigest()}"
        path.unlink()
        (made / f"pagefind.{about['hash']}.pf_meta").write_bytes(packed)
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True)
    (made / "pagefind-entry.json").write_text(text, encoding="utf-8")


def _link(source: str, target: str) -> str:
    """The same file under another name; copied where it cannot be linked."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
    return target
