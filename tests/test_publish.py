"""From content to what the public reads, and back again."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from pipelines.core.case import Case
from pipelines.core.errors import HouseError
from pipelines.core.findings import Problem, Weight
from pipelines.core.rule import rule
from pipelines.forge.folder import Folder
from pipelines.gather.files import read_case
from pipelines.publish import Desk, place, publish, recorded, roll_back, take_down
from pipelines.release import manifest as manifests
from pipelines.release import records, warm
from pipelines.release import target as targets
from pipelines.release.build import Run
from pipelines.release.due import due
from pipelines.release.remote import Remote
from pipelines.reviews import OfRepository
from pipelines.rules import TREE
from scripts.verbs.__main__ import main
from tests.builders import CHARTER, Nobody, charter, source
from tests.release.conftest import demo, serve
from tests.release.readers import reading

__all__ = ["demo", "serve"]
from tests.proposals import Site

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime.fromisoformat("2026-11-20 12:00")
RUNS = int(os.environ.get("PORTAL_CAMPAIGN", "200"))
"""How often the campaign kills the whole command."""
SIDE_BY_SIDE = 4
"""So many portals are published and killed at a time."""
HELD = {"path": "union-news/a.md", "on": "2026-11-20", "by": "song-ci", "reason": "数字有误"}


@pytest.fixture(scope="module")
def pelican() -> Iterator[Run]:
    """Pelican as `serve` keeps it: one process for all builds of these tests."""
    with warm.pelican() as kept:
        yield kept


@pytest.fixture
def kept(pelican: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds need not start Pelican anew."""
    monkeypatch.setattr("pipelines.publish.pelican", lambda: nullcontext(pelican))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with two articles and an embargoed one."""
    content = tmp_path / "content"
    write(content, "union-news/a.md", "第一篇的正文，很快就要撤下来。\n", title="第一篇消息的标题")
    write(content, "union-news/b.md")
    write(
        content,
        "union-news/c.md",
        "到点以后才能公开的一句话在这里。\n",
        title="到点以后才公开的消息",
        date="2026-11-20 15:00",
    )
    return Desk(CHARTER, content, tmp_path / "records", tmp_path / "cache", NOW, Nobody())


def write(content: Path, path: str, body: str | None = None, **fields: object) -> None:
    (content / path).parent.mkdir(parents=True, exist_ok=True)
    (content / path).write_text(source(path, body, **fields), encoding="utf-8")


def later(desk: Desk, **by: float) -> Desk:
    """The same desk at a later time."""
    return replace(desk, now=NOW + timedelta(**by))


@pytest.fixture
def to(tmp_path: Path) -> targets.Target:
    return place(str(tmp_path / "target"))


def shown(to: targets.Target) -> dict[str, str]:
    """Every public file with its text."""
    current = Path(to.root) / "current"
    return {
        path.relative_to(current).as_posix(): path.read_text("utf-8", "replace")
        for path in sorted(current.rglob("*"))
        if path.is_file()
    }


def test_a_target_by_its_name():
    """A folder, or host and folder as ssh and rsync say."""
    assert place("deploy@www.example.org:/srv/site/") == Remote(
        "deploy@www.example.org", "/srv/site"
    )
    assert place("releases").name == "releases"


def test_what_is_approved_is_public(desk, to):
    """Articles are public, the embargoed one is not, and the release is on record."""
    outcome = publish(desk, to)
    assert [str(one) for one in outcome.findings if one.weight is Weight.BLOCKS] == []
    pages = shown(to)
    assert "第一篇消息的标题" in pages["union-news/a.html"]
    assert "到点以后" not in "".join(pages.values())
    last = records.latest(desk.records, desk.content)
    assert last.manifest.id == outcome.release == to.current()


def test_the_same_tree_and_day_give_the_same_release(desk, to, tmp_path):
    """Two machines that publish the same thing publish the same bytes."""
    one = publish(desk, to).release
    other = replace(desk, records=tmp_path / "r2", cache=tmp_path / "cache2")
    assert publish(other, place(str(tmp_path / "target2"))).release == one


@pytest.mark.usefixtures("kept")
def test_a_blocking_finding_stops_the_release(desk, to):
    """What the rules refuse is not published, and what was public stays."""
    before = publish(desk, to).release
    write(desk.content, "polemics/x.md")
    outcome = publish(desk, to)
    assert outcome.release is None
    assert "COL101" in {one.rule for one in outcome.findings}
    assert to.current() == before


@pytest.mark.usefixtures("kept")
def test_only_what_changed_is_judged_again(desk, to, monkeypatch):
    """What rules that judge each article alone found blameless is not shown to them again."""
    judged = []

    @rule("TST901", clauses=["CZ-08"], alone=True)
    def looks(case: Case) -> Iterator[Problem]:
        judged.append([article.path for article in case.articles])
        yield from ()

    monkeypatch.setattr("pipelines.publish.TREE", (*TREE, looks))
    assert publish(desk, to).release
    write(desk.content, "union-news/b.md", "另一段正文写在这里。\n")
    assert publish(later(desk, minutes=5), to).release
    assert publish(later(desk, minutes=9), to).release
    write(desk.content, "union-news/b.md", "请致电13900001111。\n")
    assert publish(later(desk, minutes=12), to).release is None
    everything = [f"union-news/{name}.md" for name in "abc"]
    assert judged == [everything, ["union-news/b.md"], [], ["union-news/b.md"]]


@pytest.mark.usefixtures("kept")
def test_an_embargo_ends_in_time(desk, to):
    """What has come due is said, and the next release shows it."""
    publish(desk, to)
    case = read_case(desk.content, charter(), later(desk, hours=2).now)
    assert due(case, NOW) == []
    case = read_case(desk.content, charter(), later(desk, hours=4).now)
    assert [(one.path, f"{one.at:%H:%M}", one.now.value) for one in due(case, NOW)] == [
        ("union-news/c.md", "15:00", "public")
    ]
    publish(later(desk, hours=4), to)
    assert "到点以后才公开的消息" in shown(to)["union-news/c.html"]


@pytest.mark.usefixtures("kept")
def test_an_address_of_the_live_portal_leads_on(repository, to):
    """An article that moves leaves a redirect where it says so, else a word on where it went."""
    desk = repository
    publish(desk, to)
    old, new = (desk.content / name for name in ("union-news/a.md", "departments/a.md"))
    new.parent.mkdir()
    old.rename(new)
    rebase(desk, desk.content.parent)
    moved = publish(later(desk, minutes=1), to)
    (lost,) = (one for one in moved.findings if one.rule == "LNK205")
    assert lost.place.path == "output/union-news/a.html"
    assert "departments/a.html" in (lost.fix or "")
    write(desk.content, "departments/a.md", title="第一篇消息的标题", formerly=["union-news/a.md"])
    rebase(desk, desk.content.parent)
    kept = publish(later(desk, minutes=2), to)
    assert kept.release is not None
    assert "LNK205" not in {one.rule for one in kept.findings}
    assert shown(to)[".moved/union-news/a.html"] == "/departments/a.html"
    assert 'return 301 "/departments/a.html"' in (Path(to.root) / "nginx.conf").read_text()


@pytest.mark.usefixtures("kept")
def test_a_take_down_leaves_a_notice_and_nothing_else(desk, to):
    """Page, lists, feeds: gone in one release, and held back until the paperwork is done."""
    publish(desk, to)
    outcome = take_down(desk, to, HELD)
    pages = shown(to)
    assert "第一篇" not in "".join(pages.values())
    assert "信息已撤下" in pages["union-news/a.html"]
    assert to.names() == [outcome.release]
    assert publish(later(desk, minutes=5), to).release == outcome.release
    assert targets.takedowns(to) == [HELD]
    with pytest.raises(HouseError):
        roll_back(desk, to)


@pytest.mark.usefixtures("kept")
def test_the_paperwork_ends_a_take_down(desk, to):
    """Once the content itself says that it is withdrawn, nothing is held back any more."""
    publish(desk, to)
    take_down(desk, to, HELD)
    withdrawn = {"on": "2026-11-20", "by": "song-ci", "reason": "数字有误"}
    write(desk.content, "union-news/a.md", status="withdrawn", withdrawn=withdrawn)
    publish(desk, to)
    assert targets.takedowns(to) == []
    assert "信息已撤下" in shown(to)["union-news/a.html"]


@pytest.mark.usefixtures("kept")
def test_a_roll_back_brings_the_last_release_back(desk, to):
    """What was public before is public again, whole, and on record."""
    first = publish(desk, to).release
    write(desk.content, "union-news/d.md", title="一篇不该发布的消息")
    publish(desk, to)
    before, back = roll_back(desk, to)
    assert back.release == first == manifests.read(Path(to.root) / "current").id
    assert before is not None
    assert records.latest(desk.records, desk.content).how == "rollback"


def verb(desk: Desk, name: str, *options: str) -> list[str]:
    """A command line that works at this desk."""
    return [
        *(name, "--content", str(desk.content), "--today", "2026-11-20", "--lang", "en"),
        *options,
    ]


def test_the_commands_write_down_what_they_did(repository, tmp_path, monkeypatch, capsys):
    """An incident leaves a record, a report to sign, and a proposal that makes it permanent."""
    monkeypatch.setattr("scripts.verbs.options.CACHE", tmp_path)
    desk, forge = repository, tmp_path / "forge"
    to = ["--to", str(tmp_path / "target"), "--records", str(desk.records)]
    to += ["--charter", str(desk.charter)]
    assert main(verb(desk, "publish", *to)) == 0
    why = ["--by", "song-ci", "--reason", "数字有误", "--found", "2026-11-20 23:29"]
    page = "https://www.example.org/union-news/a.html"
    apply = ["--apply", "--forge", f"folder:{forge}"]
    assert main(verb(desk, "takedown", page, *to, *why, *apply)) == 0
    said = capsys.readouterr().out
    assert "union-news/a.md is no longer public" in said
    assert "tell 江禾、" in said
    record = next((desk.records / "incidents").glob("*.yml"))
    written = yaml.safe_load(record.read_text("utf-8"))
    assert (written["kind"], written["minutes"], written["by"]) == ("takedown", 30, "song-ci")
    assert written["told"][0] == "jiang-he"
    assert record.with_suffix(".docx").read_bytes()[:2] == b"PK"
    drafted = forge / "drafts/takedown/a"
    text = (drafted / "files/content/union-news/a.md").read_text("utf-8")
    assert "status: withdrawn" in text
    asks = json.loads((drafted / "draft.json").read_text("utf-8"))["body"]
    assert "- [ ] 1. " in asks, "a person ticks the review points, no machine (JZ-09)"
    assert main(verb(desk, "rollback", *to, *why)) == 3


def test_due_answers_a_schedule(desk, tmp_path, monkeypatch, capsys):
    """Nothing due is 0; something due is 1, with how long it has been missed."""
    monkeypatch.setattr("scripts.verbs.options.CACHE", tmp_path)
    assert main(verb(desk, "due", "--since", "2026-11-20 16:00")) == 0
    assert main(verb(desk, "due", "--since", "2026-11-20 12:00")) == 1
    assert "2026-11-20 15:00 union-news/c.md: now public (missed by 8 hours)" in (
        capsys.readouterr().out
    )


@pytest.fixture
def repository(desk, tmp_path):
    """The same desk in a repository, its first commit being the charter's baseline."""
    shutil.copytree(CHARTER, tmp_path / "charter")
    (tmp_path / ".gitignore").write_text("/target\n/cache\n/records\n/nginx\n")
    git(tmp_path, "init", "-q", "-b", "main")
    here = tmp_path / "charter"
    rebase(replace(desk, charter=here), tmp_path)
    return replace(desk, charter=here, reviews=OfRepository(desk.content, here, None))


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True)


