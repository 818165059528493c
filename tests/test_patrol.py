"""The daily round: one issue for each thing to put right, and who answers for it."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.core.desks.records import Patrol
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.plan import Issue
from pipelines.forge.folder import Folder as FolderForge
from pipelines.forge.port import carry_out
from pipelines.patrol import PREFIX, items, plan, sheet, since
from pipelines.release import records
from pipelines.release.folder import Folder
from pipelines.release.records import Release
from pipelines.reports import inspection
from scripts.verbs.__main__ import main
from tests.builders import CHARTER, TODAY, article, case, source
from tests.release.conftest import demo, folder, serve
from tests.release.sites import NOW, released, site

__all__ = ["demo", "folder", "serve"]


def finding(rule: str = "DUE202", path: str = "content/union-news", message: str = "三周未更新"):
    return Finding(rule, "x", Weight.BLOCKS, Place(path), message, ("EN-26",))


def rounds(whole, findings, forge, unseen=()) -> list[Issue]:
    """One round against a forge; gives what it changed."""
    there = forge.issues()
    wanted = items(whole, findings, since(there), whole.today)
    changes = plan(whole, wanted, there, forge.host, unseen)
    carry_out(forge, changes)
    return changes


def on(day: date):
    return replace(case(article()), now=NOW.replace(year=day.year, month=day.month, day=day.day))


@pytest.fixture
def forge(tmp_path: Path) -> FolderForge:
    return FolderForge(tmp_path / "forge")


def test_a_second_round_changes_nothing(forge):
    """What an issue says already is not said again, the same day or the next."""
    found = [finding(), finding("DUE203"), finding(path="content/notices")]
    assert len(rounds(on(TODAY), found, forge)) == 3
    assert rounds(on(TODAY), found, forge) == []
    assert rounds(on(TODAY + timedelta(days=1)), found, forge) == []


def test_one_issue_for_each_rule_and_place(forge):
    """Several lines of one article about one rule are one thing to put right."""
    rounds(on(TODAY), [finding(message="甲"), finding(message="乙")], forge)
    (issue,) = forge.issues()
    assert "甲" in issue.body
    assert "乙" in issue.body


def test_what_is_healed_is_closed_and_may_return(forge):
    """An issue closes by itself, and opens again when it comes back."""
    rounds(on(TODAY), [finding()], forge)
    (closed,) = rounds(on(TODAY), [], forge)
    assert not closed.open
    assert "put right" in closed.body
    assert forge.issues() == []
    (back,) = rounds(on(TODAY), [finding()], forge)
    assert back.open
    assert back.key == closed.key


def test_what_is_overdue_says_so(forge):
    """After the day by which it was to be put right, the issue is marked (YZ-07b)."""
    rounds(on(TODAY), [finding()], forge)
    days = on(TODAY).charter.rounds.correct_within
    assert rounds(on(TODAY + timedelta(days=days)), [finding()], forge) == []
    (late,) = rounds(on(TODAY + timedelta(days=days + 1)), [finding()], forge)
    assert "overdue" in late.labels
    assert f"since: {TODAY}" in late.body


def test_what_was_not_looked_at_stays(forge):
    """A round without the live site closes nothing that only the live site shows."""
    found = [finding("REL202", "live/index.html"), finding()]
    rounds(on(TODAY), found, forge)
    (closed,) = rounds(on(TODAY), [], forge, unseen=("REL2",))
    assert "due202" in closed.key
    assert len(forge.issues()) == 1


def test_issues_of_others_are_left_alone(forge):
    """Only the round's own issues are the round's business."""
    forge.issue(Issue("clearance", "t", "b"))
    assert rounds(on(TODAY), [], forge) == []


@pytest.mark.parametrize(
    ("rule", "path", "owners"),
    [
        ("DUE202", "content/union-news/a.md", ("song-ci",)),
        ("DUE202", "content/departments/a.md", ("lin-hai",)),
        ("DUE208", "charter/people.yml", ("ling-xiao",)),
        ("REL205", "live/", ("ling-xiao",)),
        ("REL202", "live/index.html", ("jiang-he", "lin-hai")),
    ],
)
def test_who_answers(rule, path, owners):
    """The column's unit, the article's unit, the administrator; of tampering, those on duty."""
    whole = case(article(), archive=[article("departments/a.md")])
    (item,) = items(whole, [finding(rule, path)], {}, whole.today)
    leader = whole.charter.duty.leader(whole.today)
    wanted = tuple(leader if rule == "REL202" and one == "lin-hai" else one for one in owners)
    assert item.owners == wanted


def test_accounts_are_the_hosts(forge):
    """On a Git host an issue is assigned to accounts, in a folder to people."""
    whole = case(article())
    wanted = items(whole, [finding()], {}, whole.today)
    assert plan(whole, wanted, [], "folder")[0].assignees == wanted[0].owners
    github = plan(whole, wanted, [], "github")[0].assignees
    assert github == tuple(whole.charter.people[one].accounts.github for one in wanted[0].owners)


def test_the_days_record_fits_the_register():
    """The register of patrols takes the day's record, flaws found that day included."""
    whole = case(article())
    wanted = items(whole, [finding(), finding("DUE203")], {}, whole.today)
    (record,) = sheet(whole, wanted, 12)["records"]
    patrol = Patrol.model_validate(record)
    assert (patrol.by, patrol.pages, len(patrol.flaws)) == ("ling-xiao", 12, 2)
    assert patrol.signed_by is None


