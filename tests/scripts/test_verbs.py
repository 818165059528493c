"""The command line keeps its promises: schema, exit statuses, one-sentence errors."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from pipelines.core.charter.model import FILES
from scripts.verbs import VERBS
from scripts.verbs.__main__ import main
from scripts.verbs.new import slug
from scripts.verbs.options import HOUSE
from scripts.verbs.schema import FOLDER, schema, text
from tests.builders import source

FIELDS = ["rule", "name", "weight", "path", "line", "column", "message", "clauses", "fix"]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with one faultless article."""
    path = tmp_path / "content" / "union-news" / "2026-11-20-plenary.md"
    path.parent.mkdir(parents=True)
    path.write_text(source("union-news/2026-11-20-plenary.md"), encoding="utf-8")
    return tmp_path / "content"


def test_a_faultless_article_gives_0_and_an_empty_report(content, capsys):
    assert main(["check", "--content", str(content), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "findings": [],
        "summary": {"blocks": 0, "waits": 0, "notes": 0},
    }


def test_what_blocks_gives_1_and_a_finding_with_every_field(content, capsys):
    """CZ-07d: news of the day before yesterday's yesterday's yesterday is not accepted."""
    late = source("union-news/late.md", event_date="2026-11-16")
    (content / "union-news" / "late.md").write_text(late, encoding="utf-8")
    assert main(["check", "--content", str(content), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    (finding,) = [one for one in report["findings"] if one["weight"] == "blocks"]
    assert list(finding) == FIELDS
    assert finding["rule"] == "DUE101"
    assert finding["name"] == "news-within-deadline"
    assert finding["path"] == "content/union-news/late.md"
    assert finding["clauses"] == ["CZ-07d"]


def test_paths_narrow_what_is_judged(content):
    late = source("union-news/late.md", event_date="2026-11-16")
    (content / "union-news" / "late.md").write_text(late, encoding="utf-8")
    good = str(content / "union-news" / "2026-11-20-plenary.md")
    assert main(["check", good, "--content", str(content)]) == 0
    assert main(["check", str(content / "union-news"), "--content", str(content)]) == 1


def test_a_broken_charter_gives_3_and_names_the_place(content, tmp_path, capsys):
    charter = tmp_path / "charter"
    shutil.copytree(HOUSE / "charter", charter)
    (charter / "units.yml").write_text("units:\n  office: {nome: 办公室}\n", encoding="utf-8")
    assert main(["check", "--content", str(content), "--charter", str(charter)]) == 3
    assert "charter/units.yml:2:" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["chekc"], [], ["check", "--today", "yesterday"]])
def test_wrong_usage_gives_2_or_the_overview(wrong, capsys):
    try:
        status = main(wrong)
    except SystemExit as exit_:
        status = exit_.code
    assert status == (0 if not wrong else 2)
    assert capsys.readouterr()


def test_a_missing_folder_is_one_sentence(tmp_path, capsys):
    assert main(["check", "--content", str(tmp_path / "nowhere"), "--lang", "en"]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_new_article_has_all_its_fields_and_says_what_is_left(tmp_path, capsys):
    """A correspondent starts with one command; only the summary is hers to write."""
    folder = str(tmp_path)
    started = ["new", "article", "union-news", '“书香”工会"启动"', "--by", "wang-yan"]
    assert main([*started, "--content", folder, "--today", "2026-11-20"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == tmp_path / "union-news" / "2026-11-20-shu-xiang-gong-hui-qi-dong.md"
    main(["check", "--content", folder, "--format", "json", "--today", "2026-11-20"])
    report = json.loads(capsys.readouterr().out)
    assert {one["rule"] for one in report["findings"] if one["weight"] == "blocks"} <= {
        *("ART101", "FLD102", "FLD103", "FLD104")
    }
    assert main([*started, "--content", folder, "--today", "2026-11-20"]) == 3


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("市总工会召开会议", "shi-zong-gong-hui-zhao-kai-hui-yi"),
        ("2026年 “五一”", "2026-nian-wu-yi"),
        ("……", "article"),
    ],
)
def test_a_title_becomes_a_plain_address(title, address):
    assert slug(title) == address


def test_the_shipped_schemas_are_those_of_the_code():
    """When this fails, run: scripts/portal schema --write."""
    for what in ("article", "lexicon", *FILES):
        assert (FOLDER / f"{what}.json").read_text(encoding="utf-8") == text(what), what


def test_the_shipped_lexicons_fit_their_schema():
    """An editor objects to none of them, and to a slip in one."""
    fits = Draft202012Validator(schema("lexicon")).is_valid
    shipped = sorted((HOUSE / "charter/lexicons").glob("*.yml"))
    assert [
        path.name for path in shipped if not fits(yaml.safe_load(path.read_text("utf-8")))
    ] == []
    assert not fits({"name": "错别字", "category": "confusion", "entires": {}})


def test_every_verb_has_its_module():
    missing = [name for name in VERBS if not (HOUSE / "scripts/verbs" / f"{name}.py").exists()]
    assert missing == []