def commit(folder: Path) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "内容")


@pytest.mark.usefixtures("kept")
def test_what_stood_before_needs_no_reviews(repository, to):
    """Without a Git host, what the charter's baseline covers may be released, and no more."""
    assert publish(repository, to).release is not None
    write(repository.content, "union-news/d.md", title="一篇没有人审核过的消息")
    refused = publish(repository, to)
    assert refused.release is None
    assert {one.rule for one in refused.findings} == {"REL107"}
    commit(repository.content)
    assert publish(repository, to).release is None


@pytest.mark.usefixtures("kept")
def test_a_page_names_who_approved_it(tmp_path):
    """审核 and 责编 are those whose votes counted, at its release and at any later one."""
    site = Site(tmp_path)
    start, path = site.git("rev-parse", "HEAD"), "content/notices/a.md"
    portal = site.root / "charter/portal.yml"
    lines = [line for line in portal.read_text().splitlines() if "baseline:" not in line]
    lines.append(f"  baseline: {{commit: {start}, by: song-ci, on: 2026-11-20}}")
    site.propose({"charter/portal.yml": "\n".join(lines) + "\n"}, 1)
    site.describe(1, votes=["+ling-xiao", "+song-ci"])
    site.merge(1)
    site.propose({path: source("notices/a.md", level="official")}, 2)
    site.describe(2, votes=["+lin-hai", "+jiang-he"])
    site.merge(2)
    content, here = site.root / "content", site.root / "charter"
    to = place(str(tmp_path / "target"))
    for _round in ("from the proposal's reviews", "from the receipts in Git"):
        reviews = OfRepository(content, here, Folder(site.forge))
        desk = Desk(here, content, tmp_path / "records", tmp_path / "cache", NOW, reviews)
        outcome = publish(desk, to)
        assert [one.message for one in outcome.findings if one.weight is Weight.BLOCKS] == []
    assert "审核：林海、江禾</span>" in shown(to)["notices/a.html"]
    assert "审核：宣传教育和网络工作部" in shown(to)["union-news/first.html"]
    assert len(to.names()) == 1


