"""A finished site is checked exactly, and with what was read before, just as exactly."""

import json
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from fnmatch import fnmatch
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.release import search
from pipelines.release.links import facts
from pipelines.release.links.check import faults
from pipelines.release.links.facts import gather

DOMAIN = "www.example.org"
WORTH = facts.WORTH
HOME = '<a href="a/">甲</a><a href="b/c.html">乙</a><a href="a/表.html">表</a>'
SOUND = {
    "index.html": HOME,
    "a/index.html": '<a href="../index.html">首页</a>',
    "a/表.html": '<h2 id="答复">答复</h2>',
    "b/c.html": '<img src="d.jpg" alt="丁"><p id="top-1">丙</p>',
    "b/d.jpg": "jpg",
    "p.css": "a { background: url(b/d.jpg) }",
}


def write(site: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return site


def wrong(site: Path, cache: Path | None = None, about: Collection[str] | None = None) -> list[str]:
    """What is wrong with a site's references, line by line; only on and to pages, if `about`."""
    marks = {
        path.relative_to(site).as_posix(): str(hash(path.read_bytes()))
        for path in site.rglob("*")
        if path.is_file()
    }
    known = gather(site, DOMAIN, marks, cache)
    return sorted(
        f"{one.file} {one.fault.value} {one.reference.path}#{one.reference.fragment} {one.instead}"
        for one in faults(known, site, about)
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"b/c.html": '<a href="x.html">甲</a>'}, ["b/c.html missing b/x.html# "]),
        ({"b/c.html": '<a href="../a/%E8%A1%A8.html#%E7%AD%94%E5%A4%8D">甲</a>'}, []),
        ({"b/c.html": '<a href="../a/表.html#答复">甲</a>'}, []),
        ({"b/c.html": '<a href="../a/表.html#答">甲</a>'}, ["b/c.html fragment a/表.html#答 "]),
        (
            {"b/c.html": '<a href="#TOP-1">甲</a><b id="top-1">'},
            ["b/c.html fragment b/c.html#TOP-1 top-1"],
        ),
        ({"b/c.html": '<a href="#top">甲</a>'}, []),
        ({"b/c.html": '<a href="../a/#答复">甲</a>'}, ["b/c.html fragment a/#答复 "]),
        (
            {"b/c.html": '<a href="../A/index.html">甲</a>'},
            ["b/c.html case A/index.html# a/index.html"],
        ),
        ({"b/c.html": '<a href="../a">甲</a>'}, []),
        ({"b/c.html": '<a href="../b/">甲</a>'}, ["b/c.html missing b/# "]),
        ({"b/c.html": '<a href="../../x.html">甲</a>'}, ["b/c.html missing ../x.html# "]),
        ({"b/c.html": '<a href="/a/">甲</a>'}, ["b/c.html rooted /a/# "]),
        ({"404.html": '<a href="/a/">甲</a>', "410.html": '<a href="/a/">甲</a>'}, []),
        ({"zh-hant/404.html": '<a href="/a/">甲</a>'}, []),
        ({"404.html": '<a href="/x/">甲</a>'}, ["404.html missing x/# "]),
        ({"b/c.html": '<img src="e.jpg" alt="">'}, ["b/c.html missing b/e.jpg# "]),
        ({"b/c.html": '<a href="d.jpg#page=2">甲</a>'}, []),
        ({"b/d.jpg": ""}, ["b/c.html hollow b/d.jpg# ", "p.css hollow b/d.jpg# "]),
        ({"p.css": "a { background: url(b/e.jpg) }"}, ["p.css missing b/e.jpg# "]),
        (
            {"p.css": "a { background: url(i.svg#b) }", "i.svg": '<svg id="a"/>'},
            ["p.css fragment i.svg#b "],
        ),
        ({"feed.xml": "<rss><link>https://www.example.org/b/c.html</link></rss>"}, []),
        (
            {"feed.xml": "<rss><link>https://www.example.org/b/x.html</link></rss>"},
            ["feed.xml missing b/x.html# "],
        ),
        ({"feed.xml": "<rss>"}, ["feed.xml unreadable no element found: line 1, column 5# "]),
        (
            {"b/c.html": f'<link rel="canonical" href="https://{DOMAIN}/b/e.html">'},
            ["b/c.html missing b/e.html# "],
        ),
        ({"b/c.html": '<a href="https://www.example.com/x">甲</a>'}, []),
        ({"b/e.html": "<p>无人链接</p>"}, ["b/e.html alone b/e.html# "]),
        ({"b/e.html": '<a href="e.html">自己</a>'}, ["b/e.html alone b/e.html# "]),
        ({"b/.hidden.html": '<a href="x.html">甲</a>'}, []),
        ({"old.html": '<meta http-equiv="refresh" content="0; url=b/c.html">'}, []),
        (
            {"old.html": '<meta http-equiv="refresh" content="0; url=b/x.html">'},
            ["old.html missing b/x.html# "],
        ),
        (
            {
                "old.html": '<meta http-equiv="refresh" content="0; url=b/c.html">',
                "a/index.html": '<a href="../old.html">旧</a>',
            },
            ["a/index.html moved old.html# b/c.html"],
        ),
        (
            {
                "old.html": '<meta http-equiv="refresh" content="0; url=older.html">',
                "older.html": '<meta http-equiv="refresh" content="0; url=old.html">',
            },
            ["old.html chain older.html# old.html", "older.html chain old.html# older.html"],
        ),
        (
            {"b/c.html": '<a href="x.html">甲</a><base href="../a/">'},
            ["b/c.html missing a/x.html# "],
        ),
    ],
)
def test_a_site_with_one_fault(tmp_path, change, said):
    """A sound site stays silent; one change says what it breaks, and nothing else."""
    assert wrong(write(tmp_path / "site", SOUND | change)) == said


