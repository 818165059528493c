"""The last gate: nothing is released but what its reviews, evaluated again, have approved."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from pipelines import gate
from pipelines.core.approval import Standing, SubjectOutcome
from pipelines.core.article import ROOT
from pipelines.core.charter import Charter
from pipelines.core.errors import HouseError
from pipelines.core.findings import Place
from pipelines.core.ledger.audit import differences
from pipelines.core.ledger.history import History
from pipelines.core.ledger.register import taken_over
from pipelines.core.messages import _
from pipelines.core.plan import Issue
from pipelines.core.proposal import Proposal
from pipelines.core.receipts import Receipt, broken, issue, parse
from pipelines.forge.port import Forge
from pipelines.gather.git import Repository
from pipelines.gather.proposals import charter_at, read_proposal
from pipelines.merges import Landing, Merges
from pipelines.release import receipts

KEY = "clearance"
"""Marks the one issue that tells the guardians."""

Refused = tuple[Place, str]


@dataclass(frozen=True, slots=True)
class Clearance:
    """What may not be released, each with its place and why; and the receipts of what may."""

    refused: tuple[Refused, ...] = ()
    receipts: tuple[Receipt, ...] = ()


def clearance(
    repository: Repository,
    forge: Forge | None,
    charter: Charter,
    commit: str,
    since: str | None,
    now: datetime,
) -> Clearance:
    """Whether all that `commit` brings since the last good release was approved (JZ-08).

    `since` is the last release's commit; without one, or where it is no
    ancestor, everything since the charter's baseline counts. What stands
    outside the content folder counts only where there is a host to ask. Raises
    HouseError when the host or Git cannot answer: then nothing is released.
    """
    start = _start(repository, charter, commit, since)
    changed = {
        path: after
        for path, after in _changed(repository, start, commit).items()
        if forge is not None or path.startswith(f"{ROOT}/")
    }
    if forge is None:
        sentence = _("changed since the baseline, and no Git host was named to ask who approved it")
        return Clearance(tuple((Place(path), sentence) for path in sorted(changed)))
    merges = Merges(repository, forge, start, commit)
    brought: dict[Landing, dict[str, str]] = defaultdict(dict)
    for path, origin in _origins(repository, start, commit, changed).items():
        brought[merges.landing(origin)][path] = origin
    refused: list[Refused] = []
    cleared: list[Receipt] = []
    for landing, origins in brought.items():
        wrong, signed = _judged(repository, forge, landing, origins, changed, now)
        refused += wrong
        cleared += signed
    return Clearance(tuple(sorted(refused)), tuple(cleared))


def _start(repository: Repository, charter: Charter, commit: str, since: str | None) -> str | None:
    """The commit after which everything needs an approval; None: from the very first."""
    baseline = charter.portal.baseline
    known = [
        name
        for name in (since, baseline.commit if baseline else None)
        if name and repository.has(name) and repository.merge_base(name, commit) == name
    ]
    # Whichever is later: the guardians may move the baseline past the last release.
    later = len(known) == 2 and repository.merge_base(*known) == known[0]
    return known[-1] if later else next(iter(known), None)


def _changed(repository: Repository, start: str | None, commit: str) -> dict[str, str | None]:
    """The blob id of each file that differs, by path; None where it is gone."""
    if start is None:
        return {path: entry.id for path, entry in repository.entries(commit).items()}
    found: dict[str, str | None] = {}
    for change in repository.changes(start, commit):
        found[change.path] = change.after
        if change.old_path is not None:
            found[change.old_path] = None
    return found


def _origins(
    repository: Repository, start: str | None, commit: str, paths: Mapping[str, str | None]
) -> dict[str, str]:
    """The commit of the main line that last touched each path."""
    found: dict[str, str] = {}
    for origin, touched in repository.main_line(start, commit):
        for path in touched:
            if path in paths:
                found.setdefault(path, origin)
    return {path: found.get(path, commit) for path in sorted(paths)}


def _judged(
    repository: Repository,
    forge: Forge,
    landing: Landing,
    origins: Mapping[str, str],
    changed: Mapping[str, str | None],
    now: datetime,
) -> tuple[list[Refused], list[Receipt]]:
    """What came with one landing, each path by its commit, held against the proposal's reviews."""
    judgement = _again(repository, forge, landing, now)
    if judgement is None:
        return [(Place(path), _nobodys(origin)) for path, origin in origins.items()], []
    number = judgement.proposal.number
    contents = judgement.proposal.contents[judgement.proposal.head]
    by_file = {file: subject for subject in judgement.outcome.subjects for file in subject.files}
    refused: list[Refused] = []
    approved: dict[str, SubjectOutcome] = {}
    for path, origin in origins.items():
        subject = by_file.get(path)
        if subject is None or contents.get(path) != changed[path]:
            why = _("this is not what proposal {number} proposed").format(number=number)
            refused.append((Place(path), why if origin == landing.commit else _nobodys(origin)))
        elif subject.standing is not Standing.APPROVED:
            why = _("proposal {number} was merged without its approvals").format(number=number)
            refused.append((Place(path), why))
        else:
            approved[subject.path] = subject
    return refused, [
        _receipt(judgement, one, origins.get(path, landing.commit))
        for path, one in approved.items()
    ]


