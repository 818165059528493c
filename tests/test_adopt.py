"""A federation's own repository starts from a preset, and passes its first check."""

import io
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.adopt import adopt, read_units
from pipelines.core.case import Case
from pipelines.core.charter import load
from pipelines.core.errors import HouseError
from pipelines.core.rule import judge
from pipelines.gather.files import read_case, read_owners
from pipelines.rules import TREE, owners
from scripts.verbs.__main__ import main
from tests.regulations.federations import NAMES, UNITS

KIT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("preset", NAMES)
def test_a_new_portal_passes_its_first_check(preset, tmp_path):
    """Charter, CODEOWNERS, workflows and empty columns, from each preset."""
    folder = tmp_path / "portal"
    adopt(KIT, folder, preset, "某市总工会", "www.example.org", UNITS, TODAY)
    charter = load(folder / "charter")
    assert charter.extends == preset
    assert charter.units["south"].name == "南区总工会"
    now = datetime.fromisoformat("2026-11-20 23:59")
    assert judge(read_case(folder / "content", charter, now), TREE) == []
    compared = Case(charter, now, owners=read_owners(folder))
    assert judge(compared, (owners.owners_as_chartered,)) == []
    assert (folder / ".github/workflows/check.yml").is_file()
    assert (folder / "scripts/portal").stat().st_mode & 0o100
    columns = {path.parent for path in (folder / "content").rglob(".gitkeep")}
    assert len(columns) == sum(one.link is None for one in charter.columns.values())


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "mine.txt").write_text("甲", encoding="utf-8")
    with pytest.raises(HouseError, match="is there already"):
        adopt(KIT, tmp_path, "changzhou", "某市总工会", "www.example.org", {}, TODAY)


def test_an_unknown_preset_names_those_there_are(tmp_path):
    with pytest.raises(HouseError, match="no preset atlantis; choose from: changzhou"):
        adopt(KIT, tmp_path / "a", "atlantis", "某市总工会", "www.example.org", {}, TODAY)


@pytest.mark.parametrize("row", ["south,南区总工会,县", "south,,辖市区", ",南区总工会,辖市区"])
def test_units_are_read_from_a_table(row, tmp_path):
    """编号, 名称, 类别; a row that does not fit is named."""
    table = tmp_path / "units.csv"
    table.write_text("编号,名称,类别\nsouth,南区总工会,辖市区\n", encoding="utf-8")
    assert read_units(table) == {"south": UNITS["south"]}
    table.write_text(f"编号,名称,类别\n{row}\n", encoding="utf-8")
    with pytest.raises(HouseError, match="row 2"):
        read_units(table)


def test_what_is_not_given_is_asked(tmp_path, monkeypatch):
    """Name, domain, then units one a line, until nothing is typed."""
    typed = "某市总工会\nwww.example.org\nsouth 南区总工会 辖市区\nworks,生产部,部室\n\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["new", "portal", str(tmp_path / "a"), "--today", "2026-11-20"]) == 0
    charter = load(tmp_path / "a/charter")
    assert (charter.portal.name, charter.portal.domain) == ("某市总工会", "www.example.org")
    assert {"south", "works"} <= charter.units.keys()


def test_nothing_of_the_demo_goes_with_it(tmp_path):
    """No person, place or word of the demo federation; what the text leaves open is remarked."""
    adopt(KIT, tmp_path / "a", "changzhou", "某市总工会", "www.example.org", UNITS, TODAY)
    charter = tmp_path / "a/charter"
    own = [charter / "lexicons", *charter.glob("*.yml"), tmp_path / "a/README.md"]
    files = [path for one in own for path in (one.rglob("*") if one.is_dir() else [one])]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    people = (KIT / "charter/people.yml").read_text(encoding="utf-8")
    names = re.findall(r"^    name: (\w{2,4})$", people.partition("\npeople:")[2], re.MULTILINE)
    assert len(names) > 20
    assert [name for name in (*names, "示范") if name in text] == []
    assert "columns.tech-transfer.max_age: 原文只说" in text


@pytest.mark.campaign
@pytest.mark.parametrize("preset", NAMES)
def test_a_new_portal_can_be_looked_at(preset, tmp_path):
    """`scripts/portal serve` in a portal without an article, under each preset."""
    folder = tmp_path / "portal"
    adopt(KIT, folder, preset, "某市总工会", "www.example.org", UNITS, TODAY)
    command = [sys.executable, "-m", "scripts.verbs", "serve", "--once", "--today", "2026-11-20"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "某市总工会" in (folder / ".cache/serve/output/index.html").read_text(encoding="utf-8")


def test_what_nobody_answers_is_asked_on_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["new", "portal", str(tmp_path / "a"), "--lang", "en"]) == 3
    assert "--name and --domain" in capsys.readouterr().err
