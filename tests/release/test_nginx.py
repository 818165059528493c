"""What the real nginx answers with the configuration we ship."""

import gzip

import httpx
import pytest

from pipelines.release.markers import GONE, MOVED
from pipelines.release.media import MEDIA
from pipelines.release.nginx import HEADERS, configuration
from tests.release.readers import PATIENCE
from tests.release.sites import released, site

MOVES = {
    "union-news/old.html": "/notices/b.html",
    "union-news/旧.html": "/notices/%E6%96%B0.html",
    "union-news/older.html": "/notices/b.html",
}
"""What has moved; of the last the public release knows nothing, as after a roll-back."""


@pytest.fixture
def client(serve, folder, tmp_path):
    """A reader of a small site."""
    source = tmp_path / "v1"
    extra = {
        "404.html": "<title>没有这一页</title>",
        "union-news/gone.html": "<title>信息已撤下</title>",
        f"{GONE}/union-news/gone.html": "",
        "union-news/old.html": "<title>已迁移</title>",
        f"{MOVED}/union-news/old.html": "/notices/b.html",
        "union-news/旧.html": "<title>已迁移</title>",
        f"{MOVED}/union-news/旧.html": "/notices/%E6%96%B0.html",
        "union-news/older.html": "<title>从前的一页</title>",
        "notices/index.html": "<title>公告文件</title>",
        "notices/form.docx": "PK",
    }
    for path, text in extra.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text, encoding="utf-8")
    site(source, "v1")
    (source / "index.html.gz").write_bytes(gzip.compress((source / "index.html").read_bytes()))
    released(folder, tmp_path, "v1")
    with httpx.Client(base_url=serve(folder, MOVES), trust_env=False, timeout=PATIENCE) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status", "media"),
    [
        ("/", 200, "text/html; charset=utf-8"),
        ("/index.html", 200, "text/html; charset=utf-8"),
        ("/notices/", 200, "text/html; charset=utf-8"),
        ("/feed.xml", 200, "application/xml"),
        ("/theme/portal.css", 200, "text/css; charset=utf-8"),
        ("/notices/form.docx", 200, MEDIA[".docx"]),
        ("/nothing.html", 404, "text/html; charset=utf-8"),
        ("/union-news/gone.html", 410, "text/html; charset=utf-8"),
        ("/union-news/old.html", 301, "text/html"),
        ("/union-news/older.html", 200, "text/html; charset=utf-8"),
        (f"/{MOVED}/union-news/old.html", 404, "text/html; charset=utf-8"),
        (f"/{GONE}/union-news/gone.html", 404, "text/html; charset=utf-8"),
        ("/%2e%2e/history", 400, "text/html; charset=utf-8"),
        ("/history", 404, "text/html; charset=utf-8"),
        ("/nginx.conf", 404, "text/html; charset=utf-8"),
        ("/.git/config", 404, "text/html; charset=utf-8"),
    ],
)
def test_answers(client, path, status, media):
    """Pages, files, what is gone and what never was."""
    request = client.build_request("GET", "/")
    request.url = request.url.copy_with(raw_path=path.encode())
    answer = client.send(request)
    assert (answer.status_code, answer.headers["content-type"]) == (status, media)


@pytest.mark.parametrize("path", ["/", "/theme/portal.css", "/nothing", "/union-news/gone.html"])
def test_every_answer_carries_the_headers(client, path):
    """Content security, transport security and the others, on errors too."""
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == dict(HEADERS)
    assert answer.headers["server"] == "nginx"


def test_the_notice_is_shown_with_410(client):
    """Who opens a withdrawn page reads why it is empty."""
    assert "信息已撤下" in client.get("/union-news/gone.html").text
    assert "没有这一页" in client.get("/nothing.html").text


@pytest.mark.parametrize(("old", "new"), list(MOVES.items())[:2])
def test_a_page_that_moved_leads_on(client, old, new):
    """For good, to the very page; its own page stands there for servers other than this one."""
    answer = client.get(f"/{old}")
    assert (answer.status_code, answer.headers["location"]) == (301, new)


def test_packed_files_are_sent(client):
    """A browser that can unpack gets the file that was packed once."""
    packed = client.get("/index.html", headers={"accept-encoding": "gzip"})
    plain = client.get("/index.html", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text


def test_pages_are_asked_for_again(client):
    """A page is asked for each time and not sent twice; style may be kept an hour."""
    first = client.get("/index.html")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/index.html", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/theme/portal.css").headers["cache-control"] == "max-age=3600"


def test_nothing_can_be_sent(client):
    """The portal takes no input."""
    assert client.post("/").status_code == 405


def test_the_configuration_names_the_portal(demo):
    """An administrator sees whose configuration it is and how it is used."""
    text = configuration(demo, "/srv/portal")
    assert text.startswith("# www.example.org: made by publish")
    assert "root /srv/portal/current;" in text
