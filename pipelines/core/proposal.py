"""A pull request as the rules see it: what it changes, who wrote it, who reviewed it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pipelines.core.findings import Place


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
    """One review by a host account, bound to the commit it was given for.

    `verdict` is what the reviewer said, `dismissed` that somebody set it aside;
    where a host no longer tells what was set aside, the verdict is DISMISSED.
    """

    id: str
    account: str
    verdict: Verdict
    commit: str | None
    at: datetime
    dismissed: bool = False
    dismissed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal (pull request): `base` and `head` are commits, `host` says whose accounts.

    `authors` are all names by which the writers of its commits are known, in
    small letters: accounts, addresses, names. `contents` are the blob ids of
    the files that approvals are bound to, by path, in the head and in every
    commit that was reviewed and is known. `faults` are what cannot be judged.
    """

    number: int
    title: str
    body: str
    base: str
    head: str
    opener: str
    opened_at: datetime
    host: str = "folder"
    authors: frozenset[str] = frozenset()
    changes: tuple[Change, ...] = ()
    reviews: tuple[Review, ...] = ()
    labels: frozenset[str] = frozenset()
    target: str = "main"
    merged: bool = False
    closed: bool = False
    contents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    faults: tuple[tuple[Place, str], ...] = ()
