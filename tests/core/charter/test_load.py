"""A charter is loaded with every error at once, each with its file, line and column."""

from pathlib import Path

import pytest

from pipelines.core.charter import CharterError, load
from pipelines.core.charter.load import PRESETS, combine, read_files
from pipelines.core.errors import HouseError

SMALL = {
    "portal.yml": "portal:\n  name: 示范市总工会\n  domain: www.example.org\n",
    "units.yml": "units:\n  office:\n    name: 办公室\n    kind: department\n",
    "columns.yml": "columns:\n  news:\n    name: 新闻\n    kind: news\n    owner: office\n",
}


def files(**changed: str) -> dict[str, bytes]:
    """The smallest charter that loads, with some files written otherwise."""
    texts = SMALL | {f"{name}.yml": text for name, text in changed.items()}
    return {name: text.encode() for name, text in texts.items()}


def said(**changed: str) -> list[str]:
    """What loading such a charter says."""
    with pytest.raises(CharterError) as caught:
        load(files(**changed))
    return str(caught.value).splitlines()


def test_the_smallest_charter_loads():
    charter = load(files())
    assert charter.units["office"].name == "办公室"


def test_the_demo_charter_loads_from_its_folder():
    charter = load(Path(PRESETS).parent)
    assert {unit.kind.value for unit in charter.units.values()} == {
        *("department", "district", "institution", "office", "other")
    }


def test_a_folder_that_does_not_exist_is_one_sentence(tmp_path):
    with pytest.raises(HouseError, match="no charter at"):
        read_files(tmp_path / "nowhere")


def test_all_errors_are_told_at_once():
    """Not the first error: all of them, each where it stands."""
    assert said(
        units="units:\n  office:\n    name: 办公室\n    kind: bureau\n    colour: red\n  b: {}\n",
        columns="columns:\n  news:\n    name: 新闻\n    kind: novel\n    owner: office\n",
    ) == [
        (
            "charter/columns.yml:4:5: kind: novel is not possible; choose from: "
            "news, notices, profile, guide, letters, policy, activities, channels, platform"
        ),
        (
            "charter/units.yml:4:5: kind: bureau is not possible; choose from: "
            "department, district, institution, office, other"
        ),
        (
            "charter/units.yml:5:5: unknown field colour; possible: aliases, duties, kind, name, "
            "parent, phone, short, since, until, weights"
        ),
        "charter/units.yml:6:3: kind is missing",
        "charter/units.yml:6:3: name is missing",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("units: [", "charter/units.yml:1:9: not readable as YAML here"),
        ("units:\n  a: *b\n", "charter/units.yml:2:6: references (*name) are not allowed"),
        ("units:\n  a: {}\n  a: {}\n", "charter/units.yml:3:3: a stands here twice"),
        ("people: {}\n", "charter/units.yml:1:1: people does not stand in this file"),
        ("- a\n", "charter/units.yml:1:1: write each part as"),
        ("units:\n  a: text\n", "charter/units.yml:2:3: a: write fields below it"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, message):
    assert any(line.startswith(message) for line in said(units=text)), said(units=text)


def test_a_file_that_is_no_part_of_a_charter_is_named():
    assert said(unitz="units: {}\n")[0].startswith("charter/unitz.yml:1:1: no part of a charter")


def test_text_that_is_not_utf8_is_named():
    broken = files() | {"units.yml": "units: 办".encode("gbk")}
    with pytest.raises(CharterError, match=r"charter/units.yml:1:1: not UTF-8"):
        load(broken)


class TestPresets:
    """`extends:` lays a federation's own files over a preset."""

    def test_own_values_replace_and_the_rest_is_kept(self):
        charter = load(
            files(
                portal="extends: changzhou\n" + SMALL["portal.yml"],
                units="units:\n  office:\n    name: 综合办公室\n",
                columns="columns:\n  tech-transfer: {max_age: {days: 90}}\n"
                "  model-workers: {max_age: {days: 90}}\n",
                people="people:\n  li: {name: 李, posts: [{role: reviewer, unit: office}, "
                "{role: administrator, unit: publicity}, {role: head, unit: publicity}]}\n",
            )
        )
        assert charter.units["office"].name == "综合办公室"
        assert charter.units["office"].kind.value == "department"
        assert charter.columns["union-news"].name == "工会新闻"

    def test_a_fault_in_a_preset_names_the_presets_own_file(self):
        own = files(portal="extends: ours\n" + SMALL["portal.yml"])
        broken = own | {"presets/ours/units.yml": b"units:\n  b: {kind: department}\n"}
        with pytest.raises(CharterError, match=r"charter/presets/ours/units.yml:2:3: name is miss"):
            load(broken)

    def test_an_unknown_preset_names_those_there_are(self):
        line = said(portal="extends: atlantis\n" + SMALL["portal.yml"])[0]
        assert line.startswith("charter/portal.yml:1:1: no preset atlantis; choose from: ")
        assert "changzhou" in line

    def test_a_preset_that_extends_itself_is_named(self):
        own = files(portal="extends: ours\n" + SMALL["portal.yml"])
        loop = own | {"presets/ours/portal.yml": b"extends: ours\n"}
        with pytest.raises(CharterError, match="preset ours extends itself"):
            load(loop)

    @pytest.mark.parametrize("name", ["..", "../people", "/etc", "changzhou/.."])
    def test_a_preset_is_never_a_path(self, name):
        assert "no preset" in said(portal=f"extends: {name}\n" + SMALL["portal.yml"])[0]


@pytest.mark.parametrize(
    ("below", "above", "result"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}}, {"a": {"x": 1, "y": 3}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
        ({"a": {"x": 1}}, {"a": 5}, {"a": 5}),
        ({}, {"a": None}, {}),
    ],
)
def test_mappings_combine_by_key_and_everything_else_replaces(below, above, result):
    """A key without a value removes what the preset says."""
    assert combine(below, above) == result
