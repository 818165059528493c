"""`ledger`: ask the publication register; every number leads to its articles."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from pipelines import bulletin
from pipelines.clearance import clearance, head, signed, verify
from pipelines.core.article import ROOT
from pipelines.core.charter import load
from pipelines.core.errors import HouseError
from pipelines.core.ledger.audit import compared
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.tallies import By, key
from pipelines.core.messages import _
from pipelines.forge import open_forge
from pipelines.gather.files import read_case
from pipelines.gather.git import Repository
from pipelines.kept import read_kept
from pipelines.reports import approval_form, csv, data, official
from pipelines.reports.plain import render as plain
from pipelines.reports.registers import accepted_in, articles_table, counts_table
from pipelines.reports.tables import Table
from scripts.verbs import options

FORMATS: dict[str, Callable[[Ledger, Table], str]] = {
    "text": lambda _ledger, table: plain(table),
    "csv": lambda _ledger, table: csv.render(table).decode("utf-8"),
    "json": lambda ledger, table: data.render(ledger, [table]).rstrip("\n"),
}
"""What `--format` takes."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which months, counted by what; or the articles behind the numbers; or the receipts."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=["verify", "form"],
        help="verify: hold receipts and register against each other; form: print an approval form",
    )
    parser.add_argument("--article", type=Path, metavar="PATH", help="whose approval form")
    parser.add_argument("--into", type=Path, metavar="DIR", help="where the form is written")
    parser.add_argument("--from", dest="first", metavar="YYYY-MM", help="first month")
    parser.add_argument("--to", dest="final", metavar="YYYY-MM", help="last month")
    parser.add_argument("--by", type=By, choices=list(By), default=By.UNIT)
    parser.add_argument(
        "--list",
        nargs="?",
        const="",
        metavar="ID",
        help="the articles behind the numbers, or behind that of one unit, column, person or month",
    )
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--forge", metavar="github|gitea|folder:DIR", help="where proposals are")
    options.kept(parser)


def run(parsed: argparse.Namespace) -> int:
    """Print one table, or what is wrong with the receipts: then 1."""
    if parsed.what == "verify":
        return _verified(parsed)
    if parsed.what == "form":
        return _formed(parsed)
    forge = open_forge(parsed.forge, os.environ) if parsed.forge else None
    charter = load(parsed.charter)
    ledger = bulletin.read_ledger(parsed.content, charter, parsed.now, parsed.kept, forge)
    final = Month.parse(parsed.final) if parsed.final else Month.of(parsed.now.date())
    first = Month.parse(parsed.first) if parsed.first else Month(final.year, 1)
    period = Period.parse(f"{first}..{final}")
    if parsed.list is None:
        table = counts_table(ledger, period, parsed.by)
    else:
        table = _listed(ledger, period, parsed.by, parsed.list)
    sys.stdout.write(FORMATS[parsed.format](ledger, table) + "\n")
    return 0


def _verified(parsed: argparse.Namespace) -> int:
    repository, charter = Repository(parsed.content), load(parsed.charter)
    commit, history = head(repository), read_kept(parsed.content, parsed.kept)
    wrong = list(verify(repository, charter, commit, history))
    if parsed.forge:
        forge = open_forge(parsed.forge, os.environ)
        again = clearance(repository, forge, charter, commit, None, parsed.now)
        wrong += compared(list(signed(repository)), again.receipts)
    for place, why in wrong:
        print(f"{place.path}: {why}")
    if not wrong:
        print(_("Every receipt is in its place, and every article has one."))
    return int(bool(wrong))


def _formed(parsed: argparse.Namespace) -> int:
    """Write the approval form of an article's newest receipt, as docx and as a page."""
    if parsed.article is None or parsed.into is None:
        raise HouseError(_("say which article (--article) and where to (--into)"))
    name = options.below(parsed.content, parsed.article).as_posix()
    charter = load(parsed.charter)
    case = read_case(parsed.content, charter, parsed.now, options.read(parsed))
    found = [one for one in signed(Repository(parsed.content)) if one.path == f"{ROOT}/{name}"]
    if not found or name not in case.by_path:
        raise HouseError(_("{path} has no receipt of its approvals yet").format(path=name))
    document = approval_form.form(charter, found[-1], case.by_path[name])
    parsed.into.mkdir(parents=True, exist_ok=True)
    for ending, raw in (
        ("docx", official.render(document, parsed.now)),
        ("html", approval_form.page(document)),
    ):
        (parsed.into / f"{document.id}.{ending}").write_bytes(raw)
        print(parsed.into / f"{document.id}.{ending}")
    return 0


def _listed(ledger: Ledger, period: Period, by: By, wanted: str) -> Table:
    """The articles behind all numbers of a period, or behind the number of one thing."""
    entries = accepted_in(ledger, period)
    if wanted:
        entries = [entry for entry in entries if key(ledger.charter, entry, by) == wanted]
    return articles_table(ledger, entries, _("Articles, {period}").format(period=period.title))
