"""A copy becomes one draft, whatever the platform, the network or another machine does."""

import subprocess
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines import bulletin
from pipelines.account import draft, left, publish, record, standing
from pipelines.core.errors import HouseError
from pipelines.core.ledger.periods import Period
from pipelines.gather.git import Repository
from pipelines.release.wechat import notes
from pipelines.release.wechat.platform import Platform, RefusedError, UnsureError
from pipelines.reports.copies import copies_table
from pipelines.wechat import Desk, pack
from scripts.verbs.__main__ import main
from tests.builders import charter
from tests.platform import APPID, PICTURES, SECRET, WeChat, served
from tests.proposals import Site
from tests.wechat import FOUR, NAME, NOW, asked, copied, desk, merged, signed


@pytest.fixture(scope="module")
def approved(tmp_path_factory):
    """A site whose article may go to the account, and its copy."""
    site = Site(tmp_path_factory.mktemp("approved"))
    merged(site, *FOUR)
    signed(site)
    return site, pack(desk(site), asked(site))


@pytest.fixture
def site(approved, tmp_path) -> Site:
    """A portal of the test's own."""
    return copied(approved[0], tmp_path)


@pytest.fixture
def made(approved):
    """The copy of its article."""
    return approved[1]


@pytest.fixture
def wechat():
    """The platform."""
    return WeChat()


@pytest.fixture
def api(wechat):
    """The way to it; waiting takes no time."""
    with (
        served(wechat) as url,
        closing(Platform(APPID, SECRET, url, lambda _seconds: None)) as platform,
    ):
        yield platform


def later(desk: Desk, minutes: int) -> Desk:
    return replace(desk, now=desk.now + timedelta(minutes=minutes))


def test_one_draft_with_everything(site, made, wechat, api):
    """Pictures and cover are uploaded, the draft names them, and says where the original stands."""
    copy = draft(desk(site), made, api)
    (article,) = wechat.drafts.values()
    assert copy.draft == "draft-0"
    assert article["title"] == "市总工会召开全委会议"
    assert article["author"] == "办公室"
    assert article["content_source_url"].startswith("https://www.example.org/union-news/a.html#")
    assert article["content"].count(f'<img src="{PICTURES}') == len(wechat.pictures) == 1
    assert "pic_crop_235_1" in article
    assert wechat.calls.count("freepublish/submit") == 0
    assert wechat.published == []


def test_the_same_bytes_make_one_draft(site, made, wechat, api):
    """However often it is asked, on another day as well."""
    first = draft(desk(site), made, api)
    again = draft(later(desk(site), 60 * 24), made, api)
    assert (first, len(wechat.drafts)) == (again, 1)
    assert wechat.calls.count("draft/add") == 1


def test_other_bytes_make_another(site, made, wechat, api):
    """What was changed and approved again is a copy of its own."""
    draft(desk(site), made, api)
    merged(site, *FOUR, number=2, summary="会议听取工作报告，部署重点任务，改过。")
    signed(site)
    draft(desk(site), pack(desk(site), asked(site)), api)
    assert [one["digest"] for one in wechat.drafts.values()] == [
        "会议听取工作报告，部署明年重点任务。",
        "会议听取工作报告，部署重点任务，改过。",
    ]


@pytest.mark.parametrize("path", ["stable_token", "media/uploadimg", "draft/add"])
def test_what_was_refused_may_be_tried_again_at_once(site, made, wechat, api, path):
    """A refusal is an answer: nothing was drafted, and nobody has to wait."""
    wechat.faults[path] = [40164]
    with pytest.raises(RefusedError, match=r"203\.0\.113\.9"):
        draft(desk(site), made, api)
    assert wechat.drafts == {}
    assert draft(desk(site), made, api).draft == "draft-0"


@pytest.mark.parametrize("fault", ["half", "cut"])
def test_half_an_answer_to_a_draft_that_was_made(site, made, wechat, api, fault):
    """It is looked for among the drafts, and not made twice."""
    wechat.faults["draft/add"] = [fault]
    assert draft(desk(site), made, api).draft == "draft-0"
    assert wechat.calls.count("draft/add") == len(wechat.drafts) == 1


@pytest.mark.parametrize("fault", ["lost", -1])
def test_half_an_answer_to_a_draft_that_was_not_made(site, made, wechat, api, fault):
    """Nobody knows yet, so it waits; the next run looks first, then makes the one draft."""
    wechat.faults["draft/add"] = [fault]
    with pytest.raises(UnsureError):
        draft(desk(site), made, api)
    with pytest.raises(HouseError, match="another run began a draft of this at 2026-11-20T18:00"):
        draft(later(desk(site), 14), made, api)
    assert draft(later(desk(site), 15), made, api).exists
    assert len(wechat.drafts) == 1


