"""A Git host on this machine: enough of GitHub or Gitea to be asked, and to misbehave on demand."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.forge.description import Description

Answer = tuple[int, Any]
TOKEN = "a-token-that-nobody-may-see"
ROBOT = "ling-xiao"
NOW = "2026-11-20T02:00:00Z"
CUT = "/repos/zgh/portal"
"""Lacking in the descriptions, which are cut to a gate's needs; the real host holds it."""


class StandIn:
    """What the host knows, and how it answers; `kind` is `github` or `gitea`.

    Every request and every answer is held against `description` where there is
    one. `trouble` is a queue of ways to fail, one a request: see `Trouble`.
    """

    def __init__(self, kind: str, description: Description | None = None) -> None:
        self.kind, self.description = kind, description
        self.pull: dict[str, Any] = {
            "number": 7,
            "title": "市总工会召开全委会议",
            "body": None,
            "state": "open",
            "user": {"login": "chen-lan"},
            "head": {"ref": "news", "sha": "a" * 40},
            "base": {"ref": "main", "sha": "b" * 40},
            "created_at": "2026-11-20T01:00:00Z",
            "labels": [{"name": "urgent"}],
            "merged_at": None,
            "merge_commit_sha": None,
        }
        self.commits: list[dict[str, Any]] = [
            {"author": {"login": "Chen-Lan"}, "committer": {"login": "web-flow"}, "sha": "a" * 40}
        ]
        self.reviews: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.labels: list[dict[str, Any]] = [{"id": 5, "name": "patrol"}]
        self.comments: list[dict[str, Any]] = []
        self.statuses: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []
        self.rights: dict[str, str] = {"lin-hai": "write", "visitor": "read"}
        self.protection: dict[str, Any] | None = None
        self.branches: dict[str, str] = {"main": "c" * 40}
        self.files: dict[str, str] = {}
        """What stands in each file, which is also its id."""
        self.drafts: list[dict[str, Any]] = []
        self.teams: list[dict[str, Any]] = []
        self.in_team, self.unknown = "song-ci", ""
        self.most = 50
        self.trouble: list[str] = []
        self.asked: list[str] = []
        self.faults: list[str] = []

    # Each route is a method; the two dialects differ in a few of them.

    def routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        repo = "/repos/zgh/portal"
        return [
            ("GET", "/user", self.whoami),
            ("GET", f"{repo}/pulls/7", lambda **_: (200, self.pull)),
            ("GET", f"{repo}/pulls/7/commits", lambda **_: (200, self.commits)),
            ("GET", f"{repo}/pulls/7/reviews", lambda **_: (200, self.reviews)),
            ("GET", f"{repo}/issues/7/(?:events|timeline)", lambda **_: (200, self.events)),
            ("GET", f"{repo}/teams", self.list_teams),
            ("GET", "/teams/5/members", lambda **_: (200, [{"login": self.in_team}])),
            ("GET", repo, lambda **_: (200, {"owner": {"login": "zgh"}})),
            ("GET", f"{repo}/issues/7/comments", lambda **_: (200, self.comments)),
            ("POST", f"{repo}/issues/7/comments", self.add_comment),
            ("PATCH", f"{repo}/issues/comments/(?P<id>.+)", self.edit_comment),
            ("DELETE", f"{repo}/issues/comments/(?P<id>.+)", self.remove_comment),
            ("GET", f"{repo}/commits/(?P<sha>.+)/statuses", self.list_statuses),
            ("POST", f"{repo}/statuses/(?P<sha>.+)", self.add_status),
            ("GET", f"{repo}/commits/(?P<sha>.+)/pulls?", self.pull_of),
            ("GET", f"{repo}/issues", lambda **_: (200, self.issues)),
            ("POST", f"{repo}/issues", self.add_issue),
            ("PUT", f"{repo}/issues/(?P<number>.+)/labels", self.label_issue),
            ("PATCH", f"{repo}/issues/(?P<number>.+)", self.edit_issue),
            ("GET", f"{repo}/labels", lambda **_: (200, self.labels)),
            ("POST", f"{repo}/labels", self.add_label),
            ("GET", f"{repo}/collaborators", self.list_people),
            ("GET", f"{repo}/collaborators/(?P<who>.+)/permission", self.right_of),
            ("PUT", f"{repo}/collaborators/(?P<who>.+)", self.admit),
            ("DELETE", f"{repo}/collaborators/(?P<who>.+)", self.dismiss),
            ("GET", f"{repo}/(?:branches/main/protection|branch_protections/main)", self.shield),
            ("PUT", f"{repo}/branches/main/protection", self.protect),
            ("POST", f"{repo}/branch_protections", self.protect),
            ("PATCH", f"{repo}/branch_protections/main", self.protect),
            ("GET", f"{repo}/pulls", lambda **_: (200, self.drafts)),
            ("POST", f"{repo}/pulls", self.add_draft),
            ("GET", f"{repo}/git/ref/heads/(?P<name>.+)", self.ref),
            ("POST", f"{repo}/git/refs", self.add_ref),
            ("GET", f"{repo}/branches/(?P<name>.+)", self.branch),
            ("GET", f"{repo}/contents/(?P<path>.+)", self.file),
            ("PUT", f"{repo}/contents/(?P<path>.+)", self.put_file),
            ("POST", f"{repo}/contents", self.put_files),
        ]

    def whoami(self, **_: Any) -> Answer:
        view = {"user_view_type": "private"} if self.kind == "github" else {}
        return 200, {"login": ROBOT} | view

    def add_comment(self, body: Any, **_: Any) -> Answer:
        one = {"id": len(self.comments) + 1, "body": body["body"], "user": {"login": ROBOT}}
        self.comments.append(one)
        return 201, one

    def edit_comment(self, id: str, body: Any, **_: Any) -> Answer:  # noqa: A002 - the route's own word
        self.comments[int(id) - 1]["body"] = body["body"]
        return 200, self.comments[int(id) - 1]

    def remove_comment(self, id: str, **_: Any) -> Answer:  # noqa: A002 - the same
        there = [one for one in self.comments if one["id"] == int(id)]
        self.comments = [one for one in self.comments if one["id"] != int(id)]
        return (204, None) if there else (404, {"message": "Not Found"})

    def list_statuses(self, sha: str, **_: Any) -> Answer:
        return 200, [one for one in reversed(self.statuses) if one["sha"] == sha]

    def add_status(self, sha: str, body: Any, **_: Any) -> Answer:
        key = "state" if self.kind == "github" else "status"
        one = {"context": body["context"], key: body["state"], "description": body["description"]}
        self.statuses.append(one | {"sha": sha})
        return 201, one

    def pull_of(self, sha: str, **_: Any) -> Answer:
        known = sha in {self.pull["merge_commit_sha"], *(one["sha"] for one in self.commits)}
        if self.kind == "github":
            return 200, [self.pull] if known else []
        return (200, self.pull) if known else (404, {"message": "not found"})

    def add_issue(self, body: Any, **_: Any) -> Answer:
        assert self.kind == "github" or all(isinstance(one, int) for one in body.get("labels", ()))
        if not self.rights.keys() >= set(body.get("assignees", ())):
            return 422, {"message": "Assignee does not exist"}
        one = {"number": len(self.issues) + 1, "state": "open", "user": {"login": ROBOT}}
        one["created_at"] = NOW
        one |= {"title": body["title"], "body": body["body"]}
        one["labels"] = self.named(body.get("labels", ()))
        self.issues.append(one)
        return 201, one

    def edit_issue(self, number: str, body: Any, **_: Any) -> Answer:
        self.issues[int(number) - 1] |= body
        return (200 if self.kind == "github" else 201), self.issues[int(number) - 1]

    def label_issue(self, number: str, body: Any, **_: Any) -> Answer:
        assert self.kind == "github" or all(isinstance(one, int) for one in body["labels"])
        self.issues[int(number) - 1]["labels"] = self.named(body["labels"])
        return 200, self.issues[int(number) - 1]["labels"]

    def add_label(self, body: Any, **_: Any) -> Answer:
        self.labels.append({"id": len(self.labels) + 5, "name": body["name"]})
        return 201, self.labels[-1]

    def named(self, labels: Sequence[str | int]) -> list[dict[str, Any]]:
        """Labels as GitHub is told them, by name, or Gitea, by number."""
        if self.kind == "github":
            return [{"name": one} for one in labels]
        return [{"name": one["name"]} for one in self.labels if one["id"] in labels]

    def list_people(self, **_: Any) -> Answer:
        if self.kind == "gitea":
            return 200, [{"login": one} for one in self.rights]
        return 200, [
            {"login": one, "permissions": {"push": right == "write", "pull": True, "admin": False}}
            for one, right in self.rights.items()
        ]

    def list_teams(self, **_: Any) -> Answer:
        if not self.teams:
            return 405, {"message": "repo is not owned by an organization"}
        return 200, self.teams

    def right_of(self, who: str, **_: Any) -> Answer:
        return 200, {"permission": self.rights[who]}

    def admit(self, who: str, body: Any, **_: Any) -> Answer:
        if who == self.unknown:
            return 422, {"message": f"user does not exist [name: {who}]"}
        self.rights[who] = {"push": "write"}.get(body["permission"], body["permission"])
        return 204, None

    def dismiss(self, who: str, **_: Any) -> Answer:
        self.rights.pop(who, None)  # hosts do not mind who was none
        return 204, None

    def shield(self, **_: Any) -> Answer:
        return (
            (404, {"message": "Not Found"}) if self.protection is None else (200, self.protection)
        )

    def protect(self, body: Any, **_: Any) -> Answer:
        new = self.protection is None
        if self.kind == "gitea":
            self.protection = (self.protection or {}) | body
            return (201 if new else 200), self.protection
        asked = body["required_pull_request_reviews"]
        self.protection = {
            "required_status_checks": body["required_status_checks"],
            "enforce_admins": {"enabled": body["enforce_admins"]},
            "allow_force_pushes": {"enabled": body["allow_force_pushes"]},
        } | ({"required_pull_request_reviews": asked} if asked else {})
        return 200, self.protection

    def add_draft(self, body: Any, **_: Any) -> Answer:
        head = {"ref": body["head"], "sha": self.branches[body["head"]]}
        self.drafts.append({**self.pull, "number": 8, "title": body["title"], "head": head})
        return 201, self.drafts[-1]

    def ref(self, name: str, **_: Any) -> Answer:
        if name not in self.branches:
            return 404, {"message": "Not Found"}
        return 200, {"ref": f"refs/heads/{name}", "object": {"sha": self.branches[name]}}

    def add_ref(self, body: Any, **_: Any) -> Answer:
        name = body["ref"].removeprefix("refs/heads/")
        self.branches[name] = body["sha"]
        return 201, self.ref(name)[1]

    def branch(self, name: str, **_: Any) -> Answer:
        return (200, {"name": name}) if name in self.branches else (404, {"message": "not found"})

    def file(self, path: str, **_: Any) -> Answer:
        known = path in self.files
        return (200, {"sha": self.files[path]}) if known else (404, {"message": "Not Found"})

    def put_file(self, path: str, body: Any, **_: Any) -> Answer:
        if body.get("sha") != self.files.get(path):
            return 409, {"message": f"{path} does not match"}
        self.files[path] = body["content"]
        return 201, {}

    def put_files(self, body: Any, **_: Any) -> Answer:
        for one in body["files"]:
            wanted = "update" if one["path"] in self.files else "create"
            if (one["operation"], one.get("sha")) != (wanted, self.files.get(one["path"])):
                return 422, {"message": f"cannot {one['operation']} {one['path']}"}
        self.branches[body["new_branch"]] = "d" * 40
        self.files |= {one["path"]: one["content"] for one in body["files"]}
        return 201, {}

    def answer(self, method: str, path: str, body: Any) -> Answer:
        """The answer to a request, both held against the host's description."""
        for wanted, route, act in self.routes():
            match = re.fullmatch(route, path)
            if match and method == wanted:
                known = self.description if path != CUT else None
                operation = known and known.operation(method, path)
                if self.description and operation:
                    self._hold(method, path, self.description.wants(operation), body)
                named = {name: unquote(part) for name, part in match.groupdict().items()}
                status, value = act(body=body, **named)
                if self.description and operation:
                    value = self._promised(method, path, operation, status, value)
                return status, value
        return 404, {"message": "Not Found"}

    def _promised(self, method: str, path: str, operation: Any, status: int, value: Any) -> Any:
        if self.description is None or status == 405:
            return value
        schema = self.description.gives(operation, status)
        if schema is None or status == 404:
            return value
        whole = self.description.whole(schema, value)
        checked = whole if self.kind == "github" else _without_nulls(whole)
        self._hold(method, f"{path} (answer)", schema, checked)
        return whole

    def _hold(self, method: str, path: str, schema: Any, value: Any) -> None:
        if self.description and schema is not None and value is not None:
            found = self.description.objections(schema, value)
            self.faults += [f"{method} {path}: {why}" for why in found[:3]]


