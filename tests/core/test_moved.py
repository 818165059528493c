"""Former addresses: kept for the article that moved, refused where they are somebody's."""

import pytest

from pipelines.core.ledger.history import Change, Merge
from pipelines.core.moved import Trouble, formers, redirects, renamed
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


@pytest.mark.parametrize(
    ("history", "went"),
    [
        ("a>b", {"a": "b"}),
        ("a>b b>c", {"a": "c", "b": "c"}),
        ("a>b b>a", {"b": "a"}),
        ("a>b +a", {}),
        ("a>b -b", {"a": "b"}),
        ("a>b c>a", {"c": "a"}),
    ],
)
def test_where_articles_went(history, went):
    """As Git saw it; what stands at an address now has not left it."""
    merges = []
    for number, step in enumerate(history.split()):
        old, _arrow, new = step.partition(">")
        how, path = ("R", new) if new else ({"+": "A", "-": "D"}[step[0]], step[1:])
        change = Change(how, f"{path}.md", f"{old}.md" if new else "", "")
        merges.append(Merge(str(number), number, number, "", (change,)))
    assert renamed(merges) == {f"{old}.html": f"{new}.html" for old, new in went.items()}
