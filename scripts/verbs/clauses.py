"""`clauses`: where each clause of the regulations is enforced, and by which number here."""

import argparse
import sys

from pipelines.core.charter import load
from pipelines.core.clauses import read_clauses, trace
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.reports import clauses, xlsx
from pipelines.rules import PATROL, PROPOSAL, TREE

_FORMATS = {"text": clauses.text, "json": clauses.data, "markdown": clauses.markdown}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which clause, and how it is printed; a workbook is written to standard output."""
    parser.add_argument("id", nargs="?", metavar="ID", help="one clause (CZ-07d), or an article")
    parser.add_argument("--format", choices=[*_FORMATS, "xlsx"], default="text")


def run(parsed: argparse.Namespace) -> int:
    """Print the clauses; 1 when one of them is not explained."""
    found = trace(read_clauses(), load(parsed.charter), (*TREE, *PROPOSAL, *PATROL))
    if parsed.id:
        found = [one for one in found if one.id.startswith(parsed.id)]
        if not found:
            raise HouseError(_("no clause {id}; ids look like CZ-07d").format(id=parsed.id))
    if parsed.format == "xlsx":
        sys.stdout.buffer.write(xlsx.render([clauses.table(found)], parsed.now))
    else:
        print(_FORMATS[parsed.format](found))
    return int(not all(one.explained for one in found))
