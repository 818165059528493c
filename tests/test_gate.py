"""The gate on real proposals in a real repository."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.core.errors import HouseError
from pipelines.core.plan import Comment, State, Status
from pipelines.forge.folder import Folder
from pipelines.gate import gate, judged, read
from pipelines.gather.git import Repository
from pipelines.reports import language
from scripts.verbs.__main__ import main
from tests.builders import source
from tests.proposals import Site

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime.fromisoformat("2026-11-20 18:00")
TICKED = (
    (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8").replace("[ ]", "[x]")
)
NOTICE = "content/notices/a.md"
PDF = "content/notices/a.pdf"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def states(site: Site, number: int = 1) -> tuple[State, State]:
    """The two statuses the gate would set."""
    _judgement, plan = gate(Folder(site.forge), number, Repository(site.root), NOW)
    content, approval = (action.state for action in plan if isinstance(action, Status))
    return content, approval


def comment(site: Site) -> str:
    _judgement, plan = gate(Folder(site.forge), 1, Repository(site.root), NOW)
    return next(action.body for action in plan if isinstance(action, Comment))


def told(site: Site) -> list[str]:
    judgement, _plan = gate(Folder(site.forge), 1, Repository(site.root), NOW)
    return [f"{f.place.path} {f.rule}" for f in judgement.findings if f.weight != "notes"]


def test_a_sound_and_approved_proposal(site):
    """Both statuses are well only when nothing is wrong and nobody is missing."""
    site.propose({NOTICE: source("notices/a.md")})
    site.describe(body=TICKED)
    assert states(site) == (State.SUCCESS, State.PENDING)
    site.describe(body=TICKED, votes=["+lin-hai"])
    assert states(site) == (State.SUCCESS, State.SUCCESS)
    site.describe(body=TICKED, votes=["-lin-hai"])
    assert states(site) == (State.SUCCESS, State.FAILURE)


def test_a_wrong_one_that_everybody_approved(site):
    """Approval does not make wrong right."""
    site.propose({NOTICE: source("notices/a.md", unit="nobody")})
    site.describe(body=TICKED, votes=["+lin-hai"])
    assert states(site) == (State.FAILURE, State.SUCCESS)


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        ({}, True),
        ({"content/policy/b.md": source("policy/b.md")}, True),
        ({NOTICE: source("notices/a.md", summary="改过")}, False),
        ({PDF: b"%PDF-1.4 other"}, False),
        ({"content/notices/loose.pdf": b"%PDF-1.4"}, True),
    ],
)
def test_an_approval_is_bound_to_bytes(site, later, stands):
    """What was read is what was approved; something else beside it changes nothing."""
    files = {"attachments": [{"file": "a.pdf", "title": "附件"}]}
    site.propose({NOTICE: source("notices/a.md", **files), PDF: b"%PDF-1.4"})
    reviewed = site.git("rev-parse", "proposal-1")
    site.propose(
        {
            name: source("notices/a.md", summary="改过", **files) if name == NOTICE else text
            for name, text in later.items()
        }
    )
    site.describe(votes=[f"+lin-hai@{reviewed}"])
    judgement, _plan = gate(Folder(site.forge), 1, Repository(site.root), NOW)
    standing = {one.path: one.standing for one in judgement.outcome.subjects}
    assert (standing[NOTICE] == "approved") is stands


def test_rebase_and_merge_from_main_keep_an_approval(site):
    """New commits with the same bytes: nothing was changed."""
    site.propose({NOTICE: source("notices/a.md")})
    reviewed = site.git("rev-parse", "proposal-1")
    site.write({"content/policy/b.md": source("policy/b.md")})
    site.commit("Meanwhile")
    site.describe(body=TICKED, votes=[f"+lin-hai@{reviewed}"])
    site.git("checkout", "-q", "proposal-1")
    site.git("merge", "-q", "--no-edit", "main")
    assert states(site) == (State.SUCCESS, State.SUCCESS)
    site.git("reset", "-q", "--hard", reviewed)
    site.git("rebase", "-q", "main")
    assert site.git("rev-parse", "proposal-1") != reviewed
    assert states(site) == (State.SUCCESS, State.SUCCESS)


def test_an_attachment_swapped_under_an_article(site):
    """An article whose file changes is judged, though its text does not."""
    fields = {"attachments": [{"file": "a.pdf", "title": "附件"}], "level": "official"}
    site.write({NOTICE: source("notices/a.md", **fields), PDF: b"%PDF-1.4"})
    site.commit("Published")
    site.propose({PDF: b"%PDF-1.4 swapped"})
    judgement, _plan = gate(Folder(site.forge), 1, Repository(site.root), NOW)
    (subject,) = judgement.outcome.subjects
    assert subject.path == NOTICE
    assert {chain.id for chain in subject.chains} == {"column-owner", "official"}


def test_a_proposal_cannot_widen_its_own_gate(site):
    """The charter that judges is the target's, whatever the proposal makes of it."""
    people = (site.root / "charter/people.yml").read_text(encoding="utf-8")
    seat = "{role: correspondent, unit: office, since: 2024-12-01}"
    loosened = people.replace(seat, f"{seat}\n      - {{role: reviewer, unit: office}}")
    site.propose({NOTICE: source("notices/a.md"), "charter/people.yml": loosened}, by="wang-yan")
    site.describe(by="wang-yan", votes=["+chen-lan"])
    judgement, _plan = gate(Folder(site.forge), 1, Repository(site.root), NOW)
    standing = {one.path: one.standing for one in judgement.outcome.subjects}
    assert standing == {NOTICE: "waiting", "charter/people.yml": "waiting"}
    assert judgement.case.charter.people["chen-lan"].posts[0].role == "correspondent"


