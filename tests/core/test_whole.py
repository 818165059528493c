"""Files are written whole or not at all."""

import pytest

from pipelines.core import whole


def test_a_file_is_replaced_at_once(tmp_path):
    """Whoever had it open keeps what was there; no other file stays behind."""
    place = tmp_path / "deep/file"
    whole.write(place, b"one")
    with place.open("rb") as reader:
        whole.write(place, b"two")
        assert (reader.read(), place.read_bytes()) == (b"one", b"two")
    assert [path.name for path in place.parent.iterdir()] == ["file"]


def test_a_place_that_cannot_be_written_to(tmp_path):
    """It is the caller who knows what that means."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        whole.write(tmp_path / "file/below", b"one")
