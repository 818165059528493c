"""Everything people read has a Chinese text that says the same."""

from collections import defaultdict
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from pipelines.reports import manual
from pipelines.reports.language import CATALOGUES
from pipelines.rules import PATROL, PROPOSAL, TREE

ROOT = Path(__file__).resolve().parent.parent
RULES = [*TREE, *PROPOSAL, *PATROL]
ENGLISH = {"a", "an", "the", "is", "of", "in", "with", "without", "that", "and", "no", "who", "or"}
"""Words that tell an example in English from one in code."""


def spoken() -> dict[str, str]:
    """Every message id in the source, with one place where it stands."""
    found: dict[str, str] = {}
    for top in ("pipelines", "plugins", "scripts"):
        for path in sorted((ROOT / top).rglob("*.py")):
            keywords = {"_": None, "later": None}
            for line, message, *_rest in extract_from_file("python", path, keywords=keywords):
                assert isinstance(message, str)
                found.setdefault(message, f"{path.relative_to(ROOT).as_posix()}:{line}")
    for rule in RULES:
        sentence, *examples = manual.law(rule)
        for text in (manual.family(rule), sentence):
            found.setdefault(text, rule.id)
        for text in examples:
            if ENGLISH & set(text.replace(",", " ").split()):
                found.setdefault(text, rule.id)
    return found


def translations() -> dict[str, list[tuple[str, str]]]:
    """Each message id with its translations and the catalogues that hold them."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted((CATALOGUES / "zh_CN").glob("*.po")):
        with path.open("rb") as text:
            for message in read_po(text):
                if message.id:
                    assert not message.fuzzy
                    found[str(message.id)].append((path.name, str(message.string)))
    return found


def places(text: str) -> set[str]:
    return {name for _text, name, _spec, _how in Formatter().parse(text) if name is not None}


SPOKEN = spoken()
TRANSLATED = translations()


def test_every_message_is_translated():
    """Nobody meets an English sentence in a Chinese office."""
    missing = [
        f"{place}: {message}"
        for message, place in SPOKEN.items()
        if not any(text for catalogue, text in TRANSLATED.get(message, []))
    ]
    assert missing == []


def test_no_translation_is_left_over():
    """A sentence that nobody says any more leaves the catalogue."""
    known = set(SPOKEN) | set(manual.texts(RULES))
    assert [message for message in TRANSLATED if message not in known] == []


def test_a_sentence_has_one_translation():
    """Two catalogues that share a sentence say the same."""
    torn = {
        message: found
        for message, found in TRANSLATED.items()
        if len({text for catalogue, text in found}) > 1
    }
    assert torn == {}


@pytest.mark.parametrize("catalogue", sorted((CATALOGUES / "zh_CN").glob("*.po")), ids=str)
def test_places_are_kept(catalogue):
    """A translation fills in what its sentence fills in, and nothing else."""
    wrong = [
        (message, text)
        for message, found in TRANSLATED.items()
        for name, text in found
        if name == catalogue.name
        and message in SPOKEN
        and places(message) != places(text)
        # A law's examples are shown as they stand, their brackets are no places.
        and not SPOKEN[message][:3].isupper()
    ]
    assert wrong == []
