"""Reads a proposal's Case from Git objects: what it changes, as data, and what that touches."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from pipelines.core import owners
from pipelines.core.approval import named_files
from pipelines.core.article import MAX_BYTES, ROOT, Article, Attachment
from pipelines.core.case import Case
from pipelines.core.charter import Charter, CharterError, load
from pipelines.core.charter.load import ROOT as CHARTER
from pipelines.core.desks.named import unknown
from pipelines.core.findings import Place
from pipelines.core.frontmatter import Outline
from pipelines.core.messages import _
from pipelines.core.proposal import Change, How, Proposal
from pipelines.core.reading import Reading, Rest
from pipelines.gather.attachments import attachment
from pipelines.gather.files import read_article
from pipelines.gather.git import Entry, Repository

Entries = Mapping[str, Entry]
FEW = 100
"""So many files are asked for by their names; of more, the whole tree is read."""


def charter_at(repository: Repository, commit: str, kept: Path | None = None) -> Charter:
    """The charter of a commit. Raises CharterError where it does not hold.

    `kept` is a folder of this machine's own for compiled lexicons; a release has none.
    """
    entries = repository.entries(commit, CHARTER)
    wrong = [
        (Place(path), _("a link to another file; not allowed"))
        for path, entry in entries.items()
        if not entry.plain
    ]
    if wrong:
        raise CharterError(wrong)
    files = {path: entry for path, entry in entries.items() if path.endswith(".yml")}
    blobs = repository.blobs(entry.id for entry in files.values())
    below = len(CHARTER) + 1
    return load({path[below:]: blobs[entry.id] for path, entry in files.items()}, kept)


def read_proposal(
    repository: Repository, charter: Charter, proposal: Proposal, base: str, now: datetime
) -> Case:
    """The case of a proposal, compared with the commit `base` of its target.

    Articles that it changes are parsed, and those whose files it changes; of
    all others the path is known, and the fields of those that the changed ones
    name. `proposal.head` and the reviews' commits may be any name that Git knows.
    """
    head = repository.commit(proposal.head)
    start = repository.merge_base(base, head)
    changes = repository.changes(start, head)
    reading = _Reading(repository, head, start, changes)
    judged = _articles(reading.after, changes, after=True)
    former = _articles(reading.before, changes, after=False)
    touched = _touched(reading, changes, judged)
    reviews = tuple(
        replace(review, commit=_resolved(repository, review.commit)) for review in proposal.reviews
    )
    named = sorted({*judged, *touched})
    articles = tuple(reading.article(path) for path in named)
    before = tuple(
        reading.article(path, former=True)
        for path in sorted({*former, *(path for path in touched if path in reading.before)})
    )
    bound = {
        file for one in (*articles, *before) for file in (f"{ROOT}/{one.path}", *named_files(one))
    }
    bound |= _named(changes)
    commits = {head, *(review.commit for review in reviews if review.commit)}
    seen = replace(
        proposal,
        base=start,
        head=head,
        authors=proposal.authors | repository.authors(base, head),
        changes=changes,
        reviews=reviews,
        contents={commit: _contents(repository, commit, bound) for commit in sorted(commits)},
        faults=tuple(_faults(repository, reading.after, head, changes, now.date())),
    )
    archive = tuple(reading.archive(articles))
    files = {
        path.removeprefix(f"{ROOT}/"): reading.attachment(path)
        for path in reading.after
        if path.startswith(f"{ROOT}/") and not path.endswith(".md")
    }
    return Case(charter, now, articles, archive, files, seen, before)


class _Reading:
    """The trees before and after, and articles read from them."""

    def __init__(
        self, repository: Repository, head: str, start: str, changes: Iterable[Change]
    ) -> None:
        self._repository = repository
        self.after = repository.entries(head, ROOT)
        # What no change names stood there before as it stands now.
        changed = _named(changes)
        same = {path: one for path, one in self.after.items() if path not in changed}
        asked = sorted(changed) if 0 < len(changed) <= FEW else [ROOT]
        self.before = {**same, **repository.entries(start, *asked)}

    def article(self, path: str, *, former: bool = False) -> Article:
        """The article at a path of the repository, with Git's id as its digest."""
        entry = (self.before if former else self.after)[path]
        raw = b""
        if entry.plain and entry.size <= MAX_BYTES:
            raw = self._blob(entry.id)
        article = read_article(
            path.removeprefix(f"{ROOT}/"), raw, entry.size if entry.plain else None
        )
        return replace(article, digest=entry.id)

    def attachment(self, path: str) -> Attachment:
        """The file at a path of the repository; what is in it is read where it is judged."""
        entry = self.after[path]
        name = path.removeprefix(f"{ROOT}/")
        if not entry.plain:
            return Attachment(name, entry.size, entry.id)
        return attachment(name, entry.size, entry.id, lambda: self._blob(entry.id))

    def _blob(self, id_: str) -> bytes:
        return self._repository.blobs([id_])[id_]

    def texts(self) -> Iterator[tuple[str, bytes]]:
        """The bytes of every article as it will stand, by path from the root."""
        texts = {
            path: entry.id
            for path, entry in self.after.items()
            if path.endswith(".md") and entry.plain and entry.size <= MAX_BYTES
        }
        blobs = self._repository.blobs(texts.values())
        return ((path, blobs[id_]) for path, id_ in texts.items())

    def archive(self, judged: tuple[Article, ...]) -> Iterable[Article]:
        """All articles as they will stand; read where they are judged or named by one that is."""
        known = {article.path: article for article in judged}
        for article in judged:
            for path in _neighbours(article):
                if f"{ROOT}/{path}" in self.after and path not in known:
                    known[path] = self.article(f"{ROOT}/{path}")
        outline, rest = Outline(), _Unread(self)
        for path, entry in self.after.items():
            below = path.removeprefix(f"{ROOT}/")
            if path.endswith(".md"):
                yield known.get(below) or Article.of(
                    path=below,
                    digest=entry.id,
                    outline=outline,
                    faults=(),
                    targets=(),
                    words=0,
                    rest=rest,
                )


