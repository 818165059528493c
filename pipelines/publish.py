"""Checks, builds, verifies and releases; takes releases and articles back."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from pipelines.blameless import judge_again
from pipelines.core.case import Case
from pipelines.core.charter import Charter, load
from pipelines.core.charter.load import Files, read_files
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding, Weight
from pipelines.core.moved import renamed
from pipelines.core.receipts import hands
from pipelines.gather.files import read_case
from pipelines.gather.git import Repository
from pipelines.kept import read_kept
from pipelines.release import carried, nginx, records, search, takedown, target
from pipelines.release import manifest as manifests
from pipelines.release.build import HOUSE, Built, Order, Run, build
from pipelines.release.compress import compress
from pipelines.release.folder import Folder, lock
from pipelines.release.laid import content_at
from pipelines.release.leaks import Withheld, withheld
from pipelines.release.links import check_inside
from pipelines.release.links.report import ASTRAY
from pipelines.release.manifest import Manifest
from pipelines.release.markers import MOVED, mark_gone, mark_moved, moves
from pipelines.release.records import Release, record
from pipelines.release.remote import Remote
from pipelines.release.target import Switch, Takedown, Target
from pipelines.release.verify import complete, verify
from pipelines.release.warm import pelican
from pipelines.reviews import Reviews
from pipelines.rules import TREE


@dataclass(frozen=True)
class Desk:
    """What a release is made of and where it is written down.

    `records` is None where the charter's own folder is meant. `cache` holds what
    one release leaves for the next; no proposal's build ever touches it.
    `reviews` are asked whether what is released is what was approved. Where the
    records are `shared`, they come from and go to the repository's `origin`.
    """

    charter: Path
    content: Path
    records: Path | None
    cache: Path
    now: datetime
    reviews: Reviews
    shared: bool = False

    def folder(self, charter: Charter) -> Path:
        """Where releases, incidents and daily rounds are written down."""
        return self.records or self.charter.resolve().parent / charter.portal.records


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: all that was found, and the release where there is one."""

    findings: Sequence[Finding]
    release: str | None = None
    files: int = 0


def place(named: str) -> Target:
    """A target as people name it: a folder, or `host:/folder` as ssh and rsync say."""
    remote = re.fullmatch(r"((?:[\w.-]+@)?[\w.-]+):(/.*)", named)
    return Remote(remote[1], remote[2].rstrip("/")) if remote else Folder(Path(named))


@contextmanager
def recorded(desk: Desk, *, urgent: bool = False) -> Iterator[None]:
    """Bring what other machines recorded before the block, and send what it recorded.

    What is `urgent` does not wait for any other machine: it is done first, and
    where its records cannot be sent, the next round sends them. Raises
    HouseError when anything else cannot be brought or sent.
    """
    if not desk.shared or not records.commit_of(desk.content):
        yield
        return
    repository, folder = Repository(desk.content), desk.folder(load(desk.charter))
    if not urgent:
        carried.bring(repository, folder, {})
        yield
        carried.send(repository, folder, desk.now)
        return
    yield
    sys.stdout.flush()
    try:
        carried.bring(repository, folder, {})
        carried.send(repository, folder, desk.now)
    except HouseError as error:
        print(error, file=sys.stderr)


def publish(desk: Desk, to: Target) -> Outcome:
    """Release the content as it stands when our turn comes.

    A blocking finding, before the build or after, stops it.
    """
    with pelican() as run, _alone(desk, to):
        files = read_files(desk.charter)
        charter = load(files)
        case = read_case(desk.content, charter, desk.now, desk.cache)
        held = takedown.still_held(case, target.takedowns(to))
        content = takedown.overlay(desk.content, case, held, desk.cache / "content")
        if held:
            case = read_case(content, charter, desk.now, desk.cache)
        found = _objections(desk, case, files)
        if _blocks(found):
            return Outcome(found)
        made, wrong = _made(desk, case, content, run, found)
        if _blocks(wrong):
            return Outcome([*found, *wrong])
        _release(desk, case, to, made, "publish", records.commit_of(desk.content))
        target.hold_back(to, held)
        desk.reviews.sign()
        return Outcome([*found, *wrong], made.id, len(made.files))


def take_down(desk: Desk, to: Target, held: Takedown) -> Outcome:
    """Release the content without an article, whatever else may be wrong with it (CZ-15).

    Older releases that still show it go too, so that no roll-back brings it back.
    """
    with pelican() as run, _alone(desk, to):
        charter = load(desk.charter)
        cleared = _cleared(desk, charter)
        # What is public now was approved; what came to the content since may not have been.
        tree = content_at(desk.content, cleared, desk.cache / "as-released")
        case = read_case(tree, charter, desk.now, desk.cache)
        others = [one for one in target.takedowns(to) if one["path"] != held["path"]]
        # First the note: should we be killed, the next release holds it back as well.
        target.hold_back(to, [*others, held])
        every = takedown.still_held(case, [*others, held])
        content = takedown.overlay(tree, case, every, desk.cache / "content")
        case = read_case(content, charter, desk.now, desk.cache)
        made, wrong = _made(desk, case, content, run)
        _release(desk, case, to, made, "takedown", cleared)
        page = case.by_path[held["path"]].url
        target.forget(to, page, made.files[page].digest)
        return Outcome(wrong, made.id, len(made.files))


