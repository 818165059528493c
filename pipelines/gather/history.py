"""Reads main's history in one pass of `git log` and one of `cat-file`, whatever its length."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.core.errors import HouseError
from pipelines.core.ledger.history import Change, History, Merge, Version, version
from pipelines.core.messages import _
from pipelines.gather.files import read_article
from pipelines.gather.git import LINK, SUBMODULE, Repository

LOG = (
    *("log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--topo-order"),
    *("--raw", "--root", "-z", "-M50%", "-l1000", "--no-abbrev", "--no-ext-diff"),
    "--no-show-signature",
    "--format=tformat:%x01%H%x02%P%x02%ct%x02%at%x02%s",
)
"""Every commit that main itself went through, with what it changed, however it was merged."""
SHORT = 1_000
"""So many commits are walked in one go; a longer line in two halves, side by side."""


@dataclass
class _Commit:
    """A commit as the log gives it."""

    id: str
    parents: list[str]
    at: int
    written: int
    subject: str
    changes: list[Change] = field(default_factory=list)


def read_history(content: Path, ref: str = "HEAD", known: History | None = None) -> History:
    """Everything that happened to the articles of a content folder up to `ref`.

    `known` is an earlier answer; only what came after it is read, unless it is
    of another line of history. Raises HouseError outside a repository and in a
    shallow clone, whose numbers would be wrong.
    """
    asked = Repository(content).git("rev-parse", "--show-toplevel", "--is-shallow-repository")
    top, shallow = asked.decode().splitlines()
    if shallow == "true":
        raise HouseError(
            _("this clone lacks history, counts would be wrong: run “git fetch --unshallow”")
        )
    repository = Repository(Path(top))
    below = content.resolve().relative_to(Path(top).resolve()).as_posix()
    folder = "" if below == "." else f"{below}/"
    head = repository.commit(ref)
    if known is not None and known.head == head:
        return known
    if known is not None:
        commits = _log(repository, folder, head, known)
        if _follows(commits, known):
            return _longer(repository, head, commits, known)
    with ThreadPoolExecutor(2) as beside:
        # Git takes its time to walk a long history; what stands at its end is read meanwhile.
        parts = [
            beside.submit(_commits_in, repository, folder, part)
            for part in _parts(repository, head)
        ]
        standing = History(versions=_standing(repository, folder, head))
        commits = [commit for part in parts for commit in part.result()]
        return _longer(repository, head, commits, standing)


def _follows(commits: list[_Commit], known: History) -> bool:
    """Whether these commits continue a known history on the same first-parent line."""
    return bool(commits) and commits[0].parents[:1] == [known.head]


def _log(repository: Repository, folder: str, head: str, known: History) -> list[_Commit]:
    """The commits up to `head` that `known` does not have yet."""
    if not repository.has(known.head):
        return []
    return _commits_in(repository, folder, (head, f"^{known.head}"))


def _parts(repository: Repository, head: str) -> list[tuple[str, ...]]:
    """What to ask Git for, oldest first: the newer third costs as much, for folders only grow."""
    line = repository.git("rev-list", "--first-parent", head).decode().split()
    if len(line) < SHORT:
        return [(head,)]
    middle = line[len(line) // 3]
    return [(middle,), (head, f"^{middle}")]


def _commits_in(repository: Repository, folder: str, part: tuple[str, ...]) -> list[_Commit]:
    """The commits of a part of the line, oldest first."""
    return list(_commits(repository.git(*LOG, *part, "--"), folder))


def _commits(log: bytes, folder: str) -> Iterator[_Commit]:
    """The log taken apart; a name may hold anything but the NUL that ends it."""
    tokens = iter(log.decode("utf-8", "backslashreplace").split("\0"))
    commit: _Commit | None = None
    for token in tokens:
        if token.startswith("\x01"):
            if commit is not None:
                yield commit
            id_, parents, at, written, subject = token[1:].split("\x02", 4)
            commit = _Commit(id_, parents.split(), int(at), int(written), subject)
        elif (meta := token.lstrip("\n")).startswith(":") and commit is not None:
            _mode, mode, _before, blob, how = meta[1:].split(" ")
            names = [next(tokens) for _name in range(2 if how[0] in "RC" else 1)]
            plain = mode not in {LINK, SUBMODULE}
            commit.changes += _changes(how[0], names, blob if plain else "", folder)
    if commit is not None:
        yield commit


def _changes(how: str, names: list[str], blob: str, folder: str) -> Iterator[Change]:
    """What a change means inside the content folder: a move across its border comes or goes."""
    paths = [
        name.removeprefix(folder) if name.startswith(folder) and name.endswith(".md") else ""
        for name in names
    ]
    old, new = paths[0], paths[-1]
    if how == "R" and old and new:
        yield Change("R", new, old, blob)
    elif how == "D" or not blob:
        if old:
            yield Change("D", old, "", "")
    else:
        if how == "R" and old:
            yield Change("D", old, "", "")
        if new:
            yield Change("A" if how in "ARC" else "M", new, "", blob)


def _longer(repository: Repository, head: str, commits: list[_Commit], before: History) -> History:
    """The known history with these commits behind it, and the versions that they brought."""
    blobs = {
        change.blob: change.path
        for commit in commits
        for change in commit.changes
        if change.blob and change.blob not in before.versions
    }
    # A merge commit is made when it is merged; its second parent was proposed before.
    tips = {
        commit.id: commit.parents[1]
        for commit in commits
        if len(commit.parents) > 1 and commit.changes
    }
    objects = repository.blobs([*blobs, *tips.values()])
    versions = _versions(blobs, objects)
    merges = (
        Merge(
            commit.id,
            commit.at,
            _written(objects[tips[commit.id]]) if commit.id in tips else commit.written,
            commit.subject,
            tuple(commit.changes),
        )
        for commit in commits
    )
    return History(head, (*before.merges, *merges), {**before.versions, **versions})


def _standing(repository: Repository, folder: str, head: str) -> dict[str, Version]:
    """Every version that stands at `head`: most of those that its history names."""
    entries = repository.entries(head, folder or ".")
    blobs = {
        entry.id: path.removeprefix(folder)
        for path, entry in entries.items()
        if path.endswith(".md") and entry.plain
    }
    return _versions(blobs, repository.blobs(blobs))


def _versions(paths: Mapping[str, str], objects: Mapping[str, bytes]) -> dict[str, Version]:
    """Articles by their blobs, each with a path at which it stood."""
    return {id_: version(read_article(path, objects[id_])) for id_, path in paths.items()}


def _written(commit: bytes) -> int:
    """When a commit's author wrote it, in seconds since 1970."""
    author = commit[commit.index(b"\nauthor ") + 1 :].split(b"\n", 1)[0]
    return int(author.rsplit(b" ", 2)[1])
