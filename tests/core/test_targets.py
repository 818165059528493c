"""Where a link leads, seen from the page it stands on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.targets import Elsewhere, Target, relative, resolve

PAGE = "guide/legal-aid.html"
DOMAIN = "www.example.org"


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("b.html", Target("guide/b.html")),
        ("./b.html", Target("guide/b.html")),
        ("../hotline/b.html#答复", Target("hotline/b.html", "答复")),
        ("b.html?print=1#x", Target("guide/b.html", "x")),
        ("%E8%A1%A8.docx", Target("guide/表.docx")),
        ("#main", Target(PAGE, "main")),
        ("?print=1", Target(PAGE)),
        ("", Target(PAGE)),
        ("b.html#:~:text=工会", Target("guide/b.html")),
        ("/policy/", Target("policy/")),
        ("..", Target("/")),
        ("../..", Target("../")),
        ("/", Target("/")),
        (" b.html\n", Target("guide/b.html")),
        ("https://www.example.org/policy/a.html", Target("policy/a.html")),
        ("//WWW.example.org/policy/a.html", Target("policy/a.html")),
        ("http://www.example.org", Target("/")),
        ("https://www.example.com/a#b", Elsewhere("https://www.example.com/a")),
        ("//www.example.com/a", Elsewhere("https://www.example.com/a")),
        ("mailto:office@example.org", None),
        ("tel:0000-88880001", None),
        ("data:text/plain,x", None),
    ],
)
def test_where_a_link_leads(written, leads):
    """Relative to the page, decoded, the portal's own domain being the portal."""
    assert resolve(PAGE, written, DOMAIN) == leads


@given(st.text(max_size=40))
def test_anything_may_be_written(written):
    """Whatever was typed, there is an answer."""
    assert resolve(PAGE, written, DOMAIN) in {resolve(PAGE, written, DOMAIN)}


NAME = st.text("ab表 %", min_size=1, max_size=4).filter(lambda name: name.strip())
PATH = st.lists(NAME, min_size=1, max_size=4).map("/".join)


@given(PATH, PATH)
def test_a_relative_link_leads_back(page, path):
    """What `relative` writes, `resolve` reads."""
    assert resolve(page, relative(page, path)) == Target(path)
