"""The letters desk from its private repository to the public page: what never passes."""

import json
import os
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from pipelines.core.desks.letters import form
from pipelines.core.errors import HouseError
from pipelines.core.rule import judge
from pipelines.desks import draft_reply, import_hotline, letters_forge, with_letters
from pipelines.forge.folder import Folder
from pipelines.release.build import Order, build
from pipelines.rules import PATROL
from scripts.verbs.__main__ import main
from tests.builders import case, charter

ROOT = Path(__file__).resolve().parent.parent
NAME, PHONE, CARD = "欧阳鹤鸣", "13900001111", "11010519491231002X"
FIRM = "鹤鸣灯具厂"
CANARIES = (NAME, PHONE, CARD, FIRM)
"""Made up for this test; none of them may come out of the private repository."""
TEXT = f"我叫{NAME}，电话{PHONE}，身份证{CARD}，{FIRM}三个月没有发加班工资，请工会帮忙。"
WHOLE = {
    "received": "2026-10-08",
    "kind": "一般",
    "topic": "劳动报酬",
    "unit": "法律工作部",
    "accepted": "2026-10-12",
    "answered": "2026-10-20",
    "concluded": "2026-10-28",
    "publish": "是",
    "reason": f"{NAME}同意公开",
    "reviewer": "谢安然",
    "names": f"{NAME}、{FIRM}",
    "reply": f"经协调，{FIRM}已向{NAME}补发工资。",
    "text": TEXT,
}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A private repository with letters in every state, and canaries in every box."""
    folder = tmp_path / "letters"
    (folder / "posted").mkdir(parents=True)
    wrong = dict.fromkeys(("kind", "topic", "unit", "publish", "accepted"), NAME)
    bodies: list[str] = [
        form(WHOLE),
        form({"received": "2026-11-02", "text": TEXT, "topic": "劳动报酬"}),
        form({"received": "2026-11-03", "text": TEXT, "topic": "劳动报酬"}),
        form({"received": "2026-11-04", "text": TEXT, "topic": "劳动报酬"}),
        form({"text": TEXT} | wrong),
        TEXT,
    ]
    for number, body in enumerate(bodies, start=1):
        written: dict[str, Any] = {"title": f"{NAME}来信", "body": body, "labels": ["letter"]}
        written |= {"opened_at": "2026-11-05 09:00"}
        path = folder / "posted" / f"{number}.yml"
        path.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")
    return folder


def clean(text: str) -> bool:
    return not any(canary in text for canary in CANARIES)


def test_the_patrol_tells_of_letters_by_number_alone(inbox):
    """Overdue, unreadable, unpublished, alike: all of it is found, and nobody is named."""
    seen = with_letters(case(today=date(2026, 11, 20)), Folder(inbox))
    found = [one for one in judge(seen, PATROL) if one.place.path.startswith("letters/")]
    assert {one.rule for one in found} >= {"LET201", "LET202", "LET203", "LET204"}
    assert clean("\n".join(str(one.as_dict()) for one in found))
    assert clean(repr(seen.letters))


def test_the_draft_of_an_answer_is_masked(inbox):
    """What the privacy rules know and what staff listed is blotted out; the draft is no more."""
    seen = with_letters(case(), Folder(inbox))
    path, text, findings = draft_reply(seen, 1, "wu-fang")
    assert path == "hotline/2026-11-20-letter-1.md"
    assert findings == []
    assert clean(text)
    assert "status: draft" in text
    assert "三个月没有发加班工资" in text
    assert "received: 2026-10-08" in text


@pytest.mark.parametrize("number", [2, 99])
def test_only_what_may_be_published_is_drafted(inbox, number):
    """A letter without the decision, or none at all, gives a sentence and nobody's name."""
    with pytest.raises(HouseError) as error:
        draft_reply(with_letters(case(), Folder(inbox)), number, "wu-fang")
    assert clean(str(error.value))


def test_letters_never_use_the_portals_own_repository():
    """Only PORTAL_LETTERS_* name it."""
    with pytest.raises(HouseError, match="PORTAL_LETTERS_REPO"):
        letters_forge("github", {"PORTAL_FORGE_REPO": "zgh/portal", "PORTAL_FORGE_TOKEN": "t"})


@pytest.mark.parametrize("kind", ["xlsx", "csv", "gbk"])
def test_an_export_comes_in_from_a_workbook_or_text(tmp_path, kind):
    """Good rows become issues; the bad one is told by its row, and no canary with it."""
    rows = [
        ["编号", "收到日期", "主题", "来信内容", "姓名", "电话"],
        ["1", "2026-11-03", "劳动报酬", TEXT, NAME, PHONE],
        ["2", NAME, "劳动报酬", TEXT, NAME, PHONE],
    ]
    path = tmp_path / ("热线.xlsx" if kind == "xlsx" else "热线.csv")
    if kind == "xlsx":
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
    else:
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
        path.write_bytes(text.encode("gb18030" if kind == "gbk" else "utf-8-sig"))
    found = import_hotline(charter(), path, date(2026, 11, 20))
    assert len(found.issues) == 1
    assert [row for row, _why in found.faults] == [3]
    assert clean(str(found.faults) + found.issues[0].title + found.issues[0].key)


