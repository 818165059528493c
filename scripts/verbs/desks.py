"""`desks`: what the desks owe, the accounts ledger, exports of the hotline."""

import argparse
import os
from pathlib import Path

from pipelines.core.case import Case
from pipelines.core.charter import load
from pipelines.core.desks.clocks import Standing
from pipelines.core.desks.lines import standing
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.desks import import_hotline, letters_forge, with_letters
from pipelines.forge.port import carry_out
from pipelines.gather.files import read_case
from pipelines.release.folder import write
from pipelines.reports import csv, xlsx
from pipelines.reports.desks import accounts_table, standing_table
from pipelines.reports.plain import render as plain
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which desk; or a table of the hotline to take letters from."""
    parser.add_argument("desk", nargs="?", metavar="DESK", help="one desk only")
    parser.add_argument("--all", action="store_true", help="what is done, too")
    parser.add_argument("--format", choices=["text", "csv"], default="text")
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="write tables for an office")
    letters(parser)
    parser.add_argument(
        "--import", dest="taken", type=Path, metavar="FILE", help="letters from an xlsx or csv"
    )
    parser.add_argument("--apply", action="store_true", help="open the imported letters")


def letters(parser: argparse.ArgumentParser) -> None:
    """Where the letters desk is."""
    parser.add_argument(
        "--letters", metavar="github|gitea|folder:DIR", help="the letters' private repository"
    )


def read(parsed: argparse.Namespace) -> Case:
    """The case, with the letters where a repository is named."""
    case = read_case(parsed.content, load(parsed.charter), parsed.now, options.read(parsed))
    if parsed.letters:
        case = with_letters(case, letters_forge(parsed.letters, os.environ))
    return case


def run(parsed: argparse.Namespace) -> int:
    """Print what is owed; 1 when something is overdue or a row cannot be imported."""
    if parsed.taken:
        return _take(parsed)
    case = read(parsed)
    desks = case.charter.desks
    if parsed.desk is not None and parsed.desk not in desks:
        raise HouseError(
            _("no desk {name}; choose from: {known}").format(
                name=parsed.desk, known=", ".join(desks)
            )
        )
    table = standing_table(case, parsed.desk, everything=parsed.all)
    if parsed.xlsx:
        write(parsed.xlsx, xlsx.render([table, accounts_table(case)], parsed.now))
    print(plain(table) if parsed.format == "text" else csv.render(table).decode("utf-8"))
    return int(
        any(
            due.standing is Standing.OVERDUE
            for id_, _desk, due in standing(case)
            if parsed.desk in {None, id_}
        )
    )


def _take(parsed: argparse.Namespace) -> int:
    """Rows become issues of the private repository; what is wrong is told by row and column."""
    found = import_hotline(load(parsed.charter), parsed.taken, parsed.now.date())
    for row, why in found.faults:
        print(_("row {row}: {why}").format(row=row, why=why))
    print(
        _("{good} letters to take over, {bad} rows with faults").format(
            good=len(found.issues), bad=len({row for row, _why in found.faults})
        )
    )
    if parsed.apply:
        if not parsed.letters:
            raise HouseError(_("say where the letters are kept: --letters"))
        carry_out(letters_forge(parsed.letters, os.environ), found.issues)
    return int(bool(found.faults))
