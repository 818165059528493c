"""Talks to a Git host's API: time-outs, retries, pages, and nothing sent twice."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from pipelines.core.errors import HouseError
from pipelines.core.messages import _

TRIES = 4
LONGEST_WAIT = 60.0
"""Seconds; a host that asks for more patience than this is left for the next run."""
PAGE = 50
MOST_PAGES = 200
ABSENT = {httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED}
"""How a host says that there is no such thing, or that a thing of this kind has none."""

T = TypeVar("T")


class UnsureError(Exception):
    """Something was sent and no answer came: it may have been done."""


class RefusedError(HouseError):
    """The host answered, and would not do it."""


class Web:
    """One API at `url`, with a token that is never shown.

    Every method raises HouseError when the host does not answer, refuses, or
    answers something else than its API promises.
    """

    def __init__(
        self, url: str, token: str, pause: Callable[[float], None] = time.sleep, timeout: float = 20
    ) -> None:
        self._pause = pause
        self._client = httpx.Client(
            base_url=url.rstrip("/") + "/",
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=timeout,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def get(self, path: str, shape: type[T], **query: str | int) -> T:
        """What the host says at a path, in this shape."""
        return _shaped(shape, path, self._repeated("GET", path, params=query))

    def find(self, path: str, shape: type[T], **query: str | int) -> T | None:
        """What the host says at a path; None where it has nothing there."""
        answer = self._repeated("GET", path, params=query, absent=True)
        return None if answer.status_code in ABSENT else _shaped(shape, path, answer)

    def pages(self, path: str, shape: type[T], **query: str | int) -> Iterator[T]:
        """Every entry of a list, all pages of it. Raises HouseError when some are missing.

        Where the host counts, its count says when all are there: it may give fewer a
        page than we ask for, or all at once whichever page is asked for.
        """
        seen = 0
        for _number, answer in self._each_page(path, query):
            entries = _shaped(list[shape], path, answer)  # type: ignore[valid-type]  # a shape at run time
            yield from entries
            seen += len(entries)
            total = _total(answer)
            if total is None:
                last = len(entries) < PAGE and "next" not in answer.links
            else:
                last = seen >= total or not entries
            if last:
                self._complete(path, seen, total)
                return

    def thinned(self, path: str, shape: type[T], **query: str | int) -> Iterator[T]:
        """Every entry of a list from whose pages the host takes what is not for us to see.

        Such pages are shorter than asked for, or null, and the count tells how many
        there would be at most; only an empty page beyond it is the end.
        """
        for number, answer in self._each_page(path, query):
            entries = _shaped(list[shape] | None, path, answer) or []  # type: ignore[valid-type, arg-type]  # a shape at run time
            yield from entries
            if not entries and (number - 1) * PAGE >= (_total(answer) or 0):
                return

    def _each_page(
        self, path: str, query: Mapping[str, str | int]
    ) -> Iterator[tuple[int, httpx.Response]]:
        for number in range(1, MOST_PAGES + 1):
            size = {"per_page": PAGE, "limit": PAGE, "page": number}
            yield number, self._repeated("GET", path, params={**query, **size})
        raise HouseError(_("{path}: the list has no end").format(path=path))

    def _complete(self, path: str, seen: int, total: int | None) -> None:
        if total is not None and total != seen:
            raise HouseError(
                _("{path}: the host gave {seen} of {total} entries; try again later").format(
                    path=path, seen=seen, total=total
                )
            )

    def change(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> None:
        """Something that may be said twice with the same result: PUT, PATCH, DELETE."""
        self._repeated(method, path, json=body)

    def remove(self, path: str) -> None:
        """Take something away that somebody else may have taken away already."""
        self._repeated("DELETE", path, absent=True)

    def once(
        self, path: str, body: Mapping[str, Any], already: Callable[[], bool], wait: float = 1.0
    ) -> None:
        """Post something, unless it is there already; looks again before it tries again."""
        for attempt in range(TRIES):
            if already():
                return
            try:
                self._repeated("POST", path, json=body)
            except UnsureError:
                self._pause(wait * 2**attempt)
            else:
                return
        if not already():
            raise _away(self._client.base_url.host)

    def _repeated(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        json: Mapping[str, Any] | None = None,
        absent: bool = False,
    ) -> httpx.Response:
        """The answer, after as many tries as make sense.

        A post of which nobody knows whether it arrived is not repeated here:
        it raises UnsureError.
        """
        for attempt in range(TRIES):
            wait: float = 2**attempt
            answer = self._sent(method, path, params, json)
            if answer is not None:
                if answer.is_success or (absent and answer.status_code in ABSENT):
                    return answer
                if not (answer.is_server_error or _limited(answer)):
                    raise _refused(method, path, answer)
                wait = max(wait, _asked_to_wait(answer))
            if wait > LONGEST_WAIT:
                break
            if attempt < TRIES - 1:
                self._pause(wait)
        raise _away(self._client.base_url.host)

    def _sent(
        self,
        method: str,
        path: str,
        params: Mapping[str, str | int] | None,
        json: Mapping[str, Any] | None,
    ) -> httpx.Response | None:
        """The answer to one request; None where none came, and asking again is safe."""
        try:
            answer = self._client.request(method, path.lstrip("/"), params=params, json=json)
        except httpx.ConnectError:
            return None
        except (httpx.TimeoutException, httpx.NetworkError, httpx.ProtocolError) as error:
            if method == "POST":
                raise UnsureError from error
            return None
        except httpx.HTTPError as error:
            raise _away(self._client.base_url.host) from error
        if answer.is_server_error and method == "POST":
            raise UnsureError
        return answer


def _total(answer: httpx.Response) -> int | None:
    """How many entries the host says there are."""
    said = answer.headers.get("x-total-count", "")
    return int(said) if said.isdecimal() else None


def _limited(answer: httpx.Response) -> bool:
    """Whether the host only asks for patience; GitHub says so with 403 as well."""
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return True
    spent = answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status_code == httpx.codes.FORBIDDEN and (
        spent or "retry-after" in answer.headers or "rate limit" in answer.text.lower()
    )


def _asked_to_wait(answer: httpx.Response) -> float:
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdecimal() else 0.0


def _away(host: str) -> HouseError:
    return HouseError(_("the Git host {host} does not answer; try again later").format(host=host))


def _refused(method: str, path: str, answer: httpx.Response) -> RefusedError:
    code = httpx.codes
    if answer.status_code in {code.UNAUTHORIZED, code.FORBIDDEN}:
        why = _("the token is missing, expired, or may not do this")
    elif answer.status_code == code.NOT_FOUND:
        why = _("there is no such thing, or the token may not see it")
    else:
        why = _("the host refused it")
    return RefusedError(
        _("{method} {path}: {why} (status {status})").format(
            method=method, path=path, why=why, status=answer.status_code
        )
    )


def _shaped(shape: type[T], path: str, answer: httpx.Response) -> T:
    try:
        return TypeAdapter(shape).validate_json(answer.content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "-"
        raise HouseError(
            _("{path}: the host's answer is not what its API promises ({where})").format(
                path=path, where=where
            )
        ) from error


class Answer(BaseModel):
    """A part of an answer; what we do not need of it is left alone."""
