"""`ledger` and `bulletin`: from a repository to numbers, files and drafts."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.gather.files import read_article
from pipelines.reports.language import speak
from scripts.verbs.__main__ import main
from tests.builders import CHARTER
from tests.histories import Play, moment, news, text


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    """A verb speaks Chinese from then on; the tests that follow read English."""
    yield
    speak("en")


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """A portal with two months of news, one returned proposal, and a folder for a forge."""
    play = Play()
    days = {"2026-09-08": "legal", "2026-10-09": "legal", "2026-10-12": "donghu-yunfan"}
    for day, unit in days.items():
        page = news(f"{unit} {day}", f"{day} 09:00", unit=unit)
        play.merge(moment(f"{day} 10:00"), {f"union-news/{day}.md": page}, how="squash")
    play.propose(
        moment("2026-10-20 09:00"), {"union-news/late.md": text(title="退稿", unit="women")}
    )
    play.into(tmp_path)
    charter = tmp_path / "charter"
    shutil.copytree(CHARTER, charter)
    lines = (charter / "portal.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.lstrip().startswith("baseline:")]
    (charter / "portal.yml").write_text("".join(kept), encoding="utf-8")
    proposals = tmp_path / "forge" / "proposals"
    proposals.mkdir(parents=True)
    (proposals / "7.yml").write_text(
        "title: 退稿\nhead: side\nopener: chen-lan\nopened_at: 2026-10-20 09:00\nclosed: true\n",
        encoding="utf-8",
    )
    return tmp_path


def run(portal: Path, verb: str, *arguments: str) -> int:
    places = ["--content", portal / "content", "--charter", portal / "charter"]
    kept = ["--kept", portal / "kept.jsonl", "--today", "2026-11-02"]
    return main([verb, *map(str, (*places, *kept)), *arguments])


def asked(portal: Path, capsys, *arguments: str) -> dict[str, dict[str, object]]:
    assert run(portal, "ledger", "--format", "json", *arguments) == 0
    (table,) = json.loads(capsys.readouterr().out)["tables"]
    return {str(next(iter(row.values()))): row for row in table["rows"]}


def test_the_ledger_counts_by_unit_and_names_the_articles(portal, capsys):
    rows = asked(portal, capsys, "--from", "2026-10", "--to", "2026-10")
    assert (rows["法律工作部"]["accepted"], rows["东湖区总工会"]["accepted"]) == (1, 1)
    assert rows["东湖区总工会"]["articles"] == ["union-news/2026-10-12.md"]


def test_a_returned_proposal_was_submitted_but_not_accepted(portal, capsys):
    """上报 and 录用 are two numbers (CZ-09)."""
    rows = asked(portal, capsys, "--from", "2026-10", "--forge", f"folder:{portal}/forge")
    assert (rows["女职工部"]["submitted"], rows["女职工部"]["accepted"]) == (1, 0)


@pytest.mark.parametrize("by", ["unit", "column", "correspondent", "month"])
def test_by_whatever_it_counts_the_sum_is_the_same(portal, capsys, by):
    rows = asked(portal, capsys, "--from", "2026-09", "--to", "2026-10", "--by", by)
    assert sum(int(str(row["accepted"])) for row in rows.values()) == 3


def test_every_number_can_be_followed_down(portal, capsys):
    rows = asked(portal, capsys, "--from", "2026-09", "--list", "donghu")
    assert [row["path"] for row in rows.values()] == ["union-news/2026-10-12.md"]


@pytest.mark.parametrize("period", ["2026-13", "2026-10..2026-09", "x"])
def test_a_period_that_is_none_is_said_in_one_sentence(portal, capsys, period):
    assert run(portal, "bulletin", "--period", period) == 3
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_bulletin_is_files_and_a_plan(portal, capsys):
    """The second run writes the same bytes; nothing is proposed without --apply."""
    forge = portal / "forge"
    where = ["--period", "2026-09..2026-10", "--forge", f"folder:{forge}"]
    for out in ("one", "two"):
        assert run(portal, "bulletin", *where, "--to", str(portal / out)) == 0
    names = sorted(path.name for path in (portal / "one").iterdir())
    assert names == sorted(path.name for path in (portal / "two").iterdir())
    for name in names:
        assert (portal / "one" / name).read_bytes() == (portal / "two" / name).read_bytes(), name
    assert {"index.html", "bulletin-2026-09-to-2026-10.docx", "ranking-2026-10.xlsx"} <= set(names)
    assert not (forge / "drafts").exists()
    assert "bulletin/bulletin-2026-10" in capsys.readouterr().out


def test_a_notice_is_proposed_as_an_article_that_can_be_read(portal):
    """`bulletin --apply` drafts; secrecy is left for people to answer."""
    forge = portal / "forge"
    where = ["--period", "2026-09..2026-10", "--forge", f"folder:{forge}", "--apply"]
    assert run(portal, "bulletin", *where) == 0
    (path,) = forge.glob("drafts/bulletin/bulletin-2026-10/files/content/notices/*.md")
    read = read_article(path.name, path.read_bytes())
    assert read.faults == ()
    assert read.front.title == "关于2026年9—10月网站信息报送录用情况的通报"
    assert (read.front.unit, read.front.secrecy) == ("publicity", None)
    assert "退回1篇" in path.read_text(encoding="utf-8")
    about = (forge / "drafts/bulletin/bulletin-2026-10/draft.json").read_text(encoding="utf-8")
    assert "- [ ] 1. " in about, "a person ticks the review points, no machine (JZ-09)"


def test_to_apply_without_a_forge_is_refused(portal):
    assert run(portal, "bulletin", "--apply") == 3
