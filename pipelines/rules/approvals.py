"""A proposal can be judged, and everything in it is approved by whom the charter asks."""

from collections.abc import Iterator

from pipelines.core.approval import StageOutcome, Standing, SubjectOutcome, evaluate
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule

CLAUSES = ["JZ-08", "CZ-05a", "CZ-05b", "CZ-05c", "CZ-05d", "CZ-05f", "CZ-05g", "CZ-05h"]


@rule("PRO101", clauses=["JZ-08", "SC-22a"], waivable=False)
def readable_proposal(case: Case) -> Iterator[Problem]:
    """A proposal holds plain files with plain names, and a charter that holds if it changes it.

    Bad:  content/union-news/photo.png as a link to ../../../etc/passwd
    Good: content/union-news/photo.png as a file
    """
    if case.proposal is not None:
        for place, why in case.proposal.faults:
            yield Problem(place, why)


@rule(
    "APR101",
    clauses=[*CLAUSES, "JZ-08a", "JZ-08d", "JZ-08e", "YZ-05b", "YZ-06c", "EN-11"],
    weight=Weight.WAITS,
    waivable=False,
)
def approved_in_order(case: Case) -> Iterator[Problem]:
    """Every stage of every chain is approved, in order, for exactly what is proposed.

    Bad:  the main leader approves before the office has
    Good: the office approves, then the main leader
    """
    for subject, chain, stage in _stages(case, Standing.WAITING):
        if stage.since is not None:
            yield Problem(
                Place(subject.path),
                _("{chain}: “{stage}” is due from {people}").format(
                    chain=chain,
                    stage=stage.stage.name,
                    people=", ".join(case.charter.people[one].name for one in stage.eligible),
                ),
                clauses=_clauses(case.charter, subject, chain),
            )


@rule("APR102", clauses=["JZ-08", "SC-21b"], waivable=False)
def nobody_objects(case: Case) -> Iterator[Problem]:
    """Nobody who may approve a stage stands by a request for changes.

    Bad:  the office asked for changes, and the article is approved by the leader all the same
    Good: the office asked for changes, got them, and approved
    """
    for subject, chain, stage in _stages(case, Standing.REFUSED):
        for vote in stage.votes:
            if vote.objects:
                yield Problem(
                    Place(subject.path),
                    _("{chain}: {person} asks for changes at “{stage}”").format(
                        chain=chain,
                        stage=stage.stage.name,
                        person=case.charter.people[vote.person or ""].name,
                    ),
                    _("change the article and ask for another review"),
                )


@rule("APR103", clauses=["JZ-08", "SC-22a", "SC-23"], waivable=False)
def seats_are_filled(case: Case) -> Iterator[Problem]:
    """Each stage has somebody who may approve it, other than those who wrote the proposal.

    Bad:  the only reviewer of the office proposes a notice of the office
    Good: another reviewer of the office approves it
    """
    for subject, chain, stage in _stages(case, Standing.BLOCKED):
        yield Problem(
            Place(subject.path),
            _("{chain}: “{stage}” cannot be approved: {why}").format(
                chain=chain, stage=stage.stage.name, why=stage.why
            ),
            _("appoint somebody in charter/people.yml, or delegate the post"),
        )


@rule("APR104", clauses=["JZ-08", "CZ-07c"], waivable=False)
def covered_by_a_chain(case: Case) -> Iterator[Problem]:
    """Whatever a proposal changes is covered by an approval chain.

    Bad:  a file in a folder that no chain of the charter names
    Good: an article in a column, a file that it names, code under its guardians' chain
    """
    for subject in evaluate(case).subjects:
        if subject.why:
            yield Problem(Place(subject.path), subject.why)


def _stages(case: Case, standing: Standing) -> Iterator[tuple[SubjectOutcome, str, StageOutcome]]:
    """Each stage that stands so, with its subject and the name of its chain."""
    for subject in evaluate(case).subjects:
        for chain in subject.chains:
            for stage in chain.stages:
                if stage.standing is standing:
                    yield subject, chain.name, stage


def _clauses(charter: Charter, subject: SubjectOutcome, name: str) -> tuple[str, ...] | None:
    ids = [chain.id for chain in subject.chains if chain.name == name]
    return charter.chains[ids[0]].clauses or None
