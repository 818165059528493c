"""`gate`: judge a proposal."""

import argparse
import os
from pathlib import Path

from pipelines.core import garbage
from pipelines.core.errors import HouseError
from pipelines.core.plan import Action, Comment, Status
from pipelines.release import warm
from pipelines.release.build import Run
from pipelines.reports import FORMATS
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which proposal on which host, read from which repository."""
    options.reporting(parser)
    options.forge(parser)
    parser.add_argument("--outside", action="store_true", help="look at new links to other sites")
    parser.add_argument(
        "--preview",
        type=Path,
        metavar="DIR",
        help="build the portal there as it would stand, and follow its links",
    )
    parser.add_argument("--apply", action="store_true", help="tell the Git host")


def run(parsed: argparse.Namespace) -> int:
    """Print or carry out the plan; 1 when something blocks or waits, 3 when it cannot judge."""
    if parsed.preview is None:
        return _judge(parsed)
    # Pelican gets ready while we load what we need ourselves; one judgement, and all is left.
    with warm.pelican(once=True) as pelican, garbage.kept():
        return _judge(parsed, pelican)


def _judge(parsed: argparse.Namespace, pelican: Run | None = None) -> int:
    from pipelines import gate
    from pipelines.core.charter import load
    from pipelines.forge import open_forge
    from pipelines.forge.port import carry_out
    from pipelines.gather.git import Repository
    from pipelines.rehearsal import Rehearsal

    forge = open_forge(parsed.forge, os.environ)
    repository = Repository(parsed.repository)
    charter = load(parsed.charter) if parsed.charter else None
    rehearsal = Rehearsal(parsed.preview.resolve(), pelican) if pelican else None
    try:
        judgement, plan = gate.gate(
            forge,
            parsed.proposal,
            repository,
            parsed.now,
            charter,
            outside=parsed.outside,
            rehearsal=rehearsal,
            kept=options.CACHE / "lexicons",
        )
    except HouseError as error:
        if parsed.apply:
            carry_out(forge, gate.could_not_judge(forge, parsed.proposal, str(error)))
        raise
    if parsed.format == "text":
        for action in plan:
            print(_shown(action))
    else:
        print(FORMATS[parsed.format](judgement.findings))
    if parsed.apply:
        carry_out(forge, plan)
    return int(not judgement.passed)


def _shown(action: Action) -> str:
    match action:
        case Comment():
            return f"{action.body}\n"
        case Status():
            return f"{action.context}: {action.state} — {action.description}"
        case _:
            return str(action)
