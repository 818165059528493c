"""Issues of ours at a host on the web: found by their key, opened once, closed, opened again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from pipelines.core.desks.letters import Posted
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.plan import Issue
from pipelines.forge.port import MARK, marked
from pipelines.forge.web import Answer, RefusedError, Web

SHANGHAI = timezone(timedelta(hours=8))
_MARK = re.compile(re.escape(MARK).replace(r"\{key\}", "(.+?)"))


class User(Answer):
    """An account."""

    login: str


class Label(Answer):
    """A label."""

    name: str


class _Issue(Answer):
    number: int
    title: str
    body: str | None
    state: str
    user: User | None
    created_at: datetime
    labels: list[Label] | None = None
    assignees: list[User] | None = None
    pull_request: dict[str, object] | None = None


class Tracker:
    """The issues of a repository, which is given as `owner/name`."""

    robot: str | None = None
    """The account of the CI run's own token, at a host where that may not ask who it is."""

    def __init__(self, web: Web, repository: str) -> None:
        self.web = web
        self.repository = f"repos/{repository}"

    def label_ids(self, names: Sequence[str]) -> Sequence[int | str]:
        """Labels as the host wants them named."""
        raise NotImplementedError

    def issues(self) -> Sequence[Issue]:
        """See Forge.issues."""
        return [_as_issue(one) for one in self._ours()]

    def closed(self, label: str) -> Sequence[Issue]:
        """See Forge.closed."""
        last: dict[str, _Issue] = {}
        for one in self._ours("closed", label):
            key = key_of(one.body) or ""
            if key not in last or last[key].number < one.number:
                last[key] = one
        return [replace(_as_issue(one), open=False) for one in last.values()]

    def issue(self, issue: Issue) -> None:
        """See Forge.issue."""
        path = f"{self.repository}/issues"
        there = self._issue(issue.key)
        body = {"title": issue.title, "body": marked(issue.key, issue.body)}
        if there is None and issue.open:
            before = self._issue(issue.key, "closed", *issue.labels[:1])
            if before is not None:
                self._change(before, body | {"state": "open"}, issue)
                return
            self._open(issue, body)
        elif there is not None and not issue.open:
            self.web.change("PATCH", f"{path}/{there.number}", body | {"state": "closed"})
        elif there is not None and (there.title, there.body) != (body["title"], body["body"]):
            self._change(there, body, issue)

    def _open(self, issue: Issue, body: Mapping[str, str]) -> None:
        """Open an issue; for nobody, where the host does not know whom it is for."""
        path = f"{self.repository}/issues"
        labels = {"labels": self.label_ids(issue.labels)} if issue.labels else {}
        people = {"assignees": list(issue.assignees)} if issue.assignees else {}
        whole = {**body, **labels}

        def there() -> bool:
            return self._issue(issue.key) is not None

        try:
            self.web.once(path, {**whole, **people}, there)
        except RefusedError:
            if not people:
                raise
            self.web.once(path, whole, there)

    def _change(self, there: _Issue, body: Mapping[str, str], issue: Issue) -> None:
        """Change an issue in place, and its labels where they are others."""
        path = f"{self.repository}/issues/{there.number}"
        self.web.change("PATCH", path, body)
        if issue.labels and {label.name for label in there.labels or ()} != set(issue.labels):
            self.web.change("PUT", f"{path}/labels", {"labels": self.label_ids(issue.labels)})

    def posted(self, label: str) -> Sequence[Posted]:
        """See Forge.posted."""
        found = [
            Posted(
                one.number, one.title, one.body or "", local(one.created_at), one.state != "open"
            )
            for one in self._listed("all", label)
        ]
        return sorted(found, key=lambda one: one.number)

    def _issue(self, key: str, state: str = "open", *labels: str) -> _Issue | None:
        found = (one for one in self._ours(state, *labels) if key_of(one.body) == key)
        return max(found, key=lambda one: one.number, default=None)

    def _ours(self, state: str = "open", *labels: str) -> Iterator[_Issue]:
        me = self.me()
        for one in self._listed(state, *labels):
            if account(one.user) == me and key_of(one.body):
                yield one

    def _listed(self, state: str, *labels: str) -> Iterator[_Issue]:
        """Issues with these labels; hosts list pull requests too, and all for unknown labels."""
        named = {"labels": ",".join(labels)} if labels else {}
        for one in self.web.pages(f"{self.repository}/issues", _Issue, state=state, **named):
            if one.pull_request is None and {*labels} <= {label.name for label in one.labels or ()}:
                yield one

    def me(self) -> str:
        """Our own account: what others write with our mark is theirs."""
        try:
            return account(self.web.get("user", User))
        except RefusedError as error:
            if self.robot is None:
                # Guessing would write everything anew at each run.
                raise HouseError(
                    _("the token may not ask whose it is: give it the right read:user as well")
                ) from error
            return self.robot


def account(user: User | None) -> str:
    """An account's name; nobody's where the host knows nobody any more."""
    return user.login if user is not None else ""


def key_of(body: str | None) -> str | None:
    """The key in the hidden line that a text of ours begins with."""
    found = _MARK.match(body or "")
    return found[1] if found else None


def local(moment: datetime) -> datetime:
    """A host's moment as Asia/Shanghai time without a zone."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None)


def _as_issue(one: _Issue) -> Issue:
    return Issue(
        key_of(one.body) or "",
        one.title,
        (one.body or "").partition("\n")[2],
        labels=tuple(label.name for label in one.labels or ()),
        assignees=tuple(account(user) for user in one.assignees or ()),
    )
