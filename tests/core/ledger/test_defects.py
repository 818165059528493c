"""What the bulletin names as still to be mended, and where it knows that from (CZ-11)."""

import json
from dataclasses import replace
from datetime import date

from pipelines import mending
from pipelines.core.desks.registers import Registers, read_registers
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.ledger.defects import of_findings, of_issues, of_registers, once
from tests.builders import case, charter

TODAY, BEFORE = date(2026, 11, 20), date(2026, 11, 12)
AGE = Finding("DUE202", "x", Weight.BLOCKS, Place("content/guide"), "长期不更新", ("CZ-10a",))
DEAD = Finding("LNK301", "x", Weight.BLOCKS, Place("content/a.md", 9), "死链", ("CZ-10g",))
TWICE = Finding("LNK301", "x", Weight.BLOCKS, Place("content/a.md", 12), "死链", ("CZ-10g",))


def registers(**kinds: list[dict[str, object]]) -> Registers:
    files = {
        f"registers/{kind}/all.yml": json.dumps({"records": records}, ensure_ascii=False).encode()
        for kind, records in kinds.items()
    }
    read = read_registers(files)
    assert read.faults == []
    return read


def flaw(what: str, **more: object) -> dict[str, object]:
    return {"what": what, "unit": "rights", "found": "2026-11-12", **more}


def act(*flaws: dict[str, object], **more: object) -> dict[str, object]:
    return {"on": "2026-11-12", "by": "song-ci", "flaws": list(flaws), **more}


def test_the_patrols_open_issues_are_told_line_by_line():
    """As the patrol writes them: where, what, since when, by when, by which clause."""
    given = case(today=TODAY)
    items = mending.items(given, [AGE, DEAD, TWICE], {}, BEFORE)
    issues = mending.plan(given, items, [], "folder")
    clauses = {"DUE202": ("CZ-10a",), "LNK301": ("CZ-10g",)}
    found = list(of_issues(given.charter, issues, clauses))
    assert {(one.place, one.what, one.clauses) for one in found} == {
        (one.place, one.message, one.clauses) for one in (AGE, DEAD, TWICE)
    }
    assert {one.found for one in found} == {BEFORE}
    assert {(one.due - one.found).days for one in found} == {charter().rounds.correct_within}
    closed = [replace(one, open=False) for one in issues]
    others = [replace(one, key=f"quota-{one.key}") for one in issues]
    assert list(of_issues(given.charter, [*closed, *others], clauses)) == []


def test_inspections_are_told_with_the_unit_that_they_name():
    """What was put right is not; without a day set, the charter's days count."""
    inspected = act(
        flaw("没有写明时限"),
        flaw("表格打不开", due="2026-11-30"),
        flaw("已改", fixed="2026-11-13"),
        scope="服务指南",
    )
    found = charter().model_copy(update={"registers": registers(inspections=[inspected])})
    assert [(one.what, one.unit, str(one.due)) for one in of_registers(found, daily=False)] == [
        ("没有写明时限", "rights", "2026-11-15"),
        ("表格打不开", "rights", "2026-11-30"),
    ]
    assert list(of_registers(found, daily=True)) == []


def test_one_defect_is_told_once():
    """Not again by the desks when it is overdue, nor by the record of the day's patrol."""
    read = registers(
        inspections=[act(flaw("没有写明时限"), scope="服务指南")],
        patrols=[act(flaw("content/guide：长期不更新"), flaw("窗口电话有误"))],
    )
    whole = charter().model_copy(update={"registers": read})
    (place,) = (one.place for one in of_registers(whole, daily=False))
    desk = replace(AGE, rule="DSK201", place=place, message="问题整改逾期")
    found = once(
        of_registers(whole, daily=False),
        of_findings(whole, [AGE, desk, DEAD, TWICE], TODAY),
        of_registers(whole, daily=True),
    )
    assert sorted(one.what for one in found) == [
        "死链",
        "死链",
        "没有写明时限",
        "窗口电话有误",
        "长期不更新",
    ]
