"""Compressed files stand beside the originals, made once."""

import gzip
from pathlib import Path

import brotli

from pipelines.release import manifest as manifests
from pipelines.release.compress import compress

TEXT = "职工之家，温暖你我。\n" * 200


def packed(folder: Path) -> int:
    """Compress what stands in an output; gives how many files had to be made."""
    return compress(folder / "output", manifests.read(folder / "output"), folder / "cache")


def test_files_are_compressed_once(tmp_path):
    """The first time all is made, the second nothing; both hold what the original holds."""
    page = tmp_path / "output" / "a" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(TEXT, encoding="utf-8")
    (page.parent / "b.jpg").write_bytes(b"\xff" * 5000)
    (page.parent / "short.txt").write_text("short", encoding="utf-8")
    assert packed(tmp_path) == 1
    first = {path.name: path.read_bytes() for path in page.parent.iterdir()}
    assert sorted(first) == ["b.jpg", "index.html", "index.html.br", "index.html.gz", "short.txt"]
    assert gzip.decompress(first["index.html.gz"]).decode() == TEXT
    assert brotli.decompress(first["index.html.br"]).decode() == TEXT
    assert packed(tmp_path) == 0
    assert {path.name: path.read_bytes() for path in page.parent.iterdir()} == first


def test_what_belongs_to_nothing_goes(tmp_path):
    """The cache holds what the last release needs and no more."""
    page = tmp_path / "output" / "index.html"
    page.parent.mkdir()
    for text in (TEXT, TEXT * 2):
        page.unlink(missing_ok=True)
        page.write_text(text, encoding="utf-8")
        packed(tmp_path)
    assert len(list((tmp_path / "cache").iterdir())) == 2
    assert gzip.decompress((tmp_path / "output/index.html.gz").read_bytes()).decode() == TEXT * 2
