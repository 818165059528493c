"""Shows the portal on this machine and builds it again at every change."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from watchfiles import watch

from pipelines import handbook, preview
from pipelines.core.charter import load
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding
from pipelines.core.messages import _
from pipelines.core.rule import judge
from pipelines.gather.files import read_case
from pipelines.release import search, warm
from pipelines.release.build import HOUSE, Order, Run, build
from pipelines.reports.text import render
from pipelines.rules import TREE

Besides = Callable[[str], bytes | None]
"""Gives the page at an address that only the preview has, or None."""
TRIES = 20
"""How many ports are tried after the one that was asked for."""


@dataclass(frozen=True)
class Show:
    """What is shown, and the clock by which it is public."""

    charter: Path
    content: Path
    cache: Path
    clock: Callable[[], datetime]

    @property
    def output(self) -> Path:
        """Where the pages are."""
        return self.cache / "output"


def once(show: Show, run: Run) -> list[Finding]:
    """Build, then check: the page is there before the verdict on it."""
    _tell(_("building …"))
    built = build(Order(show.charter, show.content, show.output, show.cache, show.clock()), run)
    _tell(
        _("{articles} articles, {files} files").format(
            articles=len(built.articles), files=len(built.outputs)
        )
    )
    _tell(_("checking …"))
    findings = judge(read_case(show.content, load(show.charter), show.clock()), TREE)
    search.index(show.output, show.cache / "search")
    return findings


def serve(show: Show, port: int, stop: threading.Event | None = None) -> None:
    """Show the portal until somebody stops it; prints the address and what was found.

    Raises HouseError when it cannot be built at first or no port is free.
    """
    with warm.pelican() as run:
        findings = once(show, run)
        with _server(show, port) as address:
            print(render(findings))
            print(_("the portal is at {address} (stop with Ctrl+C)").format(address=address))
            print(
                _("copies for WeChat are at {address}").format(address=address + preview.ROOT[1:])
            )
            sys.stdout.flush()
            for _changes in watch(*_sources(show), step=20, stop_event=stop):
                try:
                    print(render(once(show, run)), flush=True)
                except HouseError as error:
                    # The writer is in the middle of something; the last good pages stay.
                    _tell(str(error))


def _sources(show: Show) -> list[Path]:
    return [show.content, show.charter, HOUSE / "themes"]


@contextmanager
def _server(show: Show, port: int) -> Iterator[str]:
    """A web server on this machine alone, at the first free port."""

    def page(path: str) -> bytes | None:
        """What only the preview shows: handbooks, and copies for WeChat."""
        return handbook.page(path) or preview.page(path, show.content, show.charter)

    server = _listening(show.output, port, page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def _listening(folder: Path, port: int, page: Besides = handbook.page) -> ThreadingHTTPServer:
    handler = partial(_Pages, page, directory=str(folder))
    for number in range(port, port + TRIES):
        try:
            return ThreadingHTTPServer(("127.0.0.1", number), handler)
        except OSError:
            continue
    raise HouseError(
        _("ports {first} to {last} are all taken; choose another with --port").format(
            first=port, last=port + TRIES - 1
        )
    )


class _Pages(SimpleHTTPRequestHandler):
    """Files as the web server will show them, never from the browser's memory."""

    def __init__(self, page: Besides, *given: Any, **named: Any) -> None:
        self._page = page
        super().__init__(*given, **named)

    def send_head(self) -> BytesIO | BinaryIO | None:
        """A page that no release has; else the file that was built."""
        page = self._page(self.path)
        if page is None:
            return super().send_head()
        suffix = Path(self.path.partition("?")[0]).suffix or ".html"
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(f"a{suffix}"))
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        return BytesIO(page)

    def end_headers(self) -> None:
        """Say that every answer must be asked for again."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the portal's own page for what is not there."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing: a writer wants to see findings, not requests."""


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
