"""Every address that an article makes, with its place or without."""

import pytest

from pipelines.core.links import made, written
from tests.builders import article

BODY = """[一](a.md)，![图](b.jpg)，[二](https://www.example.org/)。

<a href="c.html">三</a><img srcset="d.jpg 1x, e.jpg 2x" src='f.jpg'>

> <details title="href=g.md"><summary>四</summary></details>
"""


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"image": {"file": "h.jpg", "alt": "会场"}},
        {"attachments": [{"file": "i.docx", "title": "表"}, {"file": "j.pdf", "title": "册"}]},
        {"source": {"name": "某报", "url": "https://www.example.com/k"}},
        {"source": None},
    ],
)
def test_addresses_are_known_without_the_text(fields):
    """Whoever asks where they stand gets the same ones."""
    one = article(body=BODY, **fields)
    assert set(written(one)) == {use.target for use in made(one)}
    assert {"a.md", "b.jpg", "c.html", "d.jpg", "e.jpg", "f.jpg", "g.md"} <= set(one.targets)
