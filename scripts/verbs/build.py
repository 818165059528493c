"""`build`: build the site's pages."""

import argparse
import sys
from pathlib import Path

from pipelines.core.messages import _
from pipelines.release import warm
from pipelines.release.build import Order, build, differing
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the pages go, and whether to prove them."""
    parser.add_argument("--output", type=Path, default=options.HOUSE / "output", metavar="DIR")
    parser.add_argument(
        "--cache",
        type=Path,
        default=options.CACHE / "build",
        metavar="DIR",
        help="what one build leaves for the next; safe to delete",
    )
    parser.add_argument(
        "--verify",
        action="store_true",
        help="build once more from nothing, and name every file that differs",
    )


def run(parsed: argparse.Namespace) -> int:
    """Build, and say how much was built; 1 where a build from nothing would differ."""
    order = Order(parsed.charter, parsed.content, parsed.output, parsed.cache, parsed.now)
    with warm.pelican(once=True) as pelican:
        built = build(order, pelican)
        print(
            _("{articles} articles read, {files} files at {folder}").format(
                articles=len(built.articles), files=len(built.outputs), folder=built.output
            )
        )
        if not parsed.verify:
            return 0
        wrong = differing(order, built, pelican)
    for path in wrong:
        print(_("{path} differs from a build from nothing").format(path=path))
    if not wrong:
        print(_("a build from nothing gives the same bytes"), file=sys.stderr)
    return bool(wrong)
