"""What was read before is as good as read anew, whatever happened to the files in between."""

import os
import tempfile
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.core.case import Case
from pipelines.core.errors import HouseError
from pipelines.gather import digests, files
from pipelines.gather.files import read_case
from pipelines.reports import language
from tests.builders import charter, source

NOW = datetime.fromisoformat("2026-11-20 18:00")
TEXTS = [
    source(),
    source(title="市总工会换届选举", keywords=["换届", "选举"], expires="2027-01-01"),
    source(
        body="# 一\n\n[链接](../notices/b.md)与![图](a.png)\n\n| 甲 | 乙 |\n| - | - |\n| 1 | 2 |\n"
    ),
    source(secrecy={"secret": "不确定"}, repost=True, status="draft", unit=None),
    source(waive=[{"rule": "A", "reason": "b", "by": "c", "until": "2026-12-01"}]),
    source(withdrawn={"on": "2026-11-01", "by": "a", "reason": "b"}, status="withdrawn"),
    source(date="2026-02-30", nonsense=1),
    "---\ntitle: [\n---\n正文\n",
    "no fields",
    "",
]
PATHS = ["a.md", "union-news/a.md", "union-news/b.md", "notices/b.md", "union-news/a.png"]
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(TEXTS)),
        st.tuples(st.just("remove"), st.sampled_from(PATHS)),
        st.tuples(st.just("rename"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
        st.tuples(st.just("backdate"), st.sampled_from(PATHS), st.sampled_from(TEXTS)),
        st.tuples(st.just("read")),
        st.tuples(st.just("wait")),
    ),
    max_size=12,
)


def whole(case: Case) -> object:
    """Everything that can be known of a case."""
    articles = [
        (
            one,
            one.front,
            one.front.model_fields_set,
            one.text,
            one.marks,
            one.body_start,
            one.content,
        )
        for one in case.archive
    ]
    return articles, [(one, one.opened) for one in case.files.values()]


def edit(content: Path, what: str, path: str = "", more: str = "") -> None:
    """One thing that people and programs do to files."""
    place = content / path
    place.parent.mkdir(exist_ok=True)
    match what:
        case "write":
            place.write_text(more, encoding="utf-8")
        case "remove":
            place.unlink(missing_ok=True)
        case "rename" if place.exists():
            (content / more).parent.mkdir(exist_ok=True)
            place.replace(content / more)
        case "backdate":
            # Unpacking and synchronising set the time that a file had elsewhere.
            place.write_text(more, encoding="utf-8")
            os.utime(place, ns=(10**18, 10**18))
        case "wait":
            time.sleep(0.01)


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_a_shelf_changes_nothing(edits):
    """A case read with a shelf is the case read without one, after any edits."""
    # File systems here tell time by the tick, so that marks may be believed at once.
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(digests, "SETTLED", 0)
        content, kept = Path(folder, "content"), Path(folder, "kept")
        content.mkdir()
        for one in (*edits, ("read",)):
            edit(content, *one)
            if one == ("read",):
                with_shelf = read_case(content, charter(), NOW, kept)
                assert whole(with_shelf) == whole(read_case(content, charter(), NOW))


@pytest.fixture
def content(tmp_path):
    """A content folder with an article and a file, both older than any doubt."""
    folder = tmp_path / "content"
    edit(tmp_path, "write", "content/a.md", source())
    edit(tmp_path, "write", "content/a.png", "no picture")
    return folder


def read(content: Path, kept: Path | None = None) -> object:
    return whole(read_case(content, charter(), NOW, kept))


def parsed(content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is parsed when the content is read."""
    seen = []
    monkeypatch.setattr(
        files, "read_article", lambda path, *rest: seen.append(path) or real(path, *rest)
    )
    read_case(content, charter(), NOW, kept)
    return seen


real = files.read_article


def test_what_is_known_is_not_parsed(content, tmp_path, monkeypatch):
    """Bytes are parsed once, wherever they stand."""
    assert parsed(content, tmp_path / "kept", monkeypatch) == ["a.md"]
    (content / "a.md").rename(content / "b.md")
    assert parsed(content, tmp_path / "kept", monkeypatch) == []


def test_who_reads_again_gets_the_same_articles(content, tmp_path):
    """As long as the files are the same, with a shelf and without."""
    edit(content, "write", "b.md", source())
    a, b = read_case(content, charter(), NOW).archive
    edit(content, "write", "b.md", source(title="别的"))
    for kept in (tmp_path / "kept", None):
        again, changed = read_case(content, charter(), NOW, kept).archive
        assert again is a
        assert (changed is b, changed.front.title) == (False, "别的")


@pytest.mark.parametrize("name", ["articles/bound", "articles/loose", "files/bound", "files/loose"])
@pytest.mark.parametrize("spoil", [lambda raw: b"", lambda raw: raw[:-1], lambda raw: raw + b"\0"])
def test_a_damaged_shelf_is_no_shelf(content, tmp_path, name, spoil, monkeypatch):
    """It is left by nobody, by half, or by another version: then everything is read anew."""
    monkeypatch.setattr(digests, "SETTLED", -1)
    kept = tmp_path / "kept"
    first = read(content, kept)
    place = kept / name
    place.write_bytes(spoil(place.read_bytes()))
    assert read(content, kept) == first
    place.unlink()
    assert read(content, kept) == first


def test_a_place_that_cannot_be_written_to(content, tmp_path):
    """Costs time, nothing else."""
    (tmp_path / "kept").write_bytes(b"")
    assert read(content, tmp_path / "kept") == read(content)


def test_faults_are_told_in_the_language_of_the_day(content, tmp_path):
    """What cannot be read is not kept: its sentences belong to who asks."""
    (content / "a.md").write_text("no fields", encoding="utf-8")
    kept = tmp_path / "kept"
    read_case(content, charter(), NOW, kept)
    language.speak("zh_CN")
    try:
        (fault,) = read_case(content, charter(), NOW, kept).archive[0].faults
    finally:
        language.speak("en")
    assert "稿件" in fault.message


def test_many_processes_read_as_one_does(content, monkeypatch):
    """With work for two, and on a machine that cannot fork."""
    for number in range(9):
        edit(content, "write", f"{number}.md", source(title=f"第{number}号"))
    alone = read(content)
    monkeypatch.setattr(files, "FEW", 2)
    assert read(content) == alone
    monkeypatch.delattr(os, "sched_getaffinity")
    assert read(content) == alone


def test_what_changes_while_it_is_read_is_refused(content):
    """The text that is judged is that of the fields that were read."""
    case = read_case(content, charter(), NOW)
    (content / "a.md").write_text(source(title="别的"), encoding="utf-8")
    (content / "a.png").unlink()
    with pytest.raises(HouseError, match="changed while it was read"):
        _ = case.archive[0].text
    with pytest.raises(HouseError, match="cannot be read"):
        _ = case.files["a.png"].opened


def test_a_link_is_read_by_nobody(content):
    """Neither as an article nor as a file."""
    (content / "b.md").symlink_to(content / "a.md")
    (content / "b.png").symlink_to(content / "a.png")
    case = read_case(content, charter(), NOW)
    assert [one.message for one in case.by_path["b.md"].faults]
    assert case.files["b.png"].digest == ""
