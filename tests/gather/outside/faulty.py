"""A small web on loopback, each server of it ill in its own way."""

import gzip
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TITLE = "示范市职工之家"
PAGE = f"<!DOCTYPE html><title>{TITLE}</title><body><p>欢迎访问。更新于2026-10-08</p></body>"


class Ask(BaseHTTPRequestHandler):
    """One request to an ill server; `server.answer` says what becomes of it."""

    server: "Ill"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.close_connection = True
        with suppress(OSError):
            self.server.answer(self)

    do_HEAD = do_GET  # noqa: N815 - the standard library's name

    def say(self, body: str | bytes = PAGE, status: int = 200, **headers: str) -> None:
        """Answer with a page."""
        raw = body.encode() if isinstance(body, str) else body
        headers = {"Content_Type": "text/html; charset=utf-8", **headers}
        self.send_response(status)
        for name, value in {
            **headers,
            "Content_Length": str(len(raw)),
            "Connection": "close",
        }.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.send(raw)

    def send(self, raw: bytes) -> None:
        """Send, and count what went out."""
        self.wfile.write(raw)
        self.server.sent += len(raw)

    def wait(self, seconds: float) -> bool:
        """Wait, but not when the test is over."""
        return self.server.over.wait(seconds)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


Answer = Callable[[Ask], None]


ANY = ("127.0.0.1", 0)
"""Any free port of this machine."""


class Ill(ThreadingHTTPServer):
    """A server with one illness; it keeps what it was asked and how many bytes it sent."""

    daemon_threads = True

    def __init__(
        self, answer: Answer, certificate: Path | None = None, at: tuple[str, int] = ANY
    ) -> None:
        self.answer, self.asked, self.sent = answer, list[str](), 0
        self.over = threading.Event()
        super().__init__(at, Ask)
        self.scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
            self.scheme = "https"

    def at(self, path: str = "/page", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.server_address[1]}{path}"

    def handle_error(self, *_arguments: object) -> None:
        """Clients go away; that is the point."""


@contextmanager
def running(
    answer: Answer, certificate: Path | None = None, at: tuple[str, int] = ANY
) -> Iterator[Ill]:
    server = Ill(answer, certificate, at)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def fine(ask: Ask) -> None:
    """No illness; no robots.txt, and nothing where nothing is."""
    if ask.path.startswith(("/page", "/other")):
        ask.say()
    else:
        ask.say("<title>404</title>", 404)


def slow(ask: Ask) -> None:
    fine(ask) if ask.path == "/robots.txt" else ask.wait(60)


def no_robots_here(ask: Ask) -> None:
    ask.say("", 403) if ask.path != "/robots.txt" else ask.say("", 404)


def robots_text(ask: Ask) -> None:
    ask.say("User-agent: *\nDisallow: /page\n", Content_Type="text/plain")


def head_refused(ask: Ask) -> None:
    ask.say("", 405) if ask.command == "HEAD" else fine(ask)


def loop(ask: Ask) -> None:
    ask.say("", 302, Location=ask.path) if ask.path == "/page" else fine(ask)


def labyrinth(ask: Ask) -> None:
    """A new address each time."""
    ask.say("", 302, Location=f"{ask.path}a") if ask.path != "/robots.txt" else fine(ask)


def soft(ask: Ask) -> None:
    ask.say("<title>示范市职工之家</title><p>您访问的页面走丢了</p>")


def parked(ask: Ask) -> None:
    ask.say("<title>example</title><h1>This domain is for sale</h1>")


def foul(ask: Ask) -> None:
    ask.say("<title>必威体育官网</title><p>必 威 体 育，注册送彩金</p>")


def leads_to(address: str) -> Answer:
    return lambda ask: ask.say("", 301, Location=address) if ask.path == "/page" else fine(ask)


def huge(ask: Ask) -> None:
    if ask.path != "/page":
        return fine(ask)
    ask.send_response(200)
    ask.send_header("Content-Type", "text/html")
    ask.send_header("Content-Length", str(1 << 30))
    ask.end_headers()
    ask.send(PAGE.encode())
    for _ in range(1 << 10):
        ask.send(b" " * (1 << 20))
    return None


def endless(ask: Ask) -> None:
    """A byte now and then, for ever."""
    if ask.path != "/page":
        return fine(ask)
    ask.send_response(200)
    ask.send_header("Content-Type", "text/html")
    ask.end_headers()
    ask.send(PAGE.encode())
    while not ask.wait(0.05):
        ask.send(b".")
    return None


def endless_head(ask: Ask) -> None:
    if ask.path != "/page":
        return fine(ask)
    ask.send(b"HTTP/1.1 200 OK\r\n")
    while not ask.wait(0.05):
        ask.send(b"X-A: 1\r\n")
    return None


_BOMB = gzip.compress(b"<title>a</title>" + b" " * 20_000_000, mtime=0)


def bomb(ask: Ask) -> None:
    """A few bytes that unfold to many, though we asked for plain ones."""
    if ask.path != "/page":
        return fine(ask)
    return ask.say(_BOMB, Content_Encoding="gzip")


def wrong_charset(ask: Ask) -> None:
    fine(ask) if ask.path != "/page" else ask.say(PAGE.encode("gb18030"))


def reset(ask: Ask) -> None:
    if ask.path != "/page":
        return fine(ask)
    # Closed with data unread and no patience: the other side sees a reset.
    ask.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return ask.connection.close()


KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
"""A key that is made at once, unlike one of RSA."""


def authority(folder: Path, openssl: str) -> Path:
    """A certificate authority of our own; gives the file that trusts it."""
    run(openssl, folder, "req", "-x509", *KEY, "-nodes", "-subj", "/CN=Test CA",
        "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650")  # fmt: skip
    (folder / "serial").write_text("01\n")
    (folder / "index").write_text("")
    (folder / "ca.ini").write_text(_CA)
    return folder / "ca.pem"


def certificate(folder: Path, openssl: str, name: str, first: str, last: str) -> Path:
    """A certificate for 127.0.0.1 (or for `name`, if it is a name) between two days, with key."""
    file = f"{name}-{last}"
    run(openssl, folder, "req", *KEY, "-nodes", "-subj", f"/CN={file}",
        "-keyout", f"{file}.key", "-out", f"{file}.csr")  # fmt: skip
    kind = "IP" if name[0].isdigit() else "DNS"
    (folder / "san.ini").write_text(f"subjectAltName={kind}:{name}\n")
    run(openssl, folder, "ca", "-batch", "-config", "ca.ini", "-in", f"{file}.csr", "-notext",
        "-extfile", "san.ini", "-out", f"{file}.crt",
        "-startdate", f"{first}000000Z", "-enddate", f"{last}000000Z")  # fmt: skip
    both = folder / f"{file}.pem"
    both.write_text((folder / f"{file}.crt").read_text() + (folder / f"{file}.key").read_text())
    return both


def run(openssl: str, folder: Path, *arguments: str) -> None:
    subprocess.run([openssl, *arguments], cwd=folder, check=True, capture_output=True)


_CA = """\
[ca]
default_ca = own
[own]
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
serial = serial
database = index
default_md = sha256
unique_subject = no
policy = any
[any]
commonName = supplied
"""
