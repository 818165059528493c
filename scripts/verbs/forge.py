"""`forge`: compare the Git host's settings with the charter."""

import argparse
import os

from pipelines import protection
from pipelines.core.charter import load
from pipelines.core.messages import _
from pipelines.forge import open_forge


def arguments(parser: argparse.ArgumentParser) -> None:
    """Print the difference, or carry it out."""
    parser.add_argument("what", choices=["plan", "apply"])
    parser.add_argument("--forge", required=True, metavar="github|gitea|folder:DIR")


def run(parsed: argparse.Namespace) -> int:
    """1 when there is a difference that was only printed, or that could not be carried out."""
    forge = open_forge(parsed.forge, os.environ)
    charter, day = load(parsed.charter), parsed.now.date()
    steps = list(protection.difference(charter, forge, day))
    for step in steps:
        print(step)
    if steps and parsed.what == "apply":
        protection.apply(forge, steps)
        steps = list(protection.difference(charter, forge, day))
        for step in steps:
            print(_("to be done by hand, in the host's teams or owners: {step}").format(step=step))
    if not steps:
        print(_("The Git host is set up as the charter says."))
    return int(bool(steps))
