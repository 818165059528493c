"""The portal against a real Gitea or Forgejo, where PORTAL_GITEA names its program."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from pipelines import protection
from pipelines.clearance import Clearance, clearance
from pipelines.core.approval import Standing
from pipelines.core.errors import HouseError
from pipelines.core.plan import Comment, Draft, Issue, State, Status
from pipelines.core.rights import writers
from pipelines.forge.gitea import Gitea
from pipelines.forge.port import carry_out
from pipelines.forge.web import Web
from pipelines.gate import Judgement, gate
from pipelines.gather.git import Repository
from pipelines.gather.proposals import charter_at
from tests.builders import charter, source
from tests.forge.real import OWNER, ROOT, Real, running
from tests.kit import KIT
from tests.proposals import Site

pytestmark = pytest.mark.campaign

NEWS, OTHER = "content/union-news/real.md", "content/notices/real.md"
PEOPLE = ("chen-lan", "he-chuan", "jiang-he", "lin-hai", "ling-xiao", "song-ci")
EVERY_WAY = ["merge", "squash", "rebase", "rebase-merge", "fast-forward-only"]


def now() -> datetime:
    """The host dates reviews by its own clock; we judge after them."""
    zone = timezone(timedelta(hours=8))
    return datetime.now(zone).replace(tzinfo=None) + timedelta(minutes=1)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """One host for all tests; each has a repository of its own."""
    with running(tmp_path_factory.mktemp("host")) as host:
        host.people(PEOPLE)
        host.ask("POST", "orgs", username=OWNER)
        yield host


class Portal:
    """A federation's repository at the host, and a clone of it."""

    def __init__(self, real: Real, folder: Path, open_: ExitStack) -> None:
        self.real, self.site, self.open = real, Site(folder), open_
        self.name = f"{OWNER}/{folder.name.lower().replace('_', '-')[-40:]}"
        real.ask("POST", f"orgs/{OWNER}/repos", name=self.name.split("/")[1])
        self.at = f"repos/{self.name}"
        real.ask("PATCH", self.at, allow_fast_forward_only_merge=True, has_pull_requests=True)
        self.site.git("remote", "add", "origin", self.address(ROOT))
        self.site.git("push", "-q", "origin", "main")
        # The host takes note of a first push in its own time.
        while real.ask("GET", self.at)["empty"]:
            time.sleep(0.05)
        self.began = self.site.git("rev-parse", "main")
        for who in set(PEOPLE) - {"chen-lan"}:
            right = "admin" if who == "ling-xiao" else "write"
            real.ask("PUT", f"{self.at}/collaborators/{who}", permission=right)

    def address(self, who: str, of: str | None = None) -> str:
        host = self.real.url.removeprefix("http://")
        return f"http://{who}:{self.real.tokens[who]}@{host}/{of or self.name}.git"

    def forge(self, who: str = ROOT) -> Gitea:
        """The adapter, with an account's token of now."""
        web = Web(f"{self.real.url}/api/v1", self.real.tokens[who], pause=lambda _seconds: None)
        return Gitea(self.open.enter_context(closing(web)), self.name)

    def propose(self, *steps: dict[str, str], branch: str = "news") -> int:
        """Commits on a correspondent's own copy, proposed; gives the proposal's number."""
        fork = self.name.replace(OWNER, "chen-lan", 1)
        if self.real.asked("GET", f"repos/{fork}")[0] == 404:
            self.real.ask("POST", f"{self.at}/forks", "chen-lan")
        self.site.git("checkout", "-q", "-B", branch, "main")
        for number, files in enumerate(steps):
            self.site.write(files)
            self.site.commit(f"Step {number}", name="chen-lan")
        self.site.git("push", "-q", "--force", self.address("chen-lan", fork), branch)
        self.site.git("checkout", "-q", "main")
        about = {"title": "投稿", "head": f"chen-lan:{branch}", "base": "main"}
        made = self.real.ask("POST", f"{self.at}/pulls", "chen-lan", **about, body="请审核")
        return int(made["number"])

    def push(
        self, message: str, files: dict[str, str] | None = None, *, amend: bool = False
    ) -> None:
        """Change a proposal: one more commit, or its last one put in other words."""
        self.site.git("checkout", "-q", "news")
        self.site.write(files or {})
        self.site.git("add", "-A")
        how = ["--amend"] if amend else []
        self.site.git("commit", "-q", *how, "-m", message, name="chen-lan")
        fork = self.name.replace(OWNER, "chen-lan", 1)
        self.site.git("push", "-q", "--force", self.address("chen-lan", fork), "news")
        self.site.git("checkout", "-q", "main")

    def review(self, number: int, who: str, event: str = "APPROVED", **more: Any) -> int:
        path = f"{self.at}/pulls/{number}/reviews"
        return int(self.real.ask("POST", path, who, event=event, body="意见", **more)["id"])

    def judge(self, number: int) -> Judgement:
        """Judge it, and tell the host."""
        forge = self.forge()
        judgement, plan = gate(forge, number, Repository(self.site.root), now())
        carry_out(forge, plan)
        return judgement

    def merge(self, number: int, how: str = "merge") -> tuple[int, Any]:
        """Ask for the merge once the host knows whether it can be done."""
        for _attempt in range(50):
            answer = self.real.asked("POST", f"{self.at}/pulls/{number}/merge", Do=how)
            if "try again" not in str(answer[1]):
                break
        self.site.git("pull", "-q", "--ff-only", "origin", "main")
        return answer

    def cleared(self) -> Clearance:
        repository = Repository(self.site.root)
        head = self.site.git("rev-parse", "main")
        rules = charter_at(repository, head)
        return clearance(repository, self.forge(), rules, head, self.began, now())


