"""`wechat`: export an approved article for the WeChat account, draft it there, enter its copies."""

import argparse
import os
from contextlib import closing
from pathlib import Path

from pipelines import account
from pipelines.core.charter import load
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.wechat.copies import Copy
from pipelines.forge import open_forge
from pipelines.gather.files import read_case
from pipelines.gather.git import Repository
from pipelines.release import receipts
from pipelines.release.folder import lock
from pipelines.release.takedown import find
from pipelines.release.wechat.package import Approved
from pipelines.release.wechat.platform import URL, Platform
from pipelines.reports import FORMATS
from pipelines.wechat import Desk, pack, ready
from scripts.verbs import options, publish


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is done, with which article."""
    options.reporting(parser)
    parser.add_argument(
        "what",
        choices=["export", "push", "record"],
        help="export: write files; push: make a draft; record: enter where it was published",
    )
    parser.add_argument("path", metavar="PATH", help="the article's file, or its address")
    parser.add_argument("--to", type=Path, metavar="DIR", help="where export writes")
    parser.add_argument("--forge", metavar="github|gitea|folder:DIR", help="where reviews are")
    publish.records(parser)
    parser.add_argument("--publish", action="store_true", help="hand the draft in as well")
    parser.add_argument("--by", metavar="PERSON", help="the administrator who publishes or records")
    parser.add_argument("--url", metavar="URL", help="where the copy was published")


def run(parsed: argparse.Namespace) -> int:
    """Do it, or say what stands against it: then 1."""
    if parsed.what == "export" and parsed.to is None:
        raise HouseError(_("say where to: --to DIR"))
    charter = load(parsed.charter)
    repository = Repository(parsed.content)
    receipts.fetch(repository)
    forge = open_forge(parsed.forge, os.environ) if parsed.forge else None
    records = parsed.records or parsed.charter.resolve().parent / charter.portal.records
    desk = Desk(parsed.content, repository, forge, parsed.now, records)
    case = read_case(parsed.content, charter, parsed.now)
    found = ready(desk, case, find(case, parsed.path))
    if isinstance(found, list):
        print(FORMATS[parsed.format](found))
        return 1
    if parsed.what == "export":
        pack(desk, found).write(parsed.to)
        print(
            _("{path} for {account} ({id}) is at {folder}").format(
                path=found.article.path,
                account=found.account.name,
                id=found.account.id,
                folder=parsed.to,
            )
        )
        return 0
    with lock(options.CACHE / "wechat.lock"):
        print(_told(_recorded(desk, found, parsed) if parsed.url else _pushed(desk, found, parsed)))
    return 0


def _pushed(desk: Desk, found: Approved, parsed: argparse.Namespace) -> Copy:
    if parsed.what == "record":
        raise HouseError(_("say where it was published: --url"))
    if found.receipt.number == 0:
        raise HouseError(_("publish the article on the portal first; then it can go to WeChat"))
    if parsed.publish and not parsed.by:
        raise HouseError(_("say who publishes it: --by PERSON"))
    with closing(_platform(found)) as platform:
        copy = account.draft(desk, pack(desk, found), platform)
        return account.publish(desk, found, platform, parsed.by) if parsed.publish else copy


def _recorded(desk: Desk, found: Approved, parsed: argparse.Namespace) -> Copy:
    if not parsed.by:
        raise HouseError(_("say who publishes it: --by PERSON"))
    return account.record(desk, found, parsed.url, parsed.by)


def _platform(found: Approved) -> Platform:
    """The platform, by PORTAL_WECHAT_SECRET and, for a relay with a fixed address, _URL."""
    secret = os.environ.get("PORTAL_WECHAT_SECRET", "")
    if not secret:
        raise HouseError(_("PORTAL_WECHAT_SECRET is not set: the secret stands in no file"))
    if found.account.appid is None:
        raise HouseError(_("the charter does not say the account's appid: charter/portal.yml"))
    return Platform(found.account.appid, secret, os.environ.get("PORTAL_WECHAT_URL", URL))


def _told(copy: Copy) -> str:
    if copy.address:
        return _("published at {address}").format(address=copy.address)
    if copy.task:
        return _("handed in as task {task}; the platform publishes it when it is done").format(
            task=copy.task
        )
    return _("in the account's drafts as {draft}; nothing is public yet").format(draft=copy.draft)
