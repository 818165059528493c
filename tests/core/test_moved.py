"""Former addresses: kept for the article that moved, refused where they are somebody's."""

import pytest

from pipelines.core.moved import Trouble, formers, redirects
from tests.builders import article

B = article("notices/b.md")


@pytest.mark.parametrize(
    ("written", "address", "trouble"),
    [
        ("notices/a.md", "notices/a.html", None),
        ("content/notices/a.md", "notices/a.html", None),
        ("html/2019/123.html", "html/2019/123.html", None),
        ("notices/b.md", "notices/b.html", Trouble.TAKEN),
        ("notices/c.md", "notices/c.html", Trouble.CLAIMED_TWICE),
        ("notices/index.html", "notices/index.html", Trouble.NO_ADDRESS),
        ("../b.md", "../b.html", Trouble.NO_ADDRESS),
        ("/etc/passwd", "/etc/passwd", Trouble.NO_ADDRESS),
        (".git/x.html", ".git/x.html", Trouble.NO_ADDRESS),
    ],
)
def test_a_former_address(written, address, trouble):
    """It is a path that nothing else stands at, and one article's only."""
    first = article("grassroots/a.md", formerly=["notices/c.md"])
    mover = article("guide/new.md", formerly=[written])
    found = [one for one in formers([mover, first, B]) if one.article is mover]
    assert [(one.address, one.trouble) for one in found] == [(address, trouble)]
    kept = {address: mover} if trouble is None else {}
    assert redirects([mover, first, B]) == {"notices/c.html": first, **kept}
