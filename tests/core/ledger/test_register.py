"""The register: one entry an article, whatever befell it on main."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.core.charter.clocks import SUBMITTED
from pipelines.core.charter.columns import Amount
from pipelines.core.charter.portal import Baseline
from pipelines.core.entry import Entry
from pipelines.core.errors import HouseError
from pipelines.core.ledger.register import Approvals, register
from pipelines.core.receipts import START, Receipt, Signature
from pipelines.gather.history import read_history
from tests.histories import Play, federation, moment, news

NEWS = news("市总工会召开全委会议", "2026-09-29 09:30")
PATH = "union-news/2026-09-29-plenary.md"


def entries(play: Play, folder: Path, until: str = "2026-12-31 00:00", **changes) -> list[Entry]:
    content = play.into(folder)
    return list(register(read_history(content), federation(**changes), moment(until)))


def day(entry: Entry) -> str | None:
    return entry.counted.isoformat() if entry.counted else None


def at(play: Play, when: str, files: dict[str, str | None], **options) -> None:
    play.merge(moment(when), files, **options)


def test_an_entry_says_all_that_the_register_has_to(tmp_path):
    """Number, title, column, unit, times, lateness, source, words, address (JZ-10)."""
    play = Play()
    page = news(
        "法律服务进工地",
        "2026-10-09 09:30",
        event_date="2026-10-05",
        source="{name: 示范市总工会}",
        summary="送法律到工地。",
        image="{file: a.jpg, alt: 现场}",
    )
    at(play, "2026-10-09 10:00", {PATH: page}, written=moment("2026-10-08 16:00"))
    (entry,) = entries(play, tmp_path)
    assert (entry.number, entry.title, entry.column) == (1, "法律服务进工地", "union-news")
    assert (entry.unit, entry.correspondent) == ("legal", "wu-fang")
    assert entry.submitted == moment("2026-10-08 16:00")
    assert entry.accepted == entry.published == moment("2026-10-09 10:00")
    assert (str(entry.event), str(entry.due), entry.late) == ("2026-10-05", "2026-10-08", 1)
    assert (entry.source, entry.summary) == ("示范市总工会", "送法律到工地。")
    assert (entry.words, entry.images) == (3, 1)
    assert entry.address == "union-news/2026-09-29-plenary.html"
    assert (entry.withdrawn, entry.reviewers) == (None, ())


@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_three_articles_in_one_proposal_are_three(tmp_path, how):
    """However the proposal was merged."""
    play = Play()
    files = {f"union-news/{n}.md": news(f"第{n}件", "2026-10-08 09:00") for n in (1, 2, 3)}
    at(play, "2026-10-08 10:00", files, how=how)
    found = entries(play, tmp_path)
    assert [entry.title for entry in found] == ["第1件", "第2件", "第3件"]
    assert [entry.number for entry in found] == [1, 2, 3]


MOVED = "grassroots/2026-09-29-plenary.md"
OTHER = news("另一件事", "2026-09-30 09:00", unit="women")


@pytest.mark.parametrize(
    ("story", "counted"),
    [
        pytest.param([], ["2026-09-29"], id="published"),
        pytest.param([("10-02", {PATH: None, MOVED: NEWS})], ["2026-09-29"], id="moved"),
        pytest.param(
            [("10-02", {PATH: None}), ("10-03", {MOVED: NEWS})], ["2026-09-29"], id="in two steps"
        ),
        pytest.param(
            [("10-02", {PATH: None, MOVED: NEWS.replace("全委会议", "全会")})],
            ["2026-09-29"],
            id="moved and retitled",
        ),
        pytest.param([("09-30", {PATH: None})], [None], id="reverted within the month"),
        pytest.param([("10-02", {PATH: None})], ["2026-09-29"], id="reverted in the next month"),
        pytest.param(
            [("09-30", {PATH: None}), ("10-02", {PATH: NEWS})],
            ["2026-10-02"],
            id="reverted, and back in the next month",
        ),
        pytest.param(
            [("10-02", {PATH: None}), ("10-05", {PATH: NEWS}), ("10-06", {PATH: None})],
            ["2026-09-29"],
            id="reverted, back, reverted",
        ),
        pytest.param(
            [("09-30", {PATH: None, MOVED: OTHER})],
            [None, "2026-09-30"],
            id="replaced by another article",
        ),
        pytest.param(
            [("09-30", {MOVED: NEWS.replace("2026-09-29", "2026-09-30")})],
            ["2026-09-29", "2026-09-30"],
            id="twice the same matter",
        ),
        pytest.param(
            [("10-02", {PATH: NEWS.replace("---\n\n", "summary: 补摘要\n---\n\n")})],
            ["2026-09-29"],
            id="edited",
        ),
    ],
)
def test_an_article_counts_once_in_the_first_month_that_it_outlives(tmp_path, story, counted):
    """What leaves main before its month ends does not count; what comes back is the same."""
    play = Play()
    at(play, "2026-09-29 10:00", {PATH: NEWS})
    for when, files in story:
        at(play, f"2026-{when} 10:00", files)
    assert [day(entry) for entry in entries(play, tmp_path)] == counted


def test_a_withdrawn_article_keeps_its_line_with_the_reason(tmp_path):
    """Status and reason stand in the register; the month that it outlived still counts it."""
    play = Play()
    at(play, "2026-09-29 10:00", {PATH: NEWS})
    gone = "status: withdrawn\nwithdrawn: {on: 2026-10-02, by: song-ci, reason: 数据有误}\n---\n\n"
    at(play, "2026-10-02 10:00", {PATH: NEWS.replace("---\n\n", gone)})
    (entry,) = entries(play, tmp_path)
    assert (entry.withdrawn, str(entry.withdrawn_on), day(entry)) == (
        "数据有误",
        "2026-10-02",
        "2026-09-29",
    )


def test_an_embargoed_article_gets_its_line_when_it_becomes_public(tmp_path):
    """The register only grows: numbers follow publication, not arrival."""
    play = Play()
    later = news("元旦慰问", "2026-10-15 09:00")
    at(play, "2026-10-08 10:00", {"union-news/later.md": later})
    at(play, "2026-10-09 10:00", {"union-news/now.md": news("今日", "2026-10-09 09:00")})
    before = entries(play, tmp_path, "2026-10-14 12:00")
    after = register(read_history(tmp_path / "content"), federation(), moment("2026-10-15 12:00"))
    assert [entry.title for entry in before] == ["今日"]
    assert [entry.title for entry in after] == ["今日", "元旦慰问"]
    assert after[1].published == moment("2026-10-15 09:00")


def test_an_embargo_lifted_by_withdrawal_never_was_public(tmp_path):
    play = Play()
    at(play, "2026-10-08 10:00", {PATH: news("元旦慰问", "2026-10-15 09:00")})
    at(play, "2026-10-09 10:00", {PATH: None})
    assert entries(play, tmp_path) == []


def test_a_draft_is_no_entry_until_it_is_published(tmp_path):
    play = Play()
    at(play, "2026-10-08 10:00", {PATH: NEWS.replace("---\n\n", "status: draft\n---\n\n")})
    at(play, "2026-10-20 10:00", {PATH: NEWS})
    (entry,) = entries(play, tmp_path)
    assert entry.published == moment("2026-10-20 10:00")


def test_lateness_goes_by_when_the_article_really_came(tmp_path):
    """A date typed early makes nothing punctual."""
    play = Play()
    at(play, "2026-10-12 10:00", {PATH: news("迟到", "2026-10-08 09:00")})
    (entry,) = entries(play, tmp_path)
    assert (str(entry.due), entry.late) == ("2026-10-11", 1)


@pytest.mark.parametrize(("handed_in", "late"), [("2026-10-12", 0), ("2026-10-13", 1)])
def test_a_clock_to_the_handing_in(tmp_path, handed_in, late):
    """Counts to the day of the proposal, however long approvals took after it (JZ-08c)."""
    play = Play()
    page = news("报送", "2026-10-15 09:00", event_date="2026-10-09")
    at(play, "2026-10-16 10:00", {PATH: page}, written=moment(f"{handed_in} 16:00"))
    limit = Amount(working_days=2)
    clock = federation().clocks["news"].model_copy(update={"end": SUBMITTED, "limit": limit})
    (entry,) = entries(play, tmp_path, clocks={"news": clock})
    assert (str(entry.due), entry.late) == ("2026-10-12", late)


def test_aliases_are_one_unit_and_unknown_ones_are_kept(tmp_path):
    """法工部, 法律工作部 and legal are one; a name that the charter lacks stays as written."""
    play = Play()
    for number, unit in enumerate(("legal", "法工部", "法律工作部", "不明单位")):
        page = news(f"第{number}件", "2026-10-08 09:00", unit=unit)
        at(play, "2026-10-08 10:00", {f"union-news/{number}.md": page})
    assert [entry.unit for entry in entries(play, tmp_path)] == ["legal"] * 3 + ["不明单位"]


def test_a_correspondent_may_change_unit(tmp_path):
    """The article says for which unit it was sent."""
    play = Play()
    for number, unit in enumerate(("legal", "women")):
        page = news(f"第{number}件", "2026-10-08 09:00", unit=unit)
        at(play, "2026-10-08 10:00", {f"union-news/{number}.md": page})
    assert [(one.unit, one.correspondent) for one in entries(play, tmp_path)] == [
        ("legal", "wu-fang"),
        ("women", "wu-fang"),
    ]


def test_what_the_baseline_covers_was_published_when_it_says(tmp_path):
    """A portal that moves in keeps its dates; what comes later goes by its merge."""
    play = Play()
    at(play, "2026-11-22 10:00", {PATH: NEWS}, how="squash")
    at(play, "2026-11-23 10:00", {MOVED: news("之后", "2026-11-01 09:00")}, how="squash")
    content = play.into(tmp_path)
    history = read_history(content)
    baseline = Baseline(commit=history.merges[1].commit[:12], by="song-ci", on="2026-11-22")
    whole = federation()
    charter = whole.model_copy(
        update={"portal": whole.portal.model_copy(update={"baseline": baseline})}
    )
    old, new = register(history, charter, moment("2026-12-01 00:00"))
    assert (old.published, old.accepted, old.submitted) == (moment("2026-09-29 09:30"),) * 3
    assert (old.baseline, new.baseline) == (True, False)
    assert new.published == moment("2026-11-23 10:00")
    before = register(history, charter, moment("2026-10-01 00:00"))
    assert [entry.title for entry in before] == [old.title]
    wrong = Baseline(commit="f" * 40, by="song-ci", on="2026-11-22")
    nowhere = charter.model_copy(
        update={"portal": whole.portal.model_copy(update={"baseline": wrong})}
    )
    with pytest.raises(HouseError):
        register(history, nowhere, moment("2026-12-01 00:00"))


def test_receipts_say_who_reviewed_and_when_it_was_proposed(tmp_path):
    play = Play()
    at(play, "2026-10-08 10:00", {PATH: NEWS})
    history = read_history(play.into(tmp_path))
    signed = Signature("栏目审核", "审核", "song-ci", "宋辞", "2026-10-08 09:00")
    files = ((f"content/{PATH}", "b" * 40),)
    receipt = Receipt(
        *(1, START, f"content/{PATH}", "一", files),
        *(7, "a" * 40, history.head, "c" * 40, (signed, signed)),
    )
    approvals = Approvals({(history.head, PATH): receipt}, {7: moment("2026-10-07 15:00")})
    (entry,) = register(history, federation(), moment("2026-12-01 00:00"), approvals)
    assert (entry.submitted, entry.reviewers) == (moment("2026-10-07 15:00"), ("song-ci",))


def test_units_of_a_federation_that_takes_effect_later_are_not_judged(tmp_path):
    """Nothing is late before the regulation is in force (CZ-17)."""
    play = Play()
    at(play, "2024-11-20 10:00", {PATH: news("旧闻", "2024-11-20 09:00", event_date="2024-11-01")})
    (entry,) = entries(play, tmp_path)
    assert (entry.due, entry.late) == (None, 0)


def test_a_later_look_only_appends(tmp_path):
    """Entries of an earlier day stand unchanged in number and order."""
    play = Play()
    for number in range(1, 9):
        page = news(f"第{number}件", f"2026-10-{number + 9} 09:00")
        at(play, f"2026-10-0{number} 10:00", {f"union-news/{number}.md": page})
    history = read_history(play.into(tmp_path))
    looks = [
        [entry.title for entry in register(history, federation(), datetime(2026, 10, day, 12))]  # noqa: DTZ001 - the portal's wall clock
        for day in range(1, 25)
    ]
    for earlier, later in pairwise(looks):
        assert later[: len(earlier)] == earlier


def test_one_clock_that_was_ahead_hides_nothing_else(tmp_path):
    """A commit dated years ahead has no line yet; what was merged after it has one."""
    play = Play()
    at(play, "2026-10-08 10:00", {PATH: NEWS})
    at(play, "2036-10-09 10:00", {"union-news/b.md": news("二", "2026-10-09 09:30")})
    at(play, "2026-10-10 10:00", {"union-news/c.md": news("三", "2026-10-10 09:30")})
    found = entries(play, tmp_path, "2026-12-31 00:00")
    assert [entry.path for entry in found] == [PATH, "union-news/c.md"]
