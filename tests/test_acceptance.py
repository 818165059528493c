"""A self-built channel is accepted on its three points, and then stands in the register."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.acceptance import accept, examine, find
from pipelines.core.case import Case
from pipelines.core.charter.columns import Column
from pipelines.core.desks.acceptance import HEADERS, Look, checks
from pipelines.core.desks.channels import closed, opened
from pipelines.core.desks.records import Channel
from pipelines.core.desks.registers import read_registers
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding, Place, Weight
from pipelines.gather.channel import hosts
from pipelines.release.build import Order, build
from pipelines.reports import official
from pipelines.reports.acceptance import page, sheet
from scripts.verbs.__main__ import main
from tests.builders import CHARTER, article, case, charter, source
from tests.gather.outside import faulty

RECORD = """name: 职工技能频道
column: channels/skills
unit: economy
applied: {on: 2026-01-05, number: 一号}
approved: {on: 2026-02-05, number: 二号}
built: {on: 2026-03-05, number: 三号}
"""
PROTECTION = """name: 职工技能频道
channel: skills
level: 3
assessed: 2026-05-18
report: 四号
filed: 2026-06-01
police: 五号
hosting: 电子政务云
manages: song-ci
runs: ling-xiao
uses: lin-hai
"""
LIVE = Look(200, dict.fromkeys(HEADERS, "on"), date(2027, 3, 1))
COLUMN = {"name": "技能", "kind": "news", "owner": "economy", "max_age": {"days": 30}}
DRAFT = article("channels/skills/a.md", status="draft")
WRONG = Finding("FLD101", "a", Weight.BLOCKS, Place("content/channels/skills/a.md"), "不全")


def built(record: str = RECORD, protection: str = PROTECTION, **column: Any) -> Case:
    """The demo federation with a channel that was built, and one article in it."""
    files = {"channels/skills": record, "protections/skills": protection}
    raw = {f"registers/{name}.yml": text.encode() for name, text in files.items() if text}
    columns = {**charter().columns, "channels/skills": Column.model_validate(COLUMN | column)}
    more = {"registers": read_registers(raw), "columns": columns}
    return case(DRAFT, charter=charter().model_copy(update=more))


def wrong(seen: Case, look: Look | None = LIVE, findings: tuple[Finding, ...] = ()) -> list[str]:
    _filed, channel = find(seen, "skills")
    found = checks(seen, "skills", channel, findings, look)
    return [f"{one.point.name}: {one.what}" for one in found if not one.passed]


def test_a_channel_in_order_passes_on_every_point():
    """Built on paper, alive in content, secure to look at."""
    assert wrong(built()) == []


@pytest.mark.parametrize(
    ("seen", "look", "findings", "said"),
    [
        (built(RECORD.rpartition("built")[0]), LIVE, (), ["STANDARD"]),
        (built(max_age=None), LIVE, (), ["STANDARD"]),
        (built(max_age={"days": 0}), LIVE, (), []),
        (built(), LIVE, (WRONG,), ["CONTENT"]),
        (built(protection=""), LIVE, (), ["SECURITY"]),
        (built(protection=PROTECTION.replace("level: 3", "level: 2")), LIVE, (), ["SECURITY"]),
        (built(), None, (), ["SECURITY"]),
        (built(), Look(), (), ["SECURITY"] * 3),
        (built(), Look(200, LIVE.headers, date(2026, 11, 25)), (), ["SECURITY"]),
        (built(), Look(200, LIVE.headers, LIVE.until, ["cdn.example.com"]), (), ["SECURITY"]),
    ],
)
def test_what_is_not_in_order_is_told_by_point(seen, look, findings, said):
    """One row for each thing that is looked at."""
    assert [one.partition(":")[0] for one in wrong(seen, look, findings)] == said


HEADED = {
    "Strict_Transport_Security": "max-age=31536000",
    "Content_Security_Policy": "default-src 'self'",
    "X_Content_Type_Options": "nosniff",
}
FRONT = '<!DOCTYPE html><title>技能</title><link rel="stylesheet" href="/a.css"><p>课程</p>'


@pytest.fixture
def live(tmp_path, program, monkeypatch) -> Iterator[Callable[..., str]]:
    """A channel's own web server behind TLS, by an authority that this machine trusts."""
    openssl, folder = program("openssl"), tmp_path / "authority"
    folder.mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(faulty.authority(folder, openssl)))
    with ExitStack() as stack:

        def start(
            body: str = FRONT, last: str = "20991231", name: str = "127.0.0.1", **headers: str
        ) -> str:
            shown = faulty.certificate(folder, openssl, name, "20200101", last)
            said = {key: value for key, value in (HEADED | headers).items() if value}
            server = stack.enter_context(faulty.running(lambda ask: ask.say(body, **said), shown))
            return f"https://127.0.0.1:{server.server_port}/"

        yield start


@pytest.mark.parametrize(
    ("served", "said"),
    [
        ({}, []),
        ({"Content_Security_Policy": ""}, ["security headers: content-security-policy"]),
        (
            {"body": f'{FRONT}<script src="https://cdn.example.com/a.js"></script>'},
            ["nothing is loaded from other sites: cdn.example.com"],
        ),
        ({"last": "20261201"}, ["a trusted certificate: 2026-12-01"]),
        (
            {"name": "skills.example.org"},
            ["the site answers: ", "security headers: ", "a trusted certificate: "],
        ),
    ],
)
def test_the_channels_own_server_is_looked_at_over_tls(live, served, said):
    """Headers, certificate, what it loads elsewhere; another's certificate stops everything."""
    found = examine(built(), "skills", live(**served))
    wrong = [f"{one.what}: {one.seen}" for one in found if not one.passed]
    assert len(wrong) == len(said)
    assert all(line.startswith(start) for line, start in zip(wrong, said, strict=True))


