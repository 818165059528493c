"""A forge that is a folder of files: for tests, demos, simulation, and a portal without a host.

```
proposals/12.yml     written by hand, or by `propose`; `scripts/portal schema proposal` says how
comments/12/KEY.md   statuses/COMMIT/CONTEXT.json   issues/KEY.json   drafts/BRANCH/…
posted/3.yml         an issue that somebody opened: title, body, opened_at, labels, closed
members.json   protection.json
```
"""

import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pipelines.core import marked
from pipelines.core.desks.letters import Posted
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.plan import Comment, Draft, Issue, Status
from pipelines.core.proposal import Proposal, Review, Verdict
from pipelines.core.schema import Moment, Record, Text, faults
from pipelines.forge.port import Protection

T = TypeVar("T", bound=Record)
UNKNOWN = datetime(1970, 1, 1)  # noqa: DTZ001 - Asia/Shanghai, as all moments here
"""When an issue of ours was opened: no clock is read to say it."""


class ReviewFile(Record):
    """One review: by whom (person id), what they said, when, of which commit (any Git name)."""

    by: Text
    verdict: Verdict
    at: Moment
    commit: Text | None = None
    dismissed: bool = False
    dismissed_by: Text | None = None


class ProposalFile(Record):
    """A proposal as written down: `head` is any name Git knows, `merged` the merge's commit."""

    title: Text
    body: str = ""
    head: Text
    target: Text = "main"
    opener: Text
    opened_at: Moment
    labels: tuple[Text, ...] = ()
    merged: Text | None = None
    closed: bool = False
    reviews: tuple[ReviewFile, ...] = ()


class PostedFile(Record):
    """An issue as somebody opened it."""

    title: Text
    body: str = ""
    opened_at: Moment
    labels: tuple[Text, ...] = ()
    closed: bool = False


class Folder:
    """Implements Forge in a folder; every file appears whole or not at all."""

    host = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def proposal(self, number: int) -> Proposal:
        """See Forge.proposal."""
        written = self._read(number)
        reviews = tuple(
            Review(
                str(place), one.by, one.verdict, one.commit, one.at, one.dismissed, one.dismissed_by
            )
            for place, one in enumerate(written.reviews, start=1)
        )
        return Proposal(
            number,
            written.title,
            written.body,
            base=written.target,
            head=written.head,
            opener=written.opener,
            opened_at=written.opened_at,
            reviews=reviews,
            labels=frozenset(written.labels),
            target=written.target,
            merged=written.merged is not None,
            closed=written.closed,
        )

    def proposals(self) -> Sequence[Proposal]:
        """See Forge.proposals."""
        return [self.proposal(number) for number in self._numbers()]

    def _numbers(self) -> list[int]:
        names = (path.stem for path in self._folder.glob("proposals/*.yml"))
        return sorted(int(name) for name in names if name.isdecimal())

    def proposal_of(self, commit: str) -> int | None:
        """See Forge.proposal_of."""
        merged = (number for number in self._numbers() if self._read(number).merged == commit)
        return next(merged, None)

    def comment(self, comment: Comment) -> None:
        """See Forge.comment."""
        self._write(f"comments/{comment.number}/{comment.key}.md", comment.body.encode())

    def status(self, status: Status) -> None:
        """See Forge.status."""
        name = status.context.replace("/", "-")
        self._write(f"statuses/{status.commit}/{name}.json", _json(asdict(status)))

    def issues(self) -> Sequence[Issue]:
        """See Forge.issues."""
        return [issue for issue in self._issues() if issue.open]

    def closed(self, label: str) -> Sequence[Issue]:
        """See Forge.closed."""
        return [issue for issue in self._issues() if not issue.open and label in issue.labels]

    def _issues(self) -> Iterator[Issue]:
        for path in sorted(self._folder.glob("issues/*.json")):
            data = _loaded(path)
            yield Issue(**data | {name: tuple(data[name]) for name in ("labels", "assignees")})

    def issue(self, issue: Issue) -> None:
        """See Forge.issue."""
        self._write(f"issues/{issue.key.replace('/', '-')}.json", _json(asdict(issue)))

    def posted(self, label: str) -> Sequence[Posted]:
        """See Forge.posted; what we opened ourselves is told too, as a host does."""
        paths = sorted(self._folder.glob("posted/*.yml"), key=lambda path: int(path.stem))
        found = [(int(path.stem), _written(path, PostedFile)) for path in paths]
        ours = [_loaded(path) for path in sorted(self._folder.glob("issues/*.json"))]
        return [
            *(
                Posted(number, one.title, one.body, one.opened_at, one.closed)
                for number, one in found
                if label in one.labels
            ),
            *(
                Posted(_number(one["key"]), one["title"], one["body"], UNKNOWN, not one["open"])
                for one in ours
                if label in one["labels"]
            ),
        ]

    def propose(self, draft: Draft) -> None:
        """See Forge.propose."""
        for path, content in draft.files:
            self._write(f"drafts/{draft.branch}/files/{path}", content)
        about = {"title": draft.title, "body": draft.body}
        self._write(f"drafts/{draft.branch}/draft.json", _json(about))

    def members(self) -> Sequence[str]:
        """See Forge.members."""
        return sorted(self._settings("members.json").get("members", []))

    def admit(self, account: str) -> None:
        """See Forge.admit."""
        self._write("members.json", _json({"members": sorted({*self.members(), account})}))

    def dismiss_member(self, account: str) -> None:
        """See Forge.dismiss_member."""
        self._write("members.json", _json({"members": sorted({*self.members()} - {account})}))

    def protection(self, branch: str) -> Protection:
        """See Forge.protection."""
        data = self._settings("protection.json").get(branch, {})
        return Protection(**data | {"contexts": tuple(data.get("contexts", ()))})

    def protect(self, branch: str, protection: Protection) -> None:
        """See Forge.protect."""
        everything = {**self._settings("protection.json"), branch: asdict(protection)}
        self._write("protection.json", _json(everything))

    def _settings(self, name: str) -> Mapping[str, Any]:
        path = self._folder / name
        return _loaded(path) if path.exists() else {}

    def _read(self, number: int) -> ProposalFile:
        return _written(self._folder / "proposals" / f"{number}.yml", ProposalFile)

    def _write(self, name: str, content: bytes) -> None:
        """Write a file below the folder, whole or not at all."""
        path = self._folder / name
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise HouseError(_("{name} would stand outside the forge's folder").format(name=name))
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{os.getpid()}")
        half.write_bytes(content)
        half.replace(path)


def _number(key: str) -> int:
    """The number of an issue that we opened: always the same, far from those in `posted`."""
    return 10**6 + zlib.crc32(key.encode()) % 10**6


def _written(path: Path, shape: type[T]) -> T:
    """A YAML file of a shape. Raises HouseError with everything that does not fit."""
    try:
        read = marked.read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise HouseError(_("no proposal at {path}").format(path=path)) from error
    wrong = [(fault.mark, fault.message) for fault in read.faults]
    if not wrong:
        try:
            return shape.model_validate(read.data)
        except ValidationError as error:
            wrong = [(read.mark(at), why) for at, why in faults(shape, error)]
    raise HouseError("\n".join(f"{path}:{line}:{column}: {why}" for (line, column), why in wrong))


def _loaded(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except ValueError as error:
        raise HouseError(_("{path} is not a whole JSON file").format(path=path)) from error
    if not isinstance(data, dict):
        raise HouseError(_("{path} is not a whole JSON file").format(path=path))
    return data


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n").encode()
