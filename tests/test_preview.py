"""The preview shows a copy as a phone does, beside the portal's page, and no release has it."""

import shutil
from pathlib import Path

import pytest

from pipelines import preview
from tests.builders import CHARTER
from tests.wechat import written

CONTRAST = (Path(__file__).parent / "core/wechat/contrast.js").read_text(encoding="utf-8")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """One article for the account, one for the portal alone, and a file outside."""
    folder = tmp_path / "content"
    (folder / "union-news").mkdir(parents=True)
    (folder / "union-news/a.md").write_text(written(), encoding="utf-8")
    (folder / "union-news/b.md").write_text(written(wechat=None), encoding="utf-8")
    (tmp_path / "secret.md").write_text(written(), encoding="utf-8")
    return folder


def shown(content: Path, name: str) -> str:
    return (preview.page(preview.ROOT + name, content, CHARTER) or b"").decode()


def test_the_list_names_what_goes_there(content):
    """And nothing else."""
    html = shown(content, "")
    assert '<a href="/wechat/union-news/a.html">市总工会召开全委会议</a>' in html
    assert "b.html" not in html


def test_copy_and_page_side_by_side(content):
    """In light and in dark, with how much room is left."""
    html = shown(content, "union-news/a.html")
    assert 'src="/wechat/copy/union-news/a.html"' in html
    assert 'src="/wechat/copy/union-news/a.html?dark"' in html
    assert 'src="/union-news/a.html"' in html
    assert "<dt>标题</dt><dd>10／32</dd>" in html


def test_the_copy_as_the_phone_has_it(content):
    """The platform's own lines above it, its pictures from the portal's page."""
    html = shown(content, "copy/union-news/a.html")
    assert "办公室　示范市总工会　2026年11月20日" in html
    assert '<img src="/union-news/a.jpg"' in html
    assert "<script>" not in html
    assert "<script>" in shown(content, "copy/union-news/a.html?dark")


@pytest.mark.parametrize(
    "name",
    [
        *("union-news/b.html", "union-news/none.html", "../secret.html", "copy/../../secret.html"),
        *("%2e%2e/secret.html", "copy/union-news/b.html", "union-news"),
    ],
)
def test_what_does_not_go_there_is_not_shown(content, name):
    """Nor anything outside the content folder."""
    assert preview.page(preview.ROOT + name, content, CHARTER) is None


def test_other_addresses_are_the_portals(content, tmp_path):
    """So is this one where the charter names no account."""
    assert preview.page("/union-news/a.html", content, CHARTER) is None
    charter = shutil.copytree(CHARTER, tmp_path / "charter")
    portal = (charter / "portal.yml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in portal if not line.startswith("wechat:")]
    (charter / "portal.yml").write_text("\n".join(kept), encoding="utf-8")
    assert preview.page(preview.ROOT, content, charter) is None


@pytest.mark.parametrize("name", ["", "union-news/a.html", "copy/union-news/a.html?dark"])
def test_it_can_be_read(content, page, name):
    """Like everything else that people look at."""
    page.set_content(shown(content, name))
    assert page.evaluate(CONTRAST) == []
