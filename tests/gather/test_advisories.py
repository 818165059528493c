"""What is known of the libraries, asked of a database on this machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pipelines.core.errors import HouseError
from pipelines.gather.advisories import Advisory, Package, advisories, pinned

ROOT = Path(__file__).resolve().parents[2]
LOCK = """\
# compiled
brotli==1.1.0 \\
    --hash=sha256:aa
pagefind[extended]==1.5.2 ; python_version >= "3.11"
    # via -r requirements.in
"""
UNSAFE = {
    "id": "PYSEC-1",
    "summary": "unpacks without end",
    "affected": [
        {"package": {"name": "other"}, "ranges": [{"type": "GIT", "events": [{"fixed": "x"}]}]},
        {
            "package": {"name": "Brotli"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2.0"}]}],
        },
    ],
}


@contextmanager
def database(about: dict[str, dict[str, object]], batch: object = None) -> Iterator[str]:
    """A database that knows of brotli 1.1.0 what `about` says, or answers `batch` as it is."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = [{"id": one} for one in about]
            self.say(
                batch
                or {
                    "results": [
                        {"vulns": known} if query["package"]["name"] == "brotli" else {}
                        for query in asked["queries"]
                    ]
                }
            )

        def do_GET(self):
            self.say(about[self.path.rpartition("/")[2]])

        def say(self, value):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_what_a_lock_holds(tmp_path):
    """Names and exact versions with their lines; our own lock is one."""
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    assert pinned(lock) == [Package("brotli", "1.1.0", 2), Package("pagefind", "1.5.2", 4)]
    assert {"pelican", "pydantic"} <= {one.name for one in pinned(ROOT / "requirements.lock")}


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ({}, []),
        ({"PYSEC-1": UNSAFE}, [("PYSEC-1", "unpacks without end", "1.2.0")]),
        ({"PYSEC-1": UNSAFE | {"withdrawn": "2026-11-01T00:00:00Z"}}, []),
        ({"G-2": {"id": "G-2"}}, [("G-2", "", "")]),
    ],
)
def test_what_is_known_is_told(about, found):
    """Each advisory with the version that mends it; one that was taken back is none."""
    brotli, other = Package("brotli", "1.1.0", 2), Package("pagefind", "1.5.2", 4)
    with database(about) as address:
        told = advisories([brotli, other], address)
    assert told == [Advisory(brotli, *one) for one in found]


@pytest.mark.parametrize("batch", [{"results": "none"}, ["?"]])
def test_an_answer_that_is_none(batch):
    """A database that says something else is one sentence."""
    with database({}, batch) as address, pytest.raises(HouseError, match="does not say"):
        advisories([Package("brotli", "1.1.0", 2)], address)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "nowhere"])
def test_nobody_there(address):
    """A network that refuses is one sentence too."""
    with pytest.raises(HouseError, match="does not say"):
        advisories([Package("brotli", "1.1.0", 2)], address)
