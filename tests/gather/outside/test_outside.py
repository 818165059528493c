"""Outside links against servers that are ill in every way we have met: what is said, at what cost.

No test asserts a time: each of them ends, which an unbounded look would not.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.core.case import Case
from pipelines.core.charter.links import Links
from pipelines.core.outside import Drift, Look, Outcome, State, Watch
from pipelines.core.rule import judge
from pipelines.gather.outside import glance_outside, watch_outside
from pipelines.gather.outside.engine import answers
from pipelines.rules import outside
from tests.builders import TODAY, article, case, charter
from tests.conftest import miss
from tests.gather.outside import faulty
from tests.gather.outside.faulty import Answer, Ill, running

LIMITS = Links(seconds=20, bytes=100_000, redirects=3, per_second=50, failures=2, days=2)
"""Time enough for a busy machine: nobody who answers fails for being asked by one."""
IMPATIENT = LIMITS.model_copy(update={"seconds": 3})
"""For those who keep everybody waiting."""
RULES = (
    outside.outside_links_live,
    outside.outside_links_lead_where_they_did,
    outside.outside_links_worth_a_look,
    outside.platforms_open,
    outside.platforms_are_kept_up,
)


def linking(*addresses: str, day: date = TODAY, limits: Links = LIMITS, **platforms: str) -> Case:
    """A case with one article that links to these addresses, and platforms that may be changed."""
    body = "\n\n".join(f"[职工之家](<{address}>)" for address in addresses)
    known = charter()
    columns = {
        id_: column
        for id_, column in known.columns.items()
        if not column.link or id_.replace("-", "_") in platforms
    }
    for id_, link in platforms.items():
        name = id_.replace("_", "-")
        columns[name] = columns[name].model_copy(update={"link": link})
    demo = known.model_copy(update={"links": limits, "columns": columns})
    return case(article(body=body + "\n"), today=day, charter=demo)


@pytest.fixture
def ill() -> "Callable[[Answer], Ill]":
    """Start servers; they stop with the test."""
    with ExitStack() as stack:
        yield lambda answer, certificate=None: stack.enter_context(running(answer, certificate))


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory, program) -> Callable[..., Path]:
    """Makes certificates of an authority of our own; asked for nothing, gives the authority's."""
    folder, openssl = tmp_path_factory.mktemp("ca"), program("openssl")
    trust = faulty.authority(folder, openssl)
    # LinkChecker reads it as nobody, so everybody may look in as far as our own folders go.
    for part in (folder, *folder.parents):
        if "pytest" in part.as_posix():
            part.chmod(0o755)

    def make(name: str = "", first: str = "20200101", last: str = "20991231") -> Path:
        return faulty.certificate(folder, openssl, name, first, last) if name else trust

    return make


def glance(address: str, limits: Links = LIMITS, **options):
    """What one look at an address leaves."""
    seen = glance_outside(linking(address, limits=limits), private=True, **options)
    return seen.outside[address]


ILLNESSES = [
    (faulty.fine, State.ALIVE, "", set()),
    (faulty.slow, State.REFUSED, "time", set()),
    (faulty.no_robots_here, State.REFUSED, "403", set()),
    (faulty.robots_text, State.REFUSED, "robots", set()),
    (faulty.head_refused, State.ALIVE, "", set()),
    (faulty.loop, State.SUSPECTED, "redirects", set()),
    (faulty.labyrinth, State.SUSPECTED, "redirects", set()),
    (faulty.soft, State.ALIVE, "", {Drift.SOFT}),
    (faulty.parked, State.ALIVE, "", {Drift.PARKED, Drift.SOFT}),
    (faulty.foul, State.ALIVE, "", {Drift.ADVERTS, Drift.SOFT}),
    (faulty.huge, State.ALIVE, "", set()),
    (faulty.endless, State.ALIVE, "", set()),
    (faulty.endless_head, State.REFUSED, "time", set()),
    (faulty.bomb, State.ALIVE, "", set()),
    (faulty.wrong_charset, State.ALIVE, "", set()),
    (faulty.reset, State.SUSPECTED, "connection", set()),
]
ENDLESS = {faulty.slow, faulty.endless, faulty.endless_head}


