"""Receipts: who approved which bytes, each bound to the one before it (JZ-08, JZ-10)."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pipelines.core.approval import SubjectOutcome
from pipelines.core.article import ROOT
from pipelines.core.charter import Charter
from pipelines.core.desks.accounts import ADMINISTRATOR
from pipelines.core.messages import _
from pipelines.core.proposal import Proposal

START = "0" * 64
"""What the first receipt names as the one before it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One vote that counted: chain and stage by name, person by id and name, Asia/Shanghai time."""

    chain: str
    stage: str
    person: str
    name: str
    at: str
    deputy_for: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """An approval as it was when its article became public.

    `path` is from the repository's root; `files` are the blob ids of all that
    was approved with it, by path. `proposal` is its number, `head` the commit that
    was approved, `commit` the one that brought it to the main line, `charter` the
    commit whose charter judged it. `number` counts from 1, `previous` is the
    digest of the receipt before it.
    """

    number: int
    previous: str
    path: str
    title: str
    files: tuple[tuple[str, str], ...]
    proposal: int
    head: str
    commit: str
    charter: str
    signatures: tuple[Signature, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over everything in it."""
        return hashlib.sha256(_plain(asdict(self)).encode()).hexdigest()

    def as_line(self) -> str:
        """One line of JSON, its digest included."""
        return _plain(asdict(self) | {"digest": self.digest})


def parse(line: str) -> tuple[Receipt, str]:
    """A receipt and the digest written on it. Raises ValueError where it is none."""
    try:
        data: dict[str, Any] = json.loads(line)
        digest = data.pop("digest")
        signatures = tuple(Signature(**one) for one in data.pop("signatures"))
        files = tuple((path, blob) for path, blob in data.pop("files"))
        return Receipt(**data, files=files, signatures=signatures), digest
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(line) from error


def issue(
    charter: Charter, proposal: Proposal, subject: SubjectOutcome, title: str, commit: str
) -> Receipt:
    """The receipt of an approved subject, not yet bound to the one before it."""
    contents = proposal.contents[proposal.head]
    signatures = {
        Signature(
            chain.name,
            stage.stage.name,
            vote.person or "",
            charter.people[vote.person or ""].name,
            f"{vote.review.at:%Y-%m-%d %H:%M}",
            vote.for_,
        ): None
        for chain in subject.chains
        for stage in chain.stages
        for vote in stage.votes
        if vote.counts
    }
    files = tuple((path, contents[path]) for path in subject.files if path in contents)
    return Receipt(
        0,
        "",
        subject.path,
        title,
        files,
        proposal.number,
        proposal.head,
        commit,
        proposal.base,
        tuple(signatures),
    )


def bind(new: Iterable[Receipt], last: Receipt | None) -> Iterator[Receipt]:
    """New receipts, numbered and each carrying the digest of the one before it."""
    for one in new:
        number, previous = (last.number + 1, last.digest) if last else (1, START)
        last = Receipt(
            **{name: getattr(one, name) for name in Receipt.__slots__}
            | {"number": number, "previous": previous}
        )
        yield last


def hands(
    receipts: Iterable[Receipt], charter: Charter, digests: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Whose approval stands behind each article, by path: its `reviewers` and its `editor` (JZ-08).

    `digests` are the blob ids of the articles as they are released, by path below
    the content folder. What was approved with other bytes says nothing of these;
    of several receipts for the same bytes the latest counts. `editor` is the
    administrator among those who approved, and left out where none did.
    """
    found: dict[str, dict[str, Any]] = {}
    for receipt in receipts:
        path = receipt.path.removeprefix(f"{ROOT}/")
        if dict(receipt.files).get(receipt.path) == digests.get(path, ""):
            edited = [one.name for one in receipt.signatures if _edits(charter, one)]
            reviewed = [one.name for one in receipt.signatures if not _edits(charter, one)]
            found[path] = {"reviewers": list(dict.fromkeys(reviewed))}
            if edited:
                found[path]["editor"] = edited[0]
    return found


def _edits(charter: Charter, signature: Signature) -> bool:
    person = charter.people.get(signature.person)
    day = date.fromisoformat(signature.at[:10])
    return person is not None and any(post.role == ADMINISTRATOR for post in person.posts_on(day))


def broken(lines: Iterable[str]) -> Iterator[str]:
    """What is wrong with a row of receipts: changed, missing, reordered, or none at all."""
    expected, previous = 1, START
    for line in lines:
        try:
            receipt, digest = parse(line)
        except ValueError:
            yield _("receipt {number} cannot be read").format(number=expected)
            expected, previous = expected + 1, ""
            continue
        if receipt.number != expected:
            yield _("receipt {number} stands where {expected} should").format(
                number=receipt.number, expected=expected
            )
        if receipt.digest != digest:
            yield _("receipt {number} was changed after it was written").format(
                number=receipt.number
            )
        elif previous and receipt.previous != previous:
            yield _("receipt {number} does not follow the one before it").format(
                number=receipt.number
            )
        expected, previous = receipt.number + 1, receipt.digest


def _plain(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
