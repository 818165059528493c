"""`patrol`: the daily round."""

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from pipelines import patrol
from pipelines.core.case import Case
from pipelines.core.charter import load
from pipelines.core.findings import Finding, Weight
from pipelines.core.ledger.register import register
from pipelines.core.messages import _
from pipelines.core.outside import read as read_outside
from pipelines.core.outside import written as written_outside
from pipelines.desks import letters_forge, with_letters
from pipelines.forge import open_forge
from pipelines.forge.port import carry_out
from pipelines.gather.files import read_case
from pipelines.gather.outside import watch_outside
from pipelines.kept import read_kept
from pipelines.publish import place
from pipelines.release.folder import write
from pipelines.release.records import commit_of
from pipelines.reports import FORMATS, inspection, xlsx
from scripts.verbs import desks, options, publish


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is looked at besides the content, and where what was found goes."""
    options.reporting(parser)
    parser.add_argument("--live", metavar="URL", help="compare what the public gets there")
    parser.add_argument(
        "--plain-host",
        action="store_true",
        help="the live site is not served by our nginx.conf: expect neither its headers nor 410",
    )
    parser.add_argument("--to", metavar="TARGET", help="count all files of this target too")
    parser.add_argument("--outside", action="store_true", help="look at links to other sites")
    parser.add_argument(
        "--sheet", type=Path, metavar="FILE", help="the inspectors' sheet (xlsx, html)"
    )
    desks.letters(parser)
    parser.add_argument("--forge", metavar="github|gitea|folder:DIR", help="where issues are kept")
    parser.add_argument("--apply", action="store_true", help="open and close issues, keep records")
    publish.records(parser)
    options.kept(parser)


def run(parsed: argparse.Namespace) -> int:
    """Look, print what has to change, and with --apply change it; 1 when something is wrong."""
    charter = load(parsed.charter)
    records = parsed.records or parsed.charter.resolve().parent / charter.portal.records
    case = _read(parsed, read_case(parsed.content, charter, parsed.now), records)
    if parsed.letters:
        case = with_letters(case, letters_forge(parsed.letters, os.environ))
    live, pages = _outside_the_content(parsed, case, records)
    findings = [*patrol.rules_today(case), *live]
    if told := patrol.told_at_once(case, live):
        print(
            _("the live site is not what was released: tell {people} at once").format(
                people="、".join(told)
            ),
            file=sys.stderr,
        )
    forge = open_forge(parsed.forge, os.environ) if parsed.forge else None
    there = list(forge.issues()) if forge else []
    items = patrol.items(case, findings, patrol.since(there), case.today)
    unseen = (
        *(() if parsed.live or parsed.to else ("REL2",)),
        *(() if parsed.outside else ("LNK3",)),
        *(() if parsed.letters else ("LET2",)),
    )
    plan = patrol.plan(case, items, there, forge.host if forge else "folder", unseen)
    if parsed.format == "text":
        for issue in plan:
            print(("＋ " if issue.open else "－ ") + f"{issue.title}  [{issue.key}]")
        print(
            _("{items} things to put right, {plan} issues to change").format(
                items=len(items), plan=len(plan)
            )
        )
    else:
        print(FORMATS[parsed.format](sorted(findings, key=lambda one: one.order)))
    if parsed.sheet:
        tables = inspection.tables(findings, parsed.now)
        if parsed.sheet.suffix == ".html":
            write(parsed.sheet, inspection.page(tables, charter.portal.name).encode())
        else:
            write(parsed.sheet, xlsx.render(tables, parsed.now))
    if parsed.apply:
        if forge:
            carry_out(forge, plan)
        text = json.dumps(patrol.sheet(case, items, pages), ensure_ascii=False, indent=1)
        # JSON is YAML: the register of patrols takes it as it is.
        write(records / "patrols" / f"{case.today}.yml", f"{text}\n".encode())
    return int(any(one.weight is not Weight.NOTES for one in findings))


def _read(parsed: argparse.Namespace, case: Case, records: Path) -> Case:
    """The case with its history, where there is one, and with the outside links looked at."""
    if commit_of(parsed.content):
        history = read_kept(parsed.content, parsed.kept)
        case = replace(case, register=register(history, case.charter, case.now))
    if not parsed.outside:
        return case
    memory = records / "outside.yml"
    before = read_outside(memory.read_text("utf-8")) if memory.exists() else {}
    case = watch_outside(case, before)
    if parsed.apply:
        write(memory, written_outside(case.outside.values()).encode())
    return case


def _outside_the_content(
    parsed: argparse.Namespace, case: Case, records: Path
) -> tuple[list[Finding], int]:
    """What the live site and the target's files show, and how many files were compared."""
    if not (parsed.live or parsed.to):
        return [], 0
    released, before = patrol.expected(records, parsed.content)
    found: list[Finding] = []
    if parsed.live:
        live = patrol.Live(parsed.live, strict=not parsed.plain_host)
        found += patrol.live_today(case.charter, live, released, before, case.today)
    if parsed.to:
        found += patrol.target_today(place(parsed.to), released)
    return found, len(released.manifest.files)
