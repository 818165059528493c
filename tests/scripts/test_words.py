import json

from scripts.verbs.__main__ import main


def tried(capsys, content, *words):
    status = main(["words", "try", *words, "--format", "json", "--content", str(content)])
    assert status == 0
    return json.loads(capsys.readouterr().out)["findings"]


def test_a_word_is_tried_against_the_archive(capsys, tmp_path):
    """Where it stands, disguised too, with what stands around it; and what speaks against it."""
    (tmp_path / "union-news").mkdir()
    (tmp_path / "union-news" / "a.md").write_text(
        "---\ntitle: 甲\n---\n\n高温补.贴发放。\n", "utf-8"
    )
    (found,) = tried(capsys, tmp_path, "补贴")
    assert (found["path"], found["line"], found["column"]) == ("content/union-news/a.md", 5, 3)
    assert "高温补.贴发放" in found["message"]
    (doubt, _hit) = tried(capsys, tmp_path, "贴")
    assert doubt["rule"] == "LEX101"