@pytest.mark.usefixtures("kept")
def test_a_take_down_releases_nothing_unreviewed(repository, to):
    """An emergency shows what was approved, less the article: nothing that came since."""
    publish(repository, to)
    write(repository.content, "union-news/d.md", title="一篇没有人审核过的消息")
    commit(repository.content)
    take_down(repository, to, HELD)
    assert "一篇没有人审核过的消息" not in "".join(shown(to).values())
    assert publish(repository, to).release is None


@pytest.mark.usefixtures("kept")
def test_a_note_in_git_keeps_the_manifest(repository, to):
    """Where the content is in a repository, its commit carries the release's manifest."""
    desk = repository
    outcome = publish(desk, to)
    last = records.latest(desk.records / "lost", desk.content)
    assert last.manifest.id == outcome.release
    assert last.commit == records.commit_of(desk.content)
    assert last.manifest == manifests.read(Path(to.root) / "current")


@pytest.mark.usefixtures("kept")
def test_records_go_where_other_machines_find_them(repository, to, tmp_path, capsys):
    """What is released is known at the host; an emergency does not wait for that."""
    host, desk = tmp_path / "cache" / "host", replace(repository, shared=True)
    git(tmp_path, "clone", "-q", "--bare", str(tmp_path), str(host))
    git(tmp_path, "remote", "add", "origin", str(host))
    with recorded(desk):
        publish(desk, to)
    another = replace(desk, content=tmp_path / "another" / "content", records=tmp_path / "r2")
    git(tmp_path, "clone", "-q", str(host), str(tmp_path / "another"))
    with recorded(another):
        known = records.latest(another.records, another.content)
    assert known.manifest.id == to.current()
    git(tmp_path, "remote", "set-url", "origin", str(tmp_path / "nowhere"))
    with pytest.raises(HouseError), recorded(desk):
        pytest.fail("what cannot be known is not built upon")
    with recorded(desk, urgent=True):
        print("done at once")
    said = capsys.readouterr()
    assert "done at once" in said.out
    assert "Git cannot answer" in said.err


