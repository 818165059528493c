"""Who has to approve a proposal, and whether they have: pure evaluation into a tree."""

from pipelines.core.approval.evaluate import evaluate
from pipelines.core.approval.outcome import (
    ChainOutcome,
    Outcome,
    StageOutcome,
    Standing,
    SubjectOutcome,
    Vote,
)
from pipelines.core.approval.subjects import named_files

__all__ = [
    "ChainOutcome",
    "Outcome",
    "StageOutcome",
    "Standing",
    "SubjectOutcome",
    "Vote",
    "evaluate",
    "named_files",
]
