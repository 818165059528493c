"""What was submitted (上报) and what became of it: accepted, returned, or still waiting."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pipelines.core.article import ROOT
from pipelines.core.charter import Charter
from pipelines.core.entry import Entry
from pipelines.core.ledger.history import Version
from pipelines.core.proposal import How, Proposal, Verdict


class Outcome(StrEnum):
    """What became of a submission so far."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Submission:
    """One article that somebody submitted; `number` is the register's or the proposal's."""

    number: int
    path: str
    title: str
    unit: str
    correspondent: str
    at: datetime
    outcome: Outcome

    @property
    def column(self) -> str:
        """The folder it was submitted for."""
        return self.path.rpartition("/")[0]


def submissions(
    entries: Iterable[Entry],
    proposals: Iterable[Proposal],
    versions: Mapping[str, Version],
    charter: Charter,
) -> tuple[Submission, ...]:
    """Every submission: what the register accepted, and the articles of proposals not merged.

    `versions` are the articles of proposals by blob id, as far as they are
    known; of the others the opener's unit is taken.
    """
    accepted = (
        Submission(
            entry.number,
            entry.path,
            entry.title,
            entry.unit,
            entry.correspondent,
            entry.submitted,
            Outcome.ACCEPTED,
        )
        for entry in entries
    )
    open_ = (one for one in proposals if not one.merged)
    return (*accepted, *(part for one in open_ for part in _of(one, versions, charter)))


def _of(
    proposal: Proposal, versions: Mapping[str, Version], charter: Charter
) -> Iterator[Submission]:
    """The new articles of a proposal."""
    outcome = Outcome.RETURNED if _returned(proposal) else Outcome.WAITING
    person, unit = _opener(proposal, charter)
    for change in proposal.changes:
        if change.how is not How.ADDED or not change.path.endswith(".md"):
            continue
        folder, _slash, path = change.path.partition("/")
        if folder != ROOT:
            continue
        seen = versions.get(change.after or "")
        yield Submission(
            proposal.number,
            path,
            seen.title if seen else proposal.title,
            (seen.unit if seen else "") or unit,
            (seen.correspondent if seen else "") or person,
            proposal.opened_at,
            outcome,
        )


def _returned(proposal: Proposal) -> bool:
    """Whether a proposal was closed, or its last decisive review asks for changes."""
    decisive = [
        review
        for review in sorted(proposal.reviews, key=lambda review: review.at)
        if review.verdict in {Verdict.APPROVED, Verdict.CHANGES_REQUESTED}
    ]
    asked = bool(decisive) and decisive[-1].verdict is Verdict.CHANGES_REQUESTED
    return proposal.closed or (asked and not decisive[-1].dismissed)


def _opener(proposal: Proposal, charter: Charter) -> tuple[str, str]:
    """Who opened a proposal, and in which unit that person had a post on the day."""
    person = charter.person(proposal.host, proposal.opener)
    if person is None:
        return "", ""
    posts = charter.people[person].posts_on(proposal.opened_at.date())
    return person, next((post.unit for post in posts), "")
