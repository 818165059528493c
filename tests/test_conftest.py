"""What other tests lean on is there, or is missed aloud."""

import pytest


@pytest.mark.browser
def test_the_browser_reads_chinese(page):
    """The browser on this machine opens a page and finds a heading by its role."""
    page.set_content("<html lang=zh-CN><title>示范市总工会</title><h1>工会新闻</h1></html>")
    assert page.title() == "示范市总工会"
    assert page.get_by_role("heading").inner_text() == "工会新闻"


@pytest.mark.parametrize("name", ["git", "python3"])
def test_a_program_is_found(program, name):
    """What is on the machine is found by its name."""
    assert program(name).endswith(name)


@pytest.mark.parametrize("find", ["program", "borrowed"])
@pytest.mark.parametrize(
    ("setting", "outcome"), [("required", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_what_is_missing_skips_or_fails(request, monkeypatch, find, setting, outcome):
    """A missing program is a loud skip, and a failure where PORTAL_BROWSER=required."""
    monkeypatch.setenv("PORTAL_BROWSER", setting)
    with pytest.raises(outcome, match=r"not on this machine: .*no-such-thing"):
        request.getfixturevalue(find)("no-such-thing")
