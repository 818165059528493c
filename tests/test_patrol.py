"""The daily round: one issue for each thing to put right, and who answers for it."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipelines.core.desks.records import Patrol
from pipelines.core.desks.registers import Registers
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.plan import Issue
from pipelines.core.rule import judge
from pipelines.forge.folder import Folder as FolderForge
from pipelines.forge.port import carry_out
from pipelines.mending import LABEL, PREFIX, changed, items, plan, since
from pipelines.patrol import advisories_today, missed_days, on_file, reminding, sheet, with_members
from pipelines.release import records
from pipelines.release.folder import Folder
from pipelines.release.records import Release
from pipelines.reports import inspection
from pipelines.rules.owners import rights_as_chartered
from scripts.verbs.__main__ import main
from tests.builders import CHARTER, TODAY, article, case, source
from tests.gather.test_advisories import LOCK, UNSAFE, database
from tests.proposals import Site
from tests.release.conftest import demo, folder, serve
from tests.release.sites import NOW, released, site

__all__ = ["demo", "folder", "serve"]


def finding(rule: str = "DUE202", path: str = "content/union-news", message: str = "三周未更新"):
    return Finding(rule, "x", Weight.BLOCKS, Place(path), message, ("EN-26",))


def rounds(whole, findings, forge, unseen=()) -> list[Issue]:
    """One round against a forge; gives what it changed."""
    there = forge.issues()
    wanted = items(whole, findings, since(there), whole.today)
    changes = plan(whole, wanted, there, forge.host, unseen, forge.closed(LABEL))
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


def test_what_returns_says_when_it_was_there_before(forge):
    """Its history grows with each time, and a second round on the same day adds nothing."""
    days = [TODAY + timedelta(days=number) for number in range(5)]
    for day, found in zip(days, [[finding()], [], [finding()], [], [finding()]], strict=True):
        rounds(on(day), found, forge)
        assert rounds(on(day), found, forge) == []
    (issue,) = forge.issues()
    assert f"since: {days[4]}" in issue.body
    assert f"found on {days[0]}, put right on {days[1]}" in issue.body
    assert f"found on {days[2]}, put right on {days[3]}" in issue.body


def test_only_what_is_not_so_already_is_changed():
    """Reminders that others plan are opened, changed and closed once."""
    opened = Issue("quota-2026-11", "t", "b")
    closing = replace(opened, open=False)
    assert changed([opened], []) == [opened]
    assert changed([opened], [opened]) == []
    assert changed([replace(opened, body="c")], [opened]) == [replace(opened, body="c")]
    assert changed([closing], [opened]) == [closing]
    assert changed([closing], []) == []


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
        ("DUE202", "content/union-news", ("song-ci",)),
        ("LNK304", "content/model-workers", ("pan-yue",)),
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


@pytest.mark.parametrize(
    ("kept", "missed"),
    [
        (["2026-11-17", "2026-11-18", "2026-11-19"], ""),
        (["2026-11-16", "2026-11-19"], "2026-11-17、2026-11-18"),
        (["2026-11-18"], "2026-11-19"),
        (["2026-09-01"], None),
        ([], ""),
    ],
)
def test_missed_days_are_told(tmp_path, kept, missed):
    """Every day since the first on file has its record, as far back as a month; today is not over.

    None: so many that the month is full of them.
    """
    (tmp_path / "patrols").mkdir()
    for day in kept:
        (tmp_path / "patrols" / f"{day}.yml").write_text("{}")
    whole = case(article())
    whole = replace(whole, charter=whole.charter.model_copy(update={"registers": Registers()}))
    told = [one.message.rpartition(" on ")[2] for one in missed_days(whole, tmp_path)]
    expected = "、".join(str(TODAY - timedelta(days=back)) for back in range(30, 0, -1))
    assert told == ([missed or expected] if missed != "" else [])


def test_a_day_on_the_register_is_not_missed(tmp_path):
    """What was signed and merged counts as what a round left behind does."""
    whole = case(article())
    days = [one.record.on for one in whole.charter.registers.of("patrols")]
    assert min(days) < TODAY
    told = "".join(one.message for one in missed_days(whole, tmp_path))
    assert not [day for day in days if str(day) in told]
    assert on_file(on(days[0]), tmp_path / "none")
    assert not on_file(on(TODAY + timedelta(days=90)), tmp_path / "none")


def test_proposals_are_read_only_when_units_are_reminded():
    """From the first of the charter's days, or while a reminder stands."""
    first = min(case().charter.reporting.reminders)
    assert not reminding(on(TODAY.replace(day=first - 1)), [])
    assert reminding(on(TODAY.replace(day=first)), [])
    assert reminding(on(TODAY.replace(day=first - 1)), [Issue("quota-2026-10", "t", "b")])


def test_rights_are_those_at_the_host(forge):
    """Who may write there and should not is found; a host that does not tell finds nothing."""
    forge.admit("nobody-known")
    whole = with_members(case(article()), forge)
    assert whole.members == {"folder": ("nobody-known",)}
    assert [one.rule for one in judge(whole, [rights_as_chartered])] == ["OWN102"]


def test_unsafe_libraries_are_told(tmp_path):
    """A known fault blocks until the library is updated; a network that refuses is a note."""
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    with database({"PYSEC-1": UNSAFE}) as address:
        (found,) = advisories_today(lock, address)
    assert (found.rule, found.place.line, found.fix) == ("REL401", 2, "update it to 1.2.0")
    assert "PYSEC-1" in found.message
    (note,) = advisories_today(lock, "http://127.0.0.1:1")
    assert note.weight is Weight.NOTES


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
        *("--advisories", "http://127.0.0.1:1"),
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


def test_the_days_record_waits_for_a_signature(tmp_path, capsys):
    """A day's first round proposes its record for the administrator to sign; a second one nothing.

    The next machine knows what this one recorded.
    """
    site, host = Site(tmp_path), tmp_path / "host"
    about = (site.root / "charter/portal.yml").read_text("utf-8").splitlines(keepends=True)
    site.write({"charter/portal.yml": "".join(one for one in about if "baseline" not in one)})
    site.commit("A portal without a past")
    site.git("clone", "-q", "--bare", str(site.root), str(host))
    site.git("remote", "add", "origin", str(host))
    forge = tmp_path / "forge"

    def patrol(root: Path) -> list[str]:
        main(
            [
                *("patrol", "--content", str(root / "content"), "--charter", str(root / "charter")),
                *("--today", "2026-11-24", "--lang", "en", "--apply", "--forge", f"folder:{forge}"),
                *("--records", str(root / "kept"), "--kept", str(root / "history")),
            ]
        )
        said = capsys.readouterr()
        assert said.err == ""
        return [line for line in said.out.splitlines() if "patrol/2026" in line]

    assert patrol(site.root) == [
        "proposal patrol/2026-11-24: Record of the daily round, 2026-11-24"
    ]
    (record,) = forge.glob("drafts/patrol/2026-11-24/files/charter/registers/patrols/*.yml")
    assert Patrol.model_validate(json.loads(record.read_text("utf-8"))["records"][0])
    assert patrol(site.root) == []
    other = tmp_path / "two"
    site.git("clone", "-q", str(host), str(other))
    assert patrol(other) == []
    assert (other / "kept/patrols/2026-11-24.yml").exists()
