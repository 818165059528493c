"""What GitHub and Gitea have in common: comments, statuses, issues, and how reviews are told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from pipelines.core.desks.letters import Posted
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.plan import Comment, Issue, State, Status
from pipelines.core.proposal import Proposal, Review
from pipelines.forge.port import MARK, marked
from pipelines.forge.web import Answer, RefusedError, Web

SHANGHAI = timezone(timedelta(hours=8))
LONGEST_DESCRIPTION = 140
"""Characters of a status that every host shows."""
_MARK = re.compile(re.escape(MARK).replace(r"\{key\}", "(.+?)"))


class User(Answer):
    """An account."""

    login: str


class _Label(Answer):
    name: str


class _Branch(Answer):
    ref: str
    sha: str


class Pull(Answer):
    """A pull request."""

    number: int
    title: str
    body: str | None = None
    user: User | None
    head: _Branch
    base: _Branch
    created_at: datetime
    state: str
    labels: list[_Label] | None = None
    merged: bool = False
    merged_at: datetime | None = None
    merge_commit_sha: str | None = None
    merge_base: str | None = None


class _Comment(Answer):
    id: int
    body: str | None
    user: User | None


class _Issue(Answer):
    number: int
    title: str
    body: str | None
    state: str
    user: User | None
    created_at: datetime
    labels: list[_Label] | None = None
    assignees: list[User] | None = None
    pull_request: dict[str, object] | None = None


class _CommitUser(Answer):
    author: User | None = None
    committer: User | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A status as a host lists it."""

    context: str
    state: str
    description: str


class Host:
    """The common part of a forge on the web; `repository` is `owner/name`."""

    host: str
    robot: str
    """The account of the CI run's own token, which may not ask who it is."""
    most_commits: int
    """How many commits of a proposal the host lists at most, without saying so."""

    def __init__(self, web: Web, repository: str) -> None:
        self.web = web
        self.repository = f"repos/{repository}"

    def reviews(self, number: int) -> Sequence[Review]:
        """A proposal's reviews in the order they were given."""
        raise NotImplementedError

    def said(self, commit: str) -> Iterator[Said]:
        """A commit's statuses, newest first."""
        raise NotImplementedError

    def label_ids(self, names: Sequence[str]) -> Sequence[int | str]:
        """Labels as the host wants them named."""
        raise NotImplementedError

    def proposal(self, number: int) -> Proposal:
        """See Forge.proposal."""
        path = f"{self.repository}/pulls/{number}"
        pull = self.web.get(path, Pull)
        if pull.number != number:
            raise HouseError(_("{path}: the host answered about something else").format(path=path))
        return self._as_proposal(pull)

    def proposals(self) -> Sequence[Proposal]:
        """See Forge.proposals."""
        pulls = list(self.web.pages(f"{self.repository}/pulls", Pull, state="all"))
        return [self._as_proposal(pull) for pull in sorted(pulls, key=lambda pull: pull.number)]

    def _as_proposal(self, pull: Pull) -> Proposal:
        return Proposal(
            pull.number,
            pull.title,
            pull.body or "",
            base=pull.merge_base or pull.base.sha,
            head=pull.head.sha,
            opener=account(pull.user),
            opened_at=local(pull.created_at),
            host=self.host,
            authors=frozenset(self._authors(f"{self.repository}/pulls/{pull.number}")),
            reviews=tuple(self.reviews(pull.number)),
            labels=frozenset(label.name for label in pull.labels or ()),
            target=pull.base.ref,
            merged=pull.merged or pull.merged_at is not None,
            closed=pull.state == "closed",
        )

    def _authors(self, path: str) -> Iterator[str]:
        """The accounts of who wrote a proposal's commits."""
        listed = list(self.web.pages(f"{path}/commits", _CommitUser))
        if len(listed) >= self.most_commits:
            raise HouseError(
                _("{path}: too many commits to list; squash them into fewer").format(path=path)
            )
        for commit in listed:
            for user in (commit.author, commit.committer):
                if user is not None:
                    yield user.login.casefold()

    def comment(self, comment: Comment) -> None:
        """See Forge.comment."""
        path = f"{self.repository}/issues/{comment.number}/comments"
        me, body = self._me(), marked(comment.key, comment.body)

        def ours() -> _Comment | None:
            return next(
                (
                    one
                    for one in self.web.pages(path, _Comment)
                    if key_of(one.body) == comment.key and account(one.user) == me
                ),
                None,
            )

        there = ours()
        if there is None:
            self.web.once(path, {"body": body}, lambda: ours() is not None)
        elif there.body != body:
            self.web.change(
                "PATCH", f"{self.repository}/issues/comments/{there.id}", {"body": body}
            )

    def status(self, status: Status) -> None:
        """See Forge.status."""
        description = status.description[:LONGEST_DESCRIPTION]
        wanted = Said(status.context, status.state.value, description)

        def already() -> bool:
            last = (one for one in self.said(status.commit) if one.context == status.context)
            return next(last, None) == wanted

        body = {"state": wanted.state, "context": wanted.context, "description": description}
        self.web.once(f"{self.repository}/statuses/{status.commit}", body, already)

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
            labels = {"labels": self.label_ids(issue.labels)} if issue.labels else {}
            people = {"assignees": list(issue.assignees)} if issue.assignees else {}
            self.web.once(path, body | labels | people, lambda: self._issue(issue.key) is not None)
        elif there is not None and not issue.open:
            self.web.change("PATCH", f"{path}/{there.number}", body | {"state": "closed"})
        elif there is not None and (there.title, there.body) != (body["title"], body["body"]):
            self._change(there, body, issue)

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
        me = self._me()
        for one in self._listed(state, *labels):
            if account(one.user) == me and key_of(one.body):
                yield one

    def _listed(self, state: str, *labels: str) -> Iterator[_Issue]:
        """Issues with these labels; hosts list pull requests too, and all for unknown labels."""
        named = {"labels": ",".join(labels)} if labels else {}
        for one in self.web.pages(f"{self.repository}/issues", _Issue, state=state, **named):
            if one.pull_request is None and {*labels} <= {label.name for label in one.labels or ()}:
                yield one

    def _me(self) -> str:
        """Our own account: what others write with our mark is theirs."""
        try:
            return account(self.web.get("user", User))
        except RefusedError:
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


def known_state(state: str) -> str:
    """A status's state, if it is one that we know. Raises HouseError otherwise."""
    if state not in {*(one.value for one in State), "warning", "skipped", "neutral"}:
        raise HouseError(
            _("the host speaks of a state that nobody knows: {state}").format(state=state)
        )
    return state


def _as_issue(one: _Issue) -> Issue:
    return Issue(
        key_of(one.body) or "",
        one.title,
        (one.body or "").partition("\n")[2],
        labels=tuple(label.name for label in one.labels or ()),
        assignees=tuple(account(user) for user in one.assignees or ()),
    )
