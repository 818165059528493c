"""The accounts ledger (台账): who holds which rights, by which papers, since and until when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pipelines.core.charter import Charter
from pipelines.core.charter.people import Person, Post
from pipelines.core.charter.units import UnitKind
from pipelines.core.desks.records import Training

ADMINISTRATOR = "administrator"
"""The role of super-administrators (SC-17 to SC-19)."""
CORRESPONDENT = "correspondent"
LEADER = "leader"
"""The role of main leaders (SC-16)."""


@dataclass(frozen=True)
class Account:
    """One person's line: the posts held today, and the days that clocks run between."""

    id: str
    person: Person
    posts: Sequence[Post]
    since: date | None
    left: date | None
    trained: date | None

    @property
    def days(self) -> dict[str, date]:
        """The known days by name; whoever has left is neither reviewed nor filed any more."""
        here = self.left is None
        days = {
            "since": self.since if here else None,
            "left": self.left,
            "revoked": self.person.revoked_on,
            "signed": self.person.letter_signed_on,
            "filed": self.person.filed_on,
            "trained": self.trained,
            "vetted": self.person.vetted_on,
            "reviewed": self.person.reviewed_on if here else None,
        }
        return {name: day for name, day in days.items() if day is not None}


def ledger(charter: Charter, today: date) -> Iterator[Account]:
    """Everybody who holds or held a post by `today`, in the charter's order."""
    trainings = list(charter.registers.every(Training))
    for id_, person in charter.people.items():
        begun = [post for post in person.posts if post.since is None or post.since <= today]
        if not begun:
            continue
        posts = list(person.posts_on(today))
        trained = [person.trained_on] if person.trained_on else []
        trained += [one.on for one in trainings if id_ in one.participants]
        since = min((post.since for post in begun if post.since is not None), default=None)
        ends = [post.until for post in begun if post.until is not None]
        left = max(ends) if not posts and ends else None
        heard = [day for day in trained if day <= today]
        yield Account(id_, person, posts, since, left, max(heard, default=None))


def approvers(charter: Charter, today: date) -> Iterator[Account]:
    """Those whose approval a chain asks for."""
    roles = {stage.role for chain in charter.chains.values() for stage in chain.stages}
    for account in ledger(charter, today):
        if any(post.role in roles for post in account.posts):
            yield account


def gaps(charter: Charter) -> Iterator[tuple[str, str, date, date]]:
    """Units without a correspondent between two: unit, the next one's id, first and last day."""
    for unit in charter.units:
        held = sorted(
            (post.since or date.min, post.until or date.max, id_)
            for id_, person in charter.people.items()
            for post in person.posts
            if (post.role, post.unit) == (CORRESPONDENT, unit)
        )
        for (_since, until, _who), (since, _until, who) in pairwise(held):
            if until != date.max and since > until + timedelta(days=1):
                yield unit, who, until + timedelta(days=1), since - timedelta(days=1)


def administrators(charter: Charter, unit: str) -> set[str]:
    """Who ever was super-administrator for a unit: its own, or the nearest above, or any at all."""
    held = {
        (post.unit, id_)
        for id_, person in charter.people.items()
        for post in person.posts
        if post.role == ADMINISTRATOR
    }
    for one in charter.lineage(unit):
        own = {id_ for at, id_ in held if at == one}
        if own:
            return own
    return {id_ for _at, id_ in held}


def first_responsible(charter: Charter, today: date) -> dict[str, list[str]]:
    """The main leaders who answer for each union: the federation's own (""), and every lower one.

    A lower union answers for itself where it has a super-administrator.
    """
    found: dict[str, list[str]] = {"": []}
    for id_, person in charter.people.items():
        for post in person.posts_on(today):
            unit = charter.units.get(post.unit)
            union = "" if unit is None or unit.kind is UnitKind.DEPARTMENT else post.unit
            if post.role == ADMINISTRATOR:
                found.setdefault(union, [])
            elif post.role == LEADER and id_ not in found.setdefault(union, []):
                found[union].append(id_)
    return found
