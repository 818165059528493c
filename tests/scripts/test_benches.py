"""The benchmark's articles, its meter and its table."""

import json
import subprocess
import sys
import time
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import PurePath

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.core.charter import load
from pipelines.core.rule import judge
from pipelines.gather.files import read_case
from pipelines.release.build import Order, build
from pipelines.reports.language import speak
from pipelines.rules import TREE
from scripts import manual
from scripts.benches import corpus, neighbours, report
from scripts.benches.measure import Meter, ours, peak, run
from scripts.verbs.__main__ import main


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return corpus.make(tmp_path_factory.mktemp("bench") / "corpus", 120, proposals=2)


def test_no_rule_objects_to_the_articles(made):
    """What is measured is the usual case: articles that are as they should be."""
    now = datetime.combine(corpus.TODAY, clock.max) - timedelta(days=1)
    found = judge(read_case(made.content, load(made.charter), now), TREE)
    assert [one for one in found if one.place.path.endswith(".md")] == []
    assert {path.parent.name for path in made.articles} == set(corpus.COLUMNS)


def test_the_same_articles_each_time(made, tmp_path):
    """Two machines measure with the same bytes, under the same commit."""
    again = corpus.make(tmp_path / "corpus", 120, proposals=2)
    heads = [
        run(["git", "rev-parse", "main", "proposal-1", "proposal-2"], one.root)
        for one in (made, again)
    ]
    assert heads[0] == heads[1]


def test_hugo_builds_as_much_as_we_do(tmp_path):
    """As many pages, links and pictures, and the same articles named as related."""
    made = corpus.make(tmp_path / "corpus", 40)
    run([*neighbours.hugo(made, tmp_path / "hugo"), str(tmp_path / "theirs")], tmp_path)
    evening = datetime.combine(corpus.TODAY, clock.max)
    build(Order(made.charter, made.content, tmp_path / "ours", tmp_path / "cache", evening))
    ours, theirs = (neighbours.extent(tmp_path / site) for site in ("ours", "theirs"))
    assert theirs["pages"] == pytest.approx(ours["pages"], rel=0.1)
    assert theirs["pictures"] == pytest.approx(ours["pictures"], rel=0.1)
    for path in made.articles:
        page = path.relative_to(made.content).with_suffix(".html")
        assert links(tmp_path / "ours" / page) == links(tmp_path / "theirs" / page)


def links(page):
    """How many links a page has, and what it names as related.

    A policy and its interpretation are of the same minute: which comes first is left open.
    """
    tree = LexborHTMLParser(page.read_bytes())
    heads = [head for head in tree.css("aside h2") if head.text() == "相关内容"]
    near = [link.attributes["href"] for head in heads for link in head.parent.css("ul a")]
    return len(tree.css("a[href]")), [PurePath(one).stem.removesuffix("-explained") for one in near]


def test_its_proposals_are_as_they_should_be(made, capsys, tmp_path):
    """The gate has nothing to correct, only approvals to wait for."""
    status = main(
        [
            *("gate", "--forge", f"folder:{made.forge}", "--proposal", "2", "--lang", "en"),
            *("--repository", str(made.root), "--today", str(corpus.TODAY)),
        ]
    )
    assert status == 1
    assert "portal/content: success" in capsys.readouterr().out


def test_memory_of_all_processes_counts():
    """A child's and a grandchild's memory, while they have it."""
    code = "import subprocess, sys; data = bytes(range(250)) * 200_000; {then}"
    inner = code.format(then="import time; time.sleep(1.5)")
    outer = code.format(then=f"subprocess.run([sys.executable, '-c', {inner!r}])")
    alone = peak(lambda: time.sleep(0.2))
    most = peak(lambda: subprocess.run([sys.executable, "-c", outer], check=True))
    # One of the two alone holds 60 MB, both hold 120: other children may come and go meanwhile.
    assert most - alone > 85_000_000


def test_a_childs_work_is_ours_while_it_runs():
    """So that what others take of the machine is not what we do."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as child:
        begun = ours()
        while ours() - begun < 0.2:
            time.sleep(0.02)
        child.kill()


def test_what_others_take_is_a_share():
    """Also of work too short for the kernel's clock."""
    meter = Meter()
    meter.time("nothing", lambda: None)
    assert 0 <= meter.others[0] <= 1


def test_the_table_says_what_was_asked_for(tmp_path):
    """A ratio against another tool, or the figure itself against a limit."""
    figures = {"cold": 6.0, "hugo": 8.0, "serve": 0.25, "memory": 420.0}
    measured = report.lines(report.SITE, figures)
    assert [(one["name"], one["ratio"], one["met"]) for one in measured] == [
        ("cold", 0.75, False),
        ("serve", None, True),
        ("memory", None, True),
    ]
    about = {"articles": 10_000, "machine": "Linux", "cores": 2, "date": "2026-11-22", "rounds": 5}
    size = {"pages": 12_446, "links": 544_336, "pictures": 451}
    about["sites"] = {"here": size, "hugo": size}
    written = json.dumps({**about, "versions": {"hugo": "1"}, "lines": measured})
    (tmp_path / "bench.json").write_text(written, "utf-8")
    speak("en")
    table = report.table(tmp_path / "bench.json")
    assert "| full build, nothing kept | 6.00 s | Hugo 8.00 s | 0.75 | ≤ 0.6 | ✗ |" in table
    assert "Hugo's site 12,446, 544,336 and 451." in table
    assert "| from saving an article to seeing it | 0.25 s |  |  | ≤ 0.50 s | ✓ |" in table
    assert manual._SPEED.sub("", f"{table}\n\nMore.") == "\n\nMore."


def test_both_readmes_have_the_table():
    """It is replaced where it stands."""
    for name in manual.COVERAGE:
        assert len(manual._SPEED.findall((manual.HOUSE / name).read_text("utf-8"))) == 1
