"""What is meant to happen in the outside world, as a value: printed, tested, then applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """A commit status as every host knows it."""

    SUCCESS = "success"
    PENDING = "pending"
    FAILURE = "failure"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Comment:
    """Put this text into the one comment of a proposal that carries `key`."""

    number: int
    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Status:
    """Set the status `context` of a commit."""

    commit: str
    context: str
    state: State
    description: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Keep one issue for `key`: open with this text, or closed where `open` is false."""

    key: str
    title: str
    body: str
    open: bool = True
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Propose these files (path from the repository's root → bytes) on a branch of their own."""

    branch: str
    title: str
    body: str
    files: tuple[tuple[str, bytes], ...]


Action = Comment | Status | Issue | Draft
Plan = Sequence[Action]
"""Actions in the order in which they are carried out."""
