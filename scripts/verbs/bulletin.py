"""`bulletin`: registers, rankings and notices of a period, as files and as drafted articles."""

import argparse
import os
from pathlib import Path

from pipelines import bulletin
from pipelines.core.charter import load
from pipelines.core.errors import HouseError
from pipelines.core.ledger.periods import Period
from pipelines.core.messages import _
from pipelines.forge import open_forge
from pipelines.forge.port import carry_out
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which months, where files go, and whether the drafts are proposed."""
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--period", metavar="YYYY-MM..YYYY-MM", help="these months")
    when.add_argument("--month", metavar="YYYY-MM", help="one month (default: the last one over)")
    parser.add_argument("--to", type=Path, metavar="DIR", help="write the files here")
    parser.add_argument("--forge", metavar="github|gitea|folder:DIR", help="where proposals are")
    parser.add_argument("--apply", action="store_true", help="propose the drafted articles")
    options.kept(parser)


def run(parsed: argparse.Namespace) -> int:
    """Write files, then print or carry out the plan."""
    forge = open_forge(parsed.forge, os.environ) if parsed.forge else None
    if parsed.apply and forge is None:
        raise HouseError(_("--apply needs --forge: where should the drafts be proposed?"))
    written = parsed.period or parsed.month
    period = Period.parse(written) if written else bulletin.last_month(parsed.now)
    charter = load(parsed.charter)
    ledger = bulletin.read_ledger(parsed.content, charter, parsed.now, parsed.kept, forge)
    ledger = bulletin.with_defects(ledger, parsed.content, forge)
    files = bulletin.write(ledger, period)
    if parsed.to:
        parsed.to.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (parsed.to / name).write_bytes(content)
    for name, content in files.items():
        print(f"{name}  {len(content)}")
    plan = bulletin.drafts(ledger, period)
    for action in plan:
        print(_("proposal {branch}: {title}").format(branch=action.branch, title=action.title))
        for path, _content in action.files:
            print(f"  {path}")
    if parsed.apply and forge is not None:
        carry_out(forge, plan)
    return 0
