"""The handbooks and the manual of the rules as pages that the preview shows and no release has."""

import re
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pipelines.core.content import Heading
from pipelines.gather.markdown import glance, structure

ROOT = "/handbook/"
"""Where the pages stand on the preview server."""
_HOUSE = Path(__file__).resolve().parent.parent
_FOLDER = _HOUSE / "docs" / "handbook"
_BOOKS = {
    "index": ("手册", _FOLDER / "README.md"),
    "correspondent": ("通讯员", _FOLDER / "correspondent.md"),
    "reviewer": ("审核人", _FOLDER / "reviewer.md"),
    "administrator": ("管理员", _FOLDER / "administrator.md"),
    "letters": ("来信", _HOUSE / "docs" / "private-repository" / "README.md"),
    "rules": ("规则", _HOUSE / "pipelines" / "rules" / "README.md"),
}
"""Each page's name, what it is called, and the document that it shows."""
_LINK = re.compile(r'(?<=<a href=")([^":]+\.md)(?=[#"])')
_PICTURE = re.compile(r"<img ")
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_SCROLLED = r'<div class="scroll" tabindex="0" role="group" aria-label="表格">\g<0></div>'
_STYLE = """
:root{--main:#b01f24;--ink:#1a1a1a;--line:#c9c4bd;--soft:#f5f2ee}
*{box-sizing:border-box}
body{font:1.0625rem/1.8 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:var(--ink);margin:0}
header,main,footer{max-width:56rem;margin:0 auto;padding:0 1rem}
header{border-bottom:3px solid var(--main);padding-top:1rem}
header ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 1.5rem;padding:0;margin:0}
header li a{display:inline-block;padding:.5rem 0}
header [aria-current]{color:var(--ink);font-weight:bold;text-decoration:none}
h1{font-size:1.7rem;color:var(--main)}
h2{font-size:1.35rem;border-bottom:1px solid var(--line);padding-bottom:.2rem;margin-top:2.2rem}
h3{font-size:1.1rem;margin-top:1.8rem}
a{color:#8a1216}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid #1a5fb4;outline-offset:2px}
img{max-width:100%;height:auto;border:1px solid var(--line);border-radius:4px}
code{background:var(--soft);padding:.1em .3em;border-radius:3px;overflow-wrap:anywhere}
pre{background:var(--soft);padding:.8rem 1rem;white-space:pre-wrap;line-height:1.6}
pre code{padding:0}td:first-child code{white-space:nowrap}
.scroll{overflow-x:auto}table{border-collapse:collapse}
th,td{border:1px solid var(--line);padding:.35rem .7rem;text-align:left;vertical-align:top}
th{background:var(--soft)}
blockquote{margin:1rem 0;padding:.1rem 1rem;border-left:4px solid var(--main);
background:var(--soft)}
details.contents{margin:1rem 0}details.contents li{padding:.15rem 0}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
"""


def page(path: str) -> bytes | None:
    """What stands at an address of the preview; None where no handbook does."""
    address = unquote(urlsplit(path).path)
    if not address.startswith(ROOT):
        return None
    name = address.removeprefix(ROOT)
    if name.startswith("pictures/"):
        picture = _FOLDER / "pictures" / Path(name).name
        return picture.read_bytes() if picture.is_file() else None
    book = name.removesuffix(".html") or "index"
    return _page(book).encode() if book in _BOOKS else None


def _page(name: str) -> str:
    """A document as one accessible page, with the other books above it and its own contents."""
    book = _BOOKS[name][1]
    text = book.read_text(encoding="utf-8")
    headings = structure(text).headings
    title = headings[0].text
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="zh-CN"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
            '<a class="skip" href="#main">跳到正文</a>',
            f"<header>{_shelf(name)}</header>",
            '<main id="main">',
            _contents(headings),
            _readable(glance(text).html, book),
            "</main></body></html>\n",
        ]
    )


def _shelf(shown: str) -> str:
    """The way to the other books, and back to the site."""
    lines = ['<nav aria-label="手册"><ul>']
    for name, (called, _book) in _BOOKS.items():
        here = ' aria-current="page"' if name == shown else ""
        lines.append(f'<li><a href="{name}.html"{here}>{called}</a></li>')
    return "".join([*lines, '<li><a href="/">回到网站预览</a></li></ul></nav>'])


def _contents(headings: tuple[Heading, ...]) -> str:
    """Links to the chapters, folded up so that the text comes first."""
    chapters = [one for one in headings if one.level == 2]
    if len(chapters) < 2:
        return ""
    items = "".join(f'<li><a href="#{one.anchor}">{escape(one.text)}</a></li>' for one in chapters)
    return f'<details class="contents"><summary>本页目录</summary><ul>{items}</ul></details>'


def _readable(html: str, book: Path) -> str:
    """Links between documents as links between pages; what is wide can be reached by keyboard."""

    def address(match: re.Match[str]) -> str:
        target = (book.parent / match[1]).resolve()
        names = [name for name, (_called, one) in _BOOKS.items() if one == target]
        return f"{names[0]}.html" if names else match[1]

    html = _LINK.sub(address, html)
    html = _TABLE.sub(_SCROLLED, html)
    return _PICTURE.sub('<img loading="lazy" ', html)
