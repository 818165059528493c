"""The desks as an office sees them: what is owed, and the accounts ledger as a workbook."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from pipelines.core.case import Case
from pipelines.core.charter import load
from pipelines.core.desks.incidents import Incident
from pipelines.core.desks.letters import FIELDS
from pipelines.core.desks.records import KINDS, days_of
from pipelines.core.desks.registers import read_registers
from pipelines.core.rule import judge
from pipelines.desks import with_letters
from pipelines.forge.folder import Folder
from pipelines.gather.files import read_case
from pipelines.release.incident import keep
from pipelines.reports import xlsx
from pipelines.reports.desks import accounts_table, standing_table
from pipelines.rules import PATROL
from pipelines.rules.desks import records_hold, records_name_what_there_is

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "docs" / "private-repository"
NOW = datetime.fromisoformat("2026-11-22 23:59")


@pytest.fixture(scope="module")
def demo() -> Case:
    """The demo portal on a day of its year."""
    return read_case(ROOT / "content", load(ROOT / "charter"), NOW)


def test_the_demo_portal_keeps_every_register(demo):
    """Each kind has records, all of them hold, and something is due soon and overdue."""
    assert {kind for kind in KINDS if demo.charter.registers.of(kind)} == set(KINDS)
    assert [*records_hold(demo), *records_name_what_there_is(demo)] == []
    rules = {finding.rule for finding in judge(demo, PATROL)}
    assert {"DSK201", "DSK202"} <= rules
    assert not {rule for rule in rules if rule.startswith(("ACC", "DSK203", "DSK204", "DSK205"))}


def test_the_most_urgent_comes_first(demo):
    """Overdue, then due soon, then running; what is done only when asked for."""
    standings = [row.cells[5] for row in standing_table(demo).rows]
    order = ["overdue", "due soon", "running"]
    assert standings == sorted(standings, key=order.index)
    everything = [row.cells[5] for row in standing_table(demo, everything=True).rows]
    assert {*order, "done"} <= set(everything)
    assert {row.cells[0] for row in standing_table(demo, "flaws").rows} == {"问题整改"}


def test_the_accounts_ledger_is_a_workbook_with_real_days(demo):
    """Everybody with a post, one a row, the administrator's papers in their columns."""
    table = accounts_table(demo)
    assert len(table.rows) == len(demo.charter.people)
    assert table.lead.endswith("江禾"), "who answers first (SC-16)"
    book = load_workbook(io.BytesIO(xlsx.render([table], NOW)))
    rows = {row[0].value: row for row in book.worksheets[0].iter_rows(min_row=3)}
    keeper = [cell.value for cell in rows["凌霄"]]
    assert datetime(2024, 12, 2) in keeper  # noqa: DTZ001 - a day, as sheets keep it
    assert xlsx.render([table], NOW) == xlsx.render([accounts_table(demo)], NOW)


@pytest.mark.parametrize("host", ["github", "gitea"])
def test_the_issue_forms_ask_for_every_field(host):
    """The letter's own text comes last; the public repository has no such form."""
    path = FORMS / f".{host}" / "ISSUE_TEMPLATE" / "letter.yml"
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [one["attributes"]["label"] for one in form["body"]] == list(FIELDS.values())
    assert form["labels"] == ["letter"]
    assert not (ROOT / f".{host}" / "ISSUE_TEMPLATE" / "letter.yml").exists()
    options = {one["id"]: one["attributes"].get("options") for one in form["body"]}
    assert options["topic"] == list(load(ROOT / "charter").letters.topics)


def test_the_demo_letters_are_alive(demo):
    """Letters in every state: done, due soon, overdue, alike, waiting for the page."""
    seen = with_letters(demo, Folder(FORMS / "demo"))
    rows = standing_table(seen, "letters", everything=True).rows
    assert {"done", "due soon", "overdue", "running"} <= {row.cells[5] for row in rows}
    rules = {one.rule for one in judge(seen, PATROL) if one.place.path.startswith("letters/")}
    assert rules == {"LET202", "LET203", "LET204", "LET205"}


def test_incidents_are_filed_as_the_recovery_verbs_write_them(tmp_path):
    """What rollback and takedown leave in the records goes into the register as it is."""
    found = datetime.fromisoformat("2026-11-20 08:00")
    done = datetime.fromisoformat("2026-11-20 08:12")
    about = {"by": "song-ci", "reason": "误发", "target": "public", "told": ("jiang-he",)}
    incident = Incident(kind="takedown", found=found, done=done, **about)
    raw = keep(incident, tmp_path).read_bytes()
    read = read_registers({"registers/incidents/a.yml": raw})
    assert read.faults == []
    (filed,) = read.of("incidents")
    assert dict(days_of(filed.record))["found"] == date(2026, 11, 20)