def rebase(desk: Desk, folder: Path) -> None:
    """Commit, and move the charter's baseline there."""
    commit(folder)
    portal = desk.charter / "portal.yml"
    lines = [line for line in portal.read_text().splitlines() if "baseline:" not in line]
    head = records.commit_of(desk.content)
    lines.append(f"  baseline: {{commit: {head}, by: song-ci, on: 2026-11-20}}")
    portal.write_text("\n".join(lines) + "\n")
    commit(folder)


def kill_while_publishing(desk: Desk, folder: Path, runs: int) -> tuple[Counter[str], set[str]]:
    """Kill the whole command, Pelican included, at random moments.

    Gives what was public after each death, and all that the page that changes ever was.
    """
    seen: Counter[str] = Counter()
    to, pages = place(str(folder)), set[str]()
    options = ["--charter", str(desk.charter), "--to", str(folder), "--records", str(desk.records)]
    command = [sys.executable, "-c", COMMAND, desk.cache.parent, *verb(desk, "publish", *options)]
    began = time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    usual = time.monotonic() - began
    for number in range(runs):
        old = to.current()
        write(desk.content, "union-news/b.md", title=f"第{number}次修改的消息标题")
        rebase(desk, folder.parent)
        running = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True
        )
        with suppress(subprocess.TimeoutExpired):
            running.wait(random.uniform(0, 1.2 * usual))  # noqa: S311 - any moment will do
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        died = running.wait() != 0
        name = to.current()
        assert manifests.read(folder / "releases" / name).id == targets.release_of(name)
        seen["survived" if not died else "old" if name == old else "new"] += 1
        pages |= {page.read_text() for page in folder.glob(f"releases/*/{CHANGING}")}
    assert publish(desk, to).release == targets.release_of(to.current())
    assert len(to.names()) <= charter().portal.releases_kept
    return seen, pages | {shown(to)[CHANGING]}


