"""A place that releases stand in, and the four things done there: publish, go back, keep, clean.

A target looks like this, on this machine or another; only `current/` is served:

    releases/<id>/   complete releases, never modified
    current          a link to the one that is public
    incoming/        what is being made or removed; empty between two runs
    history          one line a switch: when, which release, how
    takedowns        what is held back though the content still has it
    nginx.conf       how a web server shows all this
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.release.manifest import Manifest

BACK = "rollback"
"""How history calls a switch to an older release."""


class Target(Protocol):
    """What a place must be able to do; everything but `locked` is done under the lock."""

    @property
    def name(self) -> str:
        """The place, as messages and records name it."""

    @property
    def root(self) -> str:
        """The folder, as the machine it stands on names it."""

    def locked(self) -> AbstractContextManager[None]:
        """One at a time: waits for whoever is at work here, then clears what they left."""

    def current(self) -> str | None:
        """The name of the public release."""

    def names(self) -> list[str]:
        """The names of all complete releases."""

    def read(self, name: str) -> Manifest:
        """What a release really consists of, by its bytes."""

    def digest(self, name: str, path: str) -> str | None:
        """The digest of one file of a release; None where there is no such file."""

    def put(self, name: str, manifest: Manifest, source: Path) -> None:
        """Bring a release here, complete and durable, but not yet public."""

    def switch(self, name: str) -> None:
        """Make a release public, in one instant."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove releases that are not public."""

    def text(self, name: str) -> str:
        """One of the small files beside the releases; empty when there is none."""

    def write(self, name: str, text: str) -> None:
        """Write one of them, all or nothing."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A line of a target's history: at `at` (Asia/Shanghai) this release became public."""

    at: datetime
    name: str
    how: str

    @property
    def release(self) -> str:
        """The release's id."""
        return release_of(self.name)


def release_of(name: str) -> str:
    """The id of the release that stands in a folder of this name."""
    return name.partition(".")[0]


def history(target: Target) -> list[Switch]:
    """All switches, oldest first."""
    lines = (line.split(maxsplit=2) for line in target.text("history").splitlines())
    return [Switch(datetime.fromisoformat(at), name, how) for at, name, how in lines]


def publish(
    target: Target, manifest: Manifest, source: Path, now: datetime, how: str = "publish"
) -> str:
    """Make the files in `source` public; gives the release's name, its id unless that is spoilt.

    Whatever happens on the way, readers see the old release whole or the new.
    """
    name = _place_for(target, manifest)
    if name not in target.names():
        target.put(name, manifest, source)
    _switch(target, Switch(now, name, how))
    return name


def _place_for(target: Target, manifest: Manifest) -> str:
    """The folder for a release: one that has exactly these bytes, or a free one.

    A spoilt folder stays as evidence until it is too old to keep, and may even
    be the public one, so the sound copy stands beside it.
    """
    names = set(target.names())
    name, count = manifest.id, 1
    while name in names and target.read(name) != manifest:
        count += 1
        name = f"{manifest.id}.{count}"
    return name


def rollback(target: Target, now: datetime, known: Iterable[str] = ()) -> Switch:
    """Go back to the last release before the public one whose bytes verify.

    `known` are the ids that records kept elsewhere know; where there are any,
    no other is trusted. Raises HouseError when no release is sound.
    """
    trusted = set(known)
    for name in _before_the_public(target):
        id_ = release_of(name)
        if (not trusted or id_ in trusted) and target.read(name).id == id_:
            _switch(target, back := Switch(now, name, BACK))
            return back
    raise HouseError(
        _("no earlier release at {target} verifies: publish again from the repository").format(
            target=target.name
        )
    )


def keep(target: Target, number: int) -> list[str]:
    """Remove all but the `number` releases that were public last; gives what went."""
    public = target.current()
    spare = [name for name in _newest_first(target)[number:] if name != public]
    target.remove(spare)
    return spare


def forget(target: Target, page: str, notice: str) -> list[str]:
    """Remove every release where `page` stands with other bytes than the notice's digest."""
    public = target.current()
    bad = [
        name
        for name in target.names()
        if name != public and target.digest(name, page) not in {None, notice}
    ]
    target.remove(bad)
    return bad


def _newest_first(target: Target) -> list[str]:
    there = set(target.names())
    order = dict.fromkeys(switch.name for switch in reversed(history(target)))
    return [name for name in order if name in there]


def _before_the_public(target: Target) -> list[str]:
    """Releases published before the public one, newest first: going back twice goes on back."""
    there, public = set(target.names()), target.current()
    last = {one.name: number for number, one in enumerate(history(target)) if one.how != BACK}
    order = sorted(there & last.keys(), key=lambda name: last[name], reverse=True)
    if public not in order:
        return order
    return order[order.index(public) + 1 :]


def _switch(target: Target, switch: Switch) -> None:
    # The line is written first: a line too many is harmless, a public release
    # that history does not know would be cleared away as a leftover.
    line = f"{switch.at.isoformat(timespec='minutes')} {switch.name} {switch.how}\n"
    target.write("history", target.text("history") + line)
    target.switch(switch.name)


def leftovers(target: Target) -> list[str]:
    """Releases that were made but never became public, because their maker was killed."""
    seen = {switch.name for switch in history(target)} | {target.current()}
    return [name for name in target.names() if name not in seen]


Takedown = Mapping[str, str]
"""What is held back: `path` of the article, `on`, `by` and `reason`."""


def takedowns(target: Target) -> list[Takedown]:
    """The articles held back at this target before the content says so."""
    held: list[Takedown] = json.loads(target.text("takedowns") or "[]")
    return held


def hold_back(target: Target, held: Iterable[Takedown]) -> None:
    """Write down what is held back from now on."""
    text = json.dumps(list(held), ensure_ascii=False, indent=1) + "\n"
    if text != target.text("takedowns"):
        target.write("takedowns", text)
