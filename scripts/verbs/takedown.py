"""`takedown`: take an article back at once."""

import argparse
import os

from pipelines.account import left
from pipelines.core.charter import load
from pipelines.core.desks.incidents import Incident
from pipelines.core.messages import _
from pipelines.core.plan import Draft
from pipelines.forge import open_forge
from pipelines.gather.files import read_case
from pipelines.gather.git import Repository
from pipelines.publish import Desk, place, recorded, take_down
from pipelines.recover import finish, permanent
from pipelines.release.takedown import find
from pipelines.release.target import release_of
from pipelines.reports import FORMATS
from scripts.verbs import publish, rollback


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which article, from which target, and why."""
    parser.add_argument("path", metavar="PATH", help="the article's file, or its address")
    publish.target(parser)
    rollback.incident(parser)
    parser.add_argument("--apply", action="store_true", help="open it, do not just show it")


def run(parsed: argparse.Namespace) -> int:
    """Take it down, write it down, and propose what makes it permanent."""
    desk = publish.desk(parsed)
    with recorded(desk, urgent=True):
        draft = _take_down(parsed, desk)
    if parsed.apply and parsed.forge:
        open_forge(parsed.forge, os.environ).propose(draft)
    return 0


def _take_down(parsed: argparse.Namespace, desk: Desk) -> Draft:
    target = place(parsed.to)
    charter = load(desk.charter)
    article = find(read_case(desk.content, charter, desk.now, desk.cache), parsed.path)
    held = {
        "path": article.path,
        "on": str(parsed.now.date()),
        "by": parsed.by,
        "reason": parsed.reason,
    }
    before = target.current()
    outcome = take_down(desk, target, held)
    print(_("{path} is no longer public at {target}").format(path=article.path, target=target.name))
    if outcome.findings:
        print(FORMATS["text"](outcome.findings))
    record = Incident(
        kind="takedown",
        found=parsed.found or parsed.now,
        done=parsed.now,
        by=parsed.by,
        reason=parsed.reason,
        target=target.name,
        release_before=release_of(before) if before else None,
        release_after=outcome.release,
        path=article.path,
    )
    print(finish(desk, record))
    for line in left(Repository(desk.content), article.path):
        print(line)
    draft = permanent(charter, article, held)
    print(
        _("to be proposed: {title} (branch {branch})").format(
            title=draft.title, branch=draft.branch
        )
    )
    return draft
