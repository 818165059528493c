"""The desks: records that hold, and clocks that have run out."""

from collections.abc import Iterator
from datetime import timedelta

from pipelines.core.case import Case
from pipelines.core.desks import channels
from pipelines.core.desks.clocks import Due, Standing
from pipelines.core.desks.lines import standing
from pipelines.core.desks.named import unknown
from pipelines.core.desks.records import Channel, Protection
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule

LETTERS = "letters"
"""A desk with rules of its own: it is not looked at on every round."""
_AHEAD = 30
"""Days for which the duty roster has to be filled."""


@rule("DSK101", clauses=["SC-20a", "YZ-09c", "EN-20", "EN-27"], waivable=False)
def records_hold(case: Case) -> Iterator[Problem]:
    """A record in a register is complete, and its days are in order.

    Bad:  a drill without scenario; fixed: 2026-11-02 where found: 2026-11-05
    Good: {on: 2026-10-15, by: song-ci, scenario: 网页被篡改, participants: [song-ci]}
    """
    # A proposal is judged by what it brings, so that one can mend what is wrong.
    if case.proposal is None:
        for place, why in case.charter.registers.faults:
            yield Problem(place, why)


@rule("DSK102", clauses=["SC-20a", "YZ-09c"], waivable=False)
def records_name_what_there_is(case: Case) -> Iterator[Problem]:
    """People, units and columns in a record are those of the charter.

    Bad:  by: nobody-known
    Good: by: song-ci
    """
    if case.proposal is None:
        for place, id_ in unknown(case.charter):
            yield Problem(
                place,
                _("{id} is not in the charter").format(id=id_),
                _("write an id that the charter lists"),
            )


@rule("DSK103", clauses=["SC-14"], waivable=False)
def channel_opens_when_accepted(case: Case) -> Iterator[Problem]:
    """Articles of a self-built channel stay drafts until the channel is accepted.

    Bad:  a published article in content/channels/model-craft/, a channel that is built
    Good: the same with status: draft, or with the channel's accepted: {on: …, number: …}
    """
    shut = channels.closed(case.charter)
    for article in case.articles:
        if article.column in shut and not article.draft:
            yield Problem(
                article.at("status"),
                _("this channel is not accepted yet, and nothing of it is published"),
                _("write status: draft until the channel is accepted"),
            )


@rule("DSK201", clauses=["SC-20b", "YZ-07b", "EN-07"], waivable=False)
def done_in_time(case: Case) -> Iterator[Problem]:
    """What a desk owes is done by its last day.

    Bad:  a drill on 2026-04-16 and none since, six months allowed, today 2026-11-20
    Good: the next drill on 2026-10-15
    """
    for id_, desk, due in standing(case):
        if id_ != LETTERS and due.standing is Standing.OVERDUE:
            yield owed(case, desk.name, due)


@rule("DSK202", clauses=["SC-20b", "YZ-07b", "EN-07"], weight=Weight.NOTES, waivable=False)
def reminded_in_time(case: Case) -> Iterator[Problem]:
    """A desk hears of its last days before they come, as early as the charter says.

    Bad:  a flaw to be put right by 2026-11-24, reminder two days before, today 2026-11-22
    Good: the same flaw on 2026-11-20
    """
    for id_, desk, due in standing(case):
        if id_ != LETTERS and due.standing is Standing.SOON:
            yield owed(case, desk.name, due)


@rule("DSK203", clauses=["YZ-09b"], waivable=False)
def nobody_missing_on_the_roster(case: Case) -> Iterator[Problem]:
    """Each of the next thirty days has a duty leader who holds a post.

    Bad:  a leader on charter/registers/duty.yml whose post ends on 2026-11-25
    Good: leaders who stay in their posts
    """
    duty, place = case.charter.duty, Place("charter/registers/duty.yml")
    if duty is None:
        yield Problem(place, _("there is no duty roster"))
        return
    for ahead in range(_AHEAD):
        day = case.today + timedelta(days=ahead)
        person = case.charter.people[duty.leader(day)]
        if day < duty.since or not any(person.posts_on(day)):
            yield Problem(place, _("nobody is on duty on {day}").format(day=day))
            return


@rule("DSK204", clauses=["SC-15a", "SC-15b"], waivable=False)
def protected_at_level_three(case: Case) -> Iterator[Problem]:
    """Portal and self-built channels are protected at level three, assessed, and filed.

    Bad:  level: 2, or no assessed, report, filed, police; a channel without hosting
    Good: {level: 3, assessed: 2026-05-18, report: 示测〔2026〕3号, filed: 2026-06-01, police: …}
    """
    covered = set()
    for filed in case.charter.registers.of("protections"):
        record = filed.record
        if not isinstance(record, Protection):
            continue
        covered.add(record.channel)
        wanted = ["assessed", "report", "filed", "police", *(["hosting"] if record.channel else [])]
        missing = [name for name in wanted if getattr(record, name) is None]
        if record.level < 3:
            yield Problem(
                filed.at("level"), _("{name}: level three is wanted").format(name=record.name)
            )
        if missing:
            yield Problem(
                filed.place,
                _("{name}: {missing} is missing").format(
                    name=record.name, missing="、".join(missing)
                ),
            )
    for filed in case.charter.registers.of("channels"):
        if isinstance(filed.record, Channel) and filed.record.accepted and filed.id not in covered:
            yield Problem(
                filed.place,
                _("{name}: no record of its grade protection").format(name=filed.record.name),
            )


@rule("DSK205", clauses=["EN-26"], waivable=False)
def every_column_has_an_age(case: Case) -> Iterator[Problem]:
    """The update plan says of each column how old its newest article may get, or what renews it.

    Bad:  a column without max_age and after_change
    Good: max_age: {days: 14}
    """
    for id_, column in case.charter.columns.items():
        if (
            column.max_age is None
            and column.after_change is None
            and not case.charter.children(id_)
        ):
            yield Problem(
                Place("charter/columns.yml"),
                _("{column} has no maximum age").format(column=column.name),
            )


def owed(case: Case, desk: str, due: Due) -> Problem:
    """What is overdue or due soon, whose it is, and the clauses of its clock."""
    unit = case.charter.units.get(due.line.unit)
    if due.standing is Standing.OVERDUE:
        message = _("{desk}: {line}: {clock} was due on {last}, {late} days ago")
    else:
        message = _("{desk}: {line}: {clock} is due on {last}")
    return Problem(
        due.line.place,
        message.format(
            desk=desk, line=due.line.name, clock=due.clock.name, last=due.last, late=due.late
        ),
        _("ask {owner}").format(owner=unit.name) if unit else None,
        due.clock.clauses or None,
    )