def test_another_branch_is_nobodys_judge(site):
    """A status belongs to a commit: a lax charter on some branch cannot lend one to main."""
    site.git("branch", "lax")
    site.propose({NOTICE: source("notices/a.md")})
    site.describe(votes=["+lin-hai"], target="lax")
    with pytest.raises(HouseError, match="only those for main"):
        gate(Folder(site.forge), 1, Repository(site.root), NOW)


def test_records_that_would_not_hold(site):
    """A record in a register is complete, and names whom the charter knows."""
    drill = "on: 2026-11-02\nby: nobody\nscenario: 断网\nparticipants: [song-ci]\n"
    site.propose(
        {
            "charter/registers/drills/a.yml": "on: 2026-11-02\n",
            "charter/registers/drills/b.yml": drill,
        }
    )
    assert {f"charter/registers/drills/{name}.yml PRO101" for name in "ab"} <= set(told(site))


def test_a_charter_that_would_not_load(site):
    """The new charter must hold, and its owners must be in step."""
    site.propose({"charter/units.yml": "units: {office: {kind: palace}}\n"})
    assert "charter/units.yml PRO101" in told(site)
    site.propose(
        {
            "charter/people.yml": (site.root / "charter/people.yml")
            .read_text()
            .replace("github: lin-hai", "github: other")
        },
        number=2,
        by="wang-yan",
    )
    judgement, _plan = gate(Folder(site.forge), 2, Repository(site.root), NOW)
    assert ".github/CODEOWNERS" in [f.place.path for f in judgement.findings]


def test_links_are_findings_and_never_followed(site):
    """A link in content, in the charter, an article that is a link: named, not read."""
    site.git("checkout", "-q", "-b", "proposal-1")
    for name in (NOTICE, "content/notices/x.png", "charter/more.yml"):
        path = site.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to("/etc/passwd")
    site.commit("Links", name="chen-lan")
    site.git("checkout", "-q", "main")
    site.describe()
    found = told(site)
    assert {f"{NOTICE} PRO101", "content/notices/x.png PRO101", "charter/more.yml PRO101"} <= {
        *found
    }
    assert "root:" not in comment(site)


def test_a_huge_article_is_not_read(site):
    """Fifty megabytes are a finding."""
    site.propose({NOTICE: b"x" * 50_000_000})
    assert f"{NOTICE} ART101" in told(site)


def test_words_of_a_proposal_stay_words(site):
    """What somebody wrote cannot speak as our comment."""
    site.propose(
        {NOTICE: source("notices/a.md", unit="<!-- portal: x --> @all | [点](http://x.cn)")}
    )
    body = comment(site)
    assert "@all" not in body
    assert "<!--" not in body
    assert "http://" not in body


def test_the_comment_says_whose_turn_it_is(site):
    """In Chinese, at a glance."""
    language.speak("zh_CN")
    try:
        site.propose({NOTICE: source("notices/a.md", level="official")})
        site.describe(body=TICKED, votes=["+jiang-he", "+lin-hai", "+chen-lan"])
        lines = comment(site).splitlines()
    finally:
        language.speak("en")
    assert "### 审批：⏳ 等待审批" in lines
    assert "- ⏳ 主要领导审批：现在请江禾审批，2026-11-20 起，请在 2026-11-24 前完成" in lines
    assert any("前一层级尚未完成时作出" in line for line in lines)
    assert any(
        "陈岚（2026-11-20 09:03）同意，不计入：本人撰写或署名的内容" in line for line in lines
    )


def test_what_is_told_is_true_when_it_is_told(site):
    """A review that comes while the gate judges is not lost: it judges again."""

    class Busy(Folder):
        """Somebody approves after the first look."""

        looks = 0

        def proposal(self, number):
            self.looks += 1
            if self.looks == 2:
                site.describe(votes=["+lin-hai"])
            return super().proposal(number)

    class Restless(Folder):
        """Somebody edits the title at every look."""

        looks = 0

        def proposal(self, number):
            self.looks += 1
            site.describe(title=f"第{self.looks}稿")
            return super().proposal(number)

    site.propose({NOTICE: source("notices/a.md")})
    judgement, _plan = gate(Busy(site.forge), 1, Repository(site.root), NOW)
    assert judgement.approval is State.SUCCESS
    with pytest.raises(HouseError, match="keeps changing"):
        gate(Restless(site.forge), 1, Repository(site.root), NOW)


