"""`rollback`: go back to the last good release."""

import argparse

from pipelines.core.desks.incidents import Incident
from pipelines.core.messages import _
from pipelines.publish import Desk, place, recorded, roll_back
from pipelines.recover import finish
from scripts.verbs import options, publish


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which target, and what the record of it says."""
    publish.target(parser)
    incident(parser)


def incident(parser: argparse.ArgumentParser) -> None:
    """What is written down about an incident."""
    parser.add_argument("--reason", required=True, metavar="TEXT")
    parser.add_argument("--by", required=True, metavar="PERSON", help="the id of whoever acts")
    parser.add_argument(
        "--found",
        type=options.moment,
        default=None,
        metavar="'YYYY-MM-DD HH:MM'",
        help="when it was found, if not now",
    )


def run(parsed: argparse.Namespace) -> int:
    """Go back, write it down, and say to what."""
    desk = publish.desk(parsed)
    with recorded(desk, urgent=True):
        _go_back(parsed, desk)
    return 0


def _go_back(parsed: argparse.Namespace, desk: Desk) -> None:
    target = place(parsed.to)
    before, back = roll_back(desk, target)
    print(
        _("release {release} is public again at {target}").format(
            release=back.release, target=target.name
        )
    )
    record = Incident(
        kind="rollback",
        found=parsed.found or parsed.now,
        done=parsed.now,
        by=parsed.by,
        reason=parsed.reason,
        target=target.name,
        release_before=before.release if before else None,
        release_after=back.release,
    )
    print(finish(desk, record))
