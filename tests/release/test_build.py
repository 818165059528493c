"""One build: alone with its cache, sparing of pages, the same on one processor as on many."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines.core import sealed
from pipelines.core.errors import HouseError
from pipelines.release import warm
from pipelines.release.build import afresh, differing
from tests.plugins.portal import Portal


@pytest.fixture(scope="module")
def began(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A small portal that was built once, by a Pelican that stays."""
    with warm.pelican() as run:
        portal = Portal.begun(tmp_path_factory.mktemp("began"), run)
        portal.build()
        yield portal


@pytest.fixture
def portal(began: Portal, tmp_path: Path) -> Portal:
    """A copy of it to change."""
    shutil.copytree(began.folder, tmp_path / "here")
    copy = Portal(tmp_path / "here", began.run)
    # Files of a copy are younger than the record says.
    copy.build()
    return copy


def stood(folder: Path) -> dict[str, tuple[int, int]]:
    """Which file stands at each path, and when it was written."""
    files = (path for path in folder.rglob("*") if path.is_file())
    stats = ((path.relative_to(folder).as_posix(), path.stat()) for path in files)
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in stats}


def written(portal: Portal) -> set[str]:
    """What another build writes."""
    output = portal.folder / "output"
    before = stood(output)
    portal.build()
    return {path for path, file in stood(output).items() if before.get(path) != file}


def test_nothing_changed_nothing_written(portal):
    """Every output is known by all it is made of, and by nothing else."""
    assert written(portal) == set()


def test_a_changed_body_is_rendered_alone(portal):
    """Its own page and the interface that carries bodies; lists show none of it."""
    portal.write("notices/n1.md", "改过的正文。\n", {})
    portal.build()
    portal.write("notices/n1.md", "又改过的正文。\n", {})
    assert written(portal) == {"notices/n1.html", "api/v1/articles/1.json"}


def test_one_processor_gives_what_many_give(portal):
    """Where no process can fork, one does all, in the same words."""

    def alone(command):
        return portal.themed([*command, "PORTAL_PROCESSES=1"])

    assert differing(portal.order, portal.build(), alone) == []


def test_two_builds_with_one_cache_queue(portal):
    """Neither meets the other's half-written pages or record."""
    portal.write("notices/new.md", "新通知。\n", {})
    portal.run = afresh
    with ThreadPoolExecutor() as both:
        first, second = both.map(lambda _number: portal.build(), range(2))
    assert first.outputs == second.outputs
    assert portal.differing(second) == []


def test_one_that_serves_once_is_followed_by_another(tmp_path):
    """Whoever builds again all the same waits longer, and gets what was asked for."""
    with warm.pelican(once=True) as run:
        portal = Portal.begun(tmp_path, run)
        assert portal.build().articles
        article = next(path for path in portal.content.glob("*/*.md"))
        article.unlink()
        assert str(article.relative_to(portal.content)) not in portal.build().articles


def test_a_damaged_cache_costs_time_and_nothing_else(portal):
    """All but pictures is made anew where it cannot be read."""
    cache = portal.folder / "cache"
    damaged = [path for path in cache.rglob("*") if path.is_file()]
    damaged = [path for path in damaged if not {"pictures", "signs"} & {*path.parts}]
    assert len(damaged) > 5
    for path in damaged:
        path.write_bytes(b"\x80damage")
    assert portal.differing(portal.build()) == []


def test_a_poisoned_cache_spoils_its_own_builds_alone(portal):
    """So a proposal's preview has a cache of its own, and `--verify` tells."""
    for path in (portal.folder / "cache" / "pictures").glob("*.webp"):
        path.write_bytes(b"poison")
    shutil.rmtree(portal.folder / "output")
    spoilt = portal.differing(portal.build())
    assert spoilt
    assert all(path.endswith(".webp") for path in spoilt)


def test_a_lost_page_stops_the_build(portal):
    """Pelican's exit status is not believed where a file is missing."""
    whole = portal.run

    def lossy(command):
        outcome = whole(command)
        (portal.folder / "output" / "notices" / "n1.html").unlink()
        return outcome

    portal.run = lossy
    with pytest.raises(HouseError, match=r"notices/n1\.html"):
        portal.build()


@pytest.mark.parametrize(
    "told",
    [
        lambda read, _own: read["draft"].append(read["public"].pop()),
        lambda _read, own: own.popitem(),
        lambda read, _own: read["public"].pop(),
        lambda read, own: read["draft"].append(own.setdefault("notices/x.md", "index.html")),
    ],
    ids=["a page of what is withheld", "no page of its own", "unread", "read from nowhere"],
)
def test_a_report_that_does_not_agree_with_the_files(portal, told):
    """Nor is what a build says of itself, where articles and their pages say otherwise."""
    whole = portal.run

    def lying(command):
        outcome = whole(command)
        place, ours = portal.folder / "cache" / "report", sealed.seal()
        read, own, marks = sealed.recalled(place, ours)
        told(read, own)
        sealed.remember(place, ours, (read, own, marks))
        return outcome

    portal.run = lying
    with pytest.raises(HouseError, match="the build lost"):
        portal.build()
