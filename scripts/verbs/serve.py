"""`serve`: check, build and show the site on this machine."""

import argparse
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

from pipelines.release.build import afresh
from pipelines.reports.text import render
from pipelines.serve import Show, once, serve
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens."""
    parser.add_argument("--port", type=int, default=8000, help="the first port to try")
    parser.add_argument("--once", action="store_true", help="build and check, show nothing")


def run(parsed: argparse.Namespace) -> int:
    """Show the portal until it is stopped."""
    began = monotonic()

    def clock() -> datetime:
        """The time goes on while the portal is shown, from the day that was asked for."""
        passed: datetime = parsed.now + timedelta(seconds=monotonic() - began)
        return passed.replace(second=0, microsecond=0)

    show = Show(parsed.charter, parsed.content, options.CACHE / "serve", clock)
    if parsed.once:
        print(render(once(show, afresh)))
        return 0
    with suppress(KeyboardInterrupt):
        serve(show, parsed.port)
    return 0