def test_two_processes_say_what_one_says(tmp_path, monkeypatch):
    """How the work is divided is nobody's business."""
    pages = {
        f"p/{number}.html": f'<a href="{number + 1}.html#a">下</a><a href="x{number % 7}">无</a>'
        for number in range(60)
    }
    site = write(tmp_path / "site", SOUND | pages)
    alone = wrong(site)
    monkeypatch.setattr(facts, "FEW", 10)
    assert wrong(site) == alone


PAGES = ["index.html", "a/index.html", "a/b.html", "a/B.html", "c.html", "c/d.html", "feed.xml"]
INSIDE = ["a/", "a/b.html", "../c.html", "d.html", "#x", "c.html#x", "../a/B.html#y", "", "/a/"]
OUTSIDE = ["https://www.example.com/", f"https://{DOMAIN}/c.html", "mailto:office@example.org"]
LINK = st.sampled_from([*INSIDE, *OUTSIDE])
PAGE = st.lists(LINK, max_size=4).map(
    lambda links: "<r>" + "".join(f'<a id="x" href="{to}">甲</a>' for to in links) + "</r>"
)
EDITS = st.lists(
    st.tuples(st.sampled_from(PAGES), st.one_of(st.none(), PAGE)), min_size=1, max_size=4
)


@pytest.mark.parametrize("worth", [WORTH, 0])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_a_remembered_answer_is_the_full_answer(tmp_path, monkeypatch, worth, rounds):
    """Whatever is added, changed or removed, the cache never shows in what is said.

    Whether it is written anew each time, or stays as the first round left it.
    """
    site, cache = tmp_path / "site", tmp_path / "cache.json"
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir()
    monkeypatch.setattr(facts, "WORTH", WORTH)
    for edits in rounds:
        for path, text in edits:
            if text is None:
                (site / path).unlink(missing_ok=True)
            else:
                write(site, {path: text})
        said = wrong(site)
        assert wrong(site, cache) == said
        for page, _text in edits:
            theirs = [one for one in said if one.startswith(f"{page} ") or f" {page}#" in one]
            assert wrong(site, cache, {page}) == theirs
        monkeypatch.setattr(facts, "WORTH", worth)


