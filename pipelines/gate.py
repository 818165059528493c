"""The gate: a proposal is read from Git, judged by its target's charter, and told the outcome."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pipelines.core.approval import Outcome, Standing, evaluate
from pipelines.core.article import ROOT
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding, Weight
from pipelines.core.messages import _
from pipelines.core.plan import Action, Comment, State, Status
from pipelines.core.proposal import Proposal
from pipelines.core.rule import judge
from pipelines.forge.port import Forge
from pipelines.gather.git import Repository
from pipelines.gather.proposals import charter_at, read_proposal
from pipelines.rehearsal import Rehearsal
from pipelines.reports import comment
from pipelines.reports.outcome import headline

CONTENT, APPROVAL = "portal/content", "portal/approval"
"""The two statuses that the main branch requires."""
BRANCH = "main"
"""The branch that is published, and whose charter judges."""
TRIES = 3
"""How often a proposal that changes while it is judged is judged again."""
KEY = "gate"
"""Marks our one comment on a proposal."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judged proposal: the case, what the rules found, how its approval stands."""

    case: Case
    proposal: Proposal
    findings: Sequence[Finding]
    outcome: Outcome

    @property
    def passed(self) -> bool:
        """Whether nothing blocks or waits."""
        return self.content is State.SUCCESS and self.approval is State.SUCCESS

    @property
    def content(self) -> State:
        """The status of what is said, approvals aside."""
        blocks = any(f.weight is not Weight.NOTES for f in about_content(self.findings))
        return State.FAILURE if blocks else State.SUCCESS

    def also(self, more: Iterable[Finding]) -> "Judgement":
        """The same with more findings."""
        findings = sorted((*self.findings, *more), key=lambda finding: finding.order)
        return replace(self, findings=findings)

    @property
    def approval(self) -> State:
        """The status of who said yes; what is still due is pending, not wrong."""
        match self.outcome.standing:
            case Standing.APPROVED:
                return State.SUCCESS
            case Standing.WAITING:
                return State.PENDING
            case _:
                return State.FAILURE


def about_content(findings: Iterable[Finding]) -> list[Finding]:
    """The findings but those that the approval's own tree tells better."""
    return [finding for finding in findings if not finding.rule.startswith("APR")]


def gate(
    forge: Forge,
    number: int,
    repository: Repository,
    now: datetime,
    charter: Charter | None = None,
    *,
    outside: bool = False,
    rehearsal: Rehearsal | None = None,
    kept: Path | None = None,
) -> tuple[Judgement, Sequence[Action]]:
    """Judge a proposal and plan what to tell it; `charter` is the target branch's unless given.

    With `outside`, links to other sites that it brings in are looked at once; with
    `rehearsal`, the portal is built as it would stand, and links inside are followed.
    `kept` is a folder of this machine's own for compiled lexicons.
    What is told is true when it is told: a proposal that was reviewed or pushed
    to meanwhile is judged again. Raises HouseError when it cannot judge.
    """
    proposal = forge.proposal(number)
    for _attempt in range(TRIES):
        base = target(proposal, repository)
        asked = (repository, proposal.head, base, now)
        with rehearsal.building(*asked) if rehearsal else nullcontext() as coming:
            judges = charter or charter_at(repository, base, kept)
            case = read_proposal(repository, judges, proposal, base, now)
            judgement = judged(_glanced(case) if outside else case)
            if rehearsal and coming:
                judgement = judgement.also(rehearsal.links(coming, case, judgement.findings))
        latest = forge.proposal(number)
        if latest == proposal:
            return judgement, plan(judgement)
        proposal = latest
    raise HouseError(
        _("proposal {number} keeps changing; judge it again later").format(number=number)
    )


def _glanced(case: Case) -> Case:
    """The case with one look at the links to other sites that it brings in."""
    # What asks the world is dear to load.
    from pipelines.gather.outside import glance_outside

    return glance_outside(case)


def read(
    proposal: Proposal, repository: Repository, now: datetime, charter: Charter | None = None
) -> Case:
    """The case of a proposal, missing commits fetched. Raises HouseError as `target` does."""
    base = target(proposal, repository)
    return read_proposal(repository, charter or charter_at(repository, base), proposal, base, now)


def target(proposal: Proposal, repository: Repository) -> str:
    """The commit that a proposal is compared with and judged by, missing commits fetched.

    Its target counts as it stands now; for one that was merged, as it stood before.
    Statuses belong to commits, so what is proposed to another branch, whose charter
    might be anybody's, is not judged at all. Raises HouseError then.
    """
    if proposal.target != BRANCH:
        raise HouseError(
            _("proposal {number} is for branch {branch}; only those for {main} are judged").format(
                number=proposal.number, branch=proposal.target, main=BRANCH
            )
        )
    commits = [proposal.head, *(review.commit for review in proposal.reviews if review.commit)]
    repository.fetch(*dict.fromkeys(commits))
    head, tip = repository.commit(proposal.head), repository.commit(proposal.target)
    before = repository.before(head, tip)
    if proposal.merged and before in {None, head} and repository.has(proposal.base):
        # Squashed, rebased or forwarded: no merge tells where it came in, but the host does.
        return repository.commit(proposal.base)
    return before or tip


def judged(case: Case) -> Judgement:
    """What the rules say of a proposal: first of its articles, then of itself."""
    # Loaded while the portal is being built.
    from pipelines.rules import PROPOSAL, TREE

    proposal = case.proposal
    if proposal is None:
        raise HouseError(_("this case holds no proposal"))
    tree = judge(case, TREE)
    found: dict[str, set[str]] = defaultdict(set)
    for finding in tree:
        found[finding.place.path.removeprefix(f"{ROOT}/")].add(finding.rule)
    case = replace(case, found={path: frozenset(rules) for path, rules in found.items()})
    findings = sorted((*tree, *judge(case, PROPOSAL)), key=lambda finding: finding.order)
    return Judgement(case, proposal, findings, evaluate(case))


def plan(judgement: Judgement) -> list[Action]:
    """One comment and two statuses."""
    proposal = judgement.proposal
    charter = judgement.case.charter
    text = comment.render(charter, about_content(judgement.findings), judgement.outcome)
    return [
        Comment(proposal.number, KEY, text),
        Status(proposal.head, CONTENT, judgement.content, _summary(judgement.findings)),
        Status(
            proposal.head,
            APPROVAL,
            judgement.approval,
            headline(charter, judgement.outcome),
        ),
    ]


def _summary(findings: Iterable[Finding]) -> str:
    wrong = sum(f.weight is not Weight.NOTES for f in about_content(findings))
    return _("{wrong} to correct").format(wrong=wrong) if wrong else _("Nothing to object to.")


def could_not_judge(forge: Forge, number: int, why: str) -> list[Action]:
    """What to say where judging failed: never success. Raises HouseError where the host is away."""
    head = forge.proposal(number).head
    sentence = why.splitlines()[0] if why else ""
    return [Status(head, context, State.ERROR, sentence) for context in (CONTENT, APPROVAL)]
