"""Evaluates a proposal's reviews against the charter's chains."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from pipelines.core.approval.ballots import Ballot, ballots, entitled, writers
from pipelines.core.approval.outcome import (
    ChainOutcome,
    Outcome,
    StageOutcome,
    Standing,
    SubjectOutcome,
    Vote,
)
from pipelines.core.approval.subjects import Needed, Step, Subject, subjects
from pipelines.core.case import Case
from pipelines.core.days import after
from pipelines.core.messages import _
from pipelines.core.proposal import Proposal, Review

Given = tuple[int, str, str]
"""An approval: its position among the reviews, who gave it, and whose post it fills."""


@dataclass(frozen=True, slots=True)
class _Hearing:
    """What is the same for every chain of one subject."""

    case: Case
    proposal: Proposal
    ballots: Mapping[str, Ballot]
    barred: frozenset[str]
    subject: Subject

    def people(self) -> Iterator[tuple[str, Ballot]]:
        """Each person of the charter who said something."""
        for account, ballot in self.ballots.items():
            person = self.case.charter.person(self.proposal.host, account)
            if person is not None:
                yield person, ballot

    def changed(self, review: Review) -> str | None:
        """The first file of the subject that is not what was reviewed; None when all are."""
        now = self.proposal.contents.get(self.proposal.head, {})
        then = self.proposal.contents.get(review.commit or "", None)
        for file in self.subject.files:
            if then is None or then.get(file) != now.get(file):
                return file
        return None


def evaluate(case: Case) -> Outcome:
    """Who has to approve the case's proposal and whether they have; of no proposal, nothing.

    Pure: the same case gives the same tree (YZ-05b, JZ-08, CZ-05, EN-11, SC-23).
    """
    proposal = case.proposal
    if proposal is None:
        return Outcome(())
    said = ballots(case, proposal)
    wrote = writers(case.charter, proposal)
    outcomes = tuple(
        _subject(_Hearing(case, proposal, said, wrote | subject.correspondents, subject))
        for subject in subjects(case, proposal)
    )
    heard = {
        vote.review.id
        for outcome in outcomes
        for chain in outcome.chains
        for stage in chain.stages
        for vote in stage.votes
    }
    others = tuple(
        _idle(case, proposal, ballot.last, wrote)
        for ballot in said.values()
        if ballot.last.id not in heard
    )
    return Outcome(outcomes, others)


def _idle(case: Case, proposal: Proposal, review: Review, wrote: frozenset[str]) -> Vote:
    """A vote that no stage has a use for, and why."""
    person = case.charter.person(proposal.host, review.account)
    if person is None:
        why = _("this account belongs to nobody in the charter")
    elif person in wrote:
        why = _("nobody approves what they wrote themselves")
    else:
        why = _("holds no post that any stage here asks for")
    return Vote(review, person, counts=False, why=why)


def _subject(hearing: _Hearing) -> SubjectOutcome:
    subject = hearing.subject
    chains = tuple(_chain(hearing, needed) for needed in subject.chains)
    needed = any(chain.standing is not Standing.SKIPPED for chain in chains)
    why = "" if needed else _("no chain of the charter covers this: nobody may approve it")
    return SubjectOutcome(subject.path, subject.files, chains, why)


def _chain(hearing: _Hearing, needed: Needed) -> ChainOutcome:
    """Each stage in order; what comes after the first unfilled one waits for it."""
    asked = [step for step in needed.steps if step.needed]
    filled = _assign(asked, lambda step, last: _approvals(hearing, step, last))
    used = frozenset(person for votes in filled for _at, person, _post in votes)
    possible = _assign(
        asked[len(filled) :],
        lambda step, _last: ((0, one, post) for one, post in _able(hearing, step).items()),
        used=used,
    )
    vacant_from = len(filled) + len(possible)
    stages: list[StageOutcome] = []
    number = 0
    for step in needed.steps:
        if step.needed:
            stages.append(_stage(hearing, step, filled, number, vacant=number >= vacant_from))
            number += 1
        else:
            stages.append(StageOutcome(step.stage, step.unit, Standing.SKIPPED))
    name = hearing.case.charter.chains[needed.chain].name
    return ChainOutcome(needed.chain, name, tuple(stages))


def _assign(
    steps: Sequence[Step],
    candidates: Callable[[Step, int], Iterable[Given]],
    last: int = -1,
    used: frozenset[str] = frozenset(),
) -> tuple[tuple[Given, ...], ...]:
    """Fill as many steps in order as approvals allow, each person at most once.

    A deputy and whom they stand in for are one voice. `candidates` gives who
    approves a step after position `last`. Looks for the choice that reaches
    furthest, so that a vote too many never hurts.
    """
    if not steps:
        return ()
    given = sorted(one for one in candidates(steps[0], last) if one[1] not in used)
    best: tuple[tuple[Given, ...], ...] = ()
    for votes in combinations(given, steps[0].stage.count):
        if len({post for _at, _person, post in votes}) < len(votes):
            continue
        end = max(at for at, _person, _post in votes)
        people = used.union(person for _at, person, _post in votes)
        reached = (votes, *_assign(steps[1:], candidates, end, people))
        best = max(best, reached, key=len)
        if len(best) == len(steps):
            break
    return best


def _able(hearing: _Hearing, step: Step) -> dict[str, str]:
    """Who may fill a step today, with whose post, by the charter and by what they wrote."""
    able = entitled(hearing.case.charter, step.stage.role, step.unit, hearing.case.today)
    return {
        person: principal or person
        for person, principal in able.items()
        if person not in hearing.barred
    }


def _entitled_then(hearing: _Hearing, step: Step, review: Review) -> Mapping[str, str | None]:
    return entitled(hearing.case.charter, step.stage.role, step.unit, review.at.date())


def _approvals(hearing: _Hearing, step: Step, last: int) -> Iterator[Given]:
    """Who approved what stands now, after position `last`, holding the post on that day."""
    for person, ballot in hearing.people():
        for position, review in ballot.approvals:
            posts = _entitled_then(hearing, step, review)
            if (
                position > last
                and person not in hearing.barred
                and person in posts
                and hearing.changed(review) is None
            ):
                yield position, person, posts[person] or person
                break


def _stage(
    hearing: _Hearing,
    step: Step,
    filled: tuple[tuple[Given, ...], ...],
    number: int,
    *,
    vacant: bool,
) -> StageOutcome:
    """How the stage of this number stands, given which are filled."""
    used = {person for votes in filled for _at, person, _post in votes}
    free = tuple(person for person in _able(hearing, step) if person not in used)
    votes = tuple(_votes(hearing, step, filled, number))
    turn = number == len(filled)
    why = ""
    if any(vote.objects for vote in votes):
        standing = Standing.REFUSED
    elif number < len(filled):
        standing = Standing.APPROVED
    elif vacant:
        standing, why = Standing.BLOCKED, _vacancy(hearing, step)
    else:
        standing = Standing.WAITING
    since = _since(hearing, filled) if turn else None
    return StageOutcome(
        step.stage, step.unit, standing, free, votes, since, _due(hearing, step, since), why
    )


def _votes(
    hearing: _Hearing, step: Step, filled: tuple[tuple[Given, ...], ...], number: int
) -> Iterator[Vote]:
    """The votes of everybody whose post this stage asks for, and what keeps some from counting."""
    counted = {person: at for at, person, _post in filled[number]} if number < len(filled) else {}
    elsewhere = {person for votes in filled for _at, person, _post in votes}
    for person, ballot in hearing.people():
        posts = _entitled_then(hearing, step, ballot.last)
        if person in counted:
            review = next(one for at, one in ballot.approvals if at == counted[person])
            for_ = _entitled_then(hearing, step, review).get(person)
            yield Vote(review, person, counts=True, for_=for_)
        elif person in posts:
            if person in hearing.barred:
                why = _("nobody approves what they wrote themselves")
            elif ballot.objection is not None:
                yield Vote(ballot.objection, person, counts=False, for_=posts[person])
                continue
            elif not ballot.approvals:
                why = _("set aside; an earlier approval does not come back, please review again")
            elif (file := hearing.changed(ballot.last)) is not None:
                why = _changed_since(ballot.last, file)
            elif person in elsewhere:
                why = _("already fills another stage; one person fills one stage")
            elif number < len(filled):
                why = _("not needed: enough others approved before")
            else:
                why = _("given before the stage before it was complete; please approve again then")
            yield Vote(ballot.last, person, counts=False, why=why, for_=posts[person])


def _changed_since(review: Review, file: str) -> str:
    if review.commit is None:
        return _("the host does not say which version was approved; please approve again")
    return _("{file} was changed after this approval; please review again").format(file=file)


def _vacancy(hearing: _Hearing, step: Step) -> str:
    """Which seat nobody can fill."""
    charter = hearing.case.charter
    role = charter.roles[step.stage.role].name
    if step.unit is None:
        return _("no unit is named whose {role} could approve").format(role=role)
    unit = charter.units[step.unit]
    return _("vacancy: {unit} has nobody left who may approve as {role}").format(
        unit=unit.short or unit.name, role=role
    )


def _since(hearing: _Hearing, filled: tuple[tuple[Given, ...], ...]) -> date:
    """The day the stage's turn came: when the one before was filled, or the proposal opened."""
    if not filled:
        return hearing.proposal.opened_at.date()
    last = max(at for at, _person, _post in filled[-1])
    return next(
        review.at.date()
        for _person, ballot in hearing.people()
        for position, review in ballot.approvals
        if position == last
    )


def _due(hearing: _Hearing, step: Step, since: date | None) -> date | None:
    """The last day in time, the day of `since` not counted."""
    if since is None or step.stage.within is None:
        return None
    return after(since, step.stage.within, "next", hearing.case.charter.calendar)