def test_a_spoilt_cache_is_no_cache(tmp_path):
    """Half a file, or one with a bit turned, is not believed; a whole one is left behind."""
    site, cache = write(tmp_path / "site", SOUND), tmp_path / "cache"
    assert wrong(site, cache) == []
    whole = cache.read_bytes()
    for left in (b"", whole[:10], whole[:-1], whole[:40] + b"x" + whole[41:], b"\0" * 99):
        cache.write_bytes(left)
        assert wrong(site, cache) == []
        assert len(cache.read_bytes()) == len(whole)


def test_only_changed_files_are_read_again(tmp_path, monkeypatch):
    """At a proposal, the work is what the change makes."""
    site, cache = write(tmp_path / "site", SOUND), tmp_path / "cache.json"
    wrong(site, cache)
    read = []
    extract = facts.extract
    monkeypatch.setattr(facts, "extract", lambda path, raw: read.append(path) or extract(path, raw))
    assert wrong(write(site, {"b/c.html": '<a href="x.html">甲</a>'}), cache) == [
        "b/c.html missing b/x.html# ",
    ]
    assert read == ["b/c.html"]


def test_we_find_whatever_lychee_finds(tmp_path):
    """On a site with every kind of break, all that lychee reports offline is reported."""
    lychee = Path(sys.executable).with_name("lychee")
    if not lychee.exists():
        pytest.skip("not on this machine: lychee")
    breaks = [
        '<a href="gone.html">x</a>',
        '<a href="../a/gone/">x</a>',
        '<a href="../A/index.html">x</a>',
        '<a href="#gone">x</a>',
        '<a href="../a/表.html#没有">x</a>',
        '<a href="../a/%E8%A1%A8.html#%E6%B2%A1">x</a>',
        '<img src="gone.jpg" alt="x">',
        '<img srcset="gone2.jpg 2x" src="d.jpg" alt="x">',
        '<video src="gone.mp4" poster="gone-poster.jpg"></video>',
        '<audio src="gone.mp3"></audio>',
        '<iframe src="gone-frame.html"></iframe>',
        '<script src="gone.js"></script>',
        '<link rel="stylesheet" href="gone.css">',
        '<object data="gone.pdf"></object>',
        '<form action="gone-form.html"></form>',
        '<area href="gone-area.html">',
        '<a href="/rooted.html">x</a>',
    ]
    pages = {f"b/{number}.html": text for number, text in enumerate(breaks)}
    site = write(tmp_path / "site", SOUND | pages)
    ran = subprocess.run(
        [lychee, "--offline", "--include-fragments", "--no-progress", "--format", "json", site],
        capture_output=True,
        check=False,
    )
    theirs = {
        Path(path).relative_to(site).as_posix() for path in json.loads(ran.stdout)["error_map"]
    }
    ours = {line.split()[0] for line in wrong(site) if " alone " not in line}
    assert theirs, ran.stderr
    assert theirs - ours == set()
    assert ours == set(pages)


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("b/c.html", "pagefind/fragment/* missing b/c.html"),
        ("pagefind/fragment/*.pf_fragment", "pagefind/*.pf_meta missing pagefind/fragment/*"),
        ("pagefind/index/*.pf_index", "pagefind/*.pf_meta missing pagefind/index/*"),
        ("pagefind/filter/*.pf_filter", "pagefind/*.pf_meta missing pagefind/filter/*"),
        ("pagefind/*.pf_meta", "pagefind/pagefind-entry.json missing pagefind/*.pf_meta"),
        ("pagefind/wasm.unknown.pagefind", "pagefind/pagefind-entry.json missing pagefind/wasm*"),
    ],
)
def test_the_search_index_leads_to_what_is_there(tmp_path, lost, said):
    """The index that Pagefind makes: its lists, its parts, and the pages that it finds."""
    page = (
        '<!DOCTYPE html><html lang="zh-CN"><title>丙</title><article data-pagefind-body '
        'data-year="2026" data-pagefind-filter="年份[data-year]">困难职工申请帮扶救助</article>'
    )
    site = write(tmp_path / "site", {"index.html": HOME_OF_ONE, "b/c.html": page})
    search.index(site, tmp_path / "cache")
    assert wrong(site) == []
    next(site.glob(lost)).unlink()
    assert any(fnmatch(one, f"{said}*") for one in wrong(site))


HOME_OF_ONE = '<a href="b/c.html">乙</a>'
