"""What is kept is believed when it is whole and ours, and costs a little writing at a time."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core import sealed
from pipelines.core.sealed import Layers

SEAL = sealed.seal(also="these tests")
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
)


def test_a_seal_may_hold_rooms_of_code():
    """Every file of them, and the libraries that they use."""
    names = {Path(name).name for name in sealed.code("pipelines/core", "pipelines/rules")}
    assert {"article.py", "finder.py", "privacy.py", "requirements.lock"} <= names
    assert "publish.py" not in names
    assert sealed.seal(*sealed.code("pipelines/core")) != sealed.seal()


@given(PLAIN)
def test_plain_data_comes_back_as_it_was(data):
    """Whatever plain data it is."""
    with TemporaryDirectory() as folder:
        sealed.remember(Path(folder, "kept"), SEAL, data)
        assert sealed.recalled(Path(folder, "kept"), SEAL) == data


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: b"",
        lambda raw: raw[:40],
        lambda raw: raw[:-1],
        lambda raw: raw + b"\0",
        lambda raw: raw[:-3] + bytes([raw[-3] ^ 1]) + raw[-2:],
    ],
    ids=["empty", "its seals alone", "cut", "longer", "one bit"],
)
def test_half_a_file_is_nothing(tmp_path, spoil):
    """Nor is one that another hand was at."""
    place = tmp_path / "kept"
    sealed.remember(place, SEAL, {"a": (1, "甲")})
    place.write_bytes(spoil(place.read_bytes()))
    assert sealed.recalled(place, SEAL) is None


def test_another_version_left_nothing(tmp_path):
    """The seal says what the data depends on: code by its bytes, all else as it is told."""
    code = tmp_path / "code.py"
    code.write_text("one")
    before = sealed.seal(str(code), also="charter")
    sealed.remember(tmp_path / "kept", before, 1)
    assert sealed.recalled(tmp_path / "kept", sealed.seal(str(code), also="charter")) == 1
    assert sealed.recalled(tmp_path / "kept", sealed.seal(str(code), also="another")) is None
    code.write_text("two")
    assert sealed.recalled(tmp_path / "kept", sealed.seal(str(code), also="charter")) is None


def entries(**changed):
    """A hundred entries, some of them otherwise."""
    return {f"n{number}": (number,) for number in range(100)} | changed


def keep(folder, fresh, wanted=None):
    """Leave fresh entries in a folder, where all of these will be asked for."""
    Layers(folder, SEAL).keep(fresh, lambda: fresh if wanted is None else wanted)


def test_little_is_written_for_a_little_change(tmp_path):
    """The large file stays as it is until one entry in twenty is new; then what is old goes."""
    keep(tmp_path, entries())
    large = (tmp_path / "bound").read_bytes()
    keep(tmp_path, {"n7": ("seven",)})
    keep(tmp_path, {"more": (1,)})
    again = Layers(tmp_path, SEAL)
    assert (tmp_path / "bound").read_bytes() == large
    assert (again.get("n7"), again.get("more"), again.get("n8")) == (("seven",), (1,), (8,))
    fresh = {f"n{number}": ("new",) for number in range(4)}
    keep(tmp_path, fresh, entries(**fresh))
    assert (tmp_path / "bound").read_bytes() != large
    again = Layers(tmp_path, SEAL)
    assert (again.get("n3"), again.get("n8"), again.get("more")) == (("new",), (8,), None)


def test_nothing_new_writes_nothing(tmp_path):
    """A second run leaves the files alone."""
    keep(tmp_path, entries(n7=("seven",)))
    before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    keep(tmp_path, {}, entries(n7=("seven",)))
    assert {path.name: path.stat().st_ino for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("worth", [0, 3, 20])
@given(rounds=st.lists(st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(st.booleans()))))
def test_what_was_kept_last_is_what_is_found(worth, rounds):
    """After any rounds of other entries, however much is written at a time."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(sealed, "WORTH", worth)
        wanted = {}
        for fresh in rounds:
            wanted |= fresh
            keep(Path(folder), fresh, dict(wanted))
            found = Layers(Path(folder), SEAL)
            assert {key: found.get(key) for key in wanted} == wanted
            assert {key: found.all.get(key) for key in wanted} == wanted


def test_a_place_that_cannot_be_written_to(tmp_path):
    """Costs time, nothing else."""
    (tmp_path / "file").write_bytes(b"")
    layers = Layers(tmp_path / "file", SEAL)
    layers.keep(entries(), entries)
    assert layers.get("n1") is None


LONG = {"a": "甲" * 900, "b": "乙" * 900}


def kept_long(folder):
    """Two entries, each with a long part."""
    two = {"a": (1,), "b": (2,)}
    Layers(folder, SEAL).keep(two, lambda: two, LONG.__getitem__)
    return Layers(folder, SEAL)


def test_long_parts_are_read_one_by_one(tmp_path):
    """And those that were there are taken over when all is written anew."""
    layers = kept_long(tmp_path)
    assert (layers.get("a"), layers.long("a"), layers.long("c")) == ((1,), LONG["a"], None)
    three = {"a": (1,), "b": (2,), "c": (3,)}
    layers.keep({"c": (3,)}, lambda: three, {"a": layers.long("a")}.get)
    again = Layers(tmp_path, SEAL)
    assert (again.long("a"), again.long("b"), again.get("c")) == (LONG["a"], None, (3,))


def test_a_long_part_that_another_hand_was_at_is_none(tmp_path):
    """The entries themselves are as they were."""
    layers = kept_long(tmp_path)
    whole = (tmp_path / "bound").read_bytes()
    (tmp_path / "bound").write_bytes(whole[:-5] + b"other")
    assert (layers.long("a"), layers.long("b")) == (LONG["a"], None)
    assert Layers(tmp_path, SEAL).get("b") == (2,)
    (tmp_path / "bound").write_bytes(whole[:-2000])
    assert layers.long("b") is None
    (tmp_path / "bound").unlink()
    assert layers.long("a") is None
