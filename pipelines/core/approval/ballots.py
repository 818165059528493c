"""What reviews amount to: who stands by an approval, who objects, and who may say so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.proposal import Proposal, Review, Verdict


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one person's (or unknown account's) reviews amount to.

    `approvals` are those given since the last objection or dismissal, oldest
    first, `objection` is the request for changes that still stands, `last` the
    latest review that says anything. Positions count the proposal's reviews.
    """

    approvals: tuple[tuple[int, Review], ...]
    objection: Review | None
    last: Review


def in_order(proposal: Proposal) -> tuple[Review, ...]:
    """The reviews as they were given, comments left out."""
    said = (review for review in proposal.reviews if review.verdict is not Verdict.COMMENTED)
    return tuple(sorted(said, key=lambda review: review.at))


def ballots(case: Case, proposal: Proposal) -> dict[str, Ballot]:
    """Each account's ballot."""
    reviews = in_order(proposal)
    accounts = dict.fromkeys(review.account.casefold() for review in reviews)
    return {
        account: _ballot(
            case,
            proposal,
            [
                (position, review)
                for position, review in enumerate(reviews)
                if review.account.casefold() == account
            ],
        )
        for account in accounts
    }


def _ballot(case: Case, proposal: Proposal, given: list[tuple[int, Review]]) -> Ballot:
    """An objection stands until its author approves or somebody with the right sets it aside."""
    approvals: list[tuple[int, Review]] = []
    objection: Review | None = None
    for position, review in given:
        if review.verdict is Verdict.APPROVED and not review.dismissed:
            approvals.append((position, review))
            objection = None
        else:
            approvals = []
            objects = review.verdict is not Verdict.APPROVED
            if objects and not rightly_dismissed(case, proposal, review):
                objection = review
    return Ballot(tuple(approvals), objection, given[-1][1])


def rightly_dismissed(case: Case, proposal: Proposal, review: Review) -> bool:
    """Whether somebody who may, and who did not write the proposal, set a review aside."""
    if not review.dismissed or review.dismissed_by is None:
        return False
    person = case.charter.person(proposal.host, review.dismissed_by)
    if person is None or person in writers(case.charter, proposal):
        return False
    return any(
        person in entitled(case.charter, seat.role, seat.unit, case.today)
        for seat in case.charter.dismissal
    )


def entitled(charter: Charter, role: str, unit: str | None, day: date) -> Mapping[str, str | None]:
    """Who may act as `role` in `unit` on `day`: holders, and deputies with whose post it is."""
    if unit is None:
        return {}
    deputies: dict[str, str | None] = dict(charter.deputies(role, unit, day))
    return deputies | dict.fromkeys(charter.holders(role, unit, day))


def writers(charter: Charter, proposal: Proposal) -> frozenset[str]:
    """The people who wrote any of a proposal: its opener, authors, committers, co-authors."""
    signed = proposal.authors | {proposal.opener.casefold()}
    opener = charter.person(proposal.host, proposal.opener)
    return frozenset(
        id_
        for id_ in charter.people
        if id_ == opener or not signed.isdisjoint(_names(charter, id_))
    )


def _names(charter: Charter, id_: str) -> Iterator[str]:
    person = charter.people[id_]
    accounts = person.accounts
    for name in (id_, person.name, accounts.github, accounts.gitea, *accounts.emails):
        if name:
            yield name.casefold()
