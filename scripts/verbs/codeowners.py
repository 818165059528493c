"""`codeowners`: write or compare the hosts' CODEOWNERS files."""

import argparse
from pathlib import Path

from pipelines.core.case import Case
from pipelines.core.charter import load
from pipelines.core.owners import FILES, render
from pipelines.core.rule import judge
from pipelines.gather.files import read_owners
from pipelines.reports import FORMATS
from pipelines.rules import owners
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Compare, which is what happens without a word, or write; in which repository."""
    options.reporting(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="compare (the default)")
    what.add_argument("--write", action="store_true")
    parser.add_argument("--repository", type=Path, default=options.HOUSE, metavar="DIR")


def run(parsed: argparse.Namespace) -> int:
    """Print where the files differ from the charter, or write them; 1 when they differ."""
    charter = load(parsed.charter)
    if parsed.write:
        for host, name in FILES.items():
            path = parsed.repository / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(render(charter, host, parsed.now.date()), encoding="utf-8")
        return 0
    case = Case(charter, parsed.now, owners=read_owners(parsed.repository))
    findings = judge(case, (owners.owners_as_chartered,))
    print(FORMATS[parsed.format](findings))
    return int(bool(findings))
