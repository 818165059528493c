"""The full inside check of a large site beside lychee's, and what a proposal adds to a build."""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipelines.core.case import Case
from pipelines.core.charter import load
from pipelines.core.visibility import Visibility
from pipelines.release.build import Built
from pipelines.release.links import check_inside
from scripts.verbs.options import HOUSE, now

COLUMNS = 10
ARTICLES = 1100
"""Articles a column: 11,000 pages, lists besides."""
SIGNS = "市总工会召开全委会议部署明年工作职工维权服务法律援助技能竞赛劳模创新工作室基层组织建设"
TIMES = 5


def links(_arguments: Sequence[str]) -> None:
    """Check the links inside 11,000 pages, fragments included, beside lychee."""
    with tempfile.TemporaryDirectory() as folder:
        site, cache = Path(folder, "site"), Path(folder, "links.json")
        marks = {path: _write(site, path, text) for path, text in _pages()}
        case = Case(load(HOUSE / "charter"), now())
        built = Built(site, dict[str, Visibility](), marks)
        full = _best(lambda: inside(site), TIMES)
        check_inside(built, case, cache=cache)

        def propose() -> None:
            marks["c3/a7.html"] = str(time.monotonic_ns())
            check_inside(built, case, cache=cache)

        proposal = _best(propose, TIMES)
        print(f"{len(marks)} files; best of {TIMES}, fragments included")
        print(f"full inside check     {full:6.2f} s")
        print(f"lychee --offline      {_best(lambda: lychee(site), TIMES):6.2f} s")
        print(f"at a proposal         {proposal:6.2f} s (limit 0.20)")


def _best(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def inside(site: Path) -> None:
    """Our whole check of a folder of pages, nothing remembered."""
    files = {path.relative_to(site).as_posix(): "" for path in site.rglob("*") if path.is_file()}
    check_inside(Built(site, {}, files), Case(load(HOUSE / "charter"), now()))


def lychee(site: Path) -> None:
    """Lychee's check of the same; it finds what it finds."""
    program = Path(sys.executable).with_name("lychee")
    options = ("--offline", "--include-fragments", "--no-progress", "--quiet")
    ran = subprocess.run([program, *options, site], check=False, capture_output=True)
    if ran.returncode not in {0, 2}:
        raise SystemExit(ran.stderr.decode())


def _write(site: Path, path: str, text: str) -> str:
    target = site / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    return path


def _pages() -> Iterator[tuple[str, str]]:
    """A site such as ours: menu, three headings to jump to, neighbours, column lists."""
    chance = random.Random(5)  # noqa: S311 - the same site each time, no secret

    def words(count: int) -> str:
        return "".join(chance.choices(SIGNS, k=count))

    def page(path: str, body: str) -> tuple[str, str]:
        up = "../" * path.count("/")
        menu = "".join(f'<li><a href="{up}c{n}/index.html">{n}</a></li>' for n in range(COLUMNS))
        return path, (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{path}</title>'
            f'<link rel="stylesheet" href="{up}portal.css"></head><body>'
            f'<a class="skip" href="#main">跳到正文</a><a href="{up}index.html">首页</a>'
            f'<ul>{menu}</ul><main id="main">{body}</main><footer>主办</footer></body></html>'
        )

    yield "portal.css", "body { margin: 0 }"
    yield page("index.html", "<h1>首页</h1>")
    for column in range(COLUMNS):
        for number in range(ARTICLES):
            text = "".join(f'<h2 id="节{n}">{words(8)}</h2><p>{words(300)}</p>' for n in range(3))
            older, newer = max(number - 1, 0), min(number + 1, ARTICLES - 1)
            text += f'<a href="a{older}.html">上一篇</a><a href="a{newer}.html#节1">下一篇</a>'
            yield page(f"c{column}/a{number}.html", f"<h1>{words(20)}</h1>{text}")
        entries = "".join(f'<li><a href="a{n}.html">{words(20)}</a></li>' for n in range(ARTICLES))
        yield page(f"c{column}/index.html", f"<ul>{entries}</ul>")
