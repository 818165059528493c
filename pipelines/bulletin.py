"""Registers, rankings and notices of a period: gather the ledger, write files, plan drafts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipelines.core.article import ROOT
from pipelines.core.charter import Charter
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.charter.reports import Form, Report
from pipelines.core.errors import HouseError
from pipelines.core.findings import Weight
from pipelines.core.ledger import defects
from pipelines.core.ledger.history import Version, version
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.register import Approvals, register
from pipelines.core.ledger.submissions import submissions
from pipelines.core.ledger.tallies import By
from pipelines.core.messages import _
from pipelines.core.plan import Draft
from pipelines.core.proposal import Proposal
from pipelines.core.receipts import Receipt, parse
from pipelines.core.rule import judge
from pipelines.core.wechat.copies import Copy, copies
from pipelines.forge.port import Forge
from pipelines.gather.files import read_article, read_case
from pipelines.gather.git import Repository
from pipelines.kept import read_kept
from pipelines.release import receipts
from pipelines.release.wechat import notes
from pipelines.reports import csv, data, draft, official, page, xlsx
from pipelines.reports.copies import channels_table, copies_table
from pipelines.reports.defects import defects_table
from pipelines.reports.documents import Document
from pipelines.reports.duties import quota_table, target_table
from pipelines.reports.notices import notice
from pipelines.reports.rankings import standings_table
from pipelines.reports.registers import articles_table, counts_table, register_table
from pipelines.reports.scores import score_tables
from pipelines.reports.tables import Table
from pipelines.rules import PATROL, TREE
from pipelines.rules.checklist import points

BRANCH = "bulletin"
"""Begins the names of the branches that drafts are proposed on."""
_DRAFTED = {Form.BULLETIN, Form.MONITORING}
"""Notices that go to all units become articles; who ranked low is told on paper."""
_SCORED = {Form.MONITORING, Form.SCORES}
"""Whose workbooks count the points again by the printed formula."""


def read_ledger(
    content: Path,
    charter: Charter,
    now: datetime,
    kept: Path,
    forge: Forge | None = None,
) -> Ledger:
    """Everything that reports are counted from, as it stands at `now`.

    Without a forge only what was accepted is known to have been submitted, and
    merge commits tell when.
    """
    history = read_kept(content, kept)
    repository = Repository(content)
    every = [one for one in forge.proposals() if one.opened_at <= now] if forge else []
    entries = register(history, charter, now, _approvals(repository, every))
    proposals, versions = _unmerged(repository, every)
    return Ledger(
        charter,
        entries,
        submissions(entries, proposals, versions, charter),
        now,
        history.head,
        copies=_copies(repository, now),
    )


def _copies(repository: Repository, now: datetime) -> tuple[Copy, ...]:
    """What went to the WeChat account up to `now`, by its notes (SC-02)."""
    events = (one for one in notes.read(repository) if datetime.fromisoformat(one.at) <= now)
    return tuple(copies(events).values())


def _approvals(repository: Repository, proposals: Sequence[Proposal]) -> Approvals:
    """Who approved what, by the receipts in Git's notes; `ledger verify` holds them to account."""
    found: dict[tuple[str, str], Receipt] = {}
    for line in receipts.read(repository):
        try:
            receipt, _digest = parse(line)
        except ValueError:
            continue
        found[receipt.commit, receipt.path.removeprefix(f"{ROOT}/")] = receipt
    return Approvals(found, {one.number: one.opened_at for one in proposals})


def _unmerged(
    repository: Repository, proposals: Sequence[Proposal]
) -> tuple[Sequence[Proposal], dict[str, Version]]:
    """The proposals that were not merged, with what they change, and the articles in them."""
    found = []
    blobs: dict[str, str] = {}
    for proposal in proposals:
        if proposal.merged:
            continue
        found.append(_with_changes(repository, proposal))
        blobs |= {
            change.after: change.path.removeprefix(f"{ROOT}/")
            for change in found[-1].changes
            if change.after and change.path.endswith(".md")
        }
    raw = repository.blobs(blobs)
    return found, {id_: version(read_article(path, raw[id_])) for id_, path in blobs.items()}


def _with_changes(repository: Repository, proposal: Proposal) -> Proposal:
    """The proposal with what it changes, where its commits can be had."""
    repository.fetch(proposal.head)
    if not (repository.has(proposal.head) and repository.has(proposal.target)):
        return proposal
    base = repository.merge_base(proposal.target, proposal.head)
    return replace(proposal, changes=repository.changes(base, proposal.head))


def with_defects(ledger: Ledger, content: Path, forge: Forge | None) -> Ledger:
    """The ledger with what is wrong and not mended (CZ-11).

    That is what registers tell, and the patrol's open issues; where no host
    keeps issues, what the rules of tree and patrol find on the day.
    """
    charter = ledger.charter
    if forge is not None:
        clauses = {one.id: one.clauses for one in (*TREE, *PATROL)}
        found = list(defects.of_issues(charter, forge.issues(), clauses))
    else:
        case = read_case(content, charter, ledger.now)
        findings = judge(replace(case, register=ledger.entries), [*TREE, *PATROL])
        blocking = [one for one in findings if one.weight is Weight.BLOCKS]
        found = list(defects.of_findings(charter, blocking, ledger.now.date()))
    inspected, patrolled = (defects.of_registers(charter, daily=daily) for daily in (False, True))
    return replace(ledger, defects=defects.once(inspected, found, patrolled))


