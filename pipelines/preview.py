"""Shows a copy for the WeChat account as a phone does, beside the portal's page; in no release."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from pipelines.core.article import Article
from pipelines.core.charter import Charter, load
from pipelines.core.charter.wechat import Account
from pipelines.core.wechat.fragment import author, fragment
from pipelines.gather.files import read_article

ROOT = "/wechat/"
"""Where the pages stand on the preview server."""
_COPY = "copy/"
_DARK = Path(__file__).with_name("wechat-dark.js")
"""The platform's dark mode, told in our own words."""
_STYLE = """
*{box-sizing:border-box}
body{font:1rem/1.7 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1a1a1a;margin:0;
padding:1rem clamp(1rem,3vw,2.5rem);background:#eceae6}
h1{font-size:1.4rem;margin:.5rem 0}
a{color:#8a1216}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid #1a5fb4;outline-offset:2px}
ul{padding-left:1.3rem}
.both{display:flex;flex-wrap:wrap;gap:2rem;align-items:flex-start}
figure{margin:0}
figcaption{margin-bottom:.5rem;font-weight:bold}
.phone iframe{width:375px;height:720px}
.phone div{border:12px solid #222;border-radius:34px;overflow:hidden;width:399px;max-width:100%;
background:#222}
.site{flex:1 1 30rem}
.site iframe{width:100%;height:744px;background:#fff}
iframe{border:0;display:block;max-width:100%}
dl{display:flex;flex-wrap:wrap;gap:.2rem 2rem;margin:.5rem 0 1.5rem}
dl div{display:flex;gap:.5rem}dt{color:#55504b}dd{margin:0}
"""
_PHONE = (
    "margin:0;padding:20px 16px 40px;background:#fff;color:#191919;"
    "font-family:-apple-system,'PingFang SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif"
)
_TITLE = "margin:0 0 14px;font-size:22px;font-weight:normal;line-height:1.4;color:#191919"
_LINE = "margin:0 0 22px;font-size:15px;color:#55504b"


def page(path: str, content: Path, charter_folder: Path) -> bytes | None:
    """What stands at an address of the preview; None where no copy does."""
    address = urlsplit(path)
    name = unquote(address.path)
    if not name.startswith(ROOT):
        return None
    charter = load(charter_folder)
    account = charter.wechat
    if account is None:
        return None
    name = name.removeprefix(ROOT)
    if name in {"", "index.html"}:
        return _whole("微信公众号预览", _list(content, account)).encode()
    article = _article(content, name.removeprefix(_COPY).removesuffix(".html") + ".md")
    if article is None:
        return None
    if name.startswith(_COPY):
        return _phone(article, charter, account, dark=address.query == "dark").encode()
    return _whole(article.front.title or name, _beside(article, charter, account)).encode()


def _article(content: Path, name: str) -> Article | None:
    """The article of this name, if it asks to go to the account."""
    path = (content / name).resolve()
    if not path.is_relative_to(content.resolve()) or not path.is_file():
        return None
    article = read_article(name, path.read_bytes())
    return article if article.front.wechat else None


def _list(content: Path, account: Account) -> Iterator[str]:
    yield f"<h1>送“{escape(account.name)}”（{escape(account.id)}）的稿件</h1><ul>"
    for path in sorted(content.rglob("*.md"), reverse=True):
        # Most articles do not go there; they need no parsing to say so.
        name = path.relative_to(content).as_posix()
        article = _article(content, name) if b"wechat" in path.read_bytes() else None
        if article is not None:
            title = escape(article.front.title or name)
            yield f'<li><a href="{ROOT}{quote(article.url)}">{title}</a></li>'
    yield "</ul>"


def _beside(article: Article, charter: Charter, account: Account) -> Iterator[str]:
    """The portal's page, the copy, and the copy at night; with how long it is."""
    limits, front = account.limits, article.front
    html = fragment(article, charter, account, lambda path: f"/{path}")
    copy = f"{ROOT}{_COPY}{quote(article.url)}"
    yield f'<p><a href="{ROOT}">全部公众号稿</a></p><h1>{escape(front.title or "")}</h1><dl>'
    for name, count, limit in (
        ("标题", len(front.title or ""), limits.title),
        ("摘要", len(front.summary or ""), limits.digest),
        ("作者", len(author(article, charter)), limits.author),
        ("正文连同排版", len(html), limits.content),
    ):
        yield f"<div><dt>{name}</dt><dd>{count}／{limit}</dd></div>"
    yield '</dl><div class="both">'
    for title, source in (("公众号", copy), ("公众号（深色模式）", f"{copy}?dark")):
        frame = f'<iframe src="{source}" title="{title}"></iframe>'
        yield f'<figure class="phone"><figcaption>{title}</figcaption><div>{frame}</div></figure>'
    frame = f'<iframe src="/{quote(article.url)}" title="门户网站"></iframe>'
    yield f'<figure class="site"><figcaption>门户网站</figcaption>{frame}</figure></div>'


def _phone(article: Article, charter: Charter, account: Account, *, dark: bool) -> str:
    """The copy below what the platform itself shows above it."""
    front = article.front
    html = fragment(article, charter, account, lambda path: f"/{path}")
    day = f"{front.date:%Y年%m月%d日}" if front.date is not None else ""
    line = "　".join((author(article, charter), account.name, day))
    night = f"<script>{_DARK.read_text(encoding='utf-8')}</script>" if dark else ""
    return (
        f'{_head(front.title or "")}<body style="{_PHONE}"><h1 style="{_TITLE}">'
        f'{escape(front.title or "")}</h1><p style="{_LINE}">{escape(line)}</p>{html}{night}'
        "</body></html>\n"
    )


def _whole(title: str, parts: Iterator[str]) -> str:
    return f"{_head(title, _STYLE)}<body>{''.join(parts)}</body></html>\n"


def _head(title: str, style: str = "") -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
    )
