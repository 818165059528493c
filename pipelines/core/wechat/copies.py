"""What became of an article's copies on the WeChat account: events written down, read as copies."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

PATIENCE = timedelta(minutes=15)
"""A run that began a draft and said nothing for so long did not live to say it."""


class What(StrEnum):
    """What happened to a copy."""

    BEGUN = "begun"
    FAILED = "failed"
    DRAFTED = "drafted"
    SUBMITTING = "submitting"
    SUBMITTED = "submitted"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to the copy of an article's bytes.

    `path` is below the content folder, `digest` that of all approved files,
    `number` counts the copy's events from 1. `id` is the platform's: of a draft
    (DRAFTED), of a task (SUBMITTED), or the copy's address (PUBLISHED). `by` is
    a person's id, `at` Asia/Shanghai time. `run` tells who began or submits: two
    machines must never write the same line, or both would believe to be first.
    """

    number: int
    path: str
    digest: str
    account: str
    what: str
    at: str
    title: str = ""
    id: str = ""
    by: str = ""
    run: str = ""

    def as_line(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Copy:
    """An article's copy as it stands: its draft, its task, its address, as far as they are known.

    `last` is its newest event; `on` the day since which it is the platform's to show.
    """

    last: Event
    draft: str = ""
    task: str = ""
    address: str = ""
    on: datetime | None = None

    @property
    def exists(self) -> bool:
        """Whether there is anything of it on the platform, as far as we know."""
        return bool(self.draft or self.task or self.address)

    def busy(self, now: datetime) -> bool:
        """Whether another run has it in hand at this moment."""
        begun = self.last.what == What.BEGUN
        return begun and now - datetime.fromisoformat(self.last.at) < PATIENCE


def parse(line: str) -> Event:
    """An event from its line. Raises ValueError where it is none."""
    try:
        event = Event(**json.loads(line))
        datetime.fromisoformat(event.at)
        What(event.what)
        1 + event.number
    except TypeError as error:
        raise ValueError(line) from error
    return event


def digest(files: Iterable[tuple[str, str]]) -> str:
    """What names the bytes of a copy: SHA-256 over its files and their blob ids."""
    return hashlib.sha256(json.dumps(sorted(files)).encode()).hexdigest()


def copies(events: Iterable[Event]) -> Mapping[tuple[str, str], Copy]:
    """Every copy by path and digest, whatever order its events were read in."""
    found: dict[tuple[str, str], Copy] = {}
    for event in sorted(events, key=lambda one: (one.path, one.digest, one.number, one.at)):
        key = event.path, event.digest
        found[key] = _after(found.get(key), event)
    return found


def _after(before: Copy | None, event: Event) -> Copy:
    draft, task, address, on = (
        (before.draft, before.task, before.address, before.on) if before else ("", "", "", None)
    )
    at = datetime.fromisoformat(event.at)
    if event.what == What.DRAFTED:
        draft = event.id
    elif event.what == What.SUBMITTED:
        task, on = event.id, on or at
    elif event.what == What.PUBLISHED:
        address, on = event.id, on or at
    return Copy(event, draft, task, address, on)


def of_article(events: Iterable[Event], path: str) -> Iterator[Copy]:
    """All copies of an article that are on the platform, oldest first."""
    found = [copy for key, copy in copies(events).items() if key[0] == path and copy.exists]
    yield from sorted(found, key=lambda copy: copy.last.at)