def test_what_is_no_table_is_refused_in_a_sentence(tmp_path):
    """A damaged workbook, an empty file, none at all."""
    (tmp_path / "a.xlsx").write_bytes(b"PK no workbook")
    (tmp_path / "b.csv").write_bytes(b"")
    for name in ("a.xlsx", "b.csv", "c.csv"):
        with pytest.raises(HouseError):
            import_hotline(charter(), tmp_path / name, date(2026, 11, 20))


def test_nothing_of_a_letter_stands_in_the_patrols_issues_and_records(inbox, tmp_path, capsys):
    """Whatever is opened at the portal's own host, written down or printed: numbers alone."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content" / "hotline", content / "hotline")
    told = [
        *("patrol", "--today", "2026-11-20", "--lang", "en", "--content", str(content)),
        *("--letters", f"folder:{inbox}", "--forge", f"folder:{tmp_path}/forge", "--apply"),
        *("--records", str(tmp_path / "records"), "--kept", str(tmp_path / "kept")),
        *("--sheet", str(tmp_path / "sheet.xlsx")),
    ]
    assert main(told) == 1
    said = capsys.readouterr()
    assert "letters/" in said.out
    assert clean(said.out + said.err)
    written = [*(tmp_path / "forge").rglob("*"), *(tmp_path / "records").rglob("*")]
    issues = [path.read_text("utf-8") for path in written if path.is_file()]
    assert any("letters/2" in text for text in issues)
    assert clean("\n".join(issues))


def test_nothing_of_a_letter_stands_in_a_build_a_log_or_an_error(inbox, tmp_path, capsys):
    """Every verb that reads letters, and a build with the drafted answer beside the articles."""
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content" / "hotline", content / "hotline")
    common = ("--today", "2026-11-20", "--lang", "en", "--content", str(content))
    where = ("--letters", f"folder:{inbox}")
    told = [
        main(["new", "letter", *common, "--from", "1", "--by", "wu-fang", *where]),
        main(["new", "letter", *common, "--from", "5", "--by", "wu-fang", *where]),
        main(["desks", "letters", *common, *where, "--all", "--xlsx", str(tmp_path / "a.xlsx")]),
    ]
    assert told == [0, 3, 1]
    said = capsys.readouterr()
    assert clean(said.out + said.err)
    assert (content / "hotline" / "2026-11-20-letter-1.md").exists()
    now = datetime.fromisoformat("2026-11-20 23:59")
    site = tmp_path / "site"
    build(Order(ROOT / "charter", content, site, tmp_path / "cache", now))
    for path in (*site.rglob("*"), *content.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            assert not any(canary.encode() in raw for canary in CANARIES), path


def test_what_was_imported_is_on_the_desk_at_once(tmp_path, capsys):
    """An export goes into the private repository, and its clocks run; a second import adds none."""
    export = tmp_path / "热线.csv"
    export.write_text(
        "编号,收到日期,主题,来信内容,姓名,电话\n"
        f"1,2026-11-03,劳动报酬,{TEXT},{NAME},{PHONE}\n"
        f"2,2026-11-19,工时休假,{TEXT},{NAME},{PHONE}\n",
        encoding="utf-8-sig",
    )
    where = ("--letters", f"folder:{tmp_path}/letters", "--today", "2026-11-20", "--lang", "en")
    for _time in range(2):
        main(["desks", *where, "--import", str(export), "--apply"])
    here = with_letters(case(today=date(2026, 11, 20)), Folder(tmp_path / "letters"))
    assert sorted((str(one.days["received"]), one.topic) for one in here.letters) == [
        ("2026-11-03", "劳动报酬"),
        ("2026-11-19", "工时休假"),
    ]
    late = [one for one in judge(here, PATROL) if one.rule == "LET204"]
    assert {one.message.partition(": ")[0] for one in late} == {"维权热线"}
    said = capsys.readouterr()
    assert clean(said.out + said.err + "".join(one.message for one in late))


@pytest.mark.parametrize(("letters", "more"), [("", []), ("gitea", ["--letters", "gitea"])])
def test_the_daily_patrol_reads_the_letters_where_there_are_any(tmp_path, letters, more):
    """A federation that names its private repository need do nothing else."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/patrol.yml").read_text("utf-8"))
    step = workflow["jobs"]["patrol"]["steps"][-1]
    portal = tmp_path / "scripts" / "portal"
    portal.parent.mkdir()
    portal.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    portal.chmod(0o755)
    told = subprocess.run(
        ["bash", "-eu", "-c", step["run"]],
        cwd=tmp_path,
        env=dict.fromkeys(step["env"], "") | {"PATH": os.environ["PATH"], "LETTERS": letters},
        check=True,
        capture_output=True,
        text=True,
    )
    given = told.stdout.split("\n")
    start = given.index("--letters") if "--letters" in given else len(given)
    assert given[start : start + 2] == more
    assert {"PORTAL_LETTERS_REPO", "PORTAL_LETTERS_TOKEN"} <= step["env"].keys()
