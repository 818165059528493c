from pathlib import Path

import pytest

from pipelines.core.charter import CharterError, load
from pipelines.core.charter.lexicons import read_lexicons
from pipelines.core.words.compiled import content_key
from tests.lexicons import lexicon

FILES = {"lexicons/a.yml": lexicon("赌博", "六合彩", entries={"甲乙": {"correct": "丙丁"}})}
MINIMAL = {
    "portal.yml": b"portal: {name: x, domain: www.example.org}",
    "units.yml": "units: {a: {name: 甲, kind: department}}".encode(),
    "columns.yml": "columns: {b: {name: 乙, kind: news, owner: a}}".encode(),
}


def same(one, other):
    """Two compiled forms that find the same and say the same."""
    text = "赌博六合彩甲乙"
    return (one.words, list(one.homes), one.details, one.automaton.find(text)) == (
        other.words,
        list(other.homes),
        other.details,
        other.automaton.find(text),
    )


def read(files, kept=None):
    """The compiled lexicons of such files, which must be faultless."""
    compiled, wrong = read_lexicons(files, kept)
    assert wrong == []
    return compiled()


def test_what_is_kept_is_what_was_compiled(tmp_path):
    """The second start reads the first one's work and finds the same."""
    first = read(FILES, tmp_path)
    (kept,) = tmp_path.iterdir()
    second = read(FILES, tmp_path)
    assert kept.name == content_key(FILES)
    assert same(first, second)
    assert [second.term(n) for n in range(3)] == [first.term(n) for n in range(3)]


def test_other_words_have_another_key():
    """What is kept goes by content, by each file's name, and by what compiles it."""
    other = {"lexicons/a.yml": lexicon("赌博")}
    moved = {"lexicons/b.yml": FILES["lexicons/a.yml"]}
    assert len({content_key(files) for files in (FILES, other, moved, {})}) == 4


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-1], lambda raw: raw[:20], lambda raw: b""])
def test_a_spoilt_form_is_made_anew(tmp_path, spoil):
    """What is not whole is not read."""
    first = read(FILES, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(spoil(kept.read_bytes()))
    again = read(FILES, tmp_path)
    assert same(first, again)


def test_a_release_reads_nothing_kept(tmp_path):
    """Whoever swaps what is kept deceives this machine's own checks, never a release."""
    other = {"lexicons/a.yml": lexicon("无害", "之词")}
    read(other, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.rename(tmp_path / content_key(FILES))
    assert load({**MINIMAL, **FILES}, tmp_path).lexicons.words == ["无害", "之词"]
    assert load({**MINIMAL, **FILES}).lexicons.words == ["赌博", "六合彩", "甲乙"]


def test_nothing_is_compiled_until_somebody_looks_for_words(tmp_path):
    """Most who ask for a charter build pages or tell people apart."""
    charter = load({**MINIMAL, **FILES}, tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert charter.lexicons is charter.lexicons
    assert [kept.name for kept in tmp_path.iterdir()] == [content_key(FILES)]


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    """A file where the folder should be."""
    place = tmp_path / "file"
    place.write_text("")
    assert len(read(FILES, place).words) == 3


def test_a_long_list_is_one_word_a_line():
    """Administrators bring their own; each word knows its line."""
    raw = "name: 大词表\ncategory: usage\nwords: |\n  甲乙\n\n  丙丁\n".encode()
    found = read({"lexicons/long.yml": raw})
    assert [(found.words[n], found.lines[n]) for n in range(2)] == [("甲乙", 4), ("丙丁", 6)]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff", "charter/lexicons/a.yml:1:1: not UTF-8 text"),
        (b"name: x\n", "charter/lexicons/a.yml:1:1: category is missing"),
        (
            b"name: x\ncategory: rude\n",
            "charter/lexicons/a.yml:2:1: category: rude is not possible; choose from: ",
        ),
        (
            "name: x\ncategory: usage\nentries: {甲乙: {corect: 丙}}\n".encode(),
            "charter/lexicons/a.yml:3:16: unknown field corect; did you mean correct?",
        ),
    ],
)
def test_what_is_wrong_with_a_lexicon_is_said_with_its_place(raw, said):
    """A broken lexicon is a broken charter."""
    with pytest.raises(CharterError) as caught:
        load({**MINIMAL, "lexicons/a.yml": raw})
    assert str(caught.value).startswith(said)


def test_the_shipped_lexicons_load():
    """Each reviewed entry has its reason."""
    shipped = load(Path("charter")).lexicons
    assert len(shipped.heads) >= 10
    assert shipped.doubts == []
    assert [
        shipped.words[n] for n in range(len(shipped.words)) if shipped.term(n).entry.why is None
    ] == []
