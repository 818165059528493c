"""`due`: say whether an embargo or an end has come due since a release."""

import argparse
from datetime import datetime, timedelta

from pipelines.core.charter import load
from pipelines.core.errors import HouseError
from pipelines.core.messages import _, later
from pipelines.core.visibility import Visibility
from pipelines.gather.files import read_case
from pipelines.publish import place
from pipelines.release.due import Due, due
from pipelines.release.target import history
from scripts.verbs import options

MISSED = timedelta(hours=2)
"""How late a release may be before the schedule counts as missed."""

STATES = {
    Visibility.PUBLIC: later("public"),
    Visibility.DRAFT: later("draft"),
    Visibility.EMBARGOED: later("embargoed"),
    Visibility.EXPIRED: later("expired"),
    Visibility.WITHDRAWN: later("withdrawn"),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Since when: a release of a target, its public one, or a minute."""
    parser.add_argument("--to", metavar="TARGET", help="the target whose history is asked")
    parser.add_argument(
        "--since", metavar="RELEASE", help="a release's id, or 'YYYY-MM-DD HH:MM'; else the last"
    )


def run(parsed: argparse.Namespace) -> int:
    """Print what came due; 1 when a release is due, 0 when not."""
    case = read_case(parsed.content, load(parsed.charter), parsed.now, options.read(parsed))
    found = due(case, _since(parsed))
    for one in found:
        print(_line(one, parsed.now))
    if not found:
        print(_("nothing is due"))
    return int(bool(found))


def _line(one: Due, now: datetime) -> str:
    line = _("{at} {path}: now {state}").format(
        at=f"{one.at:%Y-%m-%d %H:%M}", path=one.path, state=_(STATES[one.now])
    )
    late = now - one.at
    if late <= MISSED:
        return line
    return (
        line + " " + _("(missed by {hours} hours)").format(hours=int(late.total_seconds() // 3600))
    )


def _since(parsed: argparse.Namespace) -> datetime:
    if parsed.since and ":" in parsed.since:
        return options.moment(parsed.since)
    if not parsed.to:
        raise HouseError(_("say since when: --to TARGET, or --since 'YYYY-MM-DD HH:MM'"))
    switches = history(place(parsed.to))
    wanted = [one for one in switches if not parsed.since or one.release == parsed.since]
    if not wanted:
        raise HouseError(_("{target} knows no such release").format(target=parsed.to))
    return wanted[-1].at
