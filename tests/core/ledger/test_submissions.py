"""Submitted (上报), accepted (录用), returned (退回) and waiting (待审) are four things."""

from dataclasses import replace

import pytest

from pipelines.core.ledger.submissions import Outcome, submissions
from pipelines.core.proposal import Change, How, Review, Verdict
from tests.builders import proposal
from tests.histories import entry, federation, moment

ASKED = Review("1", "song-ci", Verdict.CHANGES_REQUESTED, None, moment("2026-10-08 10:00"))
AGREED = Review("2", "song-ci", Verdict.APPROVED, None, moment("2026-10-08 11:00"))
REMARK = Review("3", "song-ci", Verdict.COMMENTED, None, moment("2026-10-08 12:00"))


def of(**options):
    return submissions((), [proposal("content/union-news/a.md", **options)], {}, federation())


@pytest.mark.parametrize(
    ("options", "outcomes"),
    [
        ({}, [Outcome.WAITING]),
        ({"closed": True}, [Outcome.RETURNED]),
        ({"reviews": (ASKED,)}, [Outcome.RETURNED]),
        ({"reviews": (ASKED, REMARK)}, [Outcome.RETURNED]),
        ({"reviews": (ASKED, AGREED)}, [Outcome.WAITING]),
        ({"reviews": (replace(ASKED, dismissed=True),)}, [Outcome.WAITING]),
        ({"merged": True}, []),
    ],
)
def test_what_became_of_a_proposal(options, outcomes):
    """A merged one is in the register already."""
    assert [one.outcome for one in of(**options)] == outcomes


def test_what_the_register_accepted_was_submitted():
    (one,) = submissions([entry(1, "legal", "2026-10-08")], (), {}, federation())
    assert (one.unit, one.outcome, one.at) == (
        "legal",
        Outcome.ACCEPTED,
        moment("2026-10-08 09:00"),
    )


def test_of_an_article_that_nobody_can_read_the_opener_says_the_unit():
    (one,) = of(opener="wu-fang")
    assert (one.unit, one.correspondent) == ("legal", "wu-fang")


def test_only_new_articles_are_submissions():
    """Pictures, corrections and other files are not."""
    changed = (
        Change("content/union-news/a.md", How.CHANGED),
        Change("content/union-news/a.jpg", How.ADDED),
        Change("charter/units.yml", How.CHANGED),
        Change("README.md", How.ADDED),
    )
    assert submissions((), [proposal(changes=changed)], {}, federation()) == ()