@pytest.fixture
def portal(real: Real, tmp_path: Path) -> Iterator[Portal]:
    with ExitStack() as open_:
        yield Portal(real, tmp_path, open_)


def news(**fields: Any) -> dict[str, str]:
    return {NEWS: source("union-news/real.md", **fields)}


def notice() -> dict[str, str]:
    return {OTHER: source("notices/real.md", title="另一件事")}


def test_the_host_is_set_up_as_the_charter_says(portal):
    """Whoever comes by a team is seen, and nobody pushes to main any more."""
    rules, day, forge = charter(), now().date(), portal.forge()
    portal.real.people(set(writers(rules, "gitea", day)) - set(PEOPLE))
    protection.apply(forge, list(protection.difference(rules, forge, day)))
    left = [str(step) for step in protection.difference(rules, forge, day)]
    assert [line.split()[2] for line in left] == [ROOT]
    portal.real.people(["stranger"])
    units = {"name": "helpers", "units_map": {"repo.code": "write"}}
    team = portal.real.ask("POST", f"orgs/{OWNER}/teams", **units)["id"]
    portal.real.ask("PUT", f"teams/{team}/members/stranger")
    portal.real.ask("PUT", f"teams/{team}/repos/{portal.name}")
    assert "stranger" in forge.members()
    portal.site.commit("Straight to main")
    with pytest.raises(Exception, match="returned non-zero"):
        portal.site.git("push", "-q", "origin", "main")


def test_stages_are_filled_in_order(portal):
    """Draft, approval too early, objection, dismissal, change: as the host really tells them."""
    number = portal.propose(news(level="official"))
    asked = portal.real.ask("GET", f"{portal.at}/pulls/{number}")["requested_reviewers"]
    assert {one["login"] for one in asked} == {"song-ci", "ling-xiao"}
    assert portal.judge(number).approval is State.PENDING
    own = {"event": "APPROVED", "body": "好"}
    reviews = f"{portal.at}/pulls/{number}/reviews"
    assert portal.real.asked("POST", reviews, "chen-lan", **own)[0] == 422
    line = [{"path": NEWS, "body": "这里", "new_position": 2}]
    draft = portal.review(number, "jiang-he", "PENDING", comments=line)
    portal.review(number, "lin-hai")
    assert portal.judge(number).approval is State.PENDING
    objection = portal.review(number, "song-ci", "REQUEST_CHANGES")
    assert portal.judge(number).approval is State.FAILURE
    portal.review(number, "ling-xiao")
    portal.real.ask("POST", f"{reviews}/{objection}/dismissals", message="算了")
    assert portal.judge(number).approval is State.FAILURE
    portal.real.ask("POST", f"{reviews}/{objection}/undismissals")
    portal.real.ask("POST", f"{reviews}/{objection}/dismissals", "ling-xiao", message="已改")
    assert portal.judge(number).approval is State.PENDING
    # Drafted before the stage ahead was complete, sent after it.
    portal.real.ask("POST", f"{reviews}/{draft}", "jiang-he", event="APPROVED", body="同意")
    assert portal.judge(number).approval is State.SUCCESS


