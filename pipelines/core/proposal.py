"""A pull request as the rules see it: what it changes, who wrote it, who reviewed it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a review says, whatever the Git host calls it."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    COMMENTED = "commented"
    DISMISSED = "dismissed"


class How(StrEnum):
    """What happened to a file."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Change:
    """One file between the target branch and the proposal's head.

    Paths are from the repository's root; `before` and `after` are blob ids.
    """

    path: str
    how: How
    before: str | None = None
    after: str | None = None
    old_path: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One review by a host account, bound to the commit it was given for."""

    id: str
    account: str
    verdict: Verdict
    commit: str | None
    at: datetime
    dismissed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal (pull request): `base` and `head` are commits, `authors` host accounts.

    `authors` are the opener, and the committers and co-authors of every commit.
    """

    number: int
    title: str
    body: str
    base: str
    head: str
    opener: str
    opened_at: datetime
    authors: frozenset[str] = frozenset()
    changes: tuple[Change, ...] = ()
    reviews: tuple[Review, ...] = ()
    labels: frozenset[str] = frozenset()
    target: str = "main"
    merged: bool = False