@dataclass(slots=True)
class _Unread(Rest):
    """The rest of articles of which nobody is expected to ask more than their text."""

    tree: "_Reading"

    def read(self, path: str, digest: str) -> Reading:
        return self.tree.article(f"{ROOT}/{path}").rest.read(path, digest)


def _neighbours(article: Article) -> set[str]:
    """The articles, by path below the content folder, that an article names or links to."""
    front = article.front
    named = {path for path in (front.interpretation, front.interprets) if path}
    for linked in article.targets:
        target = linked.partition("#")[0]
        if target.endswith((".md", ".html")) and "://" not in target:
            named.add(target.removesuffix(".html").removesuffix(".md") + ".md")
    beside = {posixpath.normpath(posixpath.join(article.column, path)) for path in named}
    return beside | {posixpath.normpath(path).lstrip("/") for path in named}


def _articles(entries: Entries, changes: Iterable[Change], *, after: bool) -> set[str]:
    """The articles among the changed files, as they stand after or before."""
    paths = {
        change.path if after or change.old_path is None else change.old_path for change in changes
    }
    return {
        path
        for path in paths
        if path.startswith(f"{ROOT}/") and path.endswith(".md") and path in entries
    }


def _touched(reading: _Reading, changes: Iterable[Change], judged: set[str]) -> set[str]:
    """Unchanged articles of which a file beside them changes."""
    files = {
        path for path in _named(changes) if path.startswith(f"{ROOT}/") and not path.endswith(".md")
    }
    if not files:
        return set()
    names = {quoted.encode() for file in files for quoted in _spellings(posixpath.basename(file))}
    return {
        path
        for path, raw in reading.texts()
        if path not in judged
        and any(name in raw for name in names)
        and not files.isdisjoint(named_files(reading.article(path)))
    }


def _spellings(name: str) -> set[str]:
    """A file's name as it may stand in an article."""
    return {name, quote(name)}


def _resolved(repository: Repository, commit: str | None) -> str | None:
    """A reviewed commit's id; None where the repository does not have it."""
    return repository.find(commit) if commit else None


def _contents(repository: Repository, commit: str, files: Iterable[str]) -> dict[str, str]:
    """The blob ids of some files in a commit."""
    entries = repository.entries(commit, *sorted(files))
    return {path: entry.id for path, entry in entries.items()}


def _faults(
    repository: Repository, entries: Entries, head: str, changes: tuple[Change, ...], today: date
) -> Iterable[tuple[Place, str]]:
    """What a proposal holds that cannot be judged."""
    changed = {change.path for change in changes if change.how is not How.REMOVED}
    everything = {**repository.entries(head, *sorted(changed)), **entries} if changed else {}
    for path in sorted(changed):
        if path in everything and not everything[path].plain:
            yield Place(path), _("a link to another file; not allowed")
        if "\\" in path or any(not sign.isprintable() for sign in path):
            yield Place(path), _("this file's name cannot be an address")
    if any(
        path.startswith(f"{CHARTER}/") or path in owners.FILES.values() for path in _named(changes)
    ):
        try:
            new = charter_at(repository, head)
        except CharterError as error:
            yield from error.wrong
            return
        yield from new.registers.faults
        for place, id_ in unknown(new):
            yield place, _("{id} is not in the charter").format(id=id_)
        files = repository.files(head, *owners.FILES.values())
        texts = {path: raw.decode("utf-8", "replace") for path, raw in files.items()}
        yield from owners.drift(new, today, texts)


def _named(changes: Iterable[Change]) -> set[str]:
    """Every path that changes name, as it was and as it will be."""
    return {path for one in changes for path in (one.path, one.old_path) if path is not None}
