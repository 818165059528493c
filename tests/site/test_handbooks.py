"""The handbooks as pages of the preview: there, readable by everybody, in no release."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from pipelines import handbook
from pipelines.web import listening
from tests.site.test_accessibility import OVERFLOW, RULES

BOOKS = ("index", "correspondent", "reviewer", "administrator", "letters", "rules")
_TARGET = re.compile(r'(?:href|src)="(?!https?:|mailto:|/)([^"#]+)?(?:#([^"]+))?"')


@pytest.fixture(scope="module")
def preview(built: Path) -> Iterator[str]:
    """The address of the preview server above a built portal."""
    with listening(built, 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("book", BOOKS)
def test_a_book_is_shown(book: str, preview: str) -> None:
    """Each is a page of its own beside the site's pages; the first one has no name."""
    with httpx.Client(trust_env=False, timeout=120) as client:
        answer = client.get(f"{preview}{handbook.ROOT}{book}.html")
        assert answer.headers["content-type"] == "text/html"
        assert "<h1 " in answer.text
        first = client.get(f"{preview}{handbook.ROOT}")
        assert (first.text == answer.text) is (book == "index")
        assert client.get(f"{preview}{handbook.ROOT}no-such-book.html").status_code == 404
        assert "<h1" in client.get(f"{preview}/index.html").text


@pytest.mark.parametrize("book", BOOKS)
def test_links_lead_somewhere(book: str) -> None:
    """Other books, chapters and pictures: all are there, and pictures say what they show."""
    html = (handbook.page(f"{handbook.ROOT}{book}.html") or b"").decode()
    for target, anchor in _TARGET.findall(html):
        there = handbook.page(f"{handbook.ROOT}{target or f'{book}.html'}")
        assert there is not None, target
        assert not anchor or f'id="{anchor}"' in there.decode(), (target, anchor)
    assert 'alt=""' not in html


@pytest.mark.browser
def test_axe_finds_nothing(preview: str, browser: Browser, borrowed: Callable[[str], Path]) -> None:
    """No violation and no sideways scrolling on a phone."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 320, "height": 800})
    context.add_init_script(path=borrowed("axe-core/axe.min.js"))
    tab = context.new_page()
    for book in BOOKS:
        tab.goto(f"{preview}{handbook.ROOT}{book}.html")
        assert tab.evaluate(RULES, False) == [], book
        assert tab.evaluate(OVERFLOW) <= 0, book
    context.close()


def test_no_release_contains_them(built: Path) -> None:
    """Nothing that is published stands at their address or leads there."""
    assert not (built / handbook.ROOT.strip("/")).exists()
    pages = (page.read_text(encoding="utf-8") for page in built.rglob("*.html"))
    assert not any("handbook/" in page for page in pages)