def test_the_inspectors_sheet():
    """One failing item fails the site; without one, each case costs its points."""
    clean, _deductions = inspection.tables([], NOW)
    assert "自评得分：100分" in clean.lead
    some, _deductions = inspection.tables([finding("LNK301"), finding("DUE202")], NOW)
    assert "自评得分：99分" in some.lead
    failed, _deductions = inspection.tables([finding("DUE201")], NOW)
    assert "不合格" in failed.lead
    page = inspection.page([failed], "示范市总工会")
    assert "<td>单项否决</td>" in page


def test_the_command_finds_tampering(serve, folder, tmp_path, capsys):
    """The round over a live site: clean first, then somebody changes a page."""
    content = tmp_path / "content"
    (content / "union-news").mkdir(parents=True)
    (content / "union-news/a.md").write_text(source(), encoding="utf-8")
    manifest = site(tmp_path / "v1", "v1")
    released(folder, tmp_path, "v1")
    release = Release(NOW, "publish", folder.name, "", manifest)
    records.record(release, tmp_path / "records", content)
    address, forge = serve(Folder(folder.path)), tmp_path / "forge"
    command = [
        *("patrol", "--content", str(content), "--charter", str(CHARTER), "--lang", "en"),
        *("--today", "2026-11-20", "--records", str(tmp_path / "records"), "--apply"),
        *("--kept", str(tmp_path / "kept"), "--sheet", str(tmp_path / "sheet.xlsx")),
        *("--live", address, "--to", str(folder.path), "--forge", f"folder:{forge}"),
    ]
    main(command)
    assert not [one for one in FolderForge(forge).issues() if "rel2" in one.key]
    capsys.readouterr()
    (folder.path / "current/index.html").write_text("<title>赌</title>")
    assert main(command) == 1
    assert "tell 江禾、" in capsys.readouterr().err
    tampering = [one for one in FolderForge(forge).issues() if one.key.startswith(f"{PREFIX}rel2")]
    assert {one.title.partition(":")[0] for one in tampering} == {"live/index.html"}
    assert "jiang-he" in tampering[0].assignees
    book = load_workbook(tmp_path / "sheet.xlsx")
    assert book.sheetnames == ["单项否决指标自查表", "扣分指标自查表"]
    daily = json.loads((tmp_path / "records/patrols/2026-11-20.yml").read_text("utf-8"))
    assert daily["records"][0]["pages"] == len(manifest.files)
