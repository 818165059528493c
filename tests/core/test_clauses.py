"""Every clause of the five regulations has something behind it that really is there."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from pipelines.core.charter import load
from pipelines.core.charter.load import load_preset
from pipelines.core.clauses import read_clauses, trace
from pipelines.core.desks.records import KINDS
from pipelines.core.errors import HouseError
from pipelines.reports import clauses as report
from pipelines.reports.language import speak
from pipelines.rules import PATROL, PROPOSAL, TREE
from scripts.verbs import VERBS
from tests.builders import CHARTER, charter
from tests.regulations.federations import federation

ROOT = Path(__file__).resolve().parents[2]
RULES = (*TREE, *PROPOSAL, *PATROL)
IDS = re.findall(
    r"\S+",
    """
CZ-02 CZ-03 CZ-04a CZ-04b CZ-05a CZ-05b CZ-05c CZ-05d CZ-05e CZ-05f CZ-05g CZ-05h CZ-05i
CZ-06 CZ-07a CZ-07b CZ-07c CZ-07d CZ-08 CZ-09a CZ-09b CZ-09c CZ-09d CZ-10a CZ-10b CZ-10c
CZ-10d CZ-10e CZ-10f CZ-10g CZ-11 CZ-12a CZ-12b CZ-13 CZ-14 CZ-15 CZ-17 JZ-02 JZ-03
JZ-04a JZ-04b JZ-05a JZ-05b JZ-06 JZ-07 JZ-08 JZ-08a JZ-08b JZ-08c JZ-08d JZ-08e JZ-09
JZ-10 JZ-11a JZ-11b JZ-11c JZ-11d JZ-A2 JZ-A3 YZ-02 YZ-03 YZ-04 YZ-05a YZ-05b YZ-05c
YZ-05d YZ-06a YZ-06b YZ-06c YZ-06d YZ-07a YZ-07b YZ-08 YZ-09a YZ-09b YZ-09c SC-02 SC-05
SC-06 SC-07 SC-09 SC-10 SC-12 SC-14 SC-15a SC-15b SC-16 SC-17 SC-18 SC-19a SC-19b SC-20a
SC-20b SC-21a SC-21b SC-22a SC-22b SC-23 SC-24 SC-25 SC-26 SC-27a SC-27b SC-28 EN-01
EN-02 EN-03 EN-04 EN-05 EN-06 EN-07 EN-08 EN-09 EN-10 EN-11 EN-12 EN-13 EN-14 EN-15 EN-16
EN-17 EN-18 EN-19 EN-20 EN-21 EN-22 EN-23 EN-24 EN-25 EN-26 EN-27 EN-28
""",
)
"""The 132 clauses; code, findings and documents cite them, so none is renamed."""
REGISTERS = {*KINDS, "changes", "duty"}
REGULATIONS = read_clauses()
TRACED = trace(REGULATIONS, charter(), RULES)
by_clause = pytest.mark.parametrize("one", TRACED, ids=[one.id for one in TRACED])


@cache
def written(path: str) -> dict[str, str]:
    """The tests in a file: each with its text, and the rows of its table above it."""
    text = (ROOT / path).read_text(encoding="utf-8")
    lines = text.split("\n")
    return {
        node.name: "\n".join(
            lines[min(part.lineno for part in (node, *node.decorator_list)) - 1 : node.end_lineno]
        )
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }


def test_the_clauses_are_those_of_the_texts():
    """132, no more and no fewer, each once."""
    assert len(IDS) == 132
    assert sorted(one.id for one in TRACED) == sorted(IDS)


@by_clause
def test_a_clause_has_something_behind_it(one):
    """Rule, charter, register, page, workflow, command, recorded judgement: or it says: open."""
    assert one.explained


@by_clause
def test_a_clause_that_is_not_open_is_tested(one):
    """What is said to be enforced is shown by a test, unless the text asks only for judgement."""
    assert one.clause.tests or one.clause.open


@by_clause
def test_a_test_reads_like_the_clause(one):
    """One of the tests names the clause that it holds, so that an inspector finds it there."""
    texts = (written(path)[name] for path, _colons, name in map(_parts, one.clause.tests))
    assert any(re.search(rf"\b{one.id}\b", text) for text in texts) or one.clause.open


def _parts(test: str) -> tuple[str, str, str]:
    return test.partition("::")


@by_clause
def test_what_a_clause_names_is_there(one):
    """Tests, rules, registers, pages, workflows, commands: nothing cited is missing."""
    clause = one.clause
    for test in clause.tests:
        path, _colons, name = test.partition("::")
        assert (ROOT / path).is_file(), test
        assert name in written(path), test
    assert set(clause.rules) <= {rule.id for rule in RULES}
    assert set(clause.registers) <= REGISTERS
    for page in clause.pages:
        assert (ROOT / "themes/portal/templates" / f"{page}.html").is_file(), page
    for workflow in clause.workflows:
        assert (ROOT / ".github/workflows" / f"{workflow}.yml").is_file(), workflow
    for command in clause.commands:
        assert command in VERBS
        assert (ROOT / "scripts/verbs" / f"{command}.py").is_file(), command


@by_clause
def test_settings_lead_somewhere(one):
    """A setting stands in this charter, in a preset, or is one that a preset asks for."""
    places = [part.path for part in one.provisions]
    places += [part.path for parts in one.elsewhere.values() for part in parts]
    asked = {path for name in REGULATIONS for path in load_preset(name)["open_settings"]}
    if not one.provisions:
        assert set(one.clause.settings) <= {*places, *asked}
    assert not one.clause.settings or places


def test_no_rule_cites_an_unknown_clause():
    assert {clause for rule in RULES for clause in rule.clauses} <= set(IDS)


def test_no_charter_cites_an_unknown_clause():
    """Chains, clocks, quotas, reports and desks of the demo and of every preset."""
    cited = {
        id_
        for path in CHARTER.rglob("*.yml")
        for found in re.findall(r"clauses: \[(.*?)\]", path.read_text(encoding="utf-8"))
        for id_ in found.split(", ")
    }
    assert cited - set(IDS) == set()


def test_a_number_comes_from_the_charter_at_hand():
    """Another charter, another number; one that leaves it out says that it does not apply."""
    (here,) = (one for one in TRACED if one.id == "CZ-07d")
    assert "3 days" in report.in_force(here)
    news = charter().clocks["news"]
    limit = news.limit.model_copy(update={"days": 5})
    longer = charter().model_copy(
        update={"clocks": {"news": news.model_copy(update={"limit": limit})}}
    )
    (there,) = (one for one in trace(REGULATIONS, longer, RULES) if one.id == "CZ-07d")
    assert "5 days" in report.in_force(there)
    without = charter().model_copy(update={"clocks": {}})
    (gone,) = (one for one in trace(REGULATIONS, without, RULES) if one.id == "CZ-07d")
    assert not gone.applies
    assert "does not apply" in report.in_force(gone)
    portal = charter().portal.model_copy(update={"site_code": None, "sponsor": None})
    bare = charter().model_copy(update={"portal": portal})
    (nothing,) = (one for one in trace(REGULATIONS, bare, RULES) if one.id == "CZ-02")
    assert report.in_force(nothing) == (
        "not set, so it does not apply: portal.site_code, portal.sponsor"
    )


@pytest.mark.parametrize("preset", REGULATIONS)
def test_each_preset_is_complete_for_its_text(preset):
    """Under each preset all 132 are explained, and the own text's have their numbers here."""
    traced = trace(REGULATIONS, federation(preset), RULES)
    assert len(traced) == len(IDS)
    assert all(one.explained for one in traced)
    own = [one for one in traced if one.title == REGULATIONS[preset].title]
    assert [one.id for one in own if one.elsewhere] == []
    told = json.loads(report.data(traced))
    assert told["summary"] | {"open": 0} == {"clauses": 132, "open": 0, "unexplained": 0}
    assert [row["id"] for row in told["clauses"]] == [one.id for one in traced]
    assert report.markdown(traced).count("\n| ") == 132 + len(REGULATIONS) + 4
    assert len(report.table(traced).rows) == 132


def test_what_is_open_is_counted():
    """Nothing is dressed up: what is not enforced stands in the summary."""
    open_ = [one.id for one in TRACED if one.clause.open]
    assert f"132 clauses; {len(open_)} not, or not wholly" in report.text(TRACED)


def test_a_clause_that_cannot_be_read_is_told_with_its_place(tmp_path):
    text = "preset: a\ntitle: 甲\nclauses:\n  A-1: {article: 第一条, sayz: 乙}\n"
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    with pytest.raises(HouseError, match=r"a.yml:4:\d+: (says is missing|unknown field sayz)"):
        read_clauses(tmp_path)


@pytest.mark.parametrize(("language", "name"), [("en", "README.md"), ("zh_CN", "README.zh-CN.md")])
def test_the_readmes_show_the_coverage(language, name):
    """The table in each README is the command's; `python -m scripts.manual` writes it anew."""
    speak(language)
    try:
        table = report.coverage(trace(REGULATIONS, load(CHARTER), RULES))
    finally:
        speak("en")
    assert table in (ROOT / name).read_text(encoding="utf-8")
