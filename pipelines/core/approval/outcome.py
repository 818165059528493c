"""The outcome of an approval as a tree: proposal, article, chain, stage, votes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipelines.core.charter.chains import Stage
from pipelines.core.proposal import Review


class Standing(StrEnum):
    """How an approval stands: not needed, still due, given, objected to, or impossible."""

    SKIPPED = "skipped"
    APPROVED = "approved"
    WAITING = "waiting"
    BLOCKED = "blocked"
    REFUSED = "refused"


_GRAVITY = list(Standing)


def worst(standings: Iterable[Standing]) -> Standing:
    """How the whole stands when its parts stand so; of nothing, skipped."""
    return max(standings, key=_GRAVITY.index, default=Standing.SKIPPED)


@dataclass(frozen=True, slots=True)
class Vote:
    """A review as it counts: by whom (person id, or None for an unknown account), and why not.

    `for_` names the person whose post is filled by delegation.
    """

    review: Review
    person: str | None
    counts: bool
    why: str = ""
    for_: str | None = None

    @property
    def objects(self) -> bool:
        """Whether it is a request for changes that stands."""
        return not self.counts and not self.why


@dataclass(frozen=True, slots=True)
class StageOutcome:
    """One stage: who may fill it today (person ids), since when it is their turn, by when.

    `since` and `due` are None while it is nobody's turn, `due` also where the
    charter sets no time.
    """

    stage: Stage
    unit: str | None
    standing: Standing
    eligible: tuple[str, ...] = ()
    votes: tuple[Vote, ...] = ()
    since: date | None = None
    due: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ChainOutcome:
    """One chain (id as in the charter) with its stages in order."""

    id: str
    name: str
    stages: tuple[StageOutcome, ...]

    @property
    def standing(self) -> Standing:
        """As its worst stage stands."""
        return worst(stage.standing for stage in self.stages)

    @property
    def turn(self) -> StageOutcome | None:
        """The stage whose turn it is."""
        return next((stage for stage in self.stages if stage.since is not None), None)


@dataclass(frozen=True, slots=True)
class SubjectOutcome:
    """An article with its files, or files that share their chains; `path` names it in findings.

    `why` says what keeps it from having any chain at all.
    """

    path: str
    files: tuple[str, ...]
    chains: tuple[ChainOutcome, ...]
    why: str = ""

    @property
    def standing(self) -> Standing:
        """As its worst chain stands; without any chain it is blocked, never approved."""
        if all(chain.standing is Standing.SKIPPED for chain in self.chains):
            return Standing.BLOCKED
        return worst(chain.standing for chain in self.chains)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole proposal; `others` are votes that count nowhere."""

    subjects: tuple[SubjectOutcome, ...]
    others: tuple[Vote, ...] = ()

    @property
    def standing(self) -> Standing:
        """As its worst subject stands; a proposal that changes nothing is blocked."""
        if not self.subjects:
            return Standing.BLOCKED
        return worst(subject.standing for subject in self.subjects)