def roll_back(desk: Desk, to: Target) -> tuple[Switch | None, Switch]:
    """Make the last earlier release that verifies public; gives what was public and what is."""
    charter = load(desk.charter)
    folder = desk.folder(charter)
    with to.locked():
        before = next((s for s in reversed(target.history(to)) if s.name == to.current()), None)
        back = target.rollback(to, desk.now, records.known(folder, desk.content))
        commit = records.commit_with(folder, back.release)
        again = Release(desk.now, back.how, to.name, commit, to.read(back.name))
        _write_down(desk, charter, again)
    return before, back


def _objections(desk: Desk, case: Case, charter: Files) -> list[Finding]:
    """All that speaks against releasing this content.

    What the rules say today, and what was never approved as it stands: the
    approvals are evaluated from the reviews themselves, as statuses can be forged.
    `charter` are the files that the case's charter was read from.
    """
    said = desk.reviews.objections(case.charter, _cleared(desk, case.charter), desk.now)
    return [*said, *judge_again(case, TREE, charter, desk.cache / "blameless")]


def _cleared(desk: Desk, charter: Charter) -> str:
    """The newest commit whose content was released with all its approvals."""
    last = records.latest(desk.folder(charter), desk.content)
    return last.commit if last else ""


def _blocks(findings: Sequence[Finding]) -> bool:
    return any(finding.weight is Weight.BLOCKS for finding in findings)


@contextmanager
def _alone(desk: Desk, to: Target) -> Iterator[None]:
    """Queue for the cache and for the target, in this order always."""
    with lock(desk.cache / "lock"), to.locked():
        yield


def _made(
    desk: Desk, case: Case, content: Path, run: Run, said: Sequence[Finding] = ()
) -> tuple[Manifest, list[Finding]]:
    """Build and look at it; the files wait in the cache. What was said is not said again."""
    order = Order(
        desk.charter, content, _output(desk), desk.cache, desk.now, _approvals(desk, case)
    )
    built = build(order, run)
    # Pagefind takes longest of all, and does not use every processor.
    with search.begun(built.output, desk.cache / "search") as lay_index:
        hidden = withheld(case, content)
        look = partial(_looked_at, built.output, hidden, (HOUSE, desk.content, desk.cache))
        mark_gone(built)
        mark_moved(built, case)
        links = _links(desk, built, case, said)
        pages, wrong = look(desk.cache)
        lay_index()
    index, amiss = look(desk.cache / "index", search.FOLDER)
    return pages | index, [*complete(built, case), *links, *wrong, *amiss]


def _looked_at(
    output: Path, hidden: Withheld, private: Iterable[Path], memory: Path, part: str = ""
) -> tuple[Manifest, list[Finding]]:
    """What a part of the output consists of, with compressed files, and what is wrong with it."""
    digests = memory / "digests.json"
    compress(output, manifests.reread(output, digests, part), memory / "compressed")
    manifest = manifests.reread(output, digests, part)
    return manifest, verify(output, manifest, hidden, private, memory / "looked.json")


def _links(desk: Desk, built: Built, case: Case, said: Sequence[Finding]) -> list[Finding]:
    """What is wrong with links inside, and which addresses of the public release are lost.

    Git's history is asked where they went only when there is something to mend.
    """
    last = records.latest(desk.folder(case.charter), desk.content)
    check = partial(
        check_inside,
        *(built, case),
        cache=desk.cache / "links.json",
        said=said,
        before=last.manifest.files if last else (),
    )
    found = check()
    if not any(one.rule in ASTRAY for one in found) or not records.commit_of(desk.content):
        return found
    return check(renamed=renamed(read_kept(desk.content, desk.cache / "history").merges))


def _approvals(desk: Desk, case: Case) -> Path:
    """A file of who approved what is being released, for the pages that name them."""
    file = desk.cache / "receipts.json"
    digests = {article.path: article.digest for article in case.archive}
    found = hands(desk.reviews.receipts(), case.charter, digests)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    return file


def _release(desk: Desk, case: Case, to: Target, made: Manifest, how: str, commit: str) -> None:
    moved = {old: new for old, new in moves(case).items() if f"{MOVED}/{old}" in made.files}
    to.write("nginx.conf", nginx.configuration(case.charter, to.root, moved))
    target.publish(to, made, _output(desk), desk.now, how)
    target.keep(to, case.charter.portal.releases_kept)
    _write_down(desk, case.charter, Release(desk.now, how, to.name, commit, made))


def _write_down(desk: Desk, charter: Charter, release: Release) -> None:
    """Record a release, once: what is public already and recorded so needs no second line."""
    folder = desk.folder(charter)
    last = records.latest(folder, desk.content)
    if last is None or _what(last) != _what(release):
        record(release, folder, desk.content)


def _what(release: Release) -> tuple[str, str, str]:
    return release.manifest.id, release.target, release.commit


def _output(desk: Desk) -> Path:
    return desk.cache / "output"
