"""`patrol`: the daily round."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipelines import bulletin, mending, patrol
from pipelines.core.case import Case
from pipelines.core.charter import load
from pipelines.core.findings import Finding, Weight
from pipelines.core.ledger import quotas
from pipelines.core.messages import _
from pipelines.core.outside import read as read_outside
from pipelines.core.outside import written as written_outside
from pipelines.core.plan import Draft, Issue
from pipelines.desks import letters_forge, with_letters
from pipelines.forge import open_forge
from pipelines.forge.port import Forge, carry_out
from pipelines.gather.advisories import DATABASE
from pipelines.gather.files import read_case
from pipelines.gather.git import Repository
from pipelines.gather.outside import watch_outside
from pipelines.mending import Item
from pipelines.publish import place
from pipelines.release import carried
from pipelines.release.folder import write
from pipelines.release.records import commit_of
from pipelines.reports import FORMATS, inspection, xlsx
from scripts.verbs import desks, options, publish

OUTSIDE = "outside.yml"
"""What is remembered of outside links, among the records."""


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
    parser.add_argument(
        "--advisories",
        nargs="?",
        const=DATABASE,
        metavar="URL",
        help="ask which of our libraries are known to be unsafe",
    )
    desks.letters(parser)
    parser.add_argument("--forge", metavar="github|gitea|folder:DIR", help="where issues are kept")
    parser.add_argument("--apply", action="store_true", help="open and close issues, keep records")
    publish.records(parser)
    options.kept(parser)


def run(parsed: argparse.Namespace) -> int:
    """Look, print what has to change, and with --apply change it; 1 when something is wrong."""
    charter = load(parsed.charter)
    forge = open_forge(parsed.forge, os.environ) if parsed.forge else None
    records = parsed.records or parsed.charter.resolve().parent / charter.portal.records
    repository = Repository(parsed.content) if commit_of(parsed.content) else None
    if forge and repository:
        carried.bring(repository, records, {OUTSIDE: _one_memory})
    there = list(forge.issues()) if forge else []
    case, reminders = _read(
        parsed, read_case(parsed.content, charter, parsed.now, options.read(parsed)), forge, there
    )
    case = _outside(parsed, case, records)
    findings, pages = _findings(parsed, case, records)
    wrong = [one for one in findings if one.rule != patrol.UNASKED]
    items = mending.items(case, wrong, mending.since(there), case.today)
    closed = forge.closed(mending.LABEL) if forge else ()
    host = forge.host if forge else "folder"
    unseen = _unseen(parsed, case, host, asked=len(wrong) == len(findings))
    plan = [*mending.plan(case, items, there, host, unseen, closed), *reminders]
    record = patrol.record_of(case, items, pages)
    today = records / patrol.FOLDER / f"{case.today}.yml"
    drafts = [patrol.to_sign(case, record)] if forge and not patrol.on_file(case, today) else []
    _tell(parsed, findings, items, plan, drafts)
    if parsed.sheet:
        tables = inspection.tables(findings, parsed.now)
        if parsed.sheet.suffix == ".html":
            write(parsed.sheet, inspection.page(tables, charter.portal.name).encode())
        else:
            write(parsed.sheet, xlsx.render(tables, parsed.now))
    if parsed.apply:
        if forge:
            carry_out(forge, [*plan, *drafts])
        write(today, record.encode())
        if forge and repository:
            carried.send(repository, records, parsed.now)
    return int(any(one.weight is not Weight.NOTES for one in findings))


def _read(
    parsed: argparse.Namespace, case: Case, forge: Forge | None, there: Sequence[Issue]
) -> tuple[Case, list[Issue]]:
    """The case with history, rights and letters, as far as asked; and what units still owe."""
    reminders: list[Issue] = []
    if commit_of(parsed.content):
        asked = forge if patrol.reminding(case, there) else None
        ledger = bulletin.read_ledger(parsed.content, case.charter, parsed.now, parsed.kept, asked)
        case = replace(case, register=tuple(ledger.entries))
        if asked:
            owed = quotas.reminders(ledger.submissions, case.charter, case.today)
            reminders = mending.changed(owed, there)
    if forge:
        case = patrol.with_members(case, forge)
    if parsed.letters:
        case = with_letters(case, letters_forge(parsed.letters, os.environ))
    return case, reminders


def _outside(parsed: argparse.Namespace, case: Case, records: Path) -> Case:
    """The case with the outside links looked at, which are remembered for the next round."""
    if not parsed.outside:
        return case
    memory = records / OUTSIDE
    before = read_outside(memory.read_text("utf-8")) if memory.exists() else {}
    case = watch_outside(case, before)
    if parsed.apply:
        write(memory, written_outside(case.outside.values()).encode())
    return case


def _one_memory(mine: str, theirs: str) -> str:
    """What two machines remember of outside links, as one: of each the later look."""
    return written_outside(read_outside(f"{mine}\n{theirs}").values())


def _findings(parsed: argparse.Namespace, case: Case, records: Path) -> tuple[list[Finding], int]:
    """All that is wrong today, and how many files were compared with what was released."""
    found, pages = [*patrol.rules_today(case), *patrol.missed_days(case, records)], 0
    if parsed.advisories:
        lock = options.HOUSE / "requirements.lock"
        found += patrol.advisories_today(lock, parsed.advisories)
    if not (parsed.live or parsed.to):
        return found, pages
    released, before = patrol.expected(records, parsed.content)
    seen: list[Finding] = []
    if parsed.live:
        live = patrol.Live(parsed.live, strict=not parsed.plain_host)
        seen += patrol.live_today(case, live, released, before)
    if parsed.to:
        seen += patrol.target_today(place(parsed.to), released)
    if told := patrol.told_at_once(case, seen):
        print(
            _("the live site is not what was released: tell {people} at once").format(
                people="、".join(told)
            ),
            file=sys.stderr,
        )
    return [*found, *seen], len(released.manifest.files)


def _unseen(parsed: argparse.Namespace, case: Case, host: str, *, asked: bool) -> tuple[str, ...]:
    """Beginnings of the ids of rules that this round did not look by."""
    looked = {
        "REL2": parsed.live or parsed.to,
        "REL4": parsed.advisories and asked,
        "LNK3": parsed.outside,
        "LET2": parsed.letters,
        "OWN102": host in case.members,
    }
    return tuple(rule for rule, seen in looked.items() if not seen)


def _tell(
    parsed: argparse.Namespace,
    findings: Sequence[Finding],
    items: Sequence[Item],
    plan: Sequence[Issue],
    drafts: Sequence[Draft],
) -> None:
    if parsed.format != "text":
        print(FORMATS[parsed.format](sorted(findings, key=lambda one: one.order)))
        return
    for issue in plan:
        print(("＋ " if issue.open else "－ ") + f"{issue.title}  [{issue.key}]")
    for draft in drafts:
        print(_("proposal {branch}: {title}").format(branch=draft.branch, title=draft.title))
    print(
        _("{items} things to put right, {plan} issues to change").format(
            items=len(items), plan=len(plan)
        )
    )
