"""The last gate: what was not approved is not released, whatever statuses say."""

import json
from datetime import datetime

import pytest

from pipelines.clearance import Clearance, clearance, told, verify
from pipelines.core.charter import Charter
from pipelines.core.receipts import broken, parse
from pipelines.forge.folder import Folder
from pipelines.gather.git import Repository
from pipelines.gather.history import read_history
from pipelines.gather.proposals import charter_at
from pipelines.release import receipts
from tests.builders import source
from tests.proposals import Site

NOW = datetime.fromisoformat("2026-11-20 18:00")
NOTICE, SECOND = "content/notices/a.md", "content/notices/b.md"


@pytest.fixture
def site(tmp_path):
    """A portal whose baseline is its first commit."""
    return Site(tmp_path)


def cleared(site: Site, since: str | None = None, *, host: bool = True) -> Clearance:
    repository = Repository(site.root)
    forge = Folder(site.forge) if host else None
    charter = charter_at(repository, "HEAD")
    start = since or site.git("rev-list", "--max-parents=0", "HEAD")
    return clearance(repository, forge, charter, site.git("rev-parse", "HEAD"), start, NOW)


def places(result: Clearance) -> list[str]:
    return [at.path for at, why in result.refused]


def approved(site: Site, path: str = NOTICE, number: int = 1, votes: str = "+lin-hai") -> str:
    site.propose({path: source(path.removeprefix("content/"), summary=f"第{number}号")}, number)
    site.describe(number, votes=votes.split())
    return site.merge(number)


def test_what_was_approved_and_merged_is_cleared(site):
    """With a receipt that names who, when, what and by which charter."""
    merged = approved(site)
    result = cleared(site)
    assert result.refused == ()
    (receipt,) = result.receipts
    assert (receipt.path, receipt.proposal, receipt.commit) == (NOTICE, 1, merged)
    assert [(one.stage, one.person, one.at) for one in receipt.signatures] == [
        ("责任部室审核", "lin-hai", "2026-11-20 09:01")
    ]
    assert dict(receipt.files)[NOTICE] == site.git("rev-parse", f"HEAD:{NOTICE}")


@pytest.mark.parametrize(
    "votes", ["", "+song-ci", "+chen-lan", "+lin-hai -lin-hai", "+lin-hai@nowhere"]
)
def test_what_was_merged_without_approvals_is_refused(site, votes):
    """A forged status or an administrator's merge brings nothing out."""
    approved(site, votes=votes)
    assert places(cleared(site)) == [NOTICE]


def test_a_direct_push_is_refused(site):
    """No proposal, no release."""
    site.write({NOTICE: source("notices/a.md")})
    site.commit("Straight to main")
    result = cleared(site)
    assert places(result) == [NOTICE]
    assert "without a merged proposal" in result.refused[0][1]


def test_a_merge_that_brings_something_else_is_refused(site):
    """What stands on main is not what was approved."""
    site.propose({NOTICE: source("notices/a.md")})
    site.describe(votes=["+lin-hai"])
    site.git("merge", "-q", "--no-ff", "--no-commit", "proposal-1")
    site.write({NOTICE: source("notices/a.md", "另一篇。\n"), "content/notices/b.md": source()})
    site.commit("Merge 1")
    site.describe(votes=["+lin-hai"], merged=site.git("rev-parse", "HEAD"))
    assert places(cleared(site)) == [NOTICE, "content/notices/b.md"]


def test_a_squashed_proposal_is_cleared(site):
    """What counts is the bytes, however they were merged."""
    site.propose({NOTICE: source("notices/a.md")})
    site.git("merge", "-q", "--squash", "proposal-1")
    site.commit("Squashed")
    site.describe(votes=["+lin-hai"], merged=site.git("rev-parse", "HEAD"))
    assert cleared(site).refused == ()


def forwarded(site: Site, *votes: str) -> None:
    """Bring a proposal to main commit by commit; the host knows the last of them alone."""
    site.git("checkout", "-q", "main")
    site.git("merge", "-q", "--ff-only", "proposal-1")
    merged = site.git("rev-parse", "HEAD")
    reviewed = [f"{vote}@reviewed" for vote in votes]
    site.describe(votes=reviewed, head="reviewed", merged=merged)


