"""The demo portal with a few difficult pages, built, indexed and served with nginx's headers."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipelines.release import search
from pipelines.release.build import Order, build
from pipelines.release.media import media
from pipelines.release.nginx import HEADERS
from tests.builders import source

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime.fromisoformat("2026-11-20 18:00")

DIFFICULT = """\
市总工会今天发布[公报](https://example.com/report)[^1]，电话0000-88880001，
全文见[劳动报](https://news.example.gov.cn/)[^注 二]。

#### 跳了两级的标题

![职工在车间](../activities/2026-08-20-table-tennis.jpg "车间一角")

| 项目 | 数量 |
| --- | ---: |
| 送温暖 | 360 |

##### 更深的标题

> 引用一段。

[^1]: 第一条脚注，见[市总工会](https://www.example.org/)。
[^注 二]: 第二条脚注。
"""


@dataclass(frozen=True)
class Portal:
    """A built portal: its folder and where it is served."""

    folder: Path
    address: str


def content(folder: Path) -> Path:
    """The demo content and the difficult articles."""
    shutil.copytree(ROOT / "content", folder)
    extra = {
        "union-news/difficult.md": source(
            "union-news/difficult.md",
            DIFFICULT,
            title="难题",
            date="2026-11-20 10:00",
            image={
                "file": "../activities/2026-08-20-table-tennis.jpg",
                "alt": "比赛",
            },
            expires="2026-12-31",
        ),
        "notices/gone.md": source(
            "notices/gone.md",
            title="撤下的通知",
            status="withdrawn",
            withdrawn={"on": "2026-11-20", "by": "song-ci", "reason": "有误"},
        ),
    }
    for path, text in extra.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built portal."""
    folder = tmp_path_factory.mktemp("site")
    charter = folder / "charter"
    shutil.copytree(ROOT / "charter", charter)
    rules = (charter / "portal.yml").read_text("utf-8")
    assert "per_page: 20" in rules
    (charter / "portal.yml").write_text(
        rules.replace("per_page: 20", "per_page: 8\n  traditional: true"), "utf-8"
    )
    order = Order(charter, content(folder / "content"), folder / "output", folder / "cache", NOW)
    # Pictures are dear to make and named by their bytes; whoever has them may lend them.
    lent = ROOT / ".cache" / "build" / "pictures"
    if lent.is_dir():
        shutil.copytree(lent, order.cache / "pictures")
    build(order)
    search.index(order.output, order.cache / "search")
    return order.output


@pytest.fixture(scope="session")
def portal(built: Path) -> Iterator[Portal]:
    """The built portal behind a server that sends the headers of a release."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(built)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Portal(built, f"http://127.0.0.1:{server.server_address[1]}/")
    server.shutdown()
    server.server_close()
    thread.join()


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: object) -> str:
        return media(str(path)) or "application/octet-stream"

    def log_message(self, *_words: object) -> None:
        """Say nothing."""
