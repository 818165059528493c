"""Pictures reach readers small, upright and without what cameras note."""

from multiprocessing import active_children

import pytest
from PIL import Image

from pipelines.core.article import Attachment, blob_id
from plugins.pictures import Pictures


@pytest.fixture
def pictures(tmp_path):
    """A photo as a phone takes it, and a file that only looks like one."""
    folder = tmp_path / "content"
    folder.mkdir()
    photo = Image.new("RGB", (1000, 500), "#b01f24")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    photo.save(folder / "a.jpg", exif=exif)
    (folder / "b.jpg").write_bytes(b"no picture")
    files = {
        name: Attachment(name, 1, blob_id((folder / name).read_bytes()))
        for name in ("a.jpg", "b.jpg")
    }
    return lambda cache="cache": Pictures(folder, tmp_path / cache, files)


def test_a_picture_stands_upright(pictures):
    """Width and height are those that readers see."""
    shown = pictures().shown("a.jpg")
    assert (shown["width"], shown["height"]) == (500, 1000)
    assert [one["type"] for one in shown["sets"]] == ["image/avif", "image/webp", "image/jpeg"]


def test_nothing_of_the_camera_is_published(pictures):
    """No rendition and no original carries EXIF; GPS least of all."""
    one = pictures()
    one.shown("a.jpg")
    outputs = list(one.outputs())
    assert {output.path.rpartition(".")[2] for output in outputs} == {"avif", "webp", "jpg"}
    for output in outputs:
        with Image.open(output.source) as image:
            assert dict(image.getexif()) == {}


def test_the_same_picture_gives_the_same_bytes(pictures):
    """Two machines make the same files."""
    made = []
    for cache in ("one", "two"):
        one = pictures(cache)
        one.shown("a.jpg")
        made.append([(copy.path, copy.source.read_bytes()) for copy in one.outputs()])
    assert made[0] == made[1]


def test_what_was_begun_is_as_if_it_was_made_now(pictures):
    """Whether somebody has begun, is at it, or has done it all: the same files."""
    made = []
    for cache, begins, waits in (("one", 0, 0), ("two", 1, 0), ("three", 1, 1)):
        one = pictures(cache)
        if begins:
            one.begin()
        if waits:
            for child in active_children():
                child.join()
        one.shown("a.jpg")
        made.append([(copy.path, copy.source.read_bytes()) for copy in one.outputs()])
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("path", ["b.jpg", "missing.jpg", "a.txt"])
def test_what_is_no_picture_is_not_shown(path, pictures):
    """A broken or missing picture leaves the page without one."""
    assert pictures().shown(path) is None
