"""Makes copies of articles for the WeChat account: of those that its whole chain approved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipelines import clearance
from pipelines.core.approval import named_files
from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.charter.wechat import Account
from pipelines.core.desks.incidents import Incident
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding, Weight
from pipelines.core.messages import _
from pipelines.core.receipts import Receipt, broken, hands
from pipelines.core.rule import judge
from pipelines.core.visibility import Visibility, visibility
from pipelines.core.wechat import approved
from pipelines.core.wechat.fragment import Hands
from pipelines.forge.port import Forge
from pipelines.gather.git import Repository
from pipelines.release import incident as incidents
from pipelines.release import receipts
from pipelines.release.wechat.package import Approved, Package, package
from pipelines.rules import TREE
from pipelines.rules.labels import WECHAT_KINDS

Ready = Approved | list[Finding]
"""An article that may leave, or what stands against it."""


@dataclass(frozen=True)
class Desk:
    """Where copies come from: the content, its repository, and the host that has the reviews.

    `records` is where take-downs are written down.
    """

    content: Path
    repository: Repository
    forge: Forge | None
    now: datetime
    records: Path


def ready(desk: Desk, case: Case, article: Article) -> Ready:
    """Whether an article may go to the account today, with the receipt that says so (YZ-05b).

    What was approved counts by its bytes: by the receipts of what is public, or,
    where a host is named, by the reviews themselves. Raises HouseError where the
    charter names no account, or the host does not answer.
    """
    account = case.charter.wechat
    if account is None:
        raise HouseError(_("the charter names no WeChat account: enter it in charter/portal.yml"))
    against = [
        one
        for one in judge(replace(case, articles=(article,)), TREE)
        if one.weight is Weight.BLOCKS and one.place.path == f"{ROOT}/{article.path}"
    ]
    why = _closed(article, desk.now)
    found: Receipt | str = why or _receipt(desk, case, account, article)
    if isinstance(found, Receipt):
        found = _taken_down(desk, case, article, found) or found
    if isinstance(found, str):
        return [_refusal(article, found), *against]
    if against:
        return against
    kind = WECHAT_KINDS.get(article.front.wechat_kind or "", "")
    named = hands([found], case.charter, {article.path: article.digest}).get(article.path, {})
    by = Hands(tuple(named.get("reviewers", ())), named.get("editor", ""))
    return Approved(article, case.charter, account, found, by, _(kind) if kind else "")


def pack(desk: Desk, of: Approved) -> Package:
    """The copy of an approved article, made from the content's own files."""
    return package(of, lambda path: (desk.content / path).read_bytes())


def _refusal(article: Article, why: str) -> Finding:
    place = article.at("wechat")
    return Finding("WXP201", "approved-for-wechat", Weight.BLOCKS, place, why, ("YZ-05b",))


def _closed(article: Article, now: datetime) -> str | None:
    """Why an article is not for the public today, or not for WeChat at all."""
    if not article.front.wechat:
        return _("the article was not proposed for WeChat: wechat: true is missing")
    match visibility(article, now):
        case Visibility.PUBLIC:
            return None
        case Visibility.EMBARGOED:
            return _("the article is not public before {date}").format(date=article.front.date)
        case Visibility.DRAFT:
            return _("the article is a draft still")
        case Visibility.EXPIRED | Visibility.WITHDRAWN:
            return _("the article is not public any more")


def _taken_down(desk: Desk, case: Case, article: Article, receipt: Receipt) -> str | None:
    """Why an article that was taken down since it was approved stays here (YZ-09a)."""
    approved_at = max((one.at for one in receipt.signatures), default="")
    for one in (*case.charter.registers.every(Incident), *incidents.read(desk.records)):
        at = f"{one.done or one.found:%Y-%m-%d %H:%M}"
        if one.kind == "takedown" and one.path == article.path and at >= approved_at:
            return _(
                "the article was taken down on {at} ({reason}); mend it and have it approved again"
            ).format(at=at, reason=one.reason)
    return None


def _receipt(desk: Desk, case: Case, account: Account, article: Article) -> Receipt | str:
    """The receipt of these very bytes with all four stages, or what is missing."""
    path = f"{ROOT}/{article.path}"
    files = _files(case, article)
    for why in broken(receipts.read(desk.repository)):
        return _("the receipts of approvals were tampered with: {why}").format(why=why)
    every = [one for one in clearance.signed(desk.repository) if one.path == path]
    if every and dict(every[-1].files) == files:
        lack = approved.lacking(case.charter, account, every[-1], files)
        return lack or every[-1]
    if desk.forge is not None:
        return _reviewed(desk, account, path, files)
    if every:
        changed = sorted(set(files.items()) ^ set(every[-1].files))
        return approved.stale(changed[0][0])
    return _(
        "no receipt says that this was approved: publish it on the portal first, or name --forge"
    )


def _reviewed(desk: Desk, account: Account, path: str, files: Mapping[str, str]) -> Receipt | str:
    """The receipt that the reviews of the article's last proposal give, or what they lack."""
    if desk.forge is None:
        raise HouseError(_("no Git host was named to ask who approved it"))
    head = clearance.head(desk.repository)
    seen = clearance.reviewed(desk.repository, desk.forge, head, path, desk.now)
    if isinstance(seen, str):
        return seen
    judgement, subject, receipt = seen
    lack = approved.due(judgement.case.charter, account, subject)
    if lack is not None:
        return lack
    there = dict(receipt.files)
    changed = sorted(name for name in files if there.get(name) != files[name])
    return approved.stale(changed[0]) if changed else receipt


def _files(case: Case, article: Article) -> dict[str, str]:
    """The blob ids of an article and of all it shows, as they stand in the content folder."""
    found = {f"{ROOT}/{article.path}": article.digest}
    for name in named_files(article):
        file = case.files.get(name.removeprefix(f"{ROOT}/"))
        if file is not None:
            found[name] = file.digest
    return found
