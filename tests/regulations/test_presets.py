"""Each preset is complete for its text; what the text leaves open is asked, never guessed."""

import pytest
import yaml

from pipelines.core.charter import CharterError, load
from pipelines.core.charter.load import load_preset
from pipelines.core.charter.settings import at
from tests.regulations.federations import NAMES, federation, files

OPEN = [(name, path) for name in NAMES for path in load_preset(name)["open_settings"]]
PREFIXES = {
    "changzhou": "CZ",
    "jiaozuo": "JZ",
    "yangzhou": "YZ",
    "sichuan": "SC",
    "enterprise": "EN",
}


@pytest.mark.parametrize("preset", NAMES)
def test_a_preset_with_a_small_federation_above_loads(preset):
    """Units, people and what is left open are all that a federation adds, or one below (SC-28)."""
    charter = federation(preset)
    assert charter.columns
    assert charter.chains
    assert any(one.paths == ("/",) for one in charter.selection), "a chain for all else"


@pytest.mark.parametrize(("preset", "setting"), OPEN, ids=[f"{a} {b}" for a, b in OPEN])
def test_what_the_text_leaves_open_is_refused_until_set(preset, setting):
    """The charter is refused in one sentence that names the setting and the clause."""
    own = files(preset)
    part, *inner = setting.split(".")
    without = {}
    for name, raw in own.items():
        data = yaml.safe_load(raw)
        if inner and part in data:
            place = data[part]
            for step in inner[:-1]:
                place = place.get(step, {})
            place.pop(inner[-1], None)
        else:
            data.pop(part, None)
        without[name] = yaml.safe_dump(data, allow_unicode=True).encode()
    with pytest.raises(CharterError, match=f"{setting} is not set: ") as caught:
        load(without)
    assert f"({', '.join(at(load_preset(preset), 'open_settings')[setting]['clauses'])})" in str(
        caught.value
    )


@pytest.mark.parametrize("preset", sorted(set(NAMES) - {"changzhou"}))
def test_a_preset_cites_its_own_text_alone(preset):
    """Conflicts between the texts are kept apart, never merged."""
    cited = set()

    def walk(data):
        if isinstance(data, dict):
            cited.update(data.get("clauses") or ())
            for value in data.values():
                walk(value)

    walk(load_preset(preset))
    assert {clause.partition("-")[0] for clause in cited} == {PREFIXES[preset]}
