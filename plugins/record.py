"""What a build leaves on record for the next: each output's fingerprint, and what made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipelines.core import sealed
from pipelines.core.below import Standing


class Made(NamedTuple):
    """What a batch was: its digest, its templates' closures, its paths, whose own pages they are.

    `closures` are by template, `own` are pages by article. `inner` are the names of the
    batches in it, and in those; what they were is told of each by itself.
    """

    digest: str
    closures: Mapping[str, str]
    paths: Sequence[str]
    own: Mapping[str, str]
    inner: Sequence[str] = ()


@dataclass(frozen=True)
class Record:
    """What stood in the output folder when a build had ended, kept in a file at `place`.

    `marks` are fingerprints by path, `standing` says how each file stood, `batches` are
    by name. `sealed` names the code that all of it depends on.
    """

    place: Path
    sealed: bytes
    marks: Mapping[str, str]
    standing: Mapping[str, Standing]
    batches: Mapping[str, Made]

    @classmethod
    def at(cls, place: Path, salt: str) -> "Record":
        """The record in a file; an empty one where the code that `salt` names left none."""
        ours = sealed.seal(also=salt)
        marks, standing, batches = sealed.recalled(place, ours) or ({}, {}, {})
        made = {name: Made(*one) for name, one in batches.items()}
        return cls(place, ours, marks, standing, made)

    def keep(
        self,
        marks: Mapping[str, str],
        standing: Mapping[str, Standing],
        batches: Mapping[str, Made],
    ) -> None:
        """Leave another record for the next build."""
        made = {name: tuple(one) for name, one in batches.items()}
        sealed.remember(self.place, self.sealed, (marks, standing, made))

    def forget(self) -> None:
        """Leave none: it does not tell the truth any more."""
        self.place.unlink(missing_ok=True)

    def parts(self, made: Made) -> Sequence[Made]:
        """A batch, and all that are in it."""
        return [made, *(self.batches[name] for name in made.inner)]

    def held(self, there: Mapping[str, Standing]) -> Mapping[str, str]:
        """The fingerprints of all that stands as it was left, by path."""
        touched = {path for path, stand in self.standing.items() if there.get(path) != stand}
        if not touched:
            return self.marks
        return {path: mark for path, mark in self.marks.items() if path not in touched}
