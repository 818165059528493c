"""What clauses ask of every page of the portal."""

import re
from pathlib import Path

import pytest

from tests.builders import charter
from tests.site.templates import MORE, PAGES

_CORRECTION = re.compile(r'href="(/|(?:\.\./)*)correction\.html"')


@pytest.mark.parametrize("path", [*PAGES.values(), *MORE])
def test_workers_can_say_what_is_wrong(path: str, built: Path) -> None:
    """From every page one link leads to the page on which workers supervise (EN-28)."""
    link = _CORRECTION.search((built / path).read_text(encoding="utf-8"))
    assert link is not None
    folder = built if link[1] == "/" else (built / path).parent / link[1]
    page = (folder / "correction.html").resolve()
    assert page in {(built / edition / "correction.html").resolve() for edition in ("", "zh-hant")}
    assert page.is_file()


def test_it_says_how(built: Path) -> None:
    """By letter to the office or by telephone, with what is wrong and what would be right."""
    page = (built / "correction.html").read_text(encoding="utf-8")
    contact = charter().portal.contact
    assert f"mailto:{contact.email}" in page
    assert all(number in page for number in contact.phones.values())
