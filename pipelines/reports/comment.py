"""A proposal's comment: what the machine saw, then whose turn it is and how each vote counts."""

from collections.abc import Iterator, Sequence

from pipelines.core.approval import ChainOutcome, Outcome, Standing, SubjectOutcome
from pipelines.core.charter import Charter
from pipelines.core.findings import Finding
from pipelines.core.messages import _
from pipelines.reports import markdown
from pipelines.reports.outcome import SIGNS, due, pending, place, said, sentence, vote

ROOM = 30_000
"""Characters for the findings, and as many for the approvals: hosts take 65,536 in all."""


def render(charter: Charter, findings: Sequence[Finding], outcome: Outcome) -> str:
    """The whole comment; everything that people wrote is shown as plain text."""
    head = ["### " + _("What the check found"), "", markdown.render(findings, ROOM), ""]
    parts = ["\n".join(part) for part in _approval(charter, outcome)]
    shown = markdown.fitting(parts, ROOM)
    more = len(parts) - len(shown)
    rest = _("{more} more are not shown: `scripts/portal explain` tells all of them.")
    return "\n".join([*head, *shown, *([rest.format(more=more), ""] if more else [])])


def _approval(charter: Charter, outcome: Outcome) -> Iterator[Sequence[str]]:
    """The state, then the turns, then every stage with its votes: each part by its lines."""
    yield ("### " + _("Approval: {standing}").format(standing=said(outcome.standing)), "")
    turns = [
        f"- {SIGNS[stage.standing]} {markdown.plain(sentence(charter, stage))}"
        for _chain, stage in pending(outcome)
    ]
    turns += [
        f"- {SIGNS[subject.standing]} {markdown.plain(f'{subject.path}: {subject.why}')}"
        for subject in outcome.subjects
        if subject.why
    ]
    if turns:
        yield from ((turn,) for turn in dict.fromkeys(turns))
        yield ("",)
    for subject in outcome.subjects:
        yield list(_subject(charter, subject))
    if outcome.others:
        yield (_("Votes that count nowhere:"), "")
        yield from ((f"- {markdown.plain(vote(charter, one))}",) for one in outcome.others)
        yield ("",)


def _subject(charter: Charter, subject: SubjectOutcome) -> Iterator[str]:
    more = len(subject.files) - 1
    files = _(" and {more} more files").format(more=more) if more else ""
    yield f"**{SIGNS[subject.standing]} {markdown.plain(subject.path)}**{files}"
    yield ""
    for chain in subject.chains:
        if chain.standing is not Standing.SKIPPED:
            yield from _chain(charter, chain)


def _chain(charter: Charter, chain: ChainOutcome) -> Iterator[str]:
    state, votes = _("State"), _("Votes")
    yield f"| {markdown.plain(chain.name)} | {state} | {votes} |"
    yield "|---|---|---|"
    shown = [stage for stage in chain.stages if stage.standing is not Standing.SKIPPED]
    for number, stage in enumerate(shown, start=1):
        votes = "<br>".join(markdown.plain(vote(charter, one)) for one in stage.votes) or "—"
        state = said(stage.standing) + (due(stage) if stage.standing is Standing.WAITING else "")
        yield f"| {number}. {markdown.plain(place(charter, stage))} | {state} | {votes} |"
    yield ""