def last_month(now: datetime) -> Period:
    """The last month that is over."""
    month = Month.of(now.date()).plus(-1)
    return Period(month, month)


def due(charter: Charter, period: Period) -> Iterator[tuple[str, Report, Period]]:
    """The charter's reports on a period: those as long as it is, and those that end with it.

    Reports follow the calendar year: of two months, they end with every even one.
    Raises HouseError when the charter names no report at all.
    """
    reports = charter.reporting.reports
    if not reports:
        raise HouseError(_("the charter owes no reports: name them in charter/reports.yml"))
    for id_, report in reports.items():
        ends = period.final.month % report.months == 0
        if report.months == len(period) or (ends and report.months > len(period)):
            yield id_, report, Period.ending(period.final, report.months)
        elif report.months < len(period):
            for month in period:
                if month.month % report.months == 0:
                    yield id_, report, Period.ending(month, report.months)


def tables(ledger: Ledger, period: Period) -> list[Table]:
    """Every table of a period, the register last."""
    kinds = sorted({kind for quota in ledger.charter.quotas.values() for kind in quota.kinds})
    found = [
        counts_table(ledger, period, By.UNIT),
        quota_table(ledger, period),
        counts_table(ledger, period, By.COLUMN),
        counts_table(ledger, period, By.CORRESPONDENT),
        counts_table(ledger, period, By.MONTH),
        standings_table(ledger, period, kinds, places=3),
        target_table(ledger, period),
        *score_tables(ledger, period),
        defects_table(ledger),
        *([channels_table(ledger, period)] if ledger.charter.wechat else []),
        copies_table(ledger, period),
        register_table(ledger, period),
    ]
    return [table for table in found if table.rows or table.id == "register"]


def write(ledger: Ledger, period: Period) -> dict[str, bytes]:
    """Every file of a period by its name: the register, each report, the page that lists them."""
    made: dict[str, bytes] = {}
    listed: list[tuple[str, str]] = []
    every = tables(ledger, period)

    def add(name: str, called: str, content: bytes) -> None:
        made[name] = content
        listed.append((name, called))

    add(
        f"register-{period.slug}.xlsx",
        _("Register and counts (xlsx)"),
        xlsx.render(every, ledger.now),
    )
    add(f"register-{period.slug}.csv", _("Register (CSV)"), csv.render(every[-1]))
    add(
        f"register-{period.slug}.json", _("All numbers (JSON)"), data.render(ledger, every).encode()
    )
    for id_, report, span in due(ledger.charter, period):
        document = notice(ledger, id_, report, span)
        name = f"{id_}-{span.slug}"
        add(f"{name}.docx", f"{document.title} (docx)", official.render(document, ledger.now))
        scored = score_tables(ledger, span) if report.form in _SCORED else ()
        sheets = [*document.tables, *scored, _articles(ledger, document)]
        add(f"{name}.xlsx", f"{document.title} (xlsx)", xlsx.render(sheets, ledger.now))
    title = _("{portal}: publication register and rankings, {period}").format(
        portal=ledger.charter.portal.name, period=period.title
    )
    made["index.html"] = page.render(ledger, title, every, listed)
    return made


def _articles(ledger: Ledger, document: Document) -> Table:
    """The articles that a document's numbers count."""
    numbers = {n for table in document.tables for row in table.rows for n in row.articles}
    chosen = [entry for entry in ledger.entries if entry.number in numbers]
    return articles_table(ledger, chosen, _("Articles counted"))


def drafts(ledger: Ledger, period: Period) -> tuple[Draft, ...]:
    """The notices of a period as drafted articles, each in a proposal of its own."""
    charter = ledger.charter
    column = next(
        (id_ for id_, one in charter.columns.items() if one.kind is ColumnKind.NOTICES), None
    )
    issuer = charter.reporting.issuer
    if column is None or issuer is None:
        return ()
    writer = next(charter.holders("correspondent", issuer, ledger.now.date()), "")
    made = []
    for id_, report, span in due(charter, period):
        if report.form in _DRAFTED and span.final == period.final:
            document = notice(ledger, id_, report, span)
            path = f"{ROOT}/{column}/{ledger.now:%Y-%m-%d}-{id_}-{span.slug}.md"
            article = draft.render(document, issuer, writer, ledger.now)
            body = _(
                "Drafted from the publication register as of commit {commit}. Before approval, "
                "answer the secrecy questions and fill in the document number."
            ).format(commit=ledger.head[:12])
            body = f"{body}\n\n{points(charter)}"
            made.append(
                Draft(f"{BRANCH}/{id_}-{span.final}", document.title, body, ((path, article),))
            )
    return tuple(made)
