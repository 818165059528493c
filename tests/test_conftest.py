"""The browser fixture itself."""

import pytest


@pytest.mark.browser
def test_browser_shows_chinese(page):
    """The browser on this machine opens a page and reads Chinese."""
    page.set_content("<html lang=zh-CN><title>示范市总工会</title><h1>工会新闻</h1></html>")
    assert page.title() == "示范市总工会"
    assert page.get_by_role("heading").inner_text() == "工会新闻"
