"""Nothing of a withheld article stands anywhere in the output, in whatever form."""

import gzip
import html
import json
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import brotli
import pytest
from PIL import Image

from pipelines.gather.files import read_case
from pipelines.release import manifest as manifests
from pipelines.release import search
from pipelines.release.build import Order, build
from pipelines.release.compress import compress
from pipelines.release.leaks import Secret, hidden_files, leaks, secrets, unpacked, withheld
from pipelines.release.markers import mark_gone
from pipelines.release.verify import verify
from tests import builders
from tests.builders import CHARTER, article, case, charter
from tests.release.sites import NOW

TITLE = "金丝雀标题甲乙丙丁"
SENTENCE = "金丝雀正文里有这样一句很长的话"

STATES = {
    "draft": {"status": "draft"},
    "embargoed": {"date": "2026-11-20 09:31"},
    "expired": {"date": "2026-11-01 09:00", "expires": "2026-11-19"},
    "withdrawn": {
        "status": "withdrawn",
        "withdrawn": {"on": "2026-11-19", "by": "song-ci", "reason": "金丝雀撤下理由有误"},
    },
    "unreadable": {"date": "not a date"},
}
"""One way for an article not to be public, each."""


def canary(state: str, text: str) -> str:
    """A text that only the article in this state has."""
    return f"{text}（{state}）"


def write(content: Path, state: str) -> None:
    """An article in a state, with all that it could leak: fields, body, picture, attachment."""
    text = builders.source(
        f"union-news/canary-{state}.md",
        f"{canary(state, SENTENCE)}。\n\n> {canary(state, '金丝雀引文也不能公开')}！\n",
        title=canary(state, TITLE),
        summary=canary(state, "金丝雀摘要文字不公开"),
        keywords=["民主管理"],
        image={"file": f"canary-{state}.jpg", "alt": canary(state, "金丝雀图片说明")},
        attachments=[{"file": f"canary-{state}.docx", "title": canary(state, "金丝雀附件名")}],
        **STATES[state],
    )
    folder = content / "union-news"
    (folder / f"canary-{state}.md").write_text(text, encoding="utf-8")
    (folder / f"canary-{state}.docx").write_bytes(b"PK" + state.encode())
    Image.new("RGB", (8, 8), "red").save(folder / f"canary-{state}.jpg", comment=state)


@pytest.fixture(scope="module")
def content(tmp_path_factory) -> Path:
    """A public article, and one in every state that is not."""
    folder: Path = tmp_path_factory.mktemp("content")
    (folder / "union-news").mkdir()
    (folder / "union-news/a.md").write_text(builders.source(), encoding="utf-8")
    for state in STATES:
        write(folder, state)
    return folder


@pytest.fixture(scope="module")
def built(content, tmp_path_factory):
    """The real build of that content, with its search index and packed files."""
    cache = tmp_path_factory.mktemp("cache")
    built = build(Order(CHARTER, content, cache / "output", cache, NOW))
    search.index(built.output, cache / "search")
    mark_gone(built)
    compress(built.output, manifests.read(built.output), cache / "compressed")
    return built


def found(built, content: Path) -> list[str]:
    """What verification says of the built output as it stands now."""
    whole = read_case(content, charter(), NOW)
    manifest = manifests.read(built.output)
    looked = verify(built.output, manifest, withheld(whole, content), [content])
    return [f"{one.rule} {one.place.path}" for one in looked]


def test_a_build_leaks_nothing(built, content):
    """The real build of articles in every state says nothing of those that are not public."""
    assert found(built, content) == []
    everything = b"".join(
        path.name.encode() + unpacked(path.name, path.read_bytes())
        for path in sorted(built.output.rglob("*"))
        if path.is_file()
    )
    assert "金丝雀".encode() not in everything
    for state in ("draft", "embargoed", "unreadable"):
        assert f"canary-{state}".encode() not in everything


def test_everything_of_every_state_is_looked_for(content):
    """Title, summary, body, attachments' names and titles; the file name where never public."""
    looked = {(one.article, one.part) for one in secrets(read_case(content, charter(), NOW))}
    for state in ("draft", "embargoed"):
        path = f"union-news/canary-{state}.md"
        parts = {part for article, part in looked if article == path}
        assert parts == {"title", "summary", "slug", "body", "attachment"}
    for state in ("withdrawn", "expired"):
        path = f"union-news/canary-{state}.md"
        parts = {part for article, part in looked if article == path}
        assert parts == {"title", "summary", "body", "attachment"}
    assert any(article.endswith("canary-unreadable.md") for article, _part in looked)