@pytest.mark.parametrize("moved_on", [True, False])
def test_a_proposal_may_be_merged_commit_by_commit(site, moved_on):
    """Rebased onto a main line that has moved on, or forwarded as it is."""
    site.propose({NOTICE: source("notices/a.md")}, message="One")
    site.propose({SECOND: source("notices/b.md", title="另一件事")}, message="Other")
    site.git("branch", "reviewed", "proposal-1")
    if moved_on:
        approved(site, "content/notices/c.md", 2)
        site.git("rebase", "-q", "main", "proposal-1")
    forwarded(site, "+lin-hai")
    result = cleared(site)
    assert result.refused == ()
    brought = {one.path: (one.proposal, one.commit) for one in result.receipts}
    line = site.git("rev-list", "--first-parent", "-2", "main").split()
    assert (brought[SECOND], brought[NOTICE]) == ((1, line[0]), (1, line[1]))


def test_whoever_wrote_the_first_of_several_commits_approves_none_of_them(site):
    """However they were merged, they are one proposal."""
    site.propose({NOTICE: source("notices/a.md")}, by="lin-hai")
    site.propose({SECOND: source("notices/b.md", title="另一件事")})
    site.git("branch", "reviewed", "proposal-1")
    forwarded(site, "+lin-hai")
    assert places(cleared(site)) == [NOTICE, SECOND]


def test_a_direct_push_before_a_merge_is_still_one(site):
    """The next proposal answers for its own bytes, not for what came before it."""
    site.write({SECOND: source("notices/b.md")})
    pushed = site.commit("Straight to main")
    approved(site)
    result = cleared(site)
    assert places(result) == [SECOND]
    assert f"{pushed[:10]} brought this without a merged proposal" in result.refused[0][1]


def test_a_proposal_that_is_not_merged_clears_nothing(site):
    """A proposal opened for what was pushed already does not approve it."""
    site.propose({NOTICE: source("notices/a.md")})
    site.git("merge", "-q", "--no-ff", "-m", "Pushed", "proposal-1")
    site.describe(votes=["+lin-hai"])
    assert places(cleared(site)) == [NOTICE]


def test_removing_an_article_needs_approval_too(site):
    """Gone without anybody's word is as bad as here without it."""
    site.write({"content/union-news/first.md": None})
    site.commit("Silence")
    assert places(cleared(site)) == ["content/union-news/first.md"]


def test_a_later_change_of_an_approved_article_is_judged_alone(site):
    """The newest proposal that touched an article answers for it."""
    approved(site)
    since = site.git("rev-parse", "HEAD")
    approved(site, number=2, votes="")
    assert places(cleared(site)) == [NOTICE]
    approved(site, number=3)
    assert cleared(site).refused == ()
    assert [one.proposal for one in cleared(site, since).receipts] == [3]


@pytest.mark.parametrize("commits", [1, 2])
def test_a_charter_that_loosens_itself_is_judged_by_the_old_one(site, commits):
    """A proposal that gives its author a post does not profit from it, at once or in two steps."""
    people = (site.root / "charter/people.yml").read_text()
    post, held = "role: reviewer, unit: office", "role: correspondent, unit: office"
    looser = {"charter/people.yml": people.replace(held, post)}
    news = {NOTICE: source("notices/a.md", correspondent="wang-yan", unit="publicity")}
    if commits == 1:
        site.propose(looser | news, by="qian-ke")
        site.describe(votes=["+chen-lan"], by="qian-ke")
        site.merge()
    else:
        site.propose(looser, by="qian-ke")
        site.propose(news, by="qian-ke")
        site.git("branch", "reviewed", "proposal-1")
        forwarded(site, "+chen-lan")
    assert places(cleared(site)) == ["charter/people.yml", NOTICE]


def test_code_needs_its_guardians(site):
    """Where there is a host to ask, code and charter are asked about as well."""
    site.write({"themes/base.html": "<!doctype html>"})
    site.commit("Quick fix")
    assert places(cleared(site)) == ["themes/base.html"]
    assert places(cleared(site, host=False)) == []


def test_the_baseline_covers_what_stood_before(site):
    """A fresh clone publishes without a host; what came later does not."""
    assert cleared(site, host=False) == Clearance()
    approved(site)
    assert places(cleared(site, host=False)) == [NOTICE]


def test_without_a_baseline_everything_needs_an_approval(site):
    """Even what the first commit brought."""
    repository = Repository(site.root)
    charter = charter_at(repository, "HEAD")
    portal = charter.portal.model_copy(update={"baseline": None})
    charter = charter.model_copy(update={"portal": portal})
    head = site.git("rev-parse", "HEAD")
    result = clearance(repository, Folder(site.forge), charter, head, None, NOW)
    assert "content/union-news/first.md" in places(result)