def _receipt(judgement: gate.Judgement, subject: SubjectOutcome, commit: str) -> Receipt:
    """What is written down of a subject's approvals, on the commit that brought it."""
    article = judgement.case.by_path.get(subject.path.removeprefix(f"{ROOT}/"))
    title = article.front.title if article else None
    return issue(judgement.case.charter, judgement.proposal, subject, title or subject.path, commit)


def _nobodys(commit: str) -> str:
    return _("commit {commit} brought this without a merged proposal").format(commit=commit[:10])


def _merged(proposal: Proposal) -> bool:
    return proposal.merged and proposal.target == gate.BRANCH


def _again(
    repository: Repository, forge: Forge, landing: Landing, now: datetime
) -> gate.Judgement | None:
    """A proposal judged as when it was merged: by the charter that it was merged into.

    None where there is no merged proposal.
    """
    proposal = forge.proposal(landing.number) if landing.number is not None else None
    if proposal is None or landing.base is None or not _merged(proposal):
        return None
    commits = [review.commit for review in proposal.reviews if review.commit]
    repository.fetch(*dict.fromkeys((proposal.head, *commits)))
    charter = charter_at(repository, landing.base)
    return gate.judged(read_proposal(repository, charter, proposal, landing.base, now))


def reviewed(
    repository: Repository, forge: Forge, commit: str, path: str, now: datetime
) -> tuple[gate.Judgement, SubjectOutcome, Receipt] | str:
    """How the reviews stand of what last brought a file to `commit`, with the receipt they give.

    A sentence where no proposal brought it. Raises HouseError when the host or
    Git cannot answer.
    """
    origin = _origins(repository, None, commit, {path: None})[path]
    start = _start(repository, charter_at(repository, commit), commit, None)
    landing = Merges(repository, forge, start, commit).landing(origin)
    judgement = _again(repository, forge, landing, now)
    if judgement is None:
        return _nobodys(origin)
    subject = next((one for one in judgement.outcome.subjects if path in one.files), None)
    if subject is None:
        return _("this is not what proposal {number} proposed").format(
            number=judgement.proposal.number
        )
    return judgement, subject, _receipt(judgement, subject, origin)


def told(charter: Charter, host: str, refused: tuple[Refused, ...]) -> Issue:
    """What tells the guardians that a release was refused; closed again once one was not."""
    lines = [f"- `{at.path}`: {why}" for at, why in refused]
    seats = {(seat.role, seat.unit) for seat in charter.dismissal}
    accounts = (
        getattr(person.accounts, host, None)
        for person in charter.people.values()
        if any((post.role, post.unit) in seats for post in person.posts)
    )
    return Issue(
        KEY,
        _("A release was refused: not everything in it was approved"),
        "\n".join([_("The last good release stays public."), "", *lines]),
        open=bool(refused),
        assignees=tuple(account for account in accounts if account),
    )


def signed(repository: Repository) -> Iterator[Receipt]:
    """The receipts that can be read, in their order."""
    for line in receipts.read(repository):
        with suppress(ValueError):
            yield parse(line)[0]


def verify(
    repository: Repository, charter: Charter, commit: str, history: History
) -> Iterator[Refused]:
    """Where receipts, register and what is published are not the same (JZ-08, JZ-10)."""
    for why in broken(receipts.read(repository)):
        yield Place(receipts.NOTES), why
    filed = list(signed(repository))
    yield from differences(history, filed, taken_over(history, charter))
    known = {file for receipt in filed for file in receipt.files}
    start = _start(repository, charter, commit, None)
    for path, blob in sorted(_changed(repository, start, commit).items()):
        if path.startswith(f"{ROOT}/") and blob is not None and (path, blob) not in known:
            yield Place(path), _("published without a receipt of its approvals")


def head(repository: Repository) -> str:
    """The commit that is being released. Raises HouseError outside a repository."""
    try:
        return repository.commit("HEAD")
    except HouseError as error:
        raise HouseError(
            _("the content is in no Git repository, so nobody can tell who approved it")
        ) from error
