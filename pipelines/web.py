"""The web server of `serve`: files as the public one shows them, and pages that no release has."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from pipelines import handbook
from pipelines.core.errors import HouseError
from pipelines.core.messages import _

Besides = Callable[[str], bytes | None]
"""Gives the page at an address that only the preview has, or None."""
TRIES = 20
"""How many ports are tried after the one that was asked for."""


def listening(folder: Path, port: int, page: Besides = handbook.page) -> ThreadingHTTPServer:
    """A web server on this machine alone, at the port or the first free one after it.

    Raises HouseError where none is free.
    """
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