def test_nobody_revives_an_approval_for_another(portal):
    """A dismissal that is taken back leaves it to the reviewer to approve again."""
    number = portal.propose(news())
    given = portal.review(number, "song-ci")
    path = f"{portal.at}/pulls/{number}/reviews/{given}"
    time.sleep(1.1)  # the host's clock knows whole seconds
    portal.real.ask("POST", f"{path}/dismissals", message="再看看")
    portal.real.ask("POST", f"{path}/undismissals")
    assert portal.judge(number).approval is State.PENDING
    portal.review(number, "song-ci")
    assert portal.judge(number).approval is State.SUCCESS


def test_an_approval_is_bound_to_bytes(portal):
    """A push that keeps them keeps it, even where the host has lost sight of the old commit."""
    number = portal.propose(news(), notice())
    portal.review(number, "song-ci")
    portal.review(number, "lin-hai")
    assert portal.judge(number).approval is State.SUCCESS
    portal.push("In other words", amend=True)
    fresh = portal.site.root.parent / "fresh"
    portal.site.git("clone", "-q", portal.address(ROOT), str(fresh))
    judgement, _plan = gate(portal.forge(), number, Repository(fresh), now())
    assert judgement.approval is State.SUCCESS
    portal.push("More", {OTHER: source("notices/real.md", "改了一个字。\n", title="另一件事")})
    standing = {one.path: one.standing for one in portal.judge(number).outcome.subjects}
    assert standing == {NEWS: Standing.APPROVED, OTHER: Standing.WAITING}


@pytest.mark.parametrize("how", EVERY_WAY)
def test_however_it_is_merged(portal, how):
    """Two commits, rewritten or not: each article is found to be approved, and has its receipt."""
    number = portal.propose(news(), notice())
    portal.review(number, "song-ci")
    portal.review(number, "lin-hai")
    assert portal.merge(number, how)[0] == 200
    cleared = portal.cleared()
    assert cleared.refused == ()
    assert {(one.path, one.proposal) for one in cleared.receipts} == {
        (NEWS, number),
        (OTHER, number),
    }
    assert portal.judge(number).approval is State.SUCCESS


def test_neither_forged_statuses_nor_a_push_bring_anything_out(portal):
    """Whoever may write may post any status; the release asks the reviews."""
    number = portal.propose(news())
    head = portal.site.git("rev-parse", "news")
    for context in ("portal/content", "portal/approval"):
        forged = {"state": "success", "context": context, "description": "好"}
        portal.real.ask("POST", f"{portal.at}/statuses/{head}", "he-chuan", **forged)
    portal.review(number, "he-chuan")
    assert portal.merge(number)[0] == 200
    portal.site.write(notice())
    pushed = portal.site.commit("Straight to main")
    portal.site.git("push", "-q", "origin", "main")
    assert [(at.path, why) for at, why in portal.cleared().refused] == [
        (OTHER, f"commit {pushed[:10]} brought this without a merged proposal"),
        (NEWS, f"proposal {number} was merged without its approvals"),
    ]


