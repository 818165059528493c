"""`build`: build the site's pages."""

import argparse
from pathlib import Path

from pipelines.core.messages import _
from pipelines.release.build import Order, build
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the pages go."""
    parser.add_argument("--output", type=Path, default=options.HOUSE / "output", metavar="DIR")


def run(parsed: argparse.Namespace) -> int:
    """Build, and say how much was built."""
    cache = options.HOUSE / ".cache" / "build"
    built = build(Order(parsed.charter, parsed.content, parsed.output, cache, parsed.now))
    print(
        _("{articles} articles read, {files} files at {folder}").format(
            articles=len(built.articles), files=len(built.outputs), folder=built.output
        )
    )
    return 0
