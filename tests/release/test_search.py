"""The search index: complete, made only when its pages changed, always the same bytes."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipelines.release import search

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


VALUES = st.recursive(
    st.integers(0, 2**40) | st.text(), lambda inner: st.lists(inner, max_size=30), max_leaves=50
)


@given(VALUES)
def test_what_is_written_is_read(value):
    """Packing and unpacking are each other's reverse."""
    packed = search._written(value)
    assert search._read(packed, 0) == (value, len(packed))
