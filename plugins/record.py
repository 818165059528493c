"""What a build leaves on record for the next: each output's fingerprint, and what made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
    """What stood in the output folder, by path, when a build had ended; batches by name."""

    files: Mapping[str, tuple[str, Standing]] = field(default_factory=dict)
    batches: Mapping[str, Made] = field(default_factory=dict)

    @classmethod
    def at(cls, place: Path, salt: str) -> "Record":
        """The record in a file; an empty one where the code that `salt` names left none."""
        files, batches = sealed.recalled(place, sealed.seal(also=salt)) or ({}, {})
        return cls(files, {name: Made(*made) for name, made in batches.items()})

    def keep(self, place: Path, salt: str) -> None:
        """Leave it for the next build."""
        batches = {name: tuple(made) for name, made in self.batches.items()}
        sealed.remember(place, sealed.seal(also=salt), (self.files, batches))

    def parts(self, made: Made) -> Sequence[Made]:
        """A batch, and all that are in it."""
        return [made, *(self.batches[name] for name in made.inner)]

    def holds(self, path: str, mark: str, standing: Mapping[str, Standing]) -> bool:
        """Whether this output, with this fingerprint, stands as it was left."""
        known = self.files.get(path)
        return known is not None and known[0] == mark and known[1] == standing.get(path)

    def holds_all(self, made: Made, standing: Mapping[str, Standing]) -> bool:
        """Whether all outputs of a batch stand as they were left."""
        files = self.files
        return all(path in files and files[path][1] == standing.get(path) for path in made.paths)
