"""A build is looked at as a stranger would, before it becomes public."""

import gzip
from pathlib import Path

import brotli
import pytest

from pipelines.core.case import Case
from pipelines.core.visibility import Visibility
from pipelines.release import manifest as manifests
from pipelines.release import verify as verification
from pipelines.release.build import Built
from pipelines.release.leaks import withheld
from pipelines.release.markers import GONE, MOVED, mark_gone, mark_moved
from pipelines.release.verify import complete, verify
from tests.builders import article, case

PAGE = "<!DOCTYPE html><title>市总工会召开全委会议</title>"
CLEAN = {
    "index.html": PAGE,
    "union-news/a.html": PAGE + '<script src="../theme/a.js"></script>',
    "theme/a.js": "",
    "sitemap.xml": "<urlset/>",
    "api/latest.json": "[]",
    "logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}


def looked_at(folder: Path, **extra: str | bytes) -> list[str]:
    """What verification says of a clean output with these files laid over it."""
    for path, content in {**CLEAN, **extra}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / path).write_bytes(raw)
    whole = case(article())
    found = verify(folder, manifests.read(folder), withheld(whole, folder), [folder])
    return [f"{one.rule} {one.place.path.removeprefix('output/')}" for one in found]


def test_a_clean_output_is_clean(tmp_path):
    """Nothing is said of an output that is as it should be."""
    assert looked_at(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "content", "rule"),
    [
        ("theme/a.js.map", "{}", "REL102"),
        ("index.html.bak", PAGE, "REL102"),
        ("index.html~", PAGE, "REL102"),
        (".htaccess", "", "REL102"),
        (".git/config.txt", "", "REL102"),
        ("setup.exe", b"MZ", "REL102"),
        ("content/a.md", "# a", "REL102"),
        ("api/latest.json", "[1,", "REL103"),
        ("api/latest.json", "", "REL103"),
        ("sitemap.xml", "<urlset>", "REL103"),
        ("logo.svg", "<svg", "REL103"),
        ("index.html", "<p>no title", "REL103"),
        ("index.html", "", "REL103"),
        ("index.html", PAGE.encode("gb18030"), "REL103"),
        ("index.html.gz", b"\x1f\x8bbroken", "REL103"),
        ("index.html.gz", gzip.compress(b"another", mtime=0), "REL103"),
        ("index.html.br", brotli.compress(b"another"), "REL103"),
        ("pagefind/x.pf_fragment", gzip.compress(b"whole", mtime=0)[:-9], "REL103"),
        ("index.html", PAGE + "<script>alert(1)</script>", "REL104"),
        ("index.html", PAGE + "<style>p { color: red }</style>", "REL104"),
    ],
)
def test_what_is_wrong_is_found(tmp_path, path, content, rule):
    """Stray files, files that cannot be read, pages that break our own policy."""
    assert f"{rule} {path}" in looked_at(tmp_path, **{path: content})


def test_data_inside_a_page_is_allowed(tmp_path):
    """A script element that only holds data is not run."""
    data = PAGE + '<script type="application/ld+json">{}</script>'
    assert looked_at(tmp_path, **{"index.html": data}) == []


def answers(folder: Path, whole: Case, memory: Path | None) -> list[str]:
    manifest = manifests.reread(folder, folder.with_name("digests"))
    return [str(one) for one in verify(folder, manifest, withheld(whole, folder), memory=memory)]


SAID = "这一句话还没有到可以公开的时候"
HIDDEN = article("union-news/b.md", SAID + "。\n", date="2026-12-01 09:00")
OTHER = article("union-news/c.md", "另一篇也没有到公开的时候。\n", date="2026-12-01 09:00")
DAYS = [
    ({}, []),
    ({"index.html": PAGE + "<p>" + SAID}, []),
    ({}, [HIDDEN]),
    ({"index.html": PAGE}, [HIDDEN, OTHER]),
    ({"a.html": PAGE + "另一篇也没有到公开的时候", "b.html": ""}, [OTHER]),
    ({"b.html": PAGE + SAID}, [OTHER]),
    ({"b.html.gz": gzip.compress(PAGE.encode(), mtime=0)}, [HIDDEN]),
    ({"b.html": PAGE}, [HIDDEN, OTHER]),
    ({"a.html": PAGE + "<script>1</script>"}, [HIDDEN]),
    ({}, [HIDDEN]),
]
"""Day by day: files that are written anew, and articles that are withheld."""


def test_what_is_remembered_never_shows(tmp_path):
    """With the memory of the days before, the answer is that of a first look."""
    site, memory = tmp_path / "site", tmp_path / "memory"
    said = []
    for files, hidden in DAYS:
        for path, content in {**(CLEAN if not said else {}), **files}.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).unlink(missing_ok=True)
            (site / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        whole = case(article(), *hidden)
        said.append(answers(site, whole, memory))
        assert said[-1] == answers(site, whole, None)
    assert [len(one) > 0 for one in said] == [False, False, True, False, *[True] * 4, True, True]


def test_what_is_remembered_is_not_looked_at_again(tmp_path, monkeypatch):
    """At a small change, the work is what the change makes."""
    site, memory, looked = tmp_path / "site", tmp_path / "memory", []
    read = verification._faults
    monkeypatch.setattr(
        verification, "_faults", lambda site, path: looked.append(path) or read(site, path)
    )
    for path, content in CLEAN.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(content)
    answers(site, case(article()), memory)
    assert sorted(looked) == sorted(CLEAN)
    looked.clear()
    (site / "index.html").write_text(PAGE + "新")
    answers(site, case(article()), memory)
    assert looked == ["index.html"]


def test_a_link_in_the_output_is_found(tmp_path):
    """A symbolic link could show any file of the machine."""
    (tmp_path / "index.txt").symlink_to("/etc/hostname")
    assert looked_at(tmp_path) == ["REL102 index.txt"]


def test_our_own_folders_are_not_named(tmp_path):
    """No page says where it was made."""
    assert looked_at(tmp_path, **{"index.html": PAGE + str(tmp_path)}) == ["REL106 index.html"]


def test_an_article_that_was_not_built_is_found(tmp_path):
    """What was judged is what was built."""
    whole = case(article())
    built = Built(tmp_path, dict.fromkeys(whole.by_path, Visibility.PUBLIC), {})
    assert list(complete(built, whole)) == []
    found = complete(Built(tmp_path, {}, {}), whole)
    assert [str(one.rule) for one in found] == ["REL101"]


def test_moved_pages_are_marked(tmp_path):
    """The web server learns from a file where a page has moved to, if that page is shown."""
    moved = article("notices/新.md", formerly=["union-news/a.md", "union-news/b.md"])
    mark_moved(Built(tmp_path, {}, {"union-news/a.html": ""}), case(moved))
    (mark,) = (tmp_path / MOVED).rglob("*.html")
    assert mark.relative_to(tmp_path / MOVED).as_posix() == "union-news/a.html"
    assert mark.read_text() == "/notices/%E6%96%B0.html"


@pytest.mark.parametrize("why", Visibility)
def test_gone_pages_are_marked(tmp_path, why):
    """The web server learns from an empty file which pages were public once."""
    mark_gone(Built(tmp_path, {"union-news/a.md": why}, {}))
    marked = (tmp_path / GONE / "union-news/a.html").exists()
    assert marked is (why in {Visibility.EXPIRED, Visibility.WITHDRAWN})
