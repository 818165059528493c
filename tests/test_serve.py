"""The portal on the writer's own machine."""

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from pipelines.core.errors import HouseError
from pipelines.core.rule import judge
from pipelines.release import search
from pipelines.serve import Show, Verdict, _searched, serve
from pipelines.web import TRIES, listening
from tests import builders

ROOT = Path(__file__).resolve().parent.parent


PATIENCE = 300
"""Seconds that no machine needs, however busy: what takes longer never comes."""


def heard() -> None:
    """A shell that runs tests beside itself has their programs ignore Ctrl+C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """`scripts/portal serve` as a person starts it; gives the address it prints."""
    command = [sys.executable, "-m", "scripts.verbs", "serve", "--today", "2026-11-20", *options]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=heard,  # noqa: PLW1509 - it takes no lock
    ) as server:
        try:
            assert server.stdout
            said = iter(server.stdout.readline, "")
            address = next(found[0] for line in said if (found := re.search(r"http://\S+/", line)))
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with one article."""
    folder = tmp_path / "content"
    (folder / "union-news").mkdir(parents=True)
    (folder / "union-news/a.md").write_text(builders.source(), encoding="utf-8")
    return folder


def test_what_is_saved_is_shown(content):
    """A writer sees the page soon after saving it, without starting anything again."""
    with (
        serving("--content", str(content)) as address,
        httpx.Client(trust_env=False, timeout=PATIENCE) as client,
    ):
        page = f"{address}union-news/a.html"
        assert "市总工会召开全委会议" in client.get(page).text
        changed = builders.source(title="市总工会换届选举")
        (content / "union-news/a.md").write_text(changed, encoding="utf-8")
        saved = time.monotonic()
        while "市总工会换届选举" not in client.get(page).text:
            assert time.monotonic() - saved < PATIENCE, "it is never shown"
            time.sleep(0.01)
        print(f"shown {time.monotonic() - saved:.2f} s after saving")
        assert client.get(f"{address}no-such-page.html").status_code == 404


def test_what_is_saved_while_it_starts_is_shown(content, tmp_path, monkeypatch):
    """After the first build read it, before anybody watches: it is found without another save."""
    made, changed = search.made, builders.source(title="市总工会换届选举")

    def saved_meanwhile(*given):
        (content / "union-news/a.md").write_text(changed, encoding="utf-8")
        return made(*given)

    monkeypatch.setattr("pipelines.serve.search.made", saved_meanwhile)
    show = Show(
        builders.CHARTER, content, tmp_path, lambda: datetime.fromisoformat("2026-11-20 12:00")
    )
    stop, page = threading.Event(), show.output / "union-news/a.html"
    thread = threading.Thread(target=serve, args=(show, 8000, stop))
    thread.start()
    while thread.is_alive() and not (page.exists() and "换届选举" in page.read_text("utf-8")):
        time.sleep(0.02)
    assert thread.is_alive()
    stop.set()
    thread.join()


def test_a_page_does_not_wait_for_the_verdict_on_the_last(content, tmp_path, monkeypatch):
    """Who saves twice sees the second text while the first is still being judged."""
    judging, enough = threading.Event(), threading.Event()
    first = Verdict.again

    def slow(verdict):
        if verdict.articles:
            judging.set()
            assert enough.wait(PATIENCE)
        return first(verdict)

    monkeypatch.setattr(Verdict, "again", slow)
    show = Show(
        builders.CHARTER, content, tmp_path, lambda: datetime.fromisoformat("2026-11-20 12:00")
    )
    stop, page = threading.Event(), show.output / "union-news/a.html"
    thread = threading.Thread(target=serve, args=(show, 8000, stop))
    thread.start()

    def saved(title):
        (content / "union-news/a.md").write_text(builders.source(title=title), encoding="utf-8")
        while thread.is_alive() and title not in page.read_text("utf-8"):
            time.sleep(0.02)

    while thread.is_alive() and not page.exists():
        time.sleep(0.02)
    saved("市总工会换届选举")
    assert judging.wait(PATIENCE)
    saved("市总工会召开全委会议")
    assert thread.is_alive()
    enough.set()
    stop.set()
    thread.join()


def test_what_did_not_change_is_not_judged_again(content, tmp_path, monkeypatch):
    """What was found of it stays; a new charter, day or file has all of it judged anew."""
    (content / "union-news/b.md").write_text(builders.source(unit="nobody"), encoding="utf-8")
    days = iter([20, 20, 20, 21, 21])
    show = Show(
        builders.CHARTER,
        content,
        tmp_path,
        lambda: datetime.fromisoformat(f"2026-11-{next(days)} 18:00"),
    )
    judged = []

    def seen(case, rules):
        # What an earlier test served may still be judged, in a thread of its own.
        if threading.current_thread() is threading.main_thread():
            judged.append([article.slug for article in case.articles])
        return judge(case, rules)

    monkeypatch.setattr("pipelines.serve.judge", seen)
    verdict = Verdict(show)
    first = verdict.again()
    assert {finding.place.path for finding in first} == {"content/union-news/b.md"}
    assert verdict.again() == first
    (content / "union-news/a.md").write_text("", encoding="utf-8")
    assert {finding.place.path[-4:] for finding in verdict.again()} == {"a.md", "b.md"}
    verdict.again()
    (content / "union-news/b.png").write_bytes(b"")
    verdict.again()
    assert judged == [["a", "b"], [], ["a"], ["a", "b"], ["a", "b"]]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/pagefind/pagefind-entry.json?ts=1", b"{}"),
        ("/pagefind/index/none.pf_index", None),
        ("/pagefind/../../secret", None),
        ("/union-news/a.html", None),
    ],
)
def test_the_search_index_outlives_a_build(tmp_path, path, found):
    """It is read where it was last made, and nothing else is read there."""
    made = tmp_path / "search/abc"
    made.mkdir(parents=True)
    (made / "pagefind-entry.json").write_bytes(b"{}")
    (tmp_path / "secret").write_bytes(b"no page")
    show = Show(builders.CHARTER, tmp_path, tmp_path, lambda: datetime.fromisoformat("2026-11-20"))
    assert _searched(show, path) == found


def test_a_taken_port_is_passed_over(tmp_path):
    """Where a port is taken, the next free one serves."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listening(tmp_path, port) as server:
            assert port < server.server_address[1] < port + TRIES


def test_no_free_port_is_said_in_one_sentence(tmp_path, monkeypatch):
    """Where every port is taken, one sentence says so."""
    monkeypatch.setattr("pipelines.web.TRIES", 1)
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(HouseError, match="are all taken"),
    ):
        listening(tmp_path, taken.getsockname()[1])
