"""How an approval stands, in words: whose turn it is, what each vote counts for and why not."""

from collections.abc import Iterator

from pipelines.core.approval import ChainOutcome, Outcome, StageOutcome, Standing, Vote
from pipelines.core.charter import Charter
from pipelines.core.messages import _, later
from pipelines.core.proposal import Verdict

SIGNS = {
    Standing.SKIPPED: "➖",
    Standing.APPROVED: "✅",
    Standing.WAITING: "⏳",
    Standing.BLOCKED: "⛔",
    Standing.REFUSED: "❌",
}
_STANDINGS = {
    Standing.SKIPPED: later("not needed"),
    Standing.APPROVED: later("approved"),
    Standing.WAITING: later("waiting for approval"),
    Standing.BLOCKED: later("cannot be approved"),
    Standing.REFUSED: later("sent back for changes"),
}
_VERDICTS = {
    Verdict.APPROVED: later("agreed"),
    Verdict.CHANGES_REQUESTED: later("asked for changes"),
    Verdict.DISMISSED: later("was set aside"),
    Verdict.COMMENTED: later("commented"),
}


def tree(charter: Charter, outcome: Outcome) -> Iterator[str]:
    """The whole tree as lines for a terminal."""
    yield _("Approval: {standing}").format(standing=said(outcome.standing))
    for subject in outcome.subjects:
        yield f"  {SIGNS[subject.standing]} {subject.path}"
        yield from (f"       {file}" for file in subject.files if file != subject.path)
        if subject.why:
            yield f"       {subject.why}"
        for chain in subject.chains:
            yield f"    {SIGNS[chain.standing]} {chain.name}"
            for stage in chain.stages:
                yield f"      {SIGNS[stage.standing]} {sentence(charter, stage)}"
                yield from (f"          {vote(charter, one)}" for one in stage.votes)
    if outcome.others:
        yield "  " + _("Votes that count nowhere:")
        yield from (f"    {vote(charter, one)}" for one in outcome.others)


def headline(charter: Charter, outcome: Outcome) -> str:
    """The approval in one line, for a status: how it stands and whose turn it is."""
    seats = dict.fromkeys(place(charter, stage) for _chain, stage in pending(outcome))
    return "：".join(filter(None, (_(_STANDINGS[outcome.standing]), "、".join(seats))))


def pending(outcome: Outcome) -> Iterator[tuple[ChainOutcome, StageOutcome]]:
    """Each stage that somebody has to act on, with its chain."""
    for subject in outcome.subjects:
        for chain in subject.chains:
            for stage in chain.stages:
                stuck = stage.standing in {Standing.BLOCKED, Standing.REFUSED}
                if stuck or (stage.standing is Standing.WAITING and stage.since is not None):
                    yield chain, stage


def said(standing: Standing) -> str:
    """A standing with its sign."""
    return f"{SIGNS[standing]} {_(_STANDINGS[standing])}"


def place(charter: Charter, stage: StageOutcome) -> str:
    """The stage's name, with the unit where the charter leaves open which."""
    unit = charter.units.get(stage.unit or "") if stage.stage.unit.startswith("$") else None
    return f"{stage.stage.name}（{unit.short or unit.name}）" if unit else stage.stage.name


def sentence(charter: Charter, stage: StageOutcome) -> str:
    """A stage and what it takes: who may fill it, since when, by when; or what is in its way."""
    name = place(charter, stage)
    if stage.standing is Standing.BLOCKED:
        return _("{stage}: {why}").format(stage=name, why=stage.why)
    if stage.standing is Standing.REFUSED:
        people = "、".join(_name(charter, one) for one in stage.votes if one.objects)
        return _("{stage}: {people} asks for changes; change it and ask for another review").format(
            stage=name, people=people
        )
    if stage.standing is not Standing.WAITING:
        return _("{stage}: {standing}").format(stage=name, standing=_(_STANDINGS[stage.standing]))
    who = "、".join(charter.people[one].name for one in stage.eligible)
    if stage.stage.count > 1:
        who = _("{count} of {names}").format(count=stage.stage.count, names=who)
    if stage.since is None:
        return _("{stage}: later, {people}").format(stage=name, people=who)
    now = _("{stage}: now, {people}, since {since}").format(
        stage=name, people=who, since=stage.since
    )
    return now + due(stage)


def due(stage: StageOutcome) -> str:
    """By when a stage is due, to be put behind a sentence; nothing where no time is set."""
    return _(", by {day}").format(day=stage.due) if stage.due else ""


def vote(charter: Charter, one: Vote) -> str:
    """One vote: who, when, what, and why it does not count."""
    text = _("{person} {verdict} on {moment}").format(
        person=_name(charter, one),
        verdict=_(_VERDICTS[one.review.verdict]),
        moment=f"{one.review.at:%Y-%m-%d %H:%M}",
    )
    if one.for_ is not None:
        text += _(" (for {person}, by delegation)").format(person=charter.people[one.for_].name)
    if one.counts or one.objects:
        return text
    return _("{vote}: does not count, {why}").format(vote=text, why=one.why)


def _name(charter: Charter, one: Vote) -> str:
    known = charter.people.get(one.person or "")
    return known.name if known else one.review.account
