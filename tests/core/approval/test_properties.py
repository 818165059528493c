"""What no sequence of reviews can bring about."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.approval import Outcome, Standing, evaluate
from pipelines.core.case import Case
from tests.builders import article, charter
from tests.proposals import proposed, regulation

EVERYBODY = [*charter().people, "stranger"]
ABLE = ["lin-hai", "jiang-he", "song-ci", "ling-xiao", "he-chuan"]
"""Whom the chains below ask."""

wechat = article("notices/a.md", level="official", wechat=True, correspondent="song-ci")
plain = article("notices/a.md", level="official", wechat=True)
other = article("grassroots/b.md")


def votes(people: list[str]) -> st.SearchStrategy[list[str]]:
    signs = st.sampled_from(["+", "+", "+", "-", "?"])
    versions = st.sampled_from(["", "", "", "@old", "~ling-xiao", "~"])
    return st.lists(st.tuples(signs, st.sampled_from(people), versions).map("".join), max_size=12)


def outcome(case: Case) -> Outcome:
    return evaluate(case)


@given(votes([one for one in EVERYBODY if one not in ABLE]))
def test_the_ineligible_never_approve(given_votes):
    """No sequence of reviews by people without the posts approves anything, or blocks it."""
    result = outcome(proposed(plain, votes=given_votes))
    assert {
        stage.standing
        for subject in result.subjects
        for chain in subject.chains
        for stage in chain.stages
    } == {Standing.WAITING}


@given(votes(EVERYBODY))
def test_writers_never_approve(given_votes):
    """Whoever wrote a proposal, or is named in it as correspondent, fills no stage of it."""
    case = proposed(wechat, votes=given_votes, opener="ling-xiao", authors=frozenset({"江禾"}))
    counted = {
        vote.person
        for subject in outcome(case).subjects
        for chain in subject.chains
        for stage in chain.stages
        for vote in stage.votes
        if vote.counts
    }
    assert counted.isdisjoint({"ling-xiao", "jiang-he", "song-ci"})


@given(votes(ABLE))
def test_an_unrelated_article_changes_nothing(given_votes):
    """What else a proposal holds does not touch how an article stands."""
    alone = outcome(proposed(plain, votes=given_votes)).subjects[0]
    together = outcome(proposed(plain, other, votes=given_votes)).subjects
    assert alone in together


ONE_CHAIN = regulation(selection=[{"chain": "wechat"}])
"""Four stages in order, and nothing else."""


@given(votes(ABLE), st.integers(min_value=0))
def test_every_counted_vote_is_needed(given_votes, which):
    """Of the votes that count in a chain, none can be dropped without the approval falling."""
    enough = ["+ling-xiao", "+song-ci", "+he-chuan", "+jiang-he"]
    case = proposed(plain, votes=[*given_votes, *enough], charter=ONE_CHAIN)
    proposal = case.proposal
    result = outcome(case)
    if proposal is None or result.standing is not Standing.APPROVED:
        return
    counted = sorted(
        {
            vote.review.id
            for subject in result.subjects
            for chain in subject.chains
            for stage in chain.stages
            for vote in stage.votes
            if vote.counts
        }
    )
    dropped = counted[which % len(counted)]
    kept = tuple(
        review for review in proposal.reviews if review.id in counted and review.id != dropped
    )
    rest = replace(case, proposal=replace(proposal, reviews=kept))
    assert outcome(rest).standing is not Standing.APPROVED


@given(votes(ABLE), st.sampled_from(ABLE))
def test_an_approval_too_many_never_hurts(given_votes, person):
    """One more approval of the newest version never takes an approval away."""
    before = outcome(proposed(plain, votes=given_votes))
    after = outcome(proposed(plain, votes=[*given_votes, f"+{person}"]))
    if before.standing is Standing.APPROVED:
        assert after.standing is Standing.APPROVED


@given(votes(ABLE))
def test_one_person_fills_one_stage_in_order(given_votes):
    """In a chain nobody counts twice, and each stage is filled after the one before it."""
    for subject in outcome(proposed(plain, votes=given_votes)).subjects:
        for chain in subject.chains:
            counted = [[vote for vote in stage.votes if vote.counts] for stage in chain.stages]
            people = [vote.person for stage in counted for vote in stage]
            assert len(people) == len(set(people))
            moments = [vote.review.at for stage in counted for vote in stage]
            assert moments == sorted(moments)
