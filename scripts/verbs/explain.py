"""`explain`: say whose turn it is, and why."""

import argparse
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipelines import gate
from pipelines.core.approval import Standing, named_files
from pipelines.core.article import ROOT
from pipelines.core.case import Case
from pipelines.core.charter import Charter, load
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.proposal import Change, How, Proposal, Review, Verdict
from pipelines.forge import open_forge
from pipelines.gather.files import read_case
from pipelines.gather.git import Repository
from pipelines.reports.outcome import tree
from scripts.verbs import options

SAYS = {"approve": Verdict.APPROVED, "request": Verdict.CHANGES_REQUESTED}
_HEAD = "here"
"""The commit of an article that nobody has proposed yet."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """An article as if it were proposed now, or a proposal; with reviews added or left out."""
    parser.add_argument("what", metavar="PATH|PROPOSAL")
    parser.add_argument("--forge", metavar="github|gitea|folder:DIR")
    parser.add_argument("--repository", type=Path, default=Path(), metavar="DIR")
    for option, form in (("with", "PERSON:approve|request"), ("without", "PERSON")):
        parser.add_argument(f"--{option}-review", action="append", default=[], metavar=form)
    parser.set_defaults(charter=None)


def run(parsed: argparse.Namespace) -> int:
    """Print the tree; 1 when something is still due."""
    case = _proposed(parsed) if parsed.what.isdecimal() else _as_if_proposed(parsed)
    if case.proposal is None:
        raise HouseError(_("this case holds no proposal"))
    reviews = _reviews(parsed, case.charter, case.proposal)
    judgement = gate.judged(replace(case, proposal=replace(case.proposal, reviews=reviews)))
    print("\n".join(tree(case.charter, judgement.outcome)))
    return int(judgement.outcome.standing is not Standing.APPROVED)


def _proposed(parsed: argparse.Namespace) -> Case:
    if parsed.forge is None:
        raise HouseError(
            _("which Git host holds proposal {number}? Say --forge").format(number=parsed.what)
        )
    proposal = open_forge(parsed.forge, os.environ).proposal(int(parsed.what))
    charter = load(parsed.charter) if parsed.charter else None
    return gate.read(proposal, Repository(parsed.repository), parsed.now, charter)


def _as_if_proposed(parsed: argparse.Namespace) -> Case:
    """The case of an article on disk, as if its correspondent proposed it now."""
    charter = load(parsed.charter or options.HOUSE / "charter")
    case = read_case(parsed.content, charter, parsed.now, options.read(parsed))
    name = options.below(parsed.content, Path(parsed.what)).as_posix()
    judged = tuple(article for article in case.archive if article.path == name)
    if not judged:
        raise HouseError(_("{path} is no article").format(path=parsed.what))
    files = {f"{ROOT}/{path}": file.digest for path, file in case.files.items()}
    bound = named_files(judged[0])
    contents = {f"{ROOT}/{name}": judged[0].digest} | {
        path: digest for path, digest in files.items() if path in bound
    }
    proposal = Proposal(
        0,
        name,
        "",
        base="",
        head=_HEAD,
        opener=judged[0].front.correspondent or "",
        opened_at=parsed.now,
        changes=tuple(Change(path, How.ADDED) for path in contents),
        contents={_HEAD: contents},
    )
    return replace(case, articles=judged, proposal=proposal)


def _reviews(
    parsed: argparse.Namespace, charter: Charter, proposal: Proposal
) -> tuple[Review, ...]:
    """The proposal's reviews without some people's, and with new ones of its head."""
    for person in (
        *parsed.without_review,
        *(text.partition(":")[0] for text in parsed.with_review),
    ):
        if person not in charter.people:
            raise HouseError(_("no person {id} in the charter").format(id=person))
    kept = tuple(
        review
        for review in proposal.reviews
        if charter.person(proposal.host, review.account) not in parsed.without_review
    )
    return (*kept, *(_review(text, charter, proposal, parsed.now) for text in parsed.with_review))


def _review(text: str, charter: Charter, proposal: Proposal, now: datetime) -> Review:
    person, _colon, says = text.partition(":")
    if says not in SAYS:
        raise HouseError(_("{text}: write PERSON:approve or PERSON:request").format(text=text))
    accounts = charter.people[person].accounts
    account = person if proposal.host == "folder" else getattr(accounts, proposal.host) or person
    return Review(text, account, SAYS[says], proposal.head, now)
