"""The search index: complete, made only when its pages changed, always the same bytes."""

import re
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.errors import HouseError
from pipelines.publish import Desk, place, publish
from pipelines.release import packed as packing
from pipelines.release import search
from tests import builders

NOW = datetime.fromisoformat("2026-11-20 12:00")

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><title>{title}</title></head><body>{around}
<article data-pagefind-body data-year="{year}" data-pagefind-filter="年份[data-year]">
<h1>{title}</h1><p>困难职工申请帮扶救助。</p></article></body></html>"""


def site(folder: Path, around: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    for year in range(2000, 2026):
        text = PAGE.format(title=f"通知{year}", year=year, around=around)
        (folder / f"{year}.html").unlink(missing_ok=True)
        (folder / f"{year}.html").write_text(text, encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in (folder / search.FOLDER).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_same_pages_give_the_same_index(tmp_path):
    """Two machines make the same bytes, filters included."""
    one, two = site(tmp_path / "one"), site(tmp_path / "two")
    search.index(one, tmp_path / "cache-one")
    search.index(two, tmp_path / "cache-two")
    assert files(one) == files(two)
    assert {"pagefind/pagefind.js", "pagefind/pagefind-entry.json"} <= files(one).keys()


def test_a_portal_without_articles_has_no_index(tmp_path):
    """The first start of a new portal: nothing to search is no fault."""
    (tmp_path / "site").mkdir()
    search.index(tmp_path / "site", tmp_path / "cache")
    assert files(tmp_path / "site") == {}


def test_nothing_is_lost_on_the_way(tmp_path):
    """Texts and words are those that Pagefind finds in the whole pages."""
    folder = site(tmp_path / "site", around="<nav>菜单</nav><p>开头</p>")
    search.index(folder, tmp_path / "cache")
    ours = names(folder / search.FOLDER)
    command = [sys.executable, "-m", "pagefind", "--site", folder, "--output-path", tmp_path / "it"]
    subprocess.run(command, check=True, capture_output=True)
    assert names(tmp_path / "it") == ours
    assert ours["fragment"]


def names(folder: Path) -> dict[str, list[str]]:
    """Pagefind names its files by what they hold."""
    return {
        part: sorted(path.name for path in (folder / part).iterdir())
        for part in ("fragment", "index")
    }


def test_only_a_changed_article_makes_a_new_index(tmp_path):
    """Another menu around the articles changes nothing; another article does."""
    folder, cache = site(tmp_path / "site"), tmp_path / "cache"
    assert search.index(folder, cache)
    before = files(folder)
    assert not search.index(site(folder, around="<nav>新</nav>"), cache)
    assert files(folder) == before
    (folder / "2000.html").unlink()
    assert search.index(folder, cache)
    assert files(folder) != before


def test_the_index_is_made_beside_other_work(tmp_path):
    """What the block does with the output changes nothing of it; it is there when it is laid."""
    folder, cache = site(tmp_path / "site"), tmp_path / "cache"
    with search.begun(folder, cache) as lay:
        (folder / "2000.html").unlink()
        assert not (folder / search.FOLDER).exists()
        assert lay()
    search.index(site(tmp_path / "other"), tmp_path / "another")
    assert files(folder) == files(tmp_path / "other")
    assert not search.index(site(folder), cache)


def test_what_has_not_changed_is_the_same_file(tmp_path):
    """Nobody who remembers files has to read it again; the bytes are those of any index."""
    folder, cache = site(tmp_path / "site"), tmp_path / "cache"
    search.index(folder, cache)
    before = marks(folder)
    (folder / "2000.html").unlink()
    search.index(folder, cache)
    after = marks(folder)
    same = before.keys() & after.keys()
    assert len([name for name in same if name.endswith(".pf_fragment")]) == 25
    assert {name: before[name] for name in same} == {name: after[name] for name in same}
    shared = files(folder)
    search.index(folder, tmp_path / "another")
    assert files(folder) == shared


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """What tells one file of the index from another of the same name."""
    paths = (folder / search.FOLDER).rglob("*.pf_*")
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in paths}


def instead_of_pagefind(folder: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program, which does what Pagefind rarely does."""
    (folder / "pagefind.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(folder))


WRITES_FOR_EVER = """
import os, sys, time
os.makedirs(sys.argv[sys.argv.index("--output-path") + 1] + "/fragment")
time.sleep(3600)
"""


def test_what_fails_meanwhile_ends_pagefind(tmp_path, monkeypatch):
    """Nobody waits for it; the index of the last release stays, and no half one beside it."""
    folder, cache = site(tmp_path / "site"), tmp_path / "cache"
    search.index(folder, cache)
    before = sorted(cache.iterdir())
    (folder / "2000.html").unlink()
    instead_of_pagefind(tmp_path, WRITES_FOR_EVER, monkeypatch)
    with suppress(KeyError), search.begun(folder, cache):
        raise KeyError
    assert sorted(cache.iterdir()) == before


def test_what_pagefind_says_is_passed_on(tmp_path, monkeypatch):
    """When it is waited for."""
    folder, cache = site(tmp_path / "site"), tmp_path / "cache"
    instead_of_pagefind(tmp_path, "import sys; sys.exit('out of order')", monkeypatch)
    with pytest.raises(HouseError, match="out of order"):
        search.index(folder, cache)
    assert list(cache.iterdir()) == []


def test_pagefind_may_say_much(tmp_path, monkeypatch):
    """More than a pipe holds, before it writes anything."""
    folder = site(tmp_path / "site")
    said = "import sys; print('page by page ' * 100_000); sys.exit('out of order')"
    instead_of_pagefind(tmp_path, said, monkeypatch)
    with pytest.raises(HouseError, match="out of order"):
        search.index(folder, tmp_path / "cache")


def test_a_new_style_sheet_leaves_the_index_alone(tmp_path):
    """A second release, in other colours, lays out the index that the first one made."""
    charter, content = shutil.copytree(builders.CHARTER, tmp_path / "charter"), tmp_path / "content"
    (content / "union-news").mkdir(parents=True)
    (content / "union-news" / "a.md").write_text(builders.source(), encoding="utf-8")
    desk = Desk(charter, content, tmp_path / "records", tmp_path / "cache", NOW, builders.Nobody())
    to = place(str(tmp_path / "target"))
    shown = []
    for colour in ("#b01f24", "#1f4fb0"):
        portal = charter / "portal.yml"
        portal.write_text(re.sub("#b01f24", colour, portal.read_text("utf-8")), "utf-8")
        assert publish(desk, to).release
        public = Path(to.root, "current")
        (made,) = (desk.cache / "search").glob("*/pagefind-entry.json")
        styles = (public / "theme" / "portal.css").read_bytes()
        shown.append((files(public), made.stat().st_mtime_ns, styles))
    (index, made_at, style), (same, made_once, other) = shown
    assert index == same
    assert made_at == made_once
    assert style != other


VALUES = st.recursive(
    st.integers(0, 2**40) | st.text(), lambda inner: st.lists(inner, max_size=30), max_leaves=50
)


@given(VALUES)
def test_what_is_written_is_read(value):
    """Packing and unpacking are each other's reverse."""
    packed = packing.written(value)
    assert packing.read(packed, 0) == (value, len(packed))