def test_lists_longer_than_a_page(portal):
    """Commits, comments, reviews, events and issues: all are read, ours is written once."""
    number = portal.propose(*(news(summary=f"第{step}次改动。") for step in range(55)))
    comments = f"{portal.at}/issues/{number}/comments"
    for place in range(55):
        portal.real.ask("POST", comments, "he-chuan", body=f"第{place}条")
        portal.review(number, "he-chuan", "COMMENT")
        portal.real.ask("POST", f"{portal.at}/issues", title=f"问题{place}", body="无")
    objection = portal.review(number, "song-ci", "REQUEST_CHANGES")
    path = f"{portal.at}/pulls/{number}/reviews/{objection}/dismissals"
    portal.real.ask("POST", path, "ling-xiao", message="已改")
    portal.review(number, "ling-xiao")
    assert [portal.judge(number).approval for _round in range(2)] == [State.SUCCESS] * 2
    said = portal.real.ask("GET", comments)
    assert sum("portal: gate" in one["body"] for one in said) == 1
    statuses = portal.real.ask(
        "GET", f"{portal.at}/commits/{portal.site.git('rev-parse', 'news')}/statuses"
    )
    assert sorted(one["context"] for one in statuses) == ["portal/approval", "portal/content"]


def test_runs_at_once_leave_one_comment(portal):
    """This host starts a run for each event, and lets none wait for another."""
    number = portal.propose(news())
    forges = [portal.forge() for _run in range(4)]
    with ThreadPoolExecutor(4) as beside:
        list(beside.map(lambda forge: forge.comment(Comment(number, "gate", "等待审核")), forges))
    portal.forge().comment(Comment(number, "gate", "已通过"))
    said = portal.real.ask("GET", f"{portal.at}/issues/{number}/comments")
    assert [one["body"] for one in said] == ["<!-- portal: gate -->\n已通过"]


def test_an_issue_is_one_issue(portal):
    """Opened with labels that nobody made before, changed, closed, and opened again."""
    forge = portal.forge()
    issue = Issue(
        "link-1", "链接打不开", "第一次", labels=("patrol", "overdue"), assignees=("nobody",)
    )
    for change in (issue, issue, replace(issue, body="第二次"), replace(issue, open=False)):
        forge.issue(change)
    assert [one.key for one in forge.closed("patrol")] == ["link-1"]
    forge.issue(replace(issue, body="又来了"))
    (found,) = forge.issues()
    assert (found.body, set(found.labels)) == ("又来了", {"patrol", "overdue"})
    assert [one.title for one in forge.posted("overdue")] == ["链接打不开"]
    assert forge.posted("letter") == []


def test_a_draft_changes_what_stands_on_main(portal):
    """Once, however often it is proposed; and a branch that was left behind is no obstacle."""
    forge, path = portal.forge(), "content/union-news/first.md"
    files = ((path, b"x"), ("content/notices/new.md", b"y"))
    for _round in range(2):
        forge.propose(Draft("takedown/first", "撤回", "请审核", files))
    (made,) = portal.real.ask("GET", f"{portal.at}/pulls")
    changed = portal.real.ask("GET", f"{portal.at}/pulls/{made['number']}/files")
    assert {one["filename"] for one in changed} == {path, "content/notices/new.md"}


def test_tokens_that_may_too_little(portal):
    """One sentence, and nothing is written twice for want of knowing who we are."""
    number = portal.propose(news())
    real = portal.real
    mine = real.tokens["he-chuan"]
    for scopes in (["read:repository"], ["write:repository", "write:issue"], ["read:user"]):
        real.token("he-chuan", *scopes, called=scopes[0] + str(len(scopes)))
        with pytest.raises(HouseError, match="token"):
            portal.forge("he-chuan").comment(Comment(number, "gate", "等待审核"))
    real.tokens["he-chuan"] = "no-token-at-all"
    with pytest.raises(HouseError, match="token"):
        portal.forge("he-chuan").proposal(number)
    real.tokens["he-chuan"] = mine
    assert real.ask("GET", f"{portal.at}/issues/{number}/comments") == []
    portal.forge("he-chuan").status(Status("main", "portal/content", State.PENDING, "字" * 200))


def test_the_form_for_letters_is_one(portal):
    """The host shows its fields, in the order in which letters are read."""
    name = ".gitea/ISSUE_TEMPLATE/letter.yml"
    form = (KIT / "docs/private-repository" / name).read_bytes()
    portal.site.write({name: form})
    portal.site.commit("Form")
    portal.site.git("push", "-q", "origin", "main")
    (known,) = portal.real.ask("GET", f"{portal.at}/issue_templates")
    assert known["labels"] == ["letter"]
    assert [one["id"] for one in known["body"]][-1] == "text"
