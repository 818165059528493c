"""What a release consists of, read whole or from what is known of its files."""

import os
import random

from pipelines.release import manifest as manifests
from pipelines.release.manifest import Manifest


def test_what_is_known_of_files_never_shows(tmp_path):
    """Whatever is written, replaced or removed, the answer is that of reading every byte."""
    site, memory = tmp_path / "site", tmp_path / "memory"
    chance = random.Random(7)  # noqa: S311 - the same days each time
    for _day in range(30):
        for number in chance.sample(range(12), 4):
            path = site / f"{number % 3}" / f"{number}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            if chance.random() < 0.7:
                path.write_text(chance.choice(["甲", "乙", "丙丁"]))
        assert manifests.reread(site, memory) == manifests.read(site)


def test_a_spoilt_memory_is_no_memory(tmp_path):
    """Half a file is not believed."""
    site, memory = tmp_path / "site", tmp_path / "memory"
    site.mkdir()
    (site / "a.html").write_text("甲")
    manifests.reread(site, memory)
    os.truncate(memory, 5)
    assert manifests.reread(site, memory) == manifests.read(site)


def test_parts_make_the_whole(tmp_path):
    """A folder read part by part, each with its own memory, is the folder."""
    site = tmp_path / "site"
    for path in ("index.html", "a/b.html", "search/c.txt", "search/d/e.txt"):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(path)
    search = manifests.reread(site, tmp_path / "one", "search")
    assert sorted(search.files) == ["search/c.txt", "search/d/e.txt"]
    other = Manifest(
        {
            path: file
            for path, file in manifests.read(site).files.items()
            if path not in search.files
        }
    )
    assert other | search == manifests.read(site)
