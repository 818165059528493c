"""What is built on an earlier build is, byte for byte, what is built from nothing."""

import os
import random
from collections.abc import Iterator

import pytest

from pipelines.release import warm
from pipelines.release.build import Run
from tests.plugins.portal import EDITS, Portal

SEQUENCES = int(os.environ.get("PORTAL_CAMPAIGN", "200"))
PARTS = 4
"""So many tests share the sequences, and as many processes may."""
STEPS = 4
"""Edits in a sequence, each followed by a build."""


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Pelican as `serve` keeps it: one process for all these builds."""
    with warm.pelican() as kept:
        yield kept


def through(portal: Portal, seed: int) -> list[str]:
    """Edit and build, again and again; gives what stands otherwise than from nothing."""
    dice = random.Random(seed)  # noqa: S311 - the same edits for the same seed
    built = portal.build()
    for _step in range(STEPS):
        for edit in dice.choices(EDITS, k=dice.choice((1, 1, 1, 2))):
            edit(portal, dice)
        built = portal.build()
    return portal.differing(built)


@pytest.mark.parametrize("seed", [1, 2])
def test_edits_leave_what_a_build_from_nothing_makes(tmp_path, run, seed):
    """Whatever is added, changed, renamed, deleted, redrawn or decreed."""
    assert through(Portal.begun(tmp_path, run), seed) == []


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(PARTS))
def test_many_sequences_of_edits(tmp_path_factory, run, part):
    """The same, PORTAL_CAMPAIGN sequences long (200)."""
    wrong = {}
    for seed in range(100 + part, 100 + SEQUENCES, PARTS):
        portal = Portal.begun(tmp_path_factory.mktemp(f"seed{seed}"), run)
        wrong[seed] = through(portal, seed)
    assert {seed: paths for seed, paths in wrong.items() if paths} == {}