@pytest.fixture(scope="module")
def looks() -> dict[Answer, tuple[Watch, Ill]]:
    """What one look at each illness leaves, with the server that was looked at."""
    found = {}
    with ExitStack() as stack:
        for limits, waits in ((LIMITS, False), (IMPATIENT, True)):
            servers = {
                answer: stack.enter_context(running(answer))
                for answer, *_expected in ILLNESSES
                if (answer in ENDLESS) is waits
            }
            asked = linking(*(server.at() for server in servers.values()), limits=limits)
            seen = glance_outside(asked, private=True).outside
            found |= {answer: (seen[server.at()], server) for answer, server in servers.items()}
    return found


@pytest.mark.parametrize(
    ("answer", "state", "why", "drifts"),
    ILLNESSES,
    ids=lambda value: getattr(value, "__name__", None),
)
def test_one_look(looks, answer, state, why, drifts):
    """One look at each illness: what it is called, and that it asks and reads little."""
    watch, server = looks[answer]
    assert (watch.state, watch.why, set(watch.drifts)) == (state, why, drifts)
    assert len(server.asked) <= 2 + LIMITS.redirects + 1
    assert not any(line.startswith("HEAD") for line in server.asked)
    # What the kernel takes on its way is not ours to bound.
    assert server.sent < 20 * 1_000_000


@pytest.mark.parametrize("answer", [faulty.fine, faulty.huge, faulty.wrong_charset, faulty.endless])
def test_the_title_is_read(looks, answer):
    """Whatever follows it, and whichever encoding it is in."""
    watch, _server = looks[answer]
    assert watch.title == faulty.TITLE


def test_a_site_that_was_taken_over(ill):
    """The address leads to another registered domain, which shows adverts."""
    other = ill(faulty.foul)
    watch = glance(ill(faulty.leads_to(other.at("/casino", "localhost"))).at())
    assert set(watch.drifts) == {Drift.SITE, Drift.ADVERTS}
    assert (watch.adverts, watch.end) == ("必威体育", other.at("/casino", "localhost"))


@pytest.mark.parametrize("address", ["http://no-such-host.invalid/a", "http://127.0.0.1:1/"])
def test_nobody_there(address):
    """No such name, no such server: suspected, and no more than that."""
    watch = glance(address)
    assert watch.state is State.SUSPECTED
    assert watch.why in {"name", "connection"}


@pytest.mark.parametrize(
    "address", ["http://[::1", "http://%zz/", "https://例子。测试/", "http://" + "a" * 70]
)
def test_what_is_no_address(address):
    """It is suspected or left out, and nothing breaks."""
    seen = glance_outside(linking(address), private=True).outside
    assert all(watch.state is not State.ALIVE for watch in seen.values())


@pytest.mark.parametrize(
    ("name", "last", "trusted", "state", "why", "drifts"),
    [
        ("127.0.0.1", "20991231", True, State.ALIVE, "", set()),
        ("127.0.0.1", "20200201", True, State.ALIVE, "certificate", {Drift.EXPIRED}),
        ("127.0.0.1", "20991231", False, State.REFUSED, "certificate", set()),
        ("other.example.com", "20991231", True, State.SUSPECTED, "certificate", set()),
    ],
)
def test_certificates(ill, certificates, name, last, trusted, state, why, drifts):
    """One that has ended is wrong; one whose chain this machine lacks says nothing."""
    server = ill(faulty.fine, certificates(name, last=last))
    watch = glance(server.at(), trust=certificates() if trusted else None)
    assert (watch.state, watch.why, set(watch.drifts)) == (state, why, drifts)


