"""The manual of all rules is made from the rules, and says the same."""

import re
from pathlib import Path

import pytest

from pipelines.reports import manual
from pipelines.reports.language import speak
from pipelines.rules import PATROL, PROPOSAL, TREE

RULES = [*TREE, *PROPOSAL, *PATROL]
ROOT = Path(__file__).resolve().parents[2]
CLAUSES = re.compile(r"(CZ|JZ|YZ|SC|EN)-(\d{2}[a-i]?|A[23])")


@pytest.fixture
def chinese():
    """Chinese, as offices read it."""
    speak("zh_CN")
    yield
    speak("en")


@pytest.mark.usefixtures("chinese")
def test_the_manual_is_made_from_the_rules():
    """After changing a rule, run `python -m scripts.manual`."""
    written = (ROOT / "pipelines/rules/README.md").read_text(encoding="utf-8")
    assert written == manual.render(RULES)


def test_ids_are_used_once():
    """Three letters for the family, three digits, never twice."""
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert [id_ for id_ in ids if not re.fullmatch(r"[A-Z]{3}\d{3}", id_)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_a_law_examples_and_clauses(rule):
    """A sentence, a Bad and a Good example, and the clauses it stands on."""
    said = manual.law(rule)
    assert said.sentence.endswith(".")
    assert bool(said.bad) == bool(said.good)
    assert rule.clauses
    assert [clause for clause in rule.clauses if not CLAUSES.fullmatch(clause)] == []


def test_a_law_is_taken_apart():
    """The docstring's three parts, each on one line."""
    (one,) = [rule for rule in RULES if rule.id == "FLD101"]
    assert manual.law(one) == (
        "An article carries the fields that its kind and the clocks of its column need.",
        "an article in content/union-news/ without event_date",
        "event_date: 2026-11-18",
    )
