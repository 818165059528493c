"""YAML as data with the line and column of everything in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core import marked


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", None),
        ("a: 1", {"a": "1"}),
        ("a: no", {"a": "no"}),
        ("a: 2026-11-20 09:30", {"a": "2026-11-20 09:30"}),
        ("a: 007", {"a": "007"}),
        ("a:\nb: ~\nc: null\nd: ''", {"a": None, "b": None, "c": None, "d": ""}),
        ("a: [x, {y: z}]", {"a": ["x", {"y": "z"}]}),
        ("a:\n- x\n- y", {"a": ["x", "y"]}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("- x", ["x"]),
        ("只有文字", "只有文字"),
        ("标题: 会议", {"标题": "会议"}),
    ],
)
def test_scalars_stay_text(text, data):
    """Nothing is a number, a date or a truth value before a schema says so."""
    read = marked.read(text)
    assert (read.data, read.faults) == (data, [])


def test_every_value_has_its_mark():
    """Keys and list entries are marked where they stand, from line and column 1."""
    read = marked.read("a: 1\nb:\n  - x\n  - c: y\n", first_line=2)
    assert read.marks == {
        (): (2, 1),
        ("a",): (2, 1),
        ("b",): (3, 1),
        ("b", 0): (4, 5),
        ("b", 1): (5, 5),
        ("b", 1, "c"): (5, 5),
    }
    assert read.mark(("b", 1, "nothing", "below")) == (5, 5)
    assert read.mark(("nothing",)) == (2, 1)


@pytest.mark.parametrize(
    ("text", "mark", "message"),
    [
        ("a: 1\na: 2", (2, 1), "a stands here twice"),
        ("a: &x 1\nb: *x", (1, 4), "anchors (&name) are not allowed, remove it"),
        ("b: *x", (1, 4), "references (*name) are not allowed, write the value out"),
        ("a: !!python/object:os.system x", (1, 4), "tags (!name) are not allowed, remove it"),
        ("a: !x y", (1, 4), "tags (!name) are not allowed, remove it"),
        ("<<: {a: 1}", (1, 1), "a field's name must be plain text"),
        ("? [a]\n: b", (1, 3), "a field's name must be plain text"),
        ("{a: 1}: b", (1, 1), "a field's name must be plain text"),
        ("a: 1\n---\nb: 2", (2, 1), "only one YAML document belongs here, remove the “---”"),
        ("[" * 50, (1, 18), "nested too deeply"),
        ("a: b: c", (1, 5), "a colon inside a value: put the whole value in quotation marks"),
        ("a: @b", (1, 4), None),
        ("a:\n\tb: c", (2, 1), None),
        ("a: [1, 2", (1, 4), None),
        ("a: 'x", (1, 6), None),
        ("a: 1\nb\nc: 2", (3, 1), "a line without a colon: write “name: value”"),
        ("a: \x07", (1, 1), "the text holds characters that YAML does not allow"),
    ],
)
def test_what_makes_yaml_a_language_is_refused(text, mark, message):
    """Tricks and mistakes are one fault each, with its place and a sentence."""
    (fault,) = marked.read(text).faults
    assert fault.mark == mark
    if message is not None:
        assert fault.message == message


def test_the_first_of_two_values_counts():
    """A key that stands twice keeps its first value, and the fault says so."""
    assert marked.read("a: 1\na: 2").data == {"a": "1"}


def test_a_laughing_billion_is_not_expanded():
    """Anchors that explode are refused at the first one."""
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    read = marked.read("\n".join(lines))
    assert (read.data, len(read.faults)) == (None, 1)


@given(st.text(max_size=200))
def test_any_text_is_data_or_faults(text):
    """Whatever comes in, nothing is raised, and every mark lies inside the text."""
    read = marked.read(text, first_line=3)
    last = text.count("\n") + text.count("\r") + text.count("\x85") + 1
    last += text.count("\u2028") + text.count("\u2029")
    for line, column in [*read.marks.values(), *(fault.mark for fault in read.faults)]:
        assert 3 <= line <= last + 3
        assert column >= 1


TREES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(TREES)
def test_what_is_written_plainly_is_read_back(tree):
    """Text, lists and mappings come back as they were written."""
    read = marked.read(_flow(tree))
    assert (read.data, read.faults) == (tree, [])


def _flow(tree):
    if isinstance(tree, str):
        return "'" + tree.replace("'", "''") + "'"
    if isinstance(tree, list):
        return "[" + ", ".join(map(_flow, tree)) + "]"
    return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in tree.items()) + "}"