@pytest.mark.parametrize(("answers", "drifts"), [(True, {Drift.PLAIN}), (False, set())])
def test_https_where_http_was_linked_to(ill, certificates, answers, drifts):
    """On the web's own ports: where https answers too, the link wants an s."""
    with ExitStack() as stack:
        try:
            stack.enter_context(running(faulty.fine, at=("127.0.0.9", 80)))
            if answers:
                certificate = certificates("127.0.0.9", last="20991231")
                stack.enter_context(running(faulty.fine, certificate, ("127.0.0.9", 443)))
        except OSError as error:
            miss(f"the web's own ports on this machine ({error})")
        watch = glance("http://127.0.0.9/page", trust=certificates())
    assert (watch.state, watch.drifts.keys()) == (State.ALIVE, drifts)


def test_a_certificate_about_to_end(ill, certificates):
    """Worth a note some days before."""
    server = ill(faulty.fine, certificates("127.0.0.1", last="20991231"))
    for day, drifts in ((date(2099, 12, 1), set()), (date(2099, 12, 20), {Drift.EXPIRING})):
        seen = glance_outside(linking(server.at(), day=day), private=True, trust=certificates())
        assert set(seen.outside[server.at()].drifts) == drifts


def test_this_house_is_not_looked_into(ill):
    """An article cannot send us to servers that only we can reach, neither us nor LinkChecker."""
    server = ill(faulty.fine)
    judged = linking(server.at(), server.at("/other", "localhost"))
    for seen in (glance_outside(judged), watch_outside(judged, {})):
        assert {watch.why for watch in seen.outside.values()} == {"private"}
    assert server.asked == []


def test_only_what_a_proposal_brings_in_is_asked(ill):
    """What stood there before is the patrol's."""
    server = ill(faulty.fine)
    new = linking(server.at("/page"), server.at("/other"))
    before = article(body=f"[职工之家]({server.at('/page')})\n")
    seen = glance_outside(Case(**{**vars(new), "former": (before,)}), private=True)
    assert seen.outside.keys() == {server.at("/other")}


def test_a_cold_start_fails_no_proposal(ill):
    """One look, however bad, is a note."""
    illnesses = (faulty.loop, faulty.no_robots_here, faulty.foul, faulty.reset)
    servers = [ill(answer) for answer in illnesses]
    seen = glance_outside(linking(*(server.at() for server in servers)), private=True)
    found = judge(seen, RULES)
    assert len(found) >= len(servers)
    assert {(finding.rule, finding.weight.value) for finding in found} == {("LNK303", "notes")}


def test_a_host_is_asked_for_so_much_and_no_more(ill):
    """The rest waits for the next round."""
    server = ill(faulty.fine)
    limits = LIMITS.model_copy(update={"per_host": 3})
    many = [server.at(f"/page/{number}") for number in range(10)]
    seen = glance_outside(linking(*many, limits=limits), private=True).outside
    assert len(seen) == 3
    assert len(server.asked) <= 3 + 2


def test_linkchecker_says_what_it_sees(ill, certificates):
    """The engine's words are ours; it asks with GET, and heeds robots.txt."""
    expected = {
        faulty.fine: Look(Outcome.ANSWERED),
        faulty.slow: Look(Outcome.REFUSED, "time"),
        faulty.no_robots_here: Look(Outcome.REFUSED, "403"),
        faulty.robots_text: Look(Outcome.REFUSED, "robots"),
        faulty.head_refused: Look(Outcome.ANSWERED),
        faulty.loop: Look(Outcome.FAILED, "redirects"),
        faulty.huge: Look(Outcome.ANSWERED),
        faulty.endless: Look(Outcome.ANSWERED),
        faulty.bomb: Look(Outcome.ANSWERED),
        faulty.reset: Look(Outcome.FAILED, "connection"),
    }
    servers = {answer: ill(answer) for answer in expected}
    ended = ill(faulty.fine, certificates("127.0.0.1", last="20200201"))
    nowhere = "http://no-such-host.invalid/a"
    patient = [server.at() for answer, server in servers.items() if answer not in ENDLESS]
    looks = {
        **answers([*patient, nowhere, ended.at()], LIMITS, certificates()),
        **answers([servers[answer].at() for answer in servers.keys() & ENDLESS], IMPATIENT, None),
    }
    said = {answer: looks[server.at()] for answer, server in servers.items()}
    assert {answer: (one.outcome, one.why) for answer, one in said.items()} == {
        answer: (one.outcome, one.why) for answer, one in expected.items()
    }
    assert looks[nowhere].why in {"name", "connection"}
    assert (looks[ended.at()].outcome, looks[ended.at()].why) == (Outcome.REFUSED, "certificate")
    for server in servers.values():
        assert not any(line.startswith("HEAD") for line in server.asked)
        assert server.sent < 20 * 1_000_000