def _without_nulls(value: Any) -> Any:
    """Swagger 2 has no word for null, though Gitea says it."""
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_without_nulls(one) for one in value]
    return value


def _draft_of_another(review: dict[str, Any]) -> bool:
    """Gitea counts these among a proposal's reviews, and does not show them."""
    return review["state"] == "PENDING" and (review["user"] or {})["login"] != ROBOT


def _asked_for(host: StandIn, query: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """The issues in the state and with the label that were asked for; hosts show open ones.

    Gitea forgets about a label that it does not know.
    """
    state, label = query.get("state", ["open"])[0], query.get("labels", [""])[0]
    if host.kind == "gitea" and label not in {one["name"] for one in host.labels}:
        label = ""
    for issue in host.issues:
        names = {one["name"] for one in issue.get("labels", ())}
        if state in {"all", issue["state"]} and label in {"", *names}:
            yield issue


class Handler(BaseHTTPRequestHandler):
    """Answers as the stand-in says, or fails as its trouble says."""

    host: StandIn
    prefix: str

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        path = parts.path.removeprefix(self.prefix)
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        self.host.asked.append(f"{self.command} {path}")
        trouble = self.host.trouble.pop(0) if self.host.trouble else ""
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._say(401, {"message": "Bad credentials"})
        elif trouble and trouble not in {"lost", "truncated", "half"}:
            self._say(int(trouble.split()[0]), {"message": trouble}, trouble.split()[1:])
        else:
            status, value = self.host.answer(self.command, path, body)
            if self.command == "GET" and path.endswith("/issues"):
                value = list(_asked_for(self.host, parse_qs(parts.query)))
            if trouble == "lost":
                self.close_connection = True
            else:
                self._page(path, status, value, parse_qs(parts.query), trouble)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815 - http.server's names

    def _page(
        self, path: str, status: int, value: Any, query: dict[str, list[str]], trouble: str
    ) -> None:
        headers = []
        if isinstance(value, list) and "page" in query:
            page, size = int(query["page"][0]), min(int(query["per_page"][0]), self.host.most)
            gitea, total = self.host.kind == "gitea", len(value)
            whole = gitea and path.endswith("/comments")
            more = total > page * size and not whole
            if not whole:
                value = value[(page - 1) * size : page * size]
            if gitea and path.endswith("/reviews"):
                value = [one for one in value if not _draft_of_another(one)]
            if trouble == "truncated":
                value = value[:-1]
            headers = [f'Link=<{self.prefix}/?page={page + 1}>; rel="next"'] if more else []
            if gitea and path.endswith("/timeline"):
                total, value = len(value), value or None
            if gitea:
                headers.append(f"X-Total-Count={total}")
        self._say(status, value, headers, half=trouble == "half")

    def _say(
        self, status: int, value: Any, headers: Sequence[str] = (), *, half: bool = False
    ) -> None:
        raw = b"" if status == 204 else json.dumps(value).encode()
        self.send_response(status)
        for header in headers:
            self.send_header(*header.split("=", 1))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw[: len(raw) // 2] if half else raw)
        if half:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(host: StandIn, prefix: str = "") -> Iterator[str]:
    """Answer on loopback; gives the API's address."""
    handler = type("Answering", (Handler,), {"host": host, "prefix": prefix})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
