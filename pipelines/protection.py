"""The Git host's settings against the charter: the difference as a value, printed, then applied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.core.charter import Charter
from pipelines.core.messages import _
from pipelines.core.rights import missing, surplus
from pipelines.forge.port import Forge, Protection
from pipelines.forge.web import RefusedError
from pipelines.gate import APPROVAL, BRANCH, CONTENT

WANTED = Protection(
    contexts=(APPROVAL, CONTENT),
    owners_review=True,
    stale_dismissed=False,
    admins_bound=True,
    direct_push=False,
    force_push=False,
)
"""How the main branch is guarded; stale reviews stay, for approvals are bound to content."""


@dataclass(frozen=True, slots=True)
class Protect:
    """Guard a branch so; `was` is how it is guarded now."""

    branch: str
    was: Protection
    wanted: Protection

    def __str__(self) -> str:
        changed = (
            f"{name}: {getattr(self.was, name)} → {getattr(self.wanted, name)}"
            for name in Protection.__slots__
            if getattr(self.was, name) != getattr(self.wanted, name)
        )
        return _("protect {branch}: {changes}").format(
            branch=self.branch, changes="; ".join(changed)
        )


@dataclass(frozen=True, slots=True)
class Admit:
    """Give an account the right to write."""

    account: str

    def __str__(self) -> str:
        return _("give {account} the right to write").format(account=self.account)


@dataclass(frozen=True, slots=True)
class Remove:
    """Take an account's right to write away, and why."""

    account: str
    why: str

    def __str__(self) -> str:
        return _("take from {account} the right to write: {why}").format(
            account=self.account, why=self.why
        )


Step = Protect | Admit | Remove


def difference(charter: Charter, forge: Forge, day: date) -> Iterator[Step]:
    """What would have to be done for the host to be as the charter says (CZ-12a, SC-20a)."""
    was = forge.protection(BRANCH)
    if was != WANTED:
        yield Protect(BRANCH, was, WANTED)
    members = forge.members()
    for account in missing(charter, forge.host, members, day):
        yield Admit(account)
    for account, why in surplus(charter, forge.host, members, day):
        yield Remove(account, why)


def apply(forge: Forge, steps: Sequence[Step]) -> None:
    """Do it, in this order; what the host refuses holds nothing else up, and is raised at the end.

    So a leaver loses the right to write though somebody else's account is misspelt.
    """
    refused: RefusedError | None = None
    for step in steps:
        try:
            _take(forge, step)
        except RefusedError as error:
            refused = refused or error
    if refused is not None:
        raise refused


def _take(forge: Forge, step: Step) -> None:
    match step:
        case Protect():
            forge.protect(step.branch, step.wanted)
        case Admit():
            forge.admit(step.account)
        case Remove():
            forge.dismiss_member(step.account)
