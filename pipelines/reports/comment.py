"""A proposal's comment: what the machine saw, then whose turn it is and how each vote counts."""

from collections.abc import Iterator, Sequence

from pipelines.core.approval import (
    ChainOutcome,
    Outcome,
    StageOutcome,
    Standing,
    SubjectOutcome,
    Vote,
)
from pipelines.core.charter import Charter
from pipelines.core.findings import Finding
from pipelines.core.messages import _, later
from pipelines.core.proposal import Verdict
from pipelines.reports import markdown

SIGNS = {
    Standing.SKIPPED: "➖",
    Standing.APPROVED: "✅",
    Standing.WAITING: "⏳",
    Standing.BLOCKED: "⛔",
    Standing.REFUSED: "❌",
}
STANDINGS = {
    Standing.SKIPPED: later("not needed"),
    Standing.APPROVED: later("approved"),
    Standing.WAITING: later("waiting"),
    Standing.BLOCKED: later("blocked"),
    Standing.REFUSED: later("changes requested"),
}
_VERDICTS = {
    Verdict.APPROVED: later("approved"),
    Verdict.CHANGES_REQUESTED: later("changes requested"),
    Verdict.DISMISSED: later("dismissed"),
    Verdict.COMMENTED: later("commented"),
}


def render(charter: Charter, findings: Sequence[Finding], outcome: Outcome) -> str:
    """The whole comment; everything that people wrote is shown as plain text."""
    return "\n".join([_content(findings), "", *approval(charter, outcome)])


def _content(findings: Sequence[Finding]) -> str:
    return "\n".join(["### " + _("What the check found"), "", markdown.render(findings)])


def approval(charter: Charter, outcome: Outcome) -> Iterator[str]:
    """The approval as Markdown lines: the state, the turns, then every stage with its votes."""
    standing = outcome.standing
    yield "### " + _("Approval: {standing}").format(standing=_said(standing))
    yield ""
    turns = list(dict.fromkeys(_turns(charter, outcome)))
    if turns:
        yield from (f"- {turn}" for turn in turns)
        yield ""
    for subject in outcome.subjects:
        yield from _subject(charter, subject)
    if outcome.others:
        yield _("Votes that count nowhere:")
        yield ""
        yield from (f"- {_vote(charter, vote)}" for vote in outcome.others)
        yield ""


def headline(charter: Charter, outcome: Outcome) -> str:
    """The approval in one line, for a status: how it stands and whose turn it is."""
    stages = [
        stage
        for subject in outcome.subjects
        for chain in subject.chains
        for stage in chain.stages
        if stage.since is not None and stage.standing is not Standing.APPROVED
    ]
    seats = dict.fromkeys(_place(charter, stage) for stage in stages)
    return "：".join(filter(None, (_(STANDINGS[outcome.standing]), "、".join(seats))))


def _said(standing: Standing) -> str:
    return f"{SIGNS[standing]} {_(STANDINGS[standing])}"


def _turns(charter: Charter, outcome: Outcome) -> Iterator[str]:
    """One sentence for each stage that somebody has to act on."""
    for subject in outcome.subjects:
        if subject.why:
            yield f"⛔ {markdown.plain(subject.path)}: {subject.why}"
        for chain in subject.chains:
            for stage in chain.stages:
                if stage.standing in {Standing.BLOCKED, Standing.REFUSED} or (
                    stage is chain.turn and stage.standing is Standing.WAITING
                ):
                    yield _turn(charter, stage)


def _turn(charter: Charter, stage: StageOutcome) -> str:
    sign = SIGNS[stage.standing]
    seat = _seat(charter, stage)
    if stage.standing is Standing.BLOCKED:
        return f"{sign} **{seat}**: {stage.why}"
    if stage.standing is Standing.REFUSED:
        people = [_name(charter, vote) for vote in stage.votes if vote.objects]
        asks = _("{people} asks for changes; change the article and ask for another review")
        return f"{sign} **{seat}**: {asks.format(people='、'.join(people))}"
    names = "、".join(markdown.plain(charter.people[one].name) for one in stage.eligible)
    if stage.stage.count > 1:
        names = _("{count} of {names}").format(count=stage.stage.count, names=names)
    return _("{sign} now: **{seat}** ({names}), since {since}{due}").format(
        sign=sign, seat=seat, names=names, since=stage.since, due=_due(stage)
    )


def _due(stage: StageOutcome) -> str:
    return _(", by {day}").format(day=stage.due) if stage.due else ""


def _seat(charter: Charter, stage: StageOutcome) -> str:
    return markdown.plain(_place(charter, stage))


def _place(charter: Charter, stage: StageOutcome) -> str:
    """The stage's name, with the unit where the charter leaves open which."""
    unit = charter.units.get(stage.unit or "") if stage.stage.unit.startswith("$") else None
    return f"{stage.stage.name}（{unit.short or unit.name}）" if unit else stage.stage.name


def _subject(charter: Charter, subject: SubjectOutcome) -> Iterator[str]:
    more = len(subject.files) - 1
    files = _(" and {more} more files").format(more=more) if more else ""
    yield f"**{SIGNS[subject.standing]} {markdown.plain(subject.path)}**{files}"
    yield ""
    for chain in subject.chains:
        if chain.standing is not Standing.SKIPPED:
            yield from _chain(charter, chain)


def _chain(charter: Charter, chain: ChainOutcome) -> Iterator[str]:
    head = (markdown.plain(chain.name), _("Stage"), _("State"), _("Votes"))
    yield "| {} | {} | {} | {} |".format(*head)
    yield "|---|---|---|---|"
    shown = [stage for stage in chain.stages if stage.standing is not Standing.SKIPPED]
    for number, stage in enumerate(shown, start=1):
        votes = "<br>".join(_vote(charter, vote) for vote in stage.votes) or "—"
        state = _said(stage.standing)
        if stage.since and stage.standing is Standing.WAITING:
            state += _due(stage)
        yield f"| {number} | {_seat(charter, stage)} | {state} | {votes} |"
    yield ""


def _vote(charter: Charter, vote: Vote) -> str:
    day = f"{vote.review.at:%Y-%m-%d %H:%M}"
    said = f"{_name(charter, vote)} {day} {_(_VERDICTS[vote.review.verdict])}"
    if vote.for_ is not None:
        said += _(" (for {person}, by delegation)").format(person=charter.people[vote.for_].name)
    if vote.counts or vote.objects:
        return said
    return _("{vote}: does not count, {why}").format(vote=said, why=markdown.plain(vote.why))


def _name(charter: Charter, vote: Vote) -> str:
    known = charter.people.get(vote.person or "")
    return markdown.plain(known.name if known else vote.review.account)
