"""No copy leaves before its four approvals, in order, for these very bytes (YZ-05b)."""

import json
from datetime import datetime
from hashlib import sha256

import pytest

from pipelines.core.desks.incidents import Incident
from pipelines.core.errors import HouseError
from pipelines.release.incident import keep
from pipelines.release.wechat.package import Approved
from pipelines.wechat import pack
from scripts.verbs.__main__ import main
from tests.proposals import Site
from tests.wechat import (
    FOUR,
    NAME,
    PATH,
    PHOTO,
    asked,
    copied,
    desk,
    merged,
    photo,
    signed,
    written,
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Site:
    """A portal with nothing proposed yet."""
    return Site(tmp_path_factory.mktemp("begun"))


@pytest.fixture(scope="module")
def approved(begun, tmp_path_factory) -> Site:
    """The same, its article merged with all four approvals, and signed."""
    site = copied(begun, tmp_path_factory.mktemp("approved"))
    merged(site, *FOUR)
    signed(site)
    return site


@pytest.fixture
def fresh(begun, tmp_path) -> Site:
    """A portal of the test's own with nothing proposed yet."""
    return copied(begun, tmp_path)


@pytest.fixture
def site(approved, tmp_path) -> Site:
    """A portal of the test's own whose article may go to the account."""
    return copied(approved, tmp_path)


def refusals(found) -> list[str]:
    assert isinstance(found, list), found
    return [one.message for one in found]


@pytest.mark.parametrize(
    ("votes", "missing"),
    [
        ((), "stage 1 of 4, 微信管理员审核, is missing (waiting for 凌霄)"),
        (FOUR[:1], "stage 2 of 4, 宣网部长审核, is missing (waiting for 宋辞)"),
        (FOUR[:2], "stage 3 of 4, 分管领导审核, is missing (waiting for 何川)"),
        (FOUR[:3], "stage 4 of 4, 主要领导审批, is missing (waiting for 江禾)"),
        (FOUR, None),
        (FOUR[:2] + FOUR[3:], "stage 3 of 4, 分管领导审核, is missing (waiting for 何川)"),
        (("-ling-xiao",), "stage 1 of 4, 微信管理员审核, is missing (waiting for 凌霄)"),
    ],
    ids=["none", "one", "two", "three", "four", "one left out", "refused"],
)
def test_each_stage_of_approval(site, votes, missing):
    """Somebody merged it all the same; what is missing is said, and nothing leaves."""
    site.git("update-ref", "-d", "refs/notes/approvals")
    site.describe(votes=votes, merged=site.git("rev-parse", "HEAD"))
    found = asked(site)
    if missing is None:
        assert isinstance(found, Approved)
        assert [one.name for one in found.signatures] == ["凌霄", "宋辞", "何川", "江禾"]
    else:
        assert refusals(found) == [f"微信公众号四级审核: {missing}"]


def test_a_push_after_the_approvals_makes_them_stale(fresh):
    """All four approved something else."""
    head = fresh.propose({PATH: written(), PHOTO: photo()})
    fresh.propose({PATH: written(summary="后来改过的摘要。")})
    fresh.describe(votes=[f"{vote}@{head}" for vote in FOUR])
    fresh.merge()
    (why,) = refusals(asked(fresh))
    assert "stage 1 of 4" in why
    assert f"{PATH} was changed after this approval; please review again" in why


def test_the_receipts_speak_without_a_host(site):
    """What was released with its approvals may go, whoever is reachable."""
    receipts = site.git("rev-parse", "refs/notes/approvals")
    site.git("update-ref", "-d", "refs/notes/approvals")
    assert refusals(asked(site, host=False)) == [
        "no receipt says that this was approved: publish it on the portal first, or name --forge"
    ]
    site.git("update-ref", "refs/notes/approvals", receipts)
    found = asked(site, host=False)
    assert isinstance(found, Approved)
    assert found.receipt.number == 1


@pytest.mark.parametrize("changed", [PATH, PHOTO])
def test_a_receipt_for_other_bytes_is_stale(site, changed):
    """The text or its picture was changed on main since: all four have to look again."""
    site.write({changed: written(summary="改过。") if changed == PATH else photo((1000, 700))})
    site.commit("Quick fix")
    assert refusals(asked(site, host=False)) == [
        f"{changed} was changed after it was approved; every stage has to approve it again"
    ]
    (why,) = refusals(asked(site))
    expected = "without a merged proposal" if changed == PATH else "changed after it was approved"
    assert expected in why


def test_what_is_not_committed_was_not_approved(site):
    """A file changed on this machine is not the one that was approved."""
    site.write({PATH: written(summary="还没有提交。")})
    (why,) = refusals(asked(site))
    assert why.startswith(f"{PATH} was changed after it was approved")


def test_a_receipt_of_the_portal_alone_is_not_enough(fresh):
    """Approved for the portal, proposed for WeChat later: the chain begins anew."""
    merged(fresh, "+song-ci", wechat=None, wechat_kind=None)
    signed(fresh)
    assert refusals(asked(fresh)) == [
        "the article was not proposed for WeChat: wechat: true is missing"
    ]
    merged(fresh, "+song-ci", number=2)
    signed(fresh)
    (why,) = refusals(asked(fresh))
    assert "stage 1 of 4" in why


def test_tampered_receipts_open_nothing(site):
    """A receipt that was written by hand makes all of them worthless."""
    note = site.git("notes", "--ref=approvals", "list").split()
    text = site.git("notes", "--ref=approvals", "show", note[1]).replace("凌霄", "凌云")
    site.git("notes", "--ref=approvals", "add", "-f", "-m", text, note[1])
    (why,) = refusals(asked(site))
    assert why.startswith("the receipts of approvals were tampered with: receipt 1")


@pytest.mark.parametrize(
    ("fields", "now", "why"),
    [
        ({"date": "2026-11-21 09:00"}, "2026-11-20 18:00", "is not public before 2026-11-21"),
        ({"expires": "2026-11-21"}, "2026-11-22 08:00", "is not public any more"),
        ({"status": "draft"}, "2026-11-20 18:00", "is a draft still"),
    ],
)
def test_what_the_public_may_not_see_goes_nowhere(fresh, fields, now, why):
    """An embargo holds for the account as well."""
    merged(fresh, *FOUR, **fields)
    assert any(why in one for one in refusals(asked(fresh, now=datetime.fromisoformat(now))))


@pytest.mark.parametrize(
    ("path", "done", "stays"),
    [
        (NAME, "2026-11-20 12:00", True),
        (NAME, "2026-11-20 08:00", False),
        ("union-news/first.md", "2026-11-20 12:00", False),
    ],
    ids=["since", "before its approvals", "another"],
)
def test_what_was_taken_down_stays_down(site, path, done, stays):
    """Until it was mended and approved again, whatever the content still says (YZ-09a)."""
    at = datetime.fromisoformat(done)
    taken = Incident(
        kind="takedown", found=at, done=at, by="ling-xiao", reason="数字有误", path=path
    )
    keep(taken, desk(site).records)
    found = asked(site)
    assert isinstance(found, list) is stays
    if stays:
        (why,) = refusals(found)
        assert "the article was taken down on 2026-11-20 12:00 (数字有误)" in why


def test_a_damaged_record_stops_it(site):
    """It might be the one that says so."""
    folder = desk(site).records / "incidents"
    folder.mkdir(parents=True)
    (folder / "2026-11-20-1200-takedown.yml").write_text("kind: tak", encoding="utf-8")
    with pytest.raises(HouseError, match="is no record of an incident"):
        asked(site)


def test_an_article_that_breaks_a_rule_stays(fresh):
    """All rules that block at the proposal block the copy."""
    merged(fresh, *FOUR, title="很长的题目" * 7)
    assert "the title has 35 characters, WeChat takes 32" in refusals(asked(fresh))


def test_the_manifest_vouches_for_everything(site):
    """Account, kind, source, four signatures, every file by its bytes (YZ-02, YZ-04, YZ-05c)."""
    found = asked(site)
    folder = site.root.parent / "copy"
    pack(desk(site), found).write(folder)
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert said["account"] == {"name": "示范市总工会", "id": "shifan-demo"}
    assert said["article"]["digest"] == site.git("rev-parse", f"HEAD:{PATH}")
    assert said["article"]["kind"]["id"] == "news"
    assert said["article"]["source"] == {"name": "示范市总工会", "url": None}
    assert [(one["stage"], one["person"], one["at"]) for one in said["approvals"]["stages"]] == [
        ("微信管理员审核", "ling-xiao", "2026-11-20 09:01"),
        ("宣网部长审核", "song-ci", "2026-11-20 09:02"),
        ("分管领导审核", "he-chuan", "2026-11-20 09:03"),
        ("主要领导审批", "jiang-he", "2026-11-20 09:04"),
    ]
    assert said["approvals"]["receipt"]["number"] == 1
    on_disk = {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert {name: file["sha256"] for name, file in said["files"].items()} == on_disk
    assert {"fragment.html", "cover.jpg", "cover-2.35x1.jpg", "cover-1x1.jpg"} < on_disk.keys()


def test_a_second_export_replaces_the_first_and_nothing_else(site, tmp_path):
    """The same copy has the same bytes; a folder with anything else in it is left alone."""
    made = pack(desk(site), asked(site))
    folder = tmp_path / "copy"
    made.write(folder)
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "images" / "9.jpg").write_bytes(b"old")
    pack(desk(site), asked(site)).write(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine")
    with pytest.raises(Exception, match="holds other files"):
        made.write(other)


def test_the_command_refuses_with_one_sentence(site, tmp_path, capsys):
    """Exit 1 and what is missing, in Chinese; with all four, the files."""
    site.git("update-ref", "-d", "refs/notes/approvals")
    site.describe(votes=FOUR[:3], merged=site.git("rev-parse", "HEAD"))
    where = ["--charter", f"{site.root}/charter", "--content", f"{site.root}/content"]
    forge = ["--forge", f"folder:{site.forge}", "--today", "2026-11-20"]
    to = ["--to", str(tmp_path / "copy")]
    assert main(["wechat", "export", NAME, *to, *where, *forge]) == 1
    said = capsys.readouterr().out
    assert "微信公众号四级审核：还差第4级（共4级）“主要领导审批”（待江禾审核）" in said
    assert not (tmp_path / "copy").exists()
    site.describe(votes=FOUR, merged=site.git("rev-parse", "HEAD"))
    assert main(["wechat", "export", NAME, *to, *where, *forge]) == 0
    assert (tmp_path / "copy" / "manifest.json").is_file()
