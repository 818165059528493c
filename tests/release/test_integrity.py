"""Each kind of change to the live site is found, and none in a clean one."""

import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from pipelines.core.charter.rounds import Rounds
from pipelines.gather.live import Answer, Certificate, certificate, fetch
from pipelines.gather.outside import foul_words
from pipelines.release import manifest as manifests
from pipelines.release.integrity import compare, differences, sample, strangers, trusted
from pipelines.release.manifest import File, Manifest
from pipelines.release.markers import GONE, MOVED
from tests.builders import article, case
from tests.gather.outside.faulty import KEY
from tests.release.conftest import free_port, running
from tests.release.sites import NOW, released

DAY = date(2026, 11, 20)
MOVES = {"union-news/old.html": "/notices/b.html"}
ROUNDS = Rounds(per_second=1000)


@pytest.fixture
def live(serve, folder, tmp_path):
    """A released site with a withdrawn page: its folder, its record, its address."""
    source = tmp_path / "v1"
    for path, text in {
        "404.html": "<title>没有这一页</title>",
        "union-news/gone.html": "<title>信息已撤下</title>",
        f"{GONE}/union-news/gone.html": "",
        "notices/name 名.html": "<title>t</title>",
        "union-news/old.html": "<title>已迁移</title>",
        f"{MOVED}/union-news/old.html": "/notices/b.html",
    }.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text, encoding="utf-8")
    released(folder, tmp_path, "v1")
    current = folder.path / "current"
    return current, manifests.read(current), serve(folder, MOVES)


def told(live, strict=True) -> set[str]:
    """What a round over the whole site finds, by rule and path."""
    _current, manifest, address = live
    paths = [path for path in sorted(manifest.files) if not path.startswith((GONE, MOVED))]
    answers = fetch(address, [*paths, *strangers(manifest, DAY)], 5, 1000)
    found = compare(manifest, answers, ROUNDS, strict=strict)
    return {f"{one.rule} {one.place.path.removeprefix('live/')}" for one in found}


def test_a_clean_site_is_clean(live):
    """Nothing is found where nothing was touched."""
    assert told(live) == set()


def change(path: str, text: str):
    return lambda current: (current / path).write_text(text, encoding="utf-8")


def append(path: str, text: str):
    def add(current):
        (current / path).write_bytes((current / path).read_bytes() + text.encode())

    return add


def swap(one: str, other: str):
    return lambda current: (current / one).write_bytes((current / other).read_bytes())


TAMPERINGS = {
    "text": (change("index.html", "<title>v1</title>"), {"REL202 index.html"}),
    "script": (
        append("index.html", '<script src="https://evil.example.net/x.js"></script>'),
        {"REL202 index.html"},
    ),
    "one byte": (append("union-news/a.html", " "), {"REL202 union-news/a.html"}),
    "style": (append("theme/portal.css", "body{display:none}"), {"REL202 theme/portal.css"}),
    "swapped": (swap("theme/portal.css", "robots.txt"), {"REL202 theme/portal.css"}),
    "emptied": (change("feed.xml", ""), {"REL202 feed.xml"}),
    "removed": (lambda at: (at / "union-news/a.html").unlink(), {"REL201 union-news/a.html"}),
    "link": (
        lambda at: (
            (at / "robots.txt").unlink(),
            (at / "robots.txt").symlink_to(at / "index.html"),
        ),
        {"REL202 robots.txt"},
    ),
    "planted door": (change("shell.php", "<?php"), {"REL203 shell.php"}),
    "planted archive": (change("www.zip", "PK"), {"REL203 www.zip"}),
    "notice replaced": (
        change("union-news/gone.html", "<title>回来了</title>"),
        {"REL202 union-news/gone.html"},
    ),
    "withdrawn page shown": (
        lambda at: (at / GONE / "union-news/gone.html").unlink(),
        {"REL201 union-news/gone.html"},
    ),
    "odd name": (change("notices/name 名.html", "x"), {"REL202 notices/name 名.html"}),
}


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_tampering_is_found(live, kind):
    """By what the public gets; and by counting all files, whatever was done."""
    current, manifest, _address = live
    tamper, seen = TAMPERINGS[kind]
    tamper(current)
    assert told(live) == seen
    assert list(differences(manifest, manifests.read(current)))


def test_a_planted_page_is_found_by_counting(live):
    """A page at an address that nobody would guess is found where files can be counted."""
    current, manifest, _address = live
    (current / "notices/x7f3.html").write_text("赌")
    assert told(live) == set()
    assert [str(one.rule) for one in differences(manifest, manifests.read(current))] == ["REL203"]


def test_a_script_of_others_is_named(live):
    """The finding says whose scripts run in a page."""
    current, manifest, address = live
    append("index.html", '<script src="https://evil.example.net/x.js"></script>')(current)
    found = compare(manifest, fetch(address, ["index.html"], 5, 1000), ROUNDS, strict=True)
    assert "evil.example.net" in next(iter(found)).message


@pytest.mark.parametrize(
    ("location", "rules"), [("/notices/b.html", []), ("https://evil.example.net/", ["REL202"])]
)
def test_a_page_that_moved_leads_where_it_should(live, location, rules):
    """What the web server says of an old address is what the release says."""
    _current, manifest, address = live
    (answer,) = fetch(address, MOVES, 5, 1000)
    answer = replace(answer, headers={**answer.headers, "location": location})
    assert [one.rule for one in compare(manifest, [answer], ROUNDS, strict=True)] == rules


