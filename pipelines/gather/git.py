"""Reads a Git repository as data: trees, blobs, changes, authors; nothing is checked out or run."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.proposal import Change, How
from pipelines.core.rows import row

LINK, SUBMODULE = "120000", "160000"
"""Modes of entries that are never followed."""

_COAUTHOR = re.compile(r"^\s*co-authored-by:(.*)$", re.IGNORECASE | re.MULTILINE)
_SIGNATURE = re.compile(r"\s*(.*?)\s*<([^<>]*)>")
_NOREPLY = re.compile(r"(?:\d+\+)?([^@]+)@(?:[^@]*\.)?noreply\.")
_LISTED = re.compile(r"(\d+) \w+ (\w+) *(\S*)\t([^\0]+)\0")
_HOW = {"A": How.ADDED, "D": How.REMOVED, "R": How.RENAMED}
_NOTHING = "0" * 40
_ABSENT = "000000"
_ANSWER = (
    '!f() { test "$1" = get && echo username=portal && '
    'echo "password=${PORTAL_FORGE_TOKEN:-$GITHUB_TOKEN}"; }; f'
)
_CREDENTIALS = (
    *("-c", "core.askPass=true"),
    *("-c", "credential.helper=", "-c", f"credential.helper={_ANSWER}"),
)
# Notes are commits; a machine writes these, whoever's settings it runs with.
_MACHINE = ("-c", "user.name=portal", "-c", "user.email=portal@localhost")


class Entry(NamedTuple):
    """What stands at a path of a tree: mode, object id, size in bytes (0 for a submodule)."""

    mode: str
    id: str
    size: int

    @property
    def plain(self) -> bool:
        """Whether it is a file, neither a link nor another repository."""
        return self.mode not in {LINK, SUBMODULE}


_entry = row(Entry)


class Repository:
    """A Git repository; a new reading each call, nothing cached.

    Every method raises HouseError when Git cannot answer. A host that asks who
    we are gets the forge's token from the environment; nobody is asked at a
    terminal.
    """

    def __init__(self, folder: Path) -> None:
        self._git = (
            # Without optional locks: a reader that is killed leaves none in the editor's way.
            *("git", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs"),
            *("-C", str(folder)),
            *_CREDENTIALS,
            *_MACHINE,
        )

    def git(self, *arguments: str, given: bytes = b"") -> bytes:
        """What a Git command answers on its standard output."""
        command = [*self._git, *arguments]
        done = subprocess.run(command, input=given, capture_output=True, check=False)
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines() or [""]
            raise HouseError(
                _("Git cannot answer (git {command}): {why}").format(
                    command=arguments[0], why=said[-1]
                )
            )
        return done.stdout

    def commit(self, name: str) -> str:
        """The id of the commit that a branch, tag or id names."""
        found = self.find(name)
        if found is None:
            raise HouseError(
                _("no commit {name} in the repository: fetch it first").format(name=name)
            )
        return found

    def has(self, name: str) -> bool:
        """Whether a commit of this name is here."""
        return self.find(name) is not None

    def find(self, name: str) -> str | None:
        """The id of the commit that a name stands for; None where it is not here."""
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        done = subprocess.run([*self._git, *asked], capture_output=True, check=False, text=True)
        return done.stdout.strip() if done.returncode == 0 else None

    def has_origin(self) -> bool:
        """Whether there is another place that keeps this repository."""
        return b"origin" in self.git("remote").split()

    def fetch(self, *commits: str) -> None:
        """Bring commits that are missing here from `origin`; silently nothing where it has none."""
        asked = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--end-of-options")
        for commit in commits:
            if not self.has(commit):
                command = [*self._git, *asked, "origin", commit]
                subprocess.run(command, capture_output=True, check=False)

    def entries(self, commit: str, *below: str) -> dict[str, Entry]:
        """What stands in a commit's tree, by path from the root, in Git's order."""
        return {
            path: _entry((mode, id_, 0 if size == "-" else int(size)))
            for mode, id_, size, path in self._listed("-l", commit, "--", *below)
        }

    def ids(self, commit: str, *below: str) -> dict[str, str]:
        """The id of each file in a commit's tree that `entries` calls plain, by path.

        In half the time: Git need not look up how large each is.
        """
        return {
            path: id_
            for mode, id_, _size, path in self._listed(commit, "--", *below)
            if mode not in {LINK, SUBMODULE}
        }

    def _listed(self, *asked: str) -> list[tuple[str, str, str, str]]:
        """Mode, id, size where it was asked, and path of each entry."""
        listed = self.git("ls-tree", "-r", "-z", "--full-tree", *asked)
        return _LISTED.findall(listed.decode("utf-8", "backslashreplace"))

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The bytes of objects, all read by one process."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        answer = self.git("cat-file", "--batch", given="\n".join(wanted).encode() + b"\n")
        return dict(zip(wanted, _batch(answer, wanted), strict=True))

    def files(self, commit: str, *below: str) -> dict[str, bytes]:
        """The bytes of all that `entries` lists, by path."""
        entries = self.entries(commit, *below)
        blobs = self.blobs(entry.id for entry in entries.values())
        return {path: blobs[entry.id] for path, entry in entries.items()}

    def merge_base(self, one: str, other: str) -> str:
        """The commit that two lines have in common."""
        return self.git("merge-base", one, other).decode().split()[0]

    def changes(self, base: str, head: str) -> tuple[Change, ...]:
        """Each file that differs between two commits, renames recognised."""
        raw = self.git("diff-tree", "-r", "-z", "-M", "--no-abbrev", base, head)
        return tuple(_changes(iter(raw.decode("utf-8", "backslashreplace").split("\0"))))

    def differing(self, one: str, other: str) -> dict[str, str | None]:
        """Each path at which two commits differ, with the id of the plain file in `other`, if any.

        A file where a folder was is told beside the files that stood in it.
        """
        raw = self.git("diff-tree", "-r", "-z", "--no-renames", "--no-abbrev", one, other)
        fields = raw.decode("utf-8", "backslashreplace").split("\0")
        found: dict[str, str | None] = {}
        for about, path in zip(fields[::2], fields[1::2], strict=False):
            _mode, mode, _before, after, _status = about.split(" ")
            found[path] = None if mode in {_ABSENT, LINK, SUBMODULE} else after
        return found

    def authors(self, base: str, head: str) -> frozenset[str]:
        """Names, addresses and accounts of who wrote the commits of `head` that `base` lacks.

        Authors, committers and co-authors, in small letters; an address of the
        kind that hosts make up (`…@users.noreply…`) also gives the account in it.
        """
        form = "%an <%ae>%n%cn <%ce>%n%B"
        log = self.git("log", "-z", f"--format={form}", f"{base}..{head}")
        known: set[str] = set()
        for commit in filter(None, log.decode("utf-8", "replace").split("\0")):
            author, committer, message = commit.split("\n", 2)
            for signature in (author, committer, *_COAUTHOR.findall(message)):
                known.update(_known_as(signature))
        return frozenset(known)

    def parent(self, commit: str) -> str | None:
        """The commit before it on the main line; None for the first."""
        return self.find(f"{commit}^1")

    def before(self, commit: str, line: str) -> str | None:
        """Where a line stood before a merge brought `commit` into it; None where none did."""
        if not self.is_in(commit, line):
            return None
        asked = ("rev-list", "--first-parent", "--ancestry-path", f"{commit}..{line}")
        merges = self.git(*asked).decode().split()
        return self.parent(merges[-1]) if merges else None

    def is_in(self, commit: str, line: str) -> bool:
        """Whether a line goes through a commit, or ends with it."""
        done = subprocess.run(
            [*self._git, "merge-base", "--is-ancestor", commit, line],
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    def main_line(self, start: str | None, end: str) -> Iterator[tuple[str, list[str]]]:
        """Each commit of the main line after `start`, newest first, with the paths it touched."""
        reach = f"{start}..{end}" if start else end
        form = "--format=%x01%H"
        asked = ("log", "-z", "--first-parent", "-m", "--root", "--no-renames", "--name-only", form)
        log = self.git(*asked, reach, "--").decode("utf-8", "backslashreplace")
        for entry in log.split("\1")[1:]:
            commit, *paths = (part.strip("\n") for part in entry.split("\0"))
            yield commit, [path for path in paths if path]


def _batch(answer: bytes, wanted: list[str]) -> Iterator[bytes]:
    """The contents in the answer of `cat-file --batch`."""
    start = 0
    for id_ in wanted:
        end = answer.index(b"\n", start)
        about = answer[start:end].split()
        if about[-1] == b"missing":
            raise HouseError(_("object {id} is missing from the repository").format(id=id_))
        size = int(about[2])
        yield answer[end + 1 : end + 1 + size]
        start = end + size + 2


def _changes(fields: Iterator[str]) -> Iterator[Change]:
    for about in fields:
        if not about.startswith(":"):
            continue
        _mode, _new_mode, before, after, status = about.split(" ")
        how = _HOW.get(status[0], How.CHANGED)
        old = next(fields)
        path = next(fields) if how is How.RENAMED else old
        yield Change(
            path,
            how,
            None if before == _NOTHING else before,
            None if after == _NOTHING else after,
            old if how is How.RENAMED else None,
        )


def _known_as(signature: str) -> Iterator[str]:
    """The name, address and account in a signature such as `陈岚 <1+chen-lan@users.noreply…>`."""
    match = _SIGNATURE.match(signature)
    name, address = (match[1], match[2]) if match else (signature.strip(), "")
    account = _NOREPLY.match(address)
    for known in (name, address, account[1] if account else ""):
        if known:
            yield known.casefold()
