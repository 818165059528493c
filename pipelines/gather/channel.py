"""One look at a channel's front page: answer, headers, certificate, what it loads elsewhere."""

from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from pipelines.core.desks.acceptance import Look
from pipelines.gather.live import certificate, fetch

_LOADED = {
    "script[src]": "src",
    "img[src]": "src",
    "iframe[src]": "src",
    "link[rel~=stylesheet][href]": "href",
}


def look(address: str, seconds: int) -> Look:
    """What the front page at an address shows; without an answer, nothing but that."""
    base, _slash, path = address.partition("://")
    host, _slash, path = path.partition("/")
    answer = next(fetch(f"{base}://{host}", [path], seconds, per_second=1000))
    shown = certificate(address, seconds)
    until = shown.until.date() if shown is not None and shown.until is not None else None
    if answer.status is None:
        return Look(until=until)
    return Look(answer.status, answer.headers, until, hosts(answer.body, address))


def hosts(page: bytes, address: str) -> tuple[str, ...]:
    """The other sites that a page loads scripts, styles, pictures or frames from."""
    tree = LexborHTMLParser(page)
    found = set()
    for selector, attribute in _LOADED.items():
        for node in tree.css(selector):
            target = urlsplit(urljoin(address, node.attributes.get(attribute) or ""))
            if target.scheme in {"http", "https"} and target.netloc != urlsplit(address).netloc:
                found.add(target.netloc)
    return tuple(sorted(found))
