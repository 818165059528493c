"""What stands below a folder is told in one order, links left alone."""

from pipelines.core.below import below


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
    assert told["c/x.md"] == (tmp_path / "c/x.md").lstat()
    assert told["link.md"] == (tmp_path / "link.md").lstat()
    assert {path for path, _stat in below(tmp_path, every=True)} - set(files) == {
        ".git/config",
        "z/.new",
        "folder",
    }
    assert list(below(tmp_path / "none")) == []
