"""Carries the records of rounds and incidents from one machine's run to the next, in Git."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from pipelines.core.messages import _
from pipelines.core.whole import write
from pipelines.gather.git import Repository
from pipelines.release import notes, receipts, records

REF = "refs/portal/records"
"""Beside the branches: no proposal can touch it, and everybody who may read the portal reads it."""
_LEFT_OUT = ("releases/",)
"""Releases are recorded in Git's notes, on their commits."""

Merge = Callable[[str, str], str]
"""Makes one text of two that grew apart."""


def bring(repository: Repository, folder: Path, merging: Mapping[str, Merge]) -> None:
    """Bring what other machines recorded: releases and receipts as notes, the rest into `folder`.

    A file that is here already stays, but for those that `merging` knows how to
    make one of, and so does what was not sent yet. Raises HouseError when an
    `origin` does not answer.
    """
    if receipts.fetch(repository):
        for ref in notes.fetch(repository, REF, records.NOTES):
            if ref == REF:
                # What is ours stands in the folder, and is sent on top of theirs.
                repository.git("update-ref", REF, notes.theirs(REF))
            else:
                notes.merge(repository, ref, "ours")
    for name, raw in _last(repository).items():
        path = folder / name
        if name in merging and path.exists():
            write(path, merging[name](path.read_text("utf-8"), raw.decode()).encode())
        elif not path.exists():
            write(path, raw)


def send(repository: Repository, folder: Path, now: datetime) -> None:
    """Send what is in `folder`, and the notes on releases. Raises HouseError when that fails."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    kept = {name: raw for name, raw in files.items() if not name.startswith(_LEFT_OUT)}
    if kept and kept != _last(repository):
        repository.git("fast-import", "--quiet", given=_commit(repository, kept, now))
    refs = [ref for ref in (REF, records.NOTES) if repository.has(ref)]
    if repository.has_origin() and refs:
        repository.git("push", "--quiet", "origin", *refs)


def _last(repository: Repository) -> dict[str, bytes]:
    return repository.files(REF) if repository.has(REF) else {}


def _commit(repository: Repository, files: Mapping[str, bytes], now: datetime) -> bytes:
    """A commit with exactly these files, as `git fast-import` reads it."""
    message = _("Records of {day}").format(day=now.date()).encode()
    seconds = int((now - datetime(1970, 1, 1)).total_seconds()) - 8 * 3600  # noqa: DTZ001 - Shanghai
    head = f"commit {REF}\ncommitter portal <portal@localhost> {seconds} +0800\n"
    parts = [head.encode(), b"data %d\n%s\n" % (len(message), message)]
    if repository.has(REF):
        parts.append(f"from {REF}^0\ndeleteall\n".encode())
    for name, raw in sorted(files.items()):
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        parts.append(f'M 100644 inline "{quoted}"\n'.encode())
        parts.append(b"data %d\n%s\n" % (len(raw), raw))
    return b"".join([*parts, b"done\n"])