CHANGING = "union-news/b.html"
COMMAND = """
import sys
from pathlib import Path
from scripts.verbs import options
options.CACHE = Path(sys.argv[1])
from scripts.verbs.__main__ import main
sys.exit(main(sys.argv[2:]))
"""
"""The command line with a cache of its own, so that several can run at once."""


@pytest.mark.parametrize(
    ("runs", "copies"),
    [pytest.param(RUNS, SIDE_BY_SIDE, marks=pytest.mark.campaign, id="PORTAL_CAMPAIGN")],
)
def test_a_killed_command_tears_nothing(repository, serve, tmp_path, runs, copies):
    """Killed at any moment, the public release is whole, and the next run succeeds.

    Meanwhile a reader fetches the page that changes: each answer is wholly one version.
    """
    desks = [removed(repository, tmp_path, number) for number in range(copies)]
    places = [desk.content.parent / "target" for desk in desks]
    for desk, folder in zip(desks, places, strict=True):
        publish(desk, place(str(folder)))
    with (
        reading(serve(place(str(places[0]))), [CHANGING]) as answers,
        ThreadPoolExecutor(copies) as pool,
    ):
        told = list(pool.map(kill_while_publishing, desks, places, [runs // copies] * copies))
    print(json.dumps(sum((seen for seen, _pages in told), Counter())), answers.total(), "answers")
    assert set(answers) <= told[0][1]


def removed(desk: Desk, folder: Path, number: int) -> Desk:
    """The same portal in a folder of its own."""
    home = folder / f"portal-{number}"
    home.mkdir()
    for name in ("charter", "content", ".git"):
        shutil.copytree(folder / name, home / name)
    (home / ".gitignore").write_text("/target\n/release\n/records\n/history.jsonl\n")
    here, content = home / "charter", home / "content"
    return Desk(
        here, content, home / "records", home / "release", NOW, OfRepository(content, here, None)
    )
