"""Which file has which digest is known without reading where its mark is still the same."""

from pathlib import Path

import pytest

from pipelines.core.article import blob_id
from pipelines.gather import digests
from pipelines.gather.digests import Digests, look


@pytest.fixture
def content(tmp_path):
    """A content folder with an article, a picture and a link."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "a.md").write_bytes(b"a")
    (folder / "a.png").write_bytes(b"picture")
    (folder / "link.md").symlink_to(folder / "a.md")
    return folder


def read(content: Path, kept: Path) -> None:
    """Read what is not known, and leave the digests for the next."""
    began = Digests.at(kept)
    files = look(content, kept)
    unknown = [path for path, (mark, digest) in files.items() if mark and not digest]
    fresh = {path: blob_id((content / path).read_bytes()) for path in unknown}
    assert began is not None
    began.keep(files, fresh, files)


def known(content: Path, kept: Path) -> dict[str, str]:
    return {path: digest for path, (_mark, digest) in look(content, kept).items()}


def test_a_file_just_written_is_not_believed_by_its_time(content, tmp_path):
    """Some file systems could not tell it from one written a second later."""
    read(content, tmp_path / "kept")
    assert set(known(content, tmp_path / "kept").values()) == {""}


def test_a_file_of_old_is_believed_by_its_time(content, tmp_path, monkeypatch):
    """As long as it is the same by size, time and place; a link never is."""
    monkeypatch.setattr(digests, "SETTLED", -1)
    kept = tmp_path / "kept"
    read(content, kept)
    there = {"a.md": blob_id(b"a"), "a.png": blob_id(b"picture"), "link.md": ""}
    assert known(content, kept) == there
    (content / "a.png").write_bytes(b"another picture")
    assert known(content, kept) == {**there, "a.png": ""}
    read(content, kept)
    assert known(content, kept) == {**there, "a.png": blob_id(b"another picture")}


def test_where_nothing_can_be_kept(content, tmp_path):
    """Everything is read each time; nobody is kept from work."""
    (tmp_path / "kept").write_bytes(b"")
    assert Digests.at(tmp_path / "kept") is None
    assert Digests.at(None) is None
    assert set(known(content, tmp_path / "kept").values()) == {""}