def test_a_changed_page_is_told_by_what_it_says(live):
    """Wording and links as the public sees them: what was made of the page, and where it leads."""
    current, manifest, address = live
    text = '<title>v1</title><p>注册送彩金</p><a href="https://casino.example.net/x">点我</a>'
    (current / "index.html").write_text(text, encoding="utf-8")
    whole = case(article())
    answers = fetch(address, ["index.html"], 5, 1000)
    found = compare(manifest, answers, ROUNDS, strict=True, foul=foul_words(whole))
    message = next(one.message for one in found if one.rule == "REL202")
    assert "casino.example.net" in message
    assert "彩金" in message


def test_a_changed_header_is_found(live):
    """What the web server says besides the page is ours too, where it is our web server."""
    _current, manifest, address = live
    answer = next(iter(fetch(address, ["index.html"], 5, 1000)))
    headers = dict(answer.headers) | {"content-security-policy": "default-src *"}
    del headers["x-content-type-options"]
    changed = Answer(answer.path, 200, headers, answer.body)
    said = [one.message for one in compare(manifest, [changed], ROUNDS, strict=True)]
    assert len(said) == 2
    assert list(compare(manifest, [changed], ROUNDS, strict=False)) == []


def test_a_site_that_answers_anything_is_found(live):
    """A page that cannot exist must not be there."""
    _current, manifest, _address = live
    (path, *_doors) = strangers(manifest, DAY)
    found = compare(manifest, [Answer(path, 200)], ROUNDS, strict=True)
    assert [one.rule for one in found] == ["REL203"]


def test_nobody_answers():
    """A dead site is one finding a page, and the round soon gives up."""
    address = f"http://127.0.0.1:{free_port()}"
    answers = list(fetch(address, [f"{number}.html" for number in range(50)], 1, 1000))
    assert len(answers) == 5
    found = list(compare(Manifest({}), answers, ROUNDS, strict=True))
    assert {one.rule for one in found} == {"REL206"}


def test_a_slow_answer_is_found():
    """Fifteen seconds are what inspectors wait."""
    slow = Answer("index.html", 200, seconds=15.2)
    assert [one.rule for one in compare(Manifest({}), [slow], ROUNDS, strict=True)] == ["REL206"]


def pages(count: int, text: str = "a") -> Manifest:
    return Manifest(
        {f"{n}.html": File(1, text, "text/html") for n in range(count)}
        | {"index.html": File(1, "i", "text/html")}
    )


@pytest.mark.parametrize(("count", "limit", "days"), [(500, 2000, 7), (500, 40, 20), (3, 10, 7)])
def test_everything_is_seen_within_days(count, limit, days):
    """Each run is bounded, the home page is in each, and in some days everything was seen."""
    rounds = Rounds(days=7, pages=limit)
    runs = [
        sample(pages(count), None, DAY + timedelta(days=number), rounds) for number in range(days)
    ]
    assert all(len(run) <= limit and run[0] == "index.html" for run in runs)
    seen = {path for run in runs for path in run}
    assert seen == set(pages(count).files)


def test_what_changed_lately_is_seen_today():
    """The pages of the last release are in the round, whatever their day."""
    now = pages(100)
    before = Manifest(dict(now.files) | {"7.html": File(1, "old", "text/html")})
    assert "7.html" in sample(now, before, DAY, Rounds())


@pytest.fixture
def https(program, tmp_path, monkeypatch):
    """A real https server with a certificate of our own making; gives its address."""
    openssl = program("openssl")

    def start(days: int, name: str) -> str:
        key, shown, port = tmp_path / "key", tmp_path / "cert", free_port()
        made = ["req", "-x509", *KEY, "-nodes", "-keyout", key, "-out", shown]
        named = [
            "-days",
            str(days),
            "-subj",
            f"/CN={name}",
            "-addext",
            f"subjectAltName=DNS:{name}",
        ]
        subprocess.run([openssl, *made, *named], check=True, capture_output=True)
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))
        serving = [openssl, "s_server", "-quiet", "-accept", f"127.0.0.1:{port}", "-www"]
        server = running([*serving, "-cert", str(shown), "-key", str(key)], port)
        servers.append(server)
        server.__enter__()
        return f"https://localhost:{port}"

    servers = []
    yield start
    for server in servers:
        server.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("days", "name", "rules"),
    [(90, "localhost", []), (5, "localhost", ["REL205"]), (90, "evil.example.net", ["REL205"])],
)
def test_the_certificate_is_looked_at(https, days, name, rules):
    """A certificate that is another's, or that ends soon, is found."""
    shown = certificate(https(days, name), 120)
    now = datetime.now() + timedelta(hours=8) - datetime.now().astimezone().utcoffset()  # noqa: DTZ005 - the real server's certificate counts from now
    assert [one.rule for one in trusted(shown, now, Rounds())] == rules


def test_a_site_without_certificate():
    """A plain address has none to look at."""
    assert certificate("http://127.0.0.1", 1) is None
    assert list(trusted(None, NOW, Rounds())) == []
    ended = Certificate(datetime.fromisoformat("2026-11-21"))
    assert [one.rule for one in trusted(ended, NOW, Rounds())] == ["REL205"]
