"""What GitHub and Gitea have in common: comments, statuses, and how proposals are told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.plan import Comment, State, Status
from pipelines.core.proposal import Proposal, Review
from pipelines.forge.issues import Label, Tracker, User, account, key_of, local
from pipelines.forge.port import marked
from pipelines.forge.web import Answer

LONGEST_DESCRIPTION = 140
"""Characters of a status that every host shows."""


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
    labels: list[Label] | None = None
    merged: bool = False
    merged_at: datetime | None = None
    merge_commit_sha: str | None = None
    merge_base: str | None = None


class _Comment(Answer):
    id: int
    body: str | None
    user: User | None


class _CommitUser(Answer):
    author: User | None = None
    committer: User | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A status as a host lists it."""

    context: str
    state: str
    description: str


class Host(Tracker):
    """The common part of a forge on the web."""

    host: str
    most_commits: int
    """How many commits of a proposal the host lists at most, without saying so."""

    @property
    def _comments(self) -> str:
        return f"{self.repository}/issues/comments"

    def reviews(self, number: int) -> Sequence[Review]:
        """A proposal's reviews in the order they were given."""
        raise NotImplementedError

    def said(self, commit: str) -> Iterator[Said]:
        """A commit's statuses, newest first."""
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
        me, body = self.me(), marked(comment.key, comment.body)

        def ours() -> list[_Comment]:
            return [
                one
                for one in self.web.pages(path, _Comment)
                if key_of(one.body) == comment.key and account(one.user) == me
            ]

        there = ours()
        if not there:
            self.web.once(path, {"body": body}, lambda: bool(ours()))
            # Another run may have written its own meanwhile: the first one stays.
            there = ours()
        for one in there[:1]:
            if one.body != body:
                self.web.change("PATCH", f"{self._comments}/{one.id}", {"body": body})
        for one in there[1:]:
            self.web.remove(f"{self._comments}/{one.id}")

    def status(self, status: Status) -> None:
        """See Forge.status."""
        description = status.description[:LONGEST_DESCRIPTION]
        wanted = Said(status.context, status.state.value, description)

        def already() -> bool:
            last = (one for one in self.said(status.commit) if one.context == status.context)
            return next(last, None) == wanted

        body = {"state": wanted.state, "context": wanted.context, "description": description}
        self.web.once(f"{self.repository}/statuses/{status.commit}", body, already)


def known_state(state: str) -> str:
    """A status's state, if it is one that we know. Raises HouseError otherwise."""
    if state not in {*(one.value for one in State), "warning", "skipped", "neutral"}:
        raise HouseError(
            _("the host speaks of a state that nobody knows: {state}").format(state=state)
        )
    return state