def test_killed_between_the_draft_and_its_record(site, made, wechat, api):
    """The next run finds what the dead one made."""

    class Killed(Platform):
        def draft(self, article):
            super().draft(article)
            raise KeyboardInterrupt

    with (
        closing(Killed(APPID, SECRET, api.url)) as killed,
        pytest.raises(KeyboardInterrupt),
    ):
        draft(desk(site), made, killed)
    assert len(wechat.drafts) == 1
    assert draft(later(desk(site), 20), made, api).draft == "draft-0"
    assert len(wechat.drafts) == 1


def cloned(site: Site, folder) -> list[Site]:
    """Two machines with one origin."""
    origin = folder / "origin.git"
    subprocess.run(["git", "clone", "-q", "--bare", site.root, origin], check=True)
    machines = [copied(site, folder / name) for name in ("one", "two")]
    for machine in machines:
        machine.git("remote", "add", "origin", str(origin))
    return machines


def test_two_machines_at_once_make_one_draft(site, made, wechat, api, tmp_path):
    """One is first at the origin; the other sees it there, and leaves it alone."""
    said: list[object] = []

    def run(machine: Site) -> None:
        with closing(Platform(APPID, SECRET, api.url, lambda _seconds: None)) as own:
            try:
                said.append(draft(desk(machine), made, own).draft)
            except HouseError as error:
                said.append(error)

    machines = cloned(site, tmp_path)
    threads = [threading.Thread(target=run, args=(machine,)) for machine in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 2
    assert wechat.calls.count("draft/add") == len(wechat.drafts) == 1
    assert all(draft(desk(machine), made, api).draft == "draft-0" for machine in machines)


def test_no_two_runs_write_the_same_line(site, made, api, tmp_path):
    """Not even in the same minute: else both would believe to be the first at the origin."""
    other = copied(site, tmp_path / "other")
    for machine in (site, other):
        draft(desk(machine), made, api)
    first, second = (notes.read(Repository(one.root)) for one in (site, other))
    assert not {one.as_line() for one in first} & {one.as_line() for one in second}


def test_what_two_machines_wrote_is_kept(site, made, api, tmp_path):
    """Lines of both, none lost, none twice."""
    one, two = cloned(site, tmp_path)
    draft(desk(one), made, api)
    record(desk(two), made.of, "https://mp.weixin.qq.com/s/a", "ling-xiao")
    copy = draft(desk(one), made, api)
    assert (copy.draft, copy.address) == ("draft-0", "https://mp.weixin.qq.com/s/a")
    lines = [event.as_line() for event in notes.read(Repository(one.root))]
    assert len(lines) == len(set(lines)) == 3


def test_an_origin_that_is_away_stops_it_before_anything_is_sent(site, made, wechat, api):
    """What cannot be written down is not done."""
    site.git("remote", "add", "origin", str(site.root.parent / "nowhere"))
    with pytest.raises(HouseError):
        draft(desk(site), made, api)
    assert wechat.calls == []


# Publishing: only when told to, by the administrator, once.


def test_publishing_is_a_decision_of_its_own(site, made, wechat, api):
    """Only the administrator's, written down with name and task; never twice."""
    draft(desk(site), made, api)
    with pytest.raises(HouseError, match="宋辞 is not the account's administrator"):
        publish(desk(site), made.of, api, "song-ci")
    with pytest.raises(HouseError, match="nobody is not the account's administrator"):
        publish(desk(site), made.of, api, "nobody")
    assert wechat.published == []
    copy = publish(desk(site), made.of, api, "ling-xiao")
    assert (copy.task, copy.on, copy.last.by) == ("100000001", NOW, "ling-xiao")
    assert publish(desk(site), made.of, api, "ling-xiao") == copy
    assert draft(desk(site), made, api) == copy
    assert wechat.published == ["draft-0"]
    assert wechat.calls.count("draft/add") == 1


def test_a_refused_publication_may_be_tried_again(site, made, wechat, api):
    """Nothing was handed in."""
    draft(desk(site), made, api)
    wechat.faults["freepublish/submit"] = [48001]
    with pytest.raises(RefusedError, match="48001"):
        publish(desk(site), made.of, api, "ling-xiao")
    assert publish(desk(site), made.of, api, "ling-xiao").task


@pytest.mark.parametrize("fault", ["half", "lost"])
def test_a_publication_that_nobody_knows_of_is_left_to_people(site, made, wechat, api, fault):
    """It is not handed in again; who looked enters what there is."""
    draft(desk(site), made, api)
    wechat.faults["freepublish/submit"] = [fault]
    with pytest.raises(UnsureError):
        publish(desk(site), made.of, api, "ling-xiao")
    with pytest.raises(HouseError, match="its end is not known"):
        publish(later(desk(site), 60), made.of, api, "ling-xiao")
    assert wechat.calls.count("freepublish/submit") == 1
    record(desk(site), made.of, "https://mp.weixin.qq.com/s/a", "ling-xiao")
    assert publish(desk(site), made.of, api, "ling-xiao").address == "https://mp.weixin.qq.com/s/a"


def test_without_a_copy_there_is_nothing_to_say(site, made):
    """A question about a copy that nobody made."""
    with pytest.raises(HouseError, match="has no copy yet"):
        standing(desk(site), made.of)


# What the books say of it.


def test_the_ledger_knows_the_copy(site, made, api, tmp_path):
    """The register of the month, its channels and its list of copies (SC-02)."""
    draft(desk(site), made, api)
    record(desk(site), made.of, "https://mp.weixin.qq.com/s/a", "ling-xiao")
    rules = charter().model_copy(
        update={"portal": charter().portal.model_copy(update={"baseline": None})}
    )
    after = NOW.replace(year=2090)
    book = bulletin.read_ledger(site.root / "content", rules, after, tmp_path / "kept")
    (row,) = copies_table(book, Period.parse("2026-11")).rows
    assert row.cells[1] == "市总工会召开全委会议"
    assert row.cells[6] == "https://mp.weixin.qq.com/s/a"
    ids = [table.id for table in bulletin.tables(book, Period.parse("2026-11"))]
    assert {"channels", "copies"} < set(ids)
    before = bulletin.read_ledger(
        site.root / "content", rules, NOW - timedelta(minutes=1), tmp_path / "kept"
    )
    assert before.copies == ()


def test_a_take_down_names_what_is_left(site, made, api):
    """Every copy that stands on the platform, where nothing of ours can delete it."""
    assert left(Repository(site.root), NAME) == []
    draft(desk(site), made, api)
    assert left(Repository(site.root), NAME) == [
        "also on WeChat, where only the account's administrator can delete it: draft-0"
    ]
    assert left(Repository(site.root), "union-news/first.md") == []


# The command.


@pytest.fixture
def command(site, monkeypatch, api) -> Callable[..., int]:
    """`scripts/portal wechat …` on this site, with the platform's secret in the environment."""
    monkeypatch.setenv("PORTAL_WECHAT_SECRET", SECRET)
    monkeypatch.setenv("PORTAL_WECHAT_URL", api.url)
    where = ["--charter", f"{site.root}/charter", "--content", f"{site.root}/content"]

    def run(*words: str) -> int:
        return main(["wechat", *words, *where, "--today", "2026-11-20"])

    return run


def test_push_and_record(command, wechat, capsys):
    """A draft, then where it was published; the secret is nowhere to be read."""
    assert command("push", NAME) == 0
    assert command("push", NAME, "--publish", "--by", "ling-xiao") == 0
    assert (
        command("record", NAME, "--by", "ling-xiao", "--url", "https://mp.weixin.qq.com/s/a") == 0
    )
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "已存入公众号草稿箱，草稿号 draft-0，尚未公开",
        "已提交发表，任务号 100000001，由平台处理后公开",
        "已发表：https://mp.weixin.qq.com/s/a",
    ]
    assert SECRET not in said.out + said.err
    assert wechat.published == ["draft-0"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("push", NAME, "--publish"), "--by"),
        (("record", NAME, "--url", "https://mp.weixin.qq.com/s/a"), "--by"),
        (("record", NAME, "--by", "ling-xiao"), "--url"),
        (("export", NAME), "--to"),
    ],
)
def test_what_is_missing_on_the_line_is_said(command, wechat, capsys, words, said):
    """Exit 3, and nothing was sent."""
    assert command(*words) == 3
    assert said in capsys.readouterr().err
    assert wechat.calls == []


def test_without_a_secret_nothing_is_sent(command, wechat, monkeypatch, capsys):
    """It stands in the environment alone."""
    monkeypatch.delenv("PORTAL_WECHAT_SECRET")
    assert command("push", NAME) == 3
    assert "没有设置 PORTAL_WECHAT_SECRET" in capsys.readouterr().err
