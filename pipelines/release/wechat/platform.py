"""Talks to the WeChat platform's API: tokens, patience, half answers, and nothing drafted twice."""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from pipelines.core.errors import HouseError
from pipelines.core.messages import _, later

URL = "https://api.weixin.qq.com"
TRIES = 4
_BUSY = frozenset({-1, 45011})
_TOKEN_OVER = frozenset({40001, 40014, 42001})
_PAGE = 20
_MOST_DRAFTS = 200

WHY = {
    -1: later("the platform is busy; try again in a few minutes"),
    40001: later(
        "the account's secret or token is not valid; compare PORTAL_WECHAT_SECRET and appid with "
        "the account's own page (设置与开发, 基本配置)"
    ),
    40007: later("the platform does not know this draft or picture any more"),
    40009: later("a picture is too large for the platform"),
    40013: later("the platform knows no account with this appid; see charter/portal.yml"),
    40125: later("the secret is wrong or was replaced; enter the new one as PORTAL_WECHAT_SECRET"),
    40164: later(
        "this machine's address {address} is not on the account's list of allowed addresses; the "
        "account's administrator adds it (设置与开发, 基本配置, IP白名单)"
    ),
    42001: later("the token is over, and the new one is not taken either; try again later"),
    45003: later("the title is too long for the platform"),
    45004: later("the summary is too long for the platform"),
    45009: later(
        "the account's calls of today are used up; the count starts anew at midnight, or the "
        "administrator resets it on the platform"
    ),
    45011: later("too many calls within a minute; try again in a few minutes"),
    45110: later("the author's name is too long for the platform"),
    48001: later(
        "the account may not use this part of the API: it has to be verified (微信认证); until "
        "then paste fragment.html into the account's own editor"
    ),
    53404: later("the account is barred from publishing for now; its own page says why"),
}
"""What an error code means for whoever runs this, and what to do."""


class UnsureError(HouseError):
    """Something was sent and no whole answer came: it may have been done."""


class RefusedError(HouseError):
    """The platform answered with an error code, and would not do it."""

    def __init__(self, code: int, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


@dataclass
class Platform:
    """The API at `url` for one account; the secret and the token are never shown.

    Every method raises RefusedError with an explanation when the platform says
    no, UnsureError when nobody knows whether it did it, HouseError when it is away.
    """

    appid: str
    secret: str = field(repr=False)
    url: str = URL
    pause: Callable[[float], None] = time.sleep
    timeout: float = 30
    _token: str = field(default="", repr=False)
    _client: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(timeout=self.timeout)

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def picture(self, raw: bytes, name: str) -> str:
        """Upload a picture of a body; gives its address."""
        said = self._call("media/uploadimg", file=(name, raw))
        return _text(said, "url")

    def cover(self, raw: bytes, name: str) -> str:
        """Upload a cover for good; gives its id."""
        said = self._call("material/add_material", file=(name, raw), type="image")
        return _text(said, "media_id")

    def draft(self, article: Mapping[str, Any]) -> str:
        """Add a draft; gives its id. It is not asked twice: see UnsureError."""
        return _text(self._call("draft/add", {"articles": [article]}, again=False), "media_id")

    def drafted(self, source: str) -> str | None:
        """The id of a draft whose original stands at this address, of the newest ones."""
        for start in range(0, _MOST_DRAFTS, _PAGE):
            asked = {"offset": start, "count": _PAGE, "no_content": 0}
            said = self._call("draft/batchget", asked)
            items = said.get("item")
            if not isinstance(items, list):
                raise _half("draft/batchget")
            for item in items:
                if source in _sources(item):
                    return _text(item, "media_id")
            if len(items) < _PAGE:
                return None
        return None

    def submit(self, draft: str) -> str:
        """Hand a draft in to be published; gives the task's id. Nothing is public yet then."""
        said = self._call("freepublish/submit", {"media_id": draft}, again=False)
        return str(said.get("publish_id") or "")

    def _call(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        file: tuple[str, bytes] | None = None,
        again: bool = True,
        **query: str,
    ) -> Mapping[str, Any]:
        """The answer without its error code; waits and asks again where that makes sense."""
        renewed = False
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            token = self._token or self._new_token()
            try:
                said = self._sent(path, body, file, {"access_token": token, **query})
            except UnsureError:
                if last or not again:
                    raise
            else:
                code = _code(said)
                if not code:
                    return said
                if code in _TOKEN_OVER and not renewed:
                    renewed, self._token = True, self._new_token(force=True)
                    continue
                if code == -1 and not again:
                    raise _half(path)
                if code not in _BUSY or last:
                    raise self._refused(path, code, said)
            self.pause(2.0**attempt)
        raise _away(path)

    def _new_token(self, *, force: bool = False) -> str:
        """A token; `force` where the platform refused the one that it still gives out."""
        asked = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
            "force_refresh": force,
        }
        for attempt in range(TRIES):
            try:
                said = self._sent("stable_token", asked, None, {})
            except UnsureError:
                if attempt == TRIES - 1:
                    raise
            else:
                code = _code(said)
                if not code:
                    self._token = _text(said, "access_token")
                    return self._token
                if code not in _BUSY or attempt == TRIES - 1:
                    raise self._refused("stable_token", code, said)
            self.pause(2.0**attempt)
        raise _away("stable_token")

    def _sent(
        self,
        path: str,
        body: Mapping[str, Any] | None,
        file: tuple[str, bytes] | None,
        query: Mapping[str, str],
    ) -> Mapping[str, Any]:
        """One request and its whole answer, as an object."""
        # The platform keeps \\u escapes as they are: letters go as letters.
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            answer = self._client.post(
                f"{self.url}/cgi-bin/{path}",
                params=dict(query),
                content=content,
                files={"media": file} if file else None,
            )
        except httpx.ConnectError as error:
            raise _away(path) from error
        except httpx.HTTPError as error:
            raise _half(path) from error
        if answer.is_server_error:
            raise _half(path)
        try:
            said = answer.json()
        except ValueError as error:
            raise _half(path) from error
        if not isinstance(said, dict):
            raise _half(path)
        return said

    def _refused(self, path: str, code: int, said: Mapping[str, Any]) -> RefusedError:
        words = str(said.get("errmsg", ""))
        for hidden in (self.secret, self._token):
            words = words.replace(hidden, "…") if hidden else words
        known = WHY.get(code)
        address = re.search(r"invalid ip ([0-9a-fA-F.:]+)", words)
        why = _(known).format(address=address[1] if address else "?") if known else words
        return RefusedError(
            code,
            _("WeChat {path}: error {code}: {why}").format(path=path, code=code, why=why),
        )


def _code(said: Mapping[str, Any]) -> int:
    code = said.get("errcode", 0)
    return code if isinstance(code, int) else -1


def _text(said: Mapping[str, Any], key: str) -> str:
    value = said.get(key)
    if not isinstance(value, str) or not value:
        raise UnsureError(
            _("WeChat answered without {key}; its API may have changed").format(key=key)
        )
    return value


def _sources(item: Any) -> Iterator[str]:
    """Where the articles of a draft say that their originals stand."""
    content = item.get("content") if isinstance(item, dict) else None
    news = content.get("news_item") if isinstance(content, dict) else None
    for one in news if isinstance(news, list) else ():
        if isinstance(one, dict):
            yield str(one.get("content_source_url", ""))


def _away(path: str) -> HouseError:
    return HouseError(_("WeChat {path}: no answer; try again later").format(path=path))


def _half(path: str) -> UnsureError:
    return UnsureError(
        _("WeChat {path}: half an answer; nobody knows whether it was done").format(path=path)
    )