def test_all_their_files_are_looked_for(content):
    """The bytes of every file that belongs to no public article."""
    files = set(hidden_files(read_case(content, charter(), NOW), content).values())
    assert files == {f"union-news/canary-{s}.{e}" for s in STATES for e in ("docx", "jpg")}


@pytest.mark.parametrize("state", STATES)
def test_a_copied_file_is_found(built, content, state):
    """A picture or attachment is known by its bytes, under any name."""
    copy = built.output / "theme" / f"{state}.jpg"
    copy.write_bytes((content / f"union-news/canary-{state}.jpg").read_bytes())
    assert found(built, content) == [f"REL105 output/theme/{state}.jpg"]
    copy.unlink()


def docx(text: str) -> bytes:
    whole = BytesIO()
    with ZipFile(whole, "w") as archive:
        archive.writestr("word/document.xml", f"<w:t>{text[:5]}</w:t><w:t>{text[5:]}</w:t>")
    return whole.getvalue()


def photo(text: str) -> bytes:
    whole, exif = BytesIO(), Image.Exif()
    exif[0x9C9B] = text.encode("utf-16-le")
    Image.new("RGB", (8, 8)).save(whole, "JPEG", exif=exif)
    return whole.getvalue()


FORMS = {
    "page.html": lambda text: f"<title>t</title><p>{text}".encode(),
    "entities.html": lambda text: "".join(f"&#{ord(char)};" for char in text).encode(),
    "markup.html": lambda text: f"<b>{text[:4]}</b><wbr>{text[4:]}".encode(),
    "apart.html": lambda text: "\u200b".join(text).encode(),
    "lines.html": lambda text: "\n ".join(text).encode(),
    "feed.xml": lambda text: f"<rss><title>{html.escape(text)}</title></rss>".encode(),
    "api.json": lambda text: json.dumps({"title": text}).encode(),
    "plain.json": lambda text: json.dumps({"title": text}, ensure_ascii=False).encode(),
    "sitemap.xml": lambda text: f"<loc>https://www.example.org/{quote(text)}</loc>".encode(),
    "page.html.gz": lambda text: gzip.compress(text.encode()),
    "page.html.br": lambda text: brotli.compress(text.encode()),
    "x.pf_fragment": lambda text: gzip.compress(b"pagefind_dcd" + json.dumps([text]).encode()),
    "form.docx": docx,
    "photo.jpg": photo,
    "calendar.ics": lambda text: f"SUMMARY:{text}".encode(),
}
"""The forms in which a text may stand in an output."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("part", ["title", "body", "slug"])
def test_a_leak_is_found_in_every_form(tmp_path, form, part):
    """However it is packed, escaped or cut up, a withheld text is found."""
    hidden = article(
        "union-news/secret-slug.md", SENTENCE + "。\n", title=TITLE, date="2026-11-21 09:00"
    )
    wanted = list(secrets(case(hidden)))
    text = {"title": TITLE, "body": SENTENCE, "slug": "secret-slug"}[part]
    (tmp_path / form).write_bytes(FORMS[form](text))
    assert {one.secret.part for one in leaks(tmp_path, [form], wanted)} == {part}
    (tmp_path / form).write_bytes(FORMS[form]("市总工会召开全委会议部署明年工作"))
    assert list(leaks(tmp_path, [form], wanted)) == []


def test_a_leak_in_a_name_is_found(tmp_path):
    """The name of a file betrays an article too."""
    hidden = article("union-news/secret-slug.md", date="2026-11-21 09:00")
    (tmp_path / "secret-slug.json").write_text("{}")
    assert list(leaks(tmp_path, ["secret-slug.json"], secrets(case(hidden))))


def test_what_a_public_article_says_too_is_no_secret():
    """A corrected article repeats most of the withdrawn one, and may."""
    withdrawn = article(
        "union-news/old.md", SENTENCE + "，数字有误需要更正。\n", title=TITLE, **STATES["withdrawn"]
    )
    public = article("union-news/new.md", SENTENCE + "。\n", title=TITLE)
    said = {one.text for one in secrets(case(withdrawn, archive=[public]))}
    assert said == {SENTENCE + "，数字有误需要更正"}


def test_a_place_on_our_machines_is_found(tmp_path):
    """The path of a folder of ours is looked for as any text."""
    (tmp_path / "a.html").write_text(f"<!-- {tmp_path} -->")
    assert list(leaks(tmp_path, ["a.html"], [Secret("", "place", str(tmp_path))]))
