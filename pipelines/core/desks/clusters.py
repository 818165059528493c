"""Letters that are alike: what many complain of within a few weeks is a concentrated issue."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from pipelines.core.charter.desks import Cluster
from pipelines.core.desks.letters import Letter

_NO_WORD = re.compile(r"[\W\d_]+")


def clusters(letters: Sequence[Letter], wanted: Cluster, today: date) -> Iterator[Sequence[Letter]]:
    """Groups of enough letters about one topic, each like another of its group, by number.

    Only letters received within the window that ends today count, and a group
    that is concluded altogether is none any more.
    """
    first = today - timedelta(days=wanted.days - 1)
    recent = [one for one in letters if first <= one.days["received"] <= today]
    pairs = {letter.number: _pairs(letter.text) for letter in recent}
    group = {letter.number: letter.number for letter in recent}
    for one, other in combinations(recent, 2):
        if (
            one.topic == other.topic
            and _alike(pairs[one.number], pairs[other.number]) >= wanted.alike
        ):
            kept, given = group[one.number], group[other.number]
            group = {number: kept if is_ == given else is_ for number, is_ in group.items()}
    for name in sorted(set(group.values())):
        found = [letter for letter in recent if group[letter.number] == name]
        waiting = any(letter.days.get("concluded", date.max) > today for letter in found)
        if len(found) >= wanted.count and waiting:
            yield sorted(found, key=lambda letter: letter.number)


def _pairs(text: str) -> frozenset[str]:
    """Every two neighbouring characters of a text, punctuation and figures left out."""
    plain = _NO_WORD.sub("", text)
    return frozenset(plain[place : place + 2] for place in range(len(plain) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> int:
    """How much of the shorter of two texts the other has too, in percent."""
    shorter = min(len(one), len(other))
    return 100 * len(one & other) // shorter if shorter else 0