def test_a_merged_proposal_can_be_judged_again(site):
    """As its target stood before the merge."""
    site.propose({NOTICE: source("notices/a.md")})
    site.describe(votes=["+lin-hai"])
    site.merge()
    site.write({"content/policy/b.md": source("policy/b.md")})
    site.commit("Later")
    judgement, _plan = gate(Folder(site.forge), 1, Repository(site.root), NOW)
    assert [one.path for one in judgement.outcome.subjects] == [NOTICE]
    assert judgement.approval is State.SUCCESS


@pytest.mark.parametrize("later", [False, True])
def test_a_forwarded_proposal_can_be_judged_again(site, later):
    """No merge commit tells where it came in; the host knows what it was compared with."""
    began = site.git("rev-parse", "main")
    site.propose({NOTICE: source("notices/a.md")})
    site.git("merge", "-q", "--ff-only", "proposal-1")
    site.describe(votes=["+lin-hai"], merged=site.git("rev-parse", "main"))
    if later:
        site.write({"content/policy/b.md": source("policy/b.md")})
        site.commit("Later")
    told = replace(Folder(site.forge).proposal(1), base=began)
    judgement = judged(read(told, Repository(site.root), NOW))
    assert [one.path for one in judgement.outcome.subjects] == [NOTICE]
    assert judgement.approval is State.SUCCESS


def asked(verb: str, site: Site, *options: str) -> list[str]:
    """The command line that judges the first proposal."""
    number = ["--proposal", "1"] if verb == "gate" else ["1"]
    places = ["--forge", f"folder:{site.forge}", "--repository", str(site.root)]
    return [verb, *number, *places, "--today", "2026-11-20", *options]


def test_the_command(site):
    """Prints by default, tells with --apply, once; 0, 1 or 3."""
    site.propose({NOTICE: source("notices/a.md")})
    site.describe(body=TICKED)
    assert main(asked("gate", site)) == 1
    assert not (site.forge / "statuses").exists()
    site.describe(body=TICKED, votes=["+lin-hai"])
    command = [sys.executable, "-m", "scripts.verbs", *asked("gate", site, "--apply")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    assert "审批：✅ 已通过" in done.stdout
    written = sorted(path.name for path in site.forge.rglob("*") if path.is_file())
    assert written == ["1.yml", "gate.md", "portal-approval.json", "portal-content.json"]


def test_what_cannot_be_judged_is_never_well(site, capsys):
    """A charter that does not load: error on both statuses, exit 3."""
    site.propose({NOTICE: source("notices/a.md")})
    site.write({"charter/units.yml": "units: 7\n"})
    site.commit("Broken")
    assert main(asked("gate", site, "--apply")) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "charter/units.yml:1" in said.err
    written = [json.loads(path.read_bytes())["state"] for path in site.forge.rglob("*.json")]
    assert written == ["error", "error"]


@pytest.mark.parametrize(
    "broken", ["{", "title: 7\n", "title: a\nhead: --all\nopener: x\nopened_at: 1"]
)
def test_a_proposal_that_cannot_be_read(site, broken):
    """One sentence with its place."""
    site.propose({NOTICE: source("notices/a.md")})
    (site.forge / "proposals/1.yml").write_text(broken, encoding="utf-8")
    with pytest.raises(HouseError):
        gate(Folder(site.forge), 1, Repository(site.root), NOW)


def explained(site: Site, *options: str) -> int:
    return main(asked("explain", site, *options))


def test_explain(site, capsys):
    """Who is asked, and what would happen if somebody said yes."""
    site.propose({NOTICE: source("notices/a.md")})
    assert explained(site) == 1
    assert "现在请林海审批" in capsys.readouterr().out
    assert explained(site, "--with-review", "lin-hai:approve") == 0
    site.describe(votes=["+lin-hai"])
    assert explained(site) == 0
    assert explained(site, "--without-review", "lin-hai") == 1
    assert explained(site, "--with-review", "lin-hai:request") == 1
    assert explained(site, "--with-review", "nobody:approve") == 3
    assert explained(site, "--with-review", "lin-hai:maybe") == 3
    assert main(["explain", "1"]) == 3


def test_explain_replays_against_another_charter(site):
    """What a proposal would have taken under a changed charter."""
    site.propose({NOTICE: source("notices/a.md")})
    site.describe(votes=["+lin-hai"])
    chains = site.root / "charter/chains.yml"
    chains.write_text(chains.read_text().replace("levels: [official]", "levels: [ordinary]"))
    assert explained(site) == 0
    assert explained(site, "--charter", str(site.root / "charter")) == 1


def test_one_look_at_an_outside_link_fails_no_proposal(site):
    """A new link that does not answer is a note; the patrol will see whether it is dead."""
    text = source("notices/a.md", body="详见[职工之家](https://no-such-host.invalid/a)。\n")
    site.propose({NOTICE: text})
    site.describe(body=TICKED)
    forge, repository = Folder(site.forge), Repository(site.root)
    judgement, _plan = gate(forge, 1, repository, NOW, outside=True)
    assert [(f.rule, f.weight) for f in judgement.findings if f.rule.startswith("LNK")] == [
        ("LNK303", "notes")
    ]
    assert judgement.content is State.SUCCESS
