"""People are spoken to in the words of the catalogues, however these were read."""

from pipelines.reports import language


def test_what_was_kept_of_the_catalogues_is_what_they_say(tmp_path, monkeypatch):
    """Until one of them is another."""
    room = tmp_path / "locale" / "zh_CN"
    room.mkdir(parents=True)
    monkeypatch.setattr(language, "CATALOGUES", room.parent)
    (room / "one.po").write_text('msgid "yes"\nmsgstr "是"\n', encoding="utf-8")
    kept = tmp_path / "kept"
    assert language.catalogue("zh_CN") == {"yes": "是"}
    assert language.catalogue("zh_CN", kept) == language.catalogue("zh_CN", kept) == {"yes": "是"}
    assert [path.name for path in kept.iterdir()] == ["zh_CN"]
    (room / "two.po").write_text('msgid "no"\nmsgstr "否"\n', encoding="utf-8")
    assert language.catalogue("zh_CN", kept) == {"yes": "是", "no": "否"}