def test_a_plain_address_is_never_secure(live):
    """Without TLS there is no certificate to trust."""
    with faulty.running(lambda ask: ask.say(FRONT, **HEADED)) as server:
        found = examine(built(), "skills", f"http://127.0.0.1:{server.server_port}/")
    assert [one.what for one in found if not one.passed] == ["a trusted certificate"]


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """The demo federation with a channel that was built: its articles wait as drafts."""
    shutil.copytree(CHARTER, tmp_path / "charter")
    for kind, text in {"channels": RECORD, "protections": PROTECTION}.items():
        (tmp_path / f"charter/registers/{kind}/skills.yml").write_text(text, encoding="utf-8")
    columns = tmp_path / "charter/columns.yml"
    column = (
        "  channels/skills: {name: 技能提升, kind: news, owner: economy, max_age: {days: 30}}\n"
    )
    columns.write_text(columns.read_text("utf-8").rstrip("\n") + "\n" + column, encoding="utf-8")
    own = tmp_path / "content/channels/skills"
    own.mkdir(parents=True)
    fields = {"unit": "economy", "correspondent": "sun-hao", "status": "draft"}
    (own / "a.md").write_text(source("channels/skills/a.md", **fields), encoding="utf-8")
    return tmp_path


def shown(portal: Path) -> tuple[bool, bool]:
    """Whether a build has the channel's page, and whether any page leads there."""
    site, now = portal / "site", datetime.fromisoformat("2026-11-20 12:00")
    build(Order(portal / "charter", portal / "content", site, portal / "cache", now))
    leads = any(b"channels/skills" in path.read_bytes() for path in site.rglob("*.html"))
    return (site / "channels/skills/index.html").exists(), leads


def test_a_channel_is_built_and_linked_from_its_acceptance_on(portal, live, capsys):
    """`channel accept`: looked at over TLS, sheet written, entered; then the portal shows it."""
    places = ["--charter", str(portal / "charter"), "--content", str(portal / "content")]
    asked = ["channel", "accept", "skills", *places, "--today", "2026-11-20", "--lang", "en"]
    accepting = ["--number", "示工宣〔2026〕20号", "--apply", "--output", str(portal / "sheets")]
    assert shown(portal) == (False, False)
    assert main([*asked, *accepting]) == 1, "nobody has looked at it"
    assert main([*asked, *accepting, "--live", live(Strict_Transport_Security="")]) == 1
    assert main([*asked, *accepting, "--live", live()]) == 0, capsys.readouterr().out
    assert sorted(path.name for path in (portal / "sheets").iterdir()) == [
        "acceptance-skills.docx",
        "acceptance-skills.html",
    ]
    draft = portal / "content/channels/skills/a.md"
    draft.write_text(draft.read_text("utf-8").replace('status: "draft"\n', ""), encoding="utf-8")
    assert shown(portal) == (True, True)


def test_a_channel_is_neither_built_nor_linked_before_it_is_accepted():
    """The charter that readers see has no such column until the register says accepted."""
    before = built().charter
    assert closed(before) == {"channels/skills"}
    assert "channels/skills" not in opened(before).columns
    after = built(RECORD + "accepted: {on: 2026-04-05, number: 六号}").charter
    assert opened(after) is after


def test_the_sheet_is_a_document_and_a_page():
    """Every check stands in it, with the verdict."""
    seen = built()
    _filed, channel = find(seen, "skills")
    document = sheet("示范市总工会", channel, examine(seen, "skills", None), seen.today)
    assert official.render(document, seen.now)[:2] == b"PK"
    text = page(document)
    assert "职工技能频道自建频道验收表" in text
    assert "不合格，整改后再验收" in text


def test_an_acceptance_is_entered_once(tmp_path):
    """In the channel's own file, in a form that the register reads."""
    shutil.copytree(CHARTER / "registers" / "channels", tmp_path / "registers" / "channels")
    own = tmp_path / "registers" / "channels" / "skills.yml"
    own.write_text(RECORD, encoding="utf-8")
    assert accept(built(), "skills", "示工宣〔2026〕20号: 一", tmp_path) == own
    read = read_registers({"registers/channels/skills.yml": own.read_bytes()})
    assert read.faults == []
    (filed,) = read.of("channels")
    assert isinstance(filed.record, Channel)
    assert filed.record.accepted is not None
    with pytest.raises(HouseError):
        accept(built(own.read_text("utf-8")), "skills", "六号", tmp_path)
    with pytest.raises(HouseError):
        find(built(), "nothing")


def test_what_a_page_loads_from_other_sites():
    """Scripts, styles, pictures and frames count; links that a reader may follow do not."""
    html = b"""<link rel="stylesheet" href="/a.css"><script src="https://cdn.example.com/a.js">
    </script><img src="//img.example.net/a.png"><a href="https://other.example.org/">a</a>"""
    address = "https://skills.example.org/"
    assert hosts(html, address) == ("cdn.example.com", "img.example.net")
