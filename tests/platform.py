"""A stand-in for the WeChat platform, from its published API description, with faults on order."""

import json
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

APPID, SECRET = "wx0000000000000000", "0123456789abcdef-secret"
PICTURES = "https://mmbiz.qpic.cn/"
_KINDS = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png"}

Answer = Mapping[str, Any]
OK = {"errcode": 0, "errmsg": "ok"}


def error(code: int, message: str = "refused") -> Answer:
    return {"errcode": code, "errmsg": f"{message} rid: 5f000000-00000000"}


@dataclass
class WeChat:
    """What the platform knows. `faults` are taken in order, one a call of that path.

    A fault is an error code; `half`: does it and answers half; `lost`: does
    nothing and answers half; `cut`: does it and hangs up; `never`: does it and
    keeps silent; `odd`: another object than promised; `down`: status 502.
    """

    tokens: int = 1
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    covers: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    published: list[str] = field(default_factory=list)
    faults: dict[str, list[int | str]] = field(default_factory=lambda: defaultdict(list))
    calls: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def token(self) -> str:
        return f"token-{self.tokens}"

    def answer(self, path: str, query: Mapping[str, str], body: bytes, kind: str) -> Answer:
        """What the platform says; a path of the API without /cgi-bin/."""
        if path == "stable_token":
            return self._token(json.loads(body))
        if query.get("access_token") != self.token:
            return error(40001, "invalid credential, access_token is invalid or not latest")
        calls: dict[str, Callable[[], Answer]] = {
            "media/uploadimg": lambda: self._picture(_media(body, kind)),
            "material/add_material": lambda: self._cover(_media(body, kind), query["type"]),
            "draft/add": lambda: self._draft(body),
            "draft/batchget": lambda: self._listed(json.loads(body)),
            "freepublish/submit": lambda: self._submit(json.loads(body)),
        }
        return calls[path]()

    def _token(self, asked: Mapping[str, Any]) -> Answer:
        if asked["grant_type"] != "client_credential":
            return error(40002, "invalid grant_type")
        if asked["appid"] != APPID:
            return error(40013, "invalid appid")
        if asked["secret"] != SECRET:
            return error(40125, f"invalid appsecret {asked['secret']}")
        self.tokens += bool(asked.get("force_refresh"))
        return {"access_token": self.token, "expires_in": 7200}

    def _picture(self, raw: bytes) -> Answer:
        if raw[:3] not in _KINDS and raw[:4] not in _KINDS:
            return error(40005, "invalid file type")
        if len(raw) >= 1 << 20:
            return error(40009, "invalid image size")
        address = f"{PICTURES}mmbiz/{len(self.pictures)}/0"
        self.pictures[address] = raw
        return {"url": address}

    def _cover(self, raw: bytes, kind: str) -> Answer:
        if kind != "image":
            return error(40004, "invalid media type")
        id_ = f"cover-{len(self.covers)}"
        self.covers[id_] = raw
        return {"media_id": id_, "url": f"{PICTURES}cover/{id_}"}

    def _draft(self, body: bytes) -> Answer:
        (article,) = json.loads(body)["articles"]
        for name, most, code in (
            ("title", 32, 45003),
            ("digest", 128, 45004),
            ("author", 16, 45110),
        ):
            if len(article[name]) > most or rb"\u" in body:
                return error(code, f"{name} size out of limit")
        if len(article["content"]) >= 20_000:
            return error(45002, "content size out of limit")
        if article["thumb_media_id"] not in self.covers:
            return error(40007, "invalid media_id")
        for name in ("pic_crop_235_1", "pic_crop_1_1"):
            if not re.fullmatch(r"(0|1|0\.\d+)(_(0|1|0\.\d+)){3}", article[name]):
                return error(53402, "cover cut failed")
        # Pictures from elsewhere are taken out without a word.
        article["content"] = re.sub(
            rf'<img src="(?!{re.escape(PICTURES)})[^>]*>', "", article["content"]
        )
        id_ = f"draft-{len(self.drafts) + len(self.published)}"
        self.drafts[id_] = article
        return {"media_id": id_}

    def _listed(self, asked: Mapping[str, int]) -> Answer:
        if not 1 <= asked["count"] <= 20:
            return error(40097, "invalid args")
        newest = list(self.drafts.items())[::-1]
        part = newest[asked["offset"] : asked["offset"] + asked["count"]]
        return {
            "total_count": len(newest),
            "item_count": len(part),
            "item": [
                {"media_id": id_, "content": {"news_item": [one]}, "update_time": 1763600000}
                for id_, one in part
            ],
        }

    def _submit(self, asked: Mapping[str, str]) -> Answer:
        if asked["media_id"] not in self.drafts:
            return error(40007, "invalid media_id")
        del self.drafts[asked["media_id"]]
        self.published.append(asked["media_id"])
        return OK | {"publish_id": f"10000000{len(self.published)}"}


def _media(body: bytes, kind: str) -> bytes:
    """The file of a form, under the only name that the platform takes."""
    border = re.fullmatch(r"multipart/form-data; boundary=(.+)", kind)
    assert border is not None
    head, _blank, rest = body.partition(b"\r\n\r\n")
    assert b'name="media"; filename="' in head
    return rest.rsplit(b"\r\n--" + border[1].encode(), 1)[0]


@contextmanager
def served(platform: WeChat) -> Iterator[str]:
    """The platform at an address of this machine."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            path = parts.path.removeprefix("/cgi-bin/")
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with platform.lock:
                platform.calls.append(path)
                fault = platform.faults[path].pop(0) if platform.faults[path] else None
                refused = isinstance(fault, int) or fault in {"lost", "odd", "down"}
                said = (
                    {"message": "hello"}
                    if refused
                    else platform.answer(path, query, body, self.headers["Content-Type"] or "")
                )
            if isinstance(fault, int):
                said = error(fault, f"refused, access_token={query.get('access_token')}")
                if fault == 40164:
                    said = error(
                        fault, "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist"
                    )
            raw = json.dumps(said).encode()
            if fault == "never":
                over.wait()
            if fault in {"cut", "never"}:
                self.close_connection = True
                return
            self.send_response(502 if fault == "down" else 200)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw[: len(raw) // 2] if fault in {"half", "lost"} else raw)

        def handle(self) -> None:
            # The other side may not have waited.
            with suppress(BrokenPipeError, ConnectionResetError):
                super().handle()

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