def test_the_guardians_are_told_once(site):
    """An issue that names each file, and closes itself when all is well."""
    charter = charter_at(Repository(site.root), "HEAD")
    approved(site, votes="")
    issue = told(charter, "github", cleared(site).refused)
    assert (issue.open, issue.assignees) == (True, ("ling-xiao",))
    assert NOTICE in issue.body
    assert not told(charter, "github", ()).open


# Receipts.


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    """Three receipts in a row."""
    site = Site(tmp_path_factory.mktemp("signed"))
    for number, path in enumerate((NOTICE, "content/notices/b.md", "content/policy/c.md"), start=1):
        approved(site, path, number)
        receipts.write(site.root, cleared(site).receipts)
    return site


@pytest.fixture(scope="module")
def rows(signed):
    """The three receipts as they are written."""
    return receipts.read(Repository(signed.root))


def test_receipts_are_written_once_and_follow_each_other(signed):
    """A second release of the same bytes writes nothing."""
    lines = receipts.read(Repository(signed.root))
    assert [parse(line)[0].number for line in lines] == [1, 2, 3]
    assert list(broken(lines)) == []
    assert receipts.write(signed.root, cleared(signed).receipts) == []
    repository = Repository(signed.root)
    charter = charter_at(repository, "HEAD")
    baseline = {
        "commit": signed.git("rev-list", "--max-parents=0", "HEAD"),
        "by": "x",
        "on": "2026-11-01",
    }
    portal = charter.portal.model_validate(charter.portal.model_dump() | {"baseline": baseline})
    charter = charter.model_copy(update={"portal": portal})
    assert verified(signed, charter) == []
    signed.write({"content/notices/d.md": source("notices/d.md")})
    signed.commit("Nobody asked")
    assert verified(signed, charter) == ["content/notices/d.md"]


def verified(site: Site, charter: Charter) -> list[str]:
    """The places at which `ledger verify` finds something."""
    history = read_history(site.root / "content")
    return [at.path for at, why in verify(Repository(site.root), charter, "HEAD", history)]


def altered(line: str, **fields: object) -> str:
    return json.dumps(json.loads(line) | fields)


@pytest.mark.parametrize(
    ("tampered", "said"),
    [
        (lambda one, two, three: [one, two, three], []),
        (lambda one, two, three: [one, three], ["receipt 3 stands", "receipt 3 does not follow"]),
        (lambda one, two, three: [two, three], ["receipt 2 stands", "receipt 2 does not follow"]),
        (
            lambda one, two, three: [two, one, three],
            [
                "receipt 2 stands",
                "receipt 2 does not follow",
                "receipt 1 stands",
                "receipt 1 does not follow",
                "receipt 3 stands",
                "receipt 3 does not follow",
            ],
        ),
        (
            lambda one, two, three: [one, altered(two, title="别的"), three],
            ["receipt 2 was changed", "receipt 3 does not follow"],
        ),
        (lambda one, two, three: [one, "{", three], ["receipt 2 cannot be read"]),
        (lambda one, two, three: [one, "[]", three], ["receipt 2 cannot be read"]),
    ],
)
def test_a_row_of_receipts_that_was_touched(rows, tampered, said):
    """Changed, missing, reordered: each is found."""
    found = list(broken(tampered(*rows)))
    assert len(found) == len(said)
    assert all(why.startswith(start) for why, start in zip(found, said, strict=True))


def test_receipts_travel_with_the_repository(site, tmp_path):
    """A runner that starts from a fresh clone goes on where the last one stopped."""
    approved(site)
    origin = tmp_path / "origin.git"
    site.git("clone", "-q", "--bare", str(site.root), str(origin))
    for number, name in ((1, "one"), (2, "two")):
        clone = tmp_path / name
        site.git("clone", "-q", str(origin), str(clone))
        if number == 2:
            approved(site, "content/policy/c.md", 2)
            site.git("push", "-q", str(origin), "main")
        site.git("-C", str(clone), "pull", "-q", "origin", "main")
        receipts.write(clone, cleared(site).receipts)
    lines = receipts.read(Repository(clone))
    assert [parse(line)[0].number for line in lines] == [1, 2]
    assert list(broken(lines)) == []
