"""What a page depends on is known without asking the page."""

import pytest
from jinja2 import DictLoader

from pipelines.core.below import standing
from plugins.pages import Batch, Page, Text
from plugins.record import Record
from plugins.render import FEW, Rendering
from plugins.templates import Plain


def record(folder):
    """What the last build left."""
    return Record.at(folder / "record", "salt")


def fingerprint(tmp_path, **templates):
    """The fingerprint of a page of these templates."""
    loader = DictLoader({f"{name}.html": text for name, text in templates.items()})
    rendering = Rendering(Plain(loader=loader), {}, tmp_path, record(tmp_path), "salt")
    return rendering.fingerprint(Page("a.html", "a.html"))


@pytest.mark.parametrize(
    "use",
    [
        '{% extends "b.html" %}',
        "{%- include 'b.html' ignore missing with context -%}",
        '{% import "b.html" as b %}',
        '{% from "b.html" import c %}',
        '{% include "c.html" %}',
    ],
)
def test_a_page_depends_on_all_that_its_template_uses(tmp_path, use):
    """Directly, and through other templates."""
    c = '{% extends "b.html" %}'
    assert fingerprint(tmp_path, a=use, b="1", c=c) != fingerprint(tmp_path, a=use, b="2", c=c)
    assert fingerprint(tmp_path, a=use, b="1", c=c) == fingerprint(tmp_path, a=use, b="1", c=c)


@pytest.mark.parametrize(
    "use",
    [
        "{% include name %}",
        '{% include ["b.html", "c.html"] %}',
        '{% extends "b.html" if x else "c.html" %}',
        '{%+ include "b" ~ ending %}',
    ],
)
def test_a_template_is_used_by_its_plain_name(tmp_path, use):
    """What cannot be known beforehand is refused."""
    with pytest.raises(ValueError, match=r"a\.html uses a template by a computed name"):
        fingerprint(tmp_path, a=use, b="1", c="2")


class Batches:
    """One batch of two pages, built again and again; says how often it was made."""

    def __init__(self, folder):
        self.folder = folder
        self.templates = {"a.html": "{{ said }} {{ page.path }}"}
        self.made = 0

    def build(self, digest, said, *more):
        loader = DictLoader(self.templates)
        output = self.folder / "output"
        rendering = Rendering(Plain(loader=loader), {}, output, record(self.folder), "salt")

        def make():
            self.made += 1
            for name in ("1", "2"):
                yield Page(f"{name}.html", "a.html", {"said": said}, (f"{name}.md",))

        written = rendering.run([Batch("pages", digest, make), *more], standing(output))
        assert {path: page for path, page in written.own.items() if path[0] in "12"} == {
            "1.md": "1.html",
            "2.md": "2.html",
        }
        return {path.name: path.read_text("utf-8") for path in sorted(output.iterdir())}


@pytest.fixture
def batches(tmp_path):
    return Batches(tmp_path)


def test_a_batch_is_made_once_for_a_digest(batches):
    """As long as its templates are the same and its pages stand as they were left."""
    pages = {"1.html": "甲 1.html", "2.html": "甲 2.html"}
    assert (batches.build("one", "甲"), batches.made) == (pages, 1)
    assert (batches.build("one", "甲"), batches.made) == (pages, 1)
    assert batches.build("two", "乙")["2.html"] == "乙 2.html"
    assert batches.made == 2
    batches.templates["a.html"] = "{{ said }}"
    assert (batches.build("two", "乙")["1.html"], batches.made) == ("乙", 3)
    (batches.folder / "output" / "1.html").write_text("another hand")
    assert (batches.build("two", "乙")["1.html"], batches.made) == ("乙", 4)
    (batches.folder / "output" / "2.html").unlink()
    assert (batches.build("two", "乙")["2.html"], batches.made) == ("乙", 5)


@pytest.mark.parametrize("again", [False, True])
def test_no_two_outputs_stand_at_one_path(batches, again):
    """Whether a batch is made or was there already."""
    if again:
        batches.build("one", "甲")
    with pytest.raises(ValueError, match=r"two outputs at 2\.html"):
        batches.build("one", "甲", Text("2.html", "another"))


def rendered(folder, wanted):
    """What stands in the output folder after a build."""
    output = folder / "output"
    Rendering(Plain(), {}, output, record(folder), "salt").run(wanted, standing(output))
    return {path: (output / path).read_text("utf-8") for path in standing(output)}


def test_a_few_stand_before_the_rest_is_known(tmp_path):
    """Whoever saved an article sees it while lists and feeds are still looked through."""

    def wanted():
        yield Text("a.html", "甲")
        assert (tmp_path / "output" / "a.html").read_text("utf-8") == "甲"
        yield from (Text(f"{number}.html", "") for number in range(FEW))
        assert not (tmp_path / "output" / f"{FEW - 1}.html").exists()

    assert len(rendered(tmp_path, wanted())) == FEW + 1


def test_what_is_in_the_way_of_another_goes(tmp_path):
    """A file where a folder is wanted now, and the other way round."""
    assert rendered(tmp_path, [Text("a", "甲"), Text("b/c", "乙")]) == {"a": "甲", "b/c": "乙"}
    assert rendered(tmp_path, [Text("a/c", "丙"), Text("b", "丁")]) == {"a/c": "丙", "b": "丁"}


def test_what_is_in_a_batch_is_left_alone_with_it_or_by_itself(tmp_path):
    """While a batch is the same nobody looks into it; when it is another, at what has changed."""
    looked = []

    def batch(name, digest, *inside):
        def make():
            looked.append(name)
            yield Text(f"{name}.txt", f"{name} {digest}")
            yield from inside

        return Batch(name, digest, make)

    def build(digest, first, second):
        looked.clear()
        return rendered(tmp_path, [batch("a", digest, batch("b", first), batch("c", second))])

    begun = {"a.txt": "a 1", "b.txt": "b 1", "c.txt": "c 1"}
    assert (build("1", "1", "1"), looked) == (begun, ["a", "b", "c"])
    assert (build("1", "never", "seen"), looked) == (begun, [])
    assert (build("2", "1", "2"), looked) == (
        {"a.txt": "a 2", "b.txt": "b 1", "c.txt": "c 2"},
        ["a", "c"],
    )
    (tmp_path / "output" / "b.txt").write_text("another hand")
    assert (build("2", "1", "2")["b.txt"], looked) == ("b 1", ["a", "b"])
    assert (rendered(tmp_path, []), looked) == ({}, ["a", "b"])
