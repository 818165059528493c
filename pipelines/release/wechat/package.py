"""A copy as files: fragment, pictures, covers, and the manifest that vouches for them."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.core.article import Article
from pipelines.core.charter import Charter
from pipelines.core.charter.wechat import Account
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.receipts import Receipt, Signature
from pipelines.core.wechat.copies import digest
from pipelines.core.wechat.fragment import Hands, address, author, fragment, pictures
from pipelines.release.folder import write
from pipelines.release.wechat.pictures import Box, Cover, cover, fitted

FRAGMENT, MANIFEST, COVER = "fragment.html", "manifest.json", "cover.jpg"
WIDE, SQUARE = "cover-2.35x1.jpg", "cover-1x1.jpg"

Read = Callable[[str], bytes]
"""The bytes of a file below the content folder."""


@dataclass(frozen=True)
class Approved:
    """An article with the receipt of its approvals, and whom the copy names for them.

    `kind` is the kind of content in words (YZ-04).
    """

    article: Article
    charter: Charter
    account: Account
    receipt: Receipt
    hands: Hands
    kind: str

    @property
    def digest(self) -> str:
        """What names the bytes that were approved; the same bytes make one draft only."""
        return digest(self.receipt.files)

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The votes of the account's chain, in their order (YZ-05b)."""
        chain = self.charter.chains[self.account.chain].name
        return tuple(one for one in self.receipt.signatures if one.chain == chain)

    def html(self, addresses: Mapping[str, str]) -> str:
        """The fragment with its pictures at these addresses, by path."""
        return fragment(self.article, self.charter, self.account, addresses.get, self.hands)


@dataclass(frozen=True)
class Package:
    """A copy ready to leave: `files` by name, `shown` the names of its pictures by path."""

    of: Approved
    files: Mapping[str, bytes]
    shown: Mapping[str, str]
    covers: Cover

    def write(self, folder: Path) -> None:
        """Write it all, the manifest last; an older copy there goes, anything else stays.

        Raises HouseError where the folder holds something that is no copy of ours.
        """
        _clear(folder)
        for name, raw in self.files.items():
            write(folder / name, raw)
        write(folder / MANIFEST, manifest(self).encode())


def package(of: Approved, read: Read) -> Package:
    """Make a copy of an approved article. Raises HouseError for a picture that cannot be read."""
    limits = of.account.limits
    named = pictures(of.article)
    files: dict[str, bytes] = {}
    shown: dict[str, str] = {}
    for number, path in enumerate(named, start=1):
        picture = fitted(read(path), limits.picture, path)
        shown[path] = f"images/{number}.{picture.ending}"
        files[shown[path]] = picture.raw
    if not named:
        raise HouseError(_("{path} has no picture for a cover").format(path=of.article.path))
    covers = cover(read(named[0]), limits.cover, named[0])
    files |= {COVER: covers.whole.raw, WIDE: covers.wide.raw, SQUARE: covers.square.raw}
    files = {FRAGMENT: of.html(shown).encode(), **files}
    return Package(of, files, shown, covers)


def manifest(made: Package) -> str:
    """What the copy is, who approved it, for which account, byte by byte (YZ-02, YZ-04, YZ-05)."""
    of = made.of
    front, receipt = of.article.front, of.receipt
    source = front.source.model_dump(mode="json") if front.source is not None else None
    said: dict[str, Any] = {
        "account": {"name": of.account.name, "id": of.account.id},
        "article": {
            "path": receipt.path,
            "digest": of.article.digest,
            "title": front.title,
            "author": author(of.article, of.charter),
            "summary": front.summary or "",
            "address": address(of.article, of.charter),
            "kind": {"id": front.wechat_kind, "name": of.kind},
            "repost": front.repost,
            "source": source,
        },
        "digest": of.digest,
        "approvals": {
            "chain": of.charter.chains[of.account.chain].name,
            "stages": [_vote(one) for one in of.signatures],
            "others": [_vote(one) for one in receipt.signatures if one not in of.signatures],
            "proposal": receipt.proposal,
            "head": receipt.head,
            "receipt": {"number": receipt.number, "digest": receipt.digest},
        },
        "cover": {
            "file": COVER,
            "2.35:1": {"file": WIDE, "crop": crop(made.covers.wide_box)},
            "1:1": {"file": SQUARE, "crop": crop(made.covers.square_box)},
        },
        "files": {
            name: {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
            for name, raw in sorted(made.files.items())
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def crop(box: Box) -> str:
    """Where a cut lies, as the platform's API writes it."""
    return "_".join(f"{share:.6g}" for share in box)


def _vote(signature: Signature) -> dict[str, str | None]:
    return {
        "chain": signature.chain,
        "stage": signature.stage,
        "person": signature.person,
        "name": signature.name,
        "at": signature.at,
        "deputy_for": signature.deputy_for,
    }


def _clear(folder: Path) -> None:
    """Make room for a copy where nothing is lost by it."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / MANIFEST).is_file() or not (folder / FRAGMENT).is_file():
        raise HouseError(
            _("{folder} holds other files; name an empty folder").format(folder=folder)
        )
    # The manifest first: without one, what is half there is no copy.
    (folder / MANIFEST).unlink()
    shutil.rmtree(folder / "images", ignore_errors=True)
