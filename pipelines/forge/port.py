"""What the portal asks of a Git host, whichever it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pipelines.core.desks.letters import Posted
from pipelines.core.plan import Action, Comment, Draft, Issue, Status
from pipelines.core.proposal import Proposal

MARK = "<!-- portal: {key} -->"
"""The hidden line by which a comment or an issue of ours is found again."""


@dataclass(frozen=True, slots=True)
class Protection:
    """How a branch is guarded: the statuses it requires, and whether anybody may go around.

    `owners_review` demands a code owner's review, `stale_dismissed` drops reviews
    on new commits, `direct_push` lets writers push without a proposal.
    """

    contexts: tuple[str, ...] = ()
    owners_review: bool = False
    stale_dismissed: bool = False
    admins_bound: bool = False
    direct_push: bool = True
    force_push: bool = True


class Forge(Protocol):
    """A Git host. Every method raises HouseError when the host does not answer as promised.

    `host` says whose accounts these are, as the charter's people list them.
    """

    host: str

    def proposal(self, number: int) -> Proposal:
        """A proposal with its reviews; what it changes is read from Git."""
        ...

    def proposals(self) -> Sequence[Proposal]:
        """Every proposal there ever was, with its reviews, by number; changes are read from Git."""
        ...

    def proposal_of(self, commit: str) -> int | None:
        """The merged proposal that brought a commit to the main line."""
        ...

    def comment(self, comment: Comment) -> None:
        """Write the proposal's comment that carries the key, in place where it stands already."""
        ...

    def status(self, status: Status) -> None:
        """Set a commit's status, unless it says the same already."""
        ...

    def issues(self) -> Sequence[Issue]:
        """The issues of ours that are open."""
        ...

    def closed(self, label: str) -> Sequence[Issue]:
        """The issues of ours with a label that are closed; of each key the one closed last."""
        ...

    def issue(self, issue: Issue) -> None:
        """Open, update or close the issue that carries the key; one that was closed opens again."""
        ...

    def posted(self, label: str) -> Sequence[Posted]:
        """Every issue with a label, open or closed, whoever opened it, by number."""
        ...

    def propose(self, draft: Draft) -> None:
        """Put files on a branch of their own and open a proposal for it, once."""
        ...

    def members(self) -> Sequence[str]:
        """The accounts that may write to the repository."""
        ...

    def protection(self, branch: str) -> Protection:
        """How a branch is protected."""
        ...

    def protect(self, branch: str, protection: Protection) -> None:
        """Protect a branch so."""
        ...

    def admit(self, account: str) -> None:
        """Give an account the right to write."""
        ...

    def dismiss_member(self, account: str) -> None:
        """Take an account's right to write away."""
        ...


def carry_out(forge: Forge, plan: Iterable[Action]) -> None:
    """Do what a plan intends, in its order."""
    for action in plan:
        match action:
            case Comment():
                forge.comment(action)
            case Status():
                forge.status(action)
            case Issue():
                forge.issue(action)
            case Draft():
                forge.propose(action)


def marked(key: str, body: str) -> str:
    """A text with the hidden line that names its key."""
    return f"{MARK.format(key=key)}\n{body}"
