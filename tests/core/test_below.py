"""What stands below a folder is told in one order, links left alone."""

from pipelines.core.below import CHANGED, MODIFIED, SIZE, below, marks, paths


def test_every_file_is_told_in_a_fixed_order(tmp_path):
    """The folder's own first, then those of its folders; with what the file system says."""
    for name in ("b.md", "a.md", "z/1.md", "c/y/2.md", "c/x.md", ".git/config", "z/.new"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    (tmp_path / "lost.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder").symlink_to(tmp_path / "c")
    told = dict(below(tmp_path))
    files = ["a.md", "b.md", "link.md", "lost.md", "c/x.md", "c/y/2.md", "z/1.md"]
    assert list(told) == files
    assert sorted(paths(tmp_path)) == sorted(files)
    assert told["c/x.md"] == (tmp_path / "c/x.md").lstat()
    assert told["link.md"] == (tmp_path / "link.md").lstat()
    assert {path for path, _stat in below(tmp_path, every=True)} - set(files) == {
        ".git/config",
        "z/.new",
        "folder",
    }
    assert list(below(tmp_path / "none")) == []


def test_a_file_has_a_mark_and_a_link_has_none(tmp_path):
    """A link leads to what anybody may put there; a new file is another, whatever its time."""
    (tmp_path / "a.md").write_text("一", encoding="utf-8")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    before, stat = marks(tmp_path), (tmp_path / "a.md").stat()
    mark = before["a.md"]
    assert before == {"a.md": mark, "b.md": None}
    assert (mark[SIZE], mark[MODIFIED], mark[CHANGED]) == (3, stat.st_mtime_ns, stat.st_ctime_ns)
    (tmp_path / "new").write_text("二", encoding="utf-8")
    (tmp_path / "new").replace(tmp_path / "a.md")
    assert marks(tmp_path)["a.md"] != mark
    assert marks(tmp_path / "none") == {}