def test_days_of_patrol(ill):
    """Two failing days make it dead, an answer brings it back; a flaking one never dies."""
    gone, flaking, sound = (
        ill(lambda ask: ask.say("", 404)),
        ill(faulty.reset),
        ill(faulty.fine),
    )
    addresses = [gone.at(), flaking.at(), sound.at()]
    known, thought, found = {}, [], []
    for offset in range(3):
        day = TODAY + timedelta(days=offset)
        flaking.answer = (faulty.reset, faulty.fine)[offset % 2]
        seen = watch_outside(linking(*addresses, day=day), known, private=True)
        known = dict(seen.outside)
        thought.append([known[address].state.value for address in addresses])
        found.append([str(finding) for finding in judge(seen, RULES) if "blocks" in finding.weight])
        if offset == 1:
            gone.answer = faulty.fine
    assert [days[0] for days in thought] == ["suspected", "dead", "recovered"]
    assert [days[1] for days in thought] == ["suspected", "alive", "suspected"]
    assert [days[2] for days in thought] == ["alive"] * 3
    assert [len(one) for one in found] == [0, 1, 0]
    assert f"{gone.at()} is dead since 2026-11-20: it answers 404  [LNK301]" in found[1][0]


def test_a_platform(ill):
    """Opened in time or not, and the newest date that its feed, map or page shows."""
    today = TODAY

    def platform(ask):
        if ask.path == "/sitemap.xml":
            ask.say(
                "<urlset><url><lastmod>2026-07-01</lastmod></url></urlset>", Content_Type="text/xml"
            )
        elif ask.path == "/robots.txt":
            ask.say("", 404)
        else:
            ask.say(f"<title>技术转让平台</title><p>今天是{today}</p><p>2026-06-30 动态</p>")

    server, down = ill(platform), ill(lambda ask: ask.say("", 500))
    known, found = {}, []
    for offset in range(5):
        today = day = TODAY + timedelta(days=offset)
        judged = linking(day=day, tech_transfer=server.at("/"), model_workers=down.at("/"))
        seen = watch_outside(judged, known, private=True)
        known = dict(seen.outside)
        found = [str(finding) for finding in judge(seen, RULES)]
    assert known[server.at("/")].updated == date(2026, 7, 1)
    assert [opened for _day, opened in known[server.at("/")].visits] == [True] * 5
    assert [opened for _day, opened in known[down.at("/")].visits] == [False] * 5
    assert found == [
        (
            f"content/model-workers:1: {down.at('/')} is dead since 2026-11-20: "
            "it answers 500  [LNK301]"
        ),
        (
            "content/model-workers:1: 劳模创新工作室交流平台 opened within 20 s in 0 % of the "
            "week's visits, 95 % are due (responsible: 劳动和经济工作部)  [LNK304]"
        ),
        (
            "content/tech-transfer:1: 大学仕技术转让平台 shows nothing newer than 2026-07-01; an "
            "update was due by 2026-09-29 (responsible: 劳动和经济工作部)  [LNK305]"
        ),
    ]
