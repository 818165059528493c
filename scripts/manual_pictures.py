"""`python -m scripts.manual_pictures`: take the handbooks' pictures anew, of the demo portal."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from pipelines.gather.markdown import glance

HOUSE = Path(__file__).parents[1]
PICTURES = HOUSE / "docs" / "handbook" / "pictures"
DAY = "2026-11-20"
NEWS = "content/union-news/2026-11-20-plenary.md"
NOTICE = "content/notices/2026-11-20-recess.md"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")

_FRONT = """\
---
title: {title}
date: 2026-11-20 09:30
unit: office
correspondent: chen-lan
{more}
summary: 会议听取工作报告，部署明年重点任务，审议有关事项。
keywords: [民主管理]
source: {{name: 示范市总工会}}
secrecy: {{secret: no, public: yes, by: lin-hai, on: 2026-11-20}}
---

{body}
"""
GOOD = _FRONT.format(
    title="市总工会召开全委会议",
    more="kind: news\nevent_date: 2026-11-18",
    body="11月18日，市总工会召开全委会议，听取工作报告，部署明年重点任务。",
)
WRONG = (
    GOOD.replace("event_date: 2026-11-18", "event_date: 2026-11-15")
    .replace("部署明年重点任务。\n", "部暑明年重点任务。联系人电话：13900000000。\n")
    .replace(", on: 2026-11-20}", "}")
)
OFFICIAL = _FRONT.format(
    title="关于做好冬季送温暖工作的通知",
    more="kind: notice\nissued_date: 2026-11-19\nlevel: official",
    body="各级工会要把温暖送到一线职工手中。",
)
WITHDRAWN = GOOD.replace(
    "secrecy:",
    "status: withdrawn\nwithdrawn: {on: 2026-11-20, by: song-ci, reason: 数据有误}\nsecrecy:",
)

_SIGNS = {
    "❌": ("✗", "#b01f24"),
    "⛔": ("✗", "#b01f24"),
    "⏳": ("◷", "#b07000"),
    "✅": ("✓", "#1a7f37"),
}
_LINES = 11
"""More of what a command prints is cut off."""
_STYLE = """
body{margin:0;padding:24px;background:#e9e6e1;font:16px/1.7 "Noto Sans CJK SC",sans-serif;
color:#1f1f1f}
.frame{background:#fff;border:1px solid #b9b4ac;border-radius:8px;overflow:hidden;max-width:900px}
.bar{background:#f1eee9;border-bottom:1px solid #d5d0c8;padding:8px 16px;font-weight:bold}
.inside{padding:4px 20px 12px}
pre{margin:0;padding:14px 18px;white-space:pre-wrap;
font:15px/1.65 "DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace}
.dark{max-width:none;display:inline-block}.dark pre{white-space:pre;
font-family:"Noto Sans Mono CJK SC","DejaVu Sans Mono",monospace}
.dark{background:#1d2126;color:#e8e6e3}.dark .bar{background:#2b3036;border-color:#2b3036}
.number{display:inline-block;width:2em;color:#8a857d;user-select:none}
table{border-collapse:collapse;margin:10px 0}
td,th{border:1px solid #c9c4bd;padding:4px 10px;text-align:left}
h3{font-size:18px;margin:14px 0 6px}code{background:#f1eee9;padding:1px 5px;border-radius:3px}
"""


def main() -> None:
    """Write every picture of the handbooks, each under the name that they show it by."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, _browser() as browser:
        site = Path(folder) / "portal"
        _portal(site)
        page = browser.new_page(viewport={"width": 1500, "height": 700}, device_scale_factor=1.25)
        _frames(page, site)
        (site / "content/union-news/2026-11-20-withdrawn.md").write_text(WITHDRAWN, "utf-8")
        (site / NEWS).write_text(GOOD, "utf-8")
        with _preview(site) as address:
            _pages(browser, address)


def _frames(page: Page, site: Path) -> None:
    """The pictures of files, comments and commands."""
    lines = enumerate(GOOD.rstrip("\n").split("\n"), start=1)
    numbered = "\n".join(f'<span class="number">{n}</span>{escape(line)}' for n, line in lines)
    _shoot(page, "article-file", f'<div class="bar">{NEWS}</div><pre>{numbered}</pre>')
    wrong = _judged(site, 1, {NEWS: WRONG}, "union-news")
    _shoot(page, "comment-wrong", _comment(wrong))
    (site / NEWS).write_text(WRONG, "utf-8")
    _shoot(page, "terminal-check", _terminal(site, "check", NEWS), dark=True)
    _shoot(page, "comment-waiting", _comment(_judged(site, 2, {NEWS: GOOD}, "again")))
    stages = _judged(site, 3, {NOTICE: OFFICIAL}, "notice", "lin-hai")
    _shoot(page, "comment-stages", _comment(stages))
    (site / NEWS).write_text(GOOD, "utf-8")
    _shoot(page, "terminal-explain", _terminal(site, "explain", NEWS), dark=True)
    _shoot(page, "terminal-desks", _terminal(site, "desks"), dark=True)


def _pages(browser: Browser, address: str) -> None:
    """The pictures of pages, as the preview shows them."""
    phone = browser.new_page(viewport={"width": 390, "height": 760}, device_scale_factor=1.5)
    phone.goto(f"{address}union-news/2026-11-20-plenary.html")
    _keep("article-phone", phone.screenshot())
    phone.goto(f"{address}union-news/2026-11-20-withdrawn.html")
    _keep("taken-down", phone.screenshot())
    desk = browser.new_page(viewport={"width": 1180, "height": 760})
    desk.goto(f"{address}union-news/2026-11-20-plenary.html")
    _keep("preview", desk.screenshot())


def _portal(site: Path) -> None:
    """The demo portal as a repository of its own, with the demo's newest articles."""
    for part in ("charter", "content"):
        shutil.copytree(HOUSE / part, site / part)
    _git(site, "init", "--quiet", "--initial-branch", "main")
    _git(site, "add", "--all")
    _git(site, "commit", "--quiet", "--message", "示范门户")


def _judged(site: Path, number: int, files: dict[str, str], branch: str, approver: str = "") -> str:
    """The comment on a proposal that brings these files, perhaps approved by somebody."""
    _git(site, "switch", "--quiet", "--create", branch, "main")
    for path, text in files.items():
        (site / path).write_text(text, "utf-8")
    _git(site, "add", "--all")
    _git(site, "commit", "--quiet", "--message", "投稿", "--author", "chen-lan <c@example.org>")
    _git(site, "switch", "--quiet", "main")
    points = (HOUSE / ".github/pull_request_template.md").read_text("utf-8").replace("[ ]", "[x]")
    about = ["title: 投稿", "body: |", *(f"  {line}" for line in points.split("\n"))]
    about += [f"head: {branch}", "opener: chen-lan", f"opened_at: {DAY} 10:00"]
    if approver:
        vote = f"by: {approver}, verdict: approved, at: {DAY} 10:30, commit: {branch}"
        about.append(f"reviews: [{{{vote}}}]")
    forge = site.parent / "forge"
    (forge / "proposals").mkdir(parents=True, exist_ok=True)
    (forge / f"proposals/{number}.yml").write_text("\n".join(about), "utf-8")
    _run(site, "gate", f"--forge=folder:{forge}", f"--proposal={number}", "--apply")
    return (forge / f"comments/{number}/gate.md").read_text("utf-8")


def _comment(text: str) -> str:
    """A comment as a Git host shows it."""
    html = _signed(glance(text).html)
    return f'<div class="bar">门户网站检查</div><div class="inside">{html}</div>'


def _signed(html: str) -> str:
    """With signs that need no font of emoji."""
    for sign, (plain, colour) in _SIGNS.items():
        html = html.replace(sign, f'<b style="color:{colour}">{plain}</b>')
    return html


def _terminal(site: Path, *words: str) -> str:
    lines = _run(site, *words).rstrip("\n").split("\n")
    said = "\n".join([*lines[:_LINES], "……"] if len(lines) > _LINES else lines)
    asked = f"$ scripts/portal {' '.join(words)}"
    return f'<div class="bar">终端</div><pre>{escape(asked)}\n{_signed(escape(said))}</pre>'


def _run(site: Path, verb: str, *words: str) -> str:
    """What a command prints in the portal, by the day of the handbooks."""
    where = ["--repository", "."] if verb == "gate" else ["--charter=charter", "--content=content"]
    command = [sys.executable, "-P", "-m", "scripts.verbs", verb, *words, *where, "--today", DAY]
    paths = {"PYTHONPATH": str(HOUSE), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=site, env=paths, check=False, capture_output=True, text=True)
    if done.returncode not in {0, 1}:
        sys.exit(done.stderr)
    return done.stdout


def _git(site: Path, *words: str) -> None:
    who = ["-c", "user.name=lead", "-c", "user.email=lead@example.org"]
    subprocess.run(["git", *who, *words], cwd=site, check=True)


@contextmanager
def _preview(site: Path) -> Iterator[str]:
    """`scripts/portal serve` on the portal; gives the address that it prints."""
    where = [f"--charter={site / 'charter'}", f"--content={site / 'content'}"]
    command = [sys.executable, "-m", "scripts.verbs", "serve", *where, "--today", DAY]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) as server:
        try:
            said = iter(server.stdout.readline, "") if server.stdout else iter(())
            yield next(found[0] for line in said if (found := re.search(r"http://\S+/", line)))
        finally:
            server.terminate()


@contextmanager
def _browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def _shoot(page: Page, name: str, html: str, *, dark: bool = False) -> None:
    kind = "frame dark" if dark else "frame"
    page.set_content(f'<style>{_STYLE}</style><div class="{kind}">{html}</div>')
    _keep(name, page.locator(".frame").screenshot())


def _keep(name: str, png: bytes) -> None:
    Image.open(BytesIO(png)).convert("RGB").save(
        PICTURES / f"{name}.webp", quality=78, method=6, exact=False
    )


if __name__ == "__main__":
    main()
