"""`publish`: check, build, verify and release."""

import argparse
import os
from pathlib import Path

from pipelines.core.messages import _
from pipelines.forge import open_forge
from pipelines.publish import Desk, place, publish, recorded
from pipelines.reports import FORMATS
from pipelines.reviews import OfRepository
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the release goes."""
    options.reporting(parser)
    target(parser)


def target(parser: argparse.ArgumentParser) -> None:
    """The options of every verb that works on releases."""
    parser.add_argument(
        "--to", required=True, metavar="TARGET", help="a folder, or HOST:/FOLDER by ssh and rsync"
    )
    parser.add_argument(
        "--forge", metavar="github|gitea|folder:DIR", help="where proposals and their reviews are"
    )
    records(parser)


def records(parser: argparse.ArgumentParser) -> None:
    """Where things are written down."""
    parser.add_argument("--records", type=Path, default=None, metavar="DIR")


def desk(parsed: argparse.Namespace) -> Desk:
    """The desk that the options describe."""
    cache = options.CACHE / "release"
    forge = open_forge(parsed.forge, os.environ) if parsed.forge else None
    reviews = OfRepository(parsed.content, parsed.charter, forge)
    return Desk(
        *(parsed.charter, parsed.content, parsed.records, cache, parsed.now, reviews),
        shared=forge is not None,
    )


def run(parsed: argparse.Namespace) -> int:
    """Release, or say what stands against it."""
    here = desk(parsed)
    with recorded(here):
        outcome = publish(here, place(parsed.to))
    if outcome.release is None or parsed.format != "text":
        print(FORMATS[parsed.format](outcome.findings))
    if outcome.release is None:
        return 1
    if parsed.format == "text":
        print(
            _("release {release}, {files} files, is public at {target}").format(
                release=outcome.release, files=outcome.files, target=parsed.to
            )
        )
    return 0
