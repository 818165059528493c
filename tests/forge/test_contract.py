"""What every forge does, whether it is GitHub, Gitea, Forgejo, or a folder."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipelines.core.errors import HouseError
from pipelines.core.plan import Comment, Draft, Issue, State, Status
from pipelines.core.proposal import Verdict
from pipelines.forge import open_forge
from pipelines.forge.folder import Folder
from pipelines.forge.gitea import Gitea
from pipelines.forge.github import GitHub
from pipelines.forge.github import _Review as GitHubReview
from pipelines.forge.host import Host, Pull
from pipelines.forge.port import Forge, Protection, carry_out
from pipelines.forge.web import Web
from tests.forge.description import Description
from tests.forge.standin import TOKEN, StandIn, serving

SHARED = Path(__file__).resolve().parents[3] / "shared" / "apis"
HEAD = "a" * 40
HOSTS = ["github", "gitea-2025-11", "forgejo-2024-11"]


def kind_of(name: str) -> str:
    """Which dialect a description is of; Forgejo speaks Gitea's."""
    return "github" if name == "github" else "gitea"


@cache
def described(path: Path) -> Description | None:
    """The description in a file, where there is one."""
    return Description(path) if path.exists() else None


def description(name: str, borrowed: Callable[[str], Path]) -> Description | None:
    if name == "github":
        return described(borrowed("@octokit/openapi/generated/api.github.com.json"))
    return described(SHARED / f"{name}.json")


@pytest.fixture(params=HOSTS)
def host(request: Any, borrowed: Callable[[str], Path]) -> Iterator[StandIn]:
    """A host on loopback; every request and answer fits the host's own description."""
    host = StandIn(kind_of(request.param), description(request.param, borrowed))
    yield host
    assert host.faults == []


@pytest.fixture
def web(host: StandIn) -> Iterator[Host]:
    """The adapter for the host."""
    prefix = "" if host.kind == "github" else "/api/v1"
    with serving(host, prefix) as url, adapter(host.kind, url) as web:
        yield web


@contextmanager
def adapter(kind: str, url: str, token: str = TOKEN) -> Iterator[Host]:
    """A forge on the web, with pauses that cost nothing."""
    made = {"github": GitHub, "gitea": Gitea}[kind]
    with closing(Web(url, token, pause=lambda _seconds: None, timeout=120)) as web:
        yield made(web, "zgh/portal")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "proposals").mkdir()
    written = {
        "title": "市总工会召开全委会议",
        "head": HEAD,
        "opener": "chen-lan",
        "opened_at": "2026-11-20 09:00",
        "labels": ["urgent"],
    }
    (tmp_path / "proposals" / "7.yml").write_text(json.dumps(written), encoding="utf-8")
    return Folder(tmp_path)


@pytest.fixture(params=["folder", *HOSTS])
def forge(request: Any, borrowed: Callable[[str], Path]) -> Iterator[Forge]:
    """Each forge in turn."""
    if request.param == "folder":
        yield request.getfixturevalue("folder")
        return
    host = StandIn(kind_of(request.param), description(request.param, borrowed))
    with serving(host) as url, adapter(host.kind, url) as web:
        yield web
    assert host.faults == []


def test_a_proposal_says_who_opened_it_when_and_what_it_proposes(forge):
    """Times are Asia/Shanghai's, whatever the host's are."""
    proposal = forge.proposal(7)
    assert (proposal.number, proposal.title) == (7, "市总工会召开全委会议")
    assert (proposal.head, proposal.target, proposal.opener) == (HEAD, "main", "chen-lan")
    assert proposal.opened_at == datetime.fromisoformat("2026-11-20 09:00")
    assert proposal.labels == {"urgent"}
    assert not proposal.merged


def test_a_protection_comes_back_as_it_was_given(forge):
    """What `protect` says, `protection` tells."""
    wanted = Protection(("portal/approval", "portal/content"), True, True, True, False, False)
    forge.protect("main", wanted)
    assert forge.protection("main") == wanted
    forge.protect("main", wanted)
    assert forge.protection("main") == wanted


POSTED = [
    {"number": 3, "title": "来信", "body": "### 主题\n\n劳动报酬", "label": "letter"},
    {"number": 4, "title": "来信", "body": "", "label": "letter", "closed": True},
    {"number": 5, "title": "不是来信", "body": "", "label": "question"},
]


def test_posted_issues_are_told_open_or_closed_by_label(forge, tmp_path):
    """Whoever opened them, in the order of their numbers, with the day of Asia/Shanghai."""
    if isinstance(forge, Folder):
        for one in POSTED:
            written = {"title": one["title"], "body": one["body"], "labels": [one["label"]]}
            written |= {"opened_at": "2026-11-20 01:30", "closed": str("closed" in one).lower()}
            path = tmp_path / "posted" / f"{one['number']}.yml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(written), encoding="utf-8")
        found = forge.posted("letter")
    else:
        host = StandIn(forge.host)
        host.issues = [
            {
                "number": one["number"],
                "title": one["title"],
                "body": one["body"],
                "state": "closed" if "closed" in one else "open",
                "user": {"login": "anybody"},
                "labels": [{"name": one["label"]}],
                "created_at": "2026-11-19T17:30:00Z",
            }
            for one in reversed(POSTED)
        ]
        with serving(host) as url, adapter(forge.host, url) as web:
            found = web.posted("letter")
    assert [(one.number, one.closed, f"{one.opened_at:%Y-%m-%d %H:%M}") for one in found] == [
        (3, False, "2026-11-20 01:30"),
        (4, True, "2026-11-20 01:30"),
    ]
    assert "劳动报酬" in found[0].body
    assert "劳动报酬" not in repr(found)


def test_members_come_and_go(forge):
    """Who may write is admitted and dismissed by account."""
    before = list(forge.members())
    forge.admit("gao-yuan")
    assert sorted({*before, "gao-yuan"}) == list(forge.members())
    forge.dismiss_member("gao-yuan")
    assert before == list(forge.members())


def test_an_issue_is_kept_by_its_key(forge):
    """Opened once, changed in place, closed; a second run changes nothing."""
    issue = Issue("link-1", "链接打不开", "第一次", labels=("patrol",))
    forge.issue(issue)
    forge.issue(issue)
    assert [(one.key, one.title, one.body) for one in forge.issues()] == [
        ("link-1", "链接打不开", "第一次")
    ]
    forge.issue(Issue("link-1", "链接打不开", "第二次", labels=("patrol",)))
    assert [one.body for one in forge.issues()] == ["第二次"]
    forge.issue(Issue("link-1", "链接打不开", "好了", open=False))
    assert list(forge.issues()) == []
    forge.issue(Issue("link-1", "链接打不开", "好了", open=False))


def test_an_issue_that_returns_is_the_same_issue(forge):
    """What was closed opens again under its key, with all that was said under it."""
    issue = Issue("link-1", "链接打不开", "第一次", labels=("patrol",))
    for change in (issue, replace(issue, body="好了", open=False)):
        forge.issue(change)
    assert [(one.key, one.body, one.open) for one in forge.closed("patrol")] == [
        ("link-1", "好了", False)
    ]
    forge.issue(replace(issue, body="又打不开"))
    assert [one.body for one in forge.issues()] == ["又打不开"]
    assert list(forge.closed("patrol")) == []


def test_no_second_issue_is_made_for_what_returns(web, host):
    """The host's own list has one issue, open, with the labels of today."""
    issue = Issue("link-1", "链接打不开", "第一次", labels=("patrol",))
    for change in (issue, replace(issue, open=False), replace(issue, labels=("patrol", "overdue"))):
        web.issue(change)
    assert [one["state"] for one in host.issues] == ["open"]
    assert "PUT /repos/zgh/portal/issues/1/labels" in host.asked


@pytest.mark.parametrize("who", ["lin-hai", "nobody-there"])
def test_an_issue_is_opened_though_its_assignee_is_unknown(web, host, who):
    """One account that was renamed or misspelt does not end the round."""
    web.issue(Issue("link-1", "链接打不开", "第一次", labels=("patrol",), assignees=(who,)))
    assert [one["state"] for one in host.issues] == ["open"]


def test_an_unprotected_branch_is_open_to_everybody(web):
    """Nothing said means nothing guarded."""
    assert web.protection("main") == Protection()


def test_one_comment_changed_in_place(web, host):
    """The second run finds the first one's comment; the same words again send nothing."""
    carry_out(web, [Comment(7, "gate", "等待审核"), Comment(7, "gate", "已通过")])
    assert [one["body"] for one in host.comments] == ["<!-- portal: gate -->\n已通过"]
    host.asked.clear()
    web.comment(Comment(7, "gate", "已通过"))
    assert {asked.split()[0] for asked in host.asked} == {"GET"}


def test_of_two_runs_at_once_one_comment_stays(web, host):
    """Both looked before the other had written: the first comment stays, with the newer truth."""
    original = host.add_comment

    def beside(body: Any, **rest: Any) -> Any:
        host.add_comment = original
        original(body | {"body": "<!-- portal: gate -->\n等待审核"})
        return original(body, **rest)

    host.add_comment = beside
    web.comment(Comment(7, "gate", "已通过"))
    assert [(one["id"], one["body"]) for one in host.comments] == [
        (1, "<!-- portal: gate -->\n已通过")
    ]
    host.description = None
    web.web.remove("repos/zgh/portal/issues/comments/2")


def test_somebody_elses_comment_with_our_mark_is_theirs(web, host):
    """Nobody can put words under our name, or keep us from speaking."""
    body = "<!-- portal: gate -->\n都通过了"
    host.comments.append({"id": 1, "body": body, "user": {"login": "chen-lan"}})
    web.comment(Comment(7, "gate", "等待审核"))
    assert [one["body"] for one in host.comments] == [body, "<!-- portal: gate -->\n等待审核"]


def test_a_token_that_may_not_say_whose_it_is(web, host):
    """At GitHub it is the run's own; elsewhere nothing is written that nobody could find again."""
    robot = {"id": 1, "body": "<!-- portal: gate -->\n等待审核"}
    host.comments = [robot | {"user": {"login": "github-actions[bot]"}}]
    host.trouble = ["403"]
    if host.kind == "github":
        web.comment(Comment(7, "gate", "已通过"))
    else:
        with pytest.raises(HouseError, match="read:user"):
            web.comment(Comment(7, "gate", "已通过"))
    said = "已通过" if host.kind == "github" else "等待审核"
    assert [one["body"] for one in host.comments] == [f"<!-- portal: gate -->\n{said}"]


def test_a_status_is_set_once(web, host):
    """The same status again is not posted; another one is."""
    pending = Status(HEAD, "portal/approval", State.PENDING, "等待办公室审核")
    for status in (pending, pending, Status(HEAD, "portal/approval", State.SUCCESS, "已通过")):
        web.status(status)
    key = "state" if host.kind == "github" else "status"
    assert [one[key] for one in host.statuses] == ["pending", "success"]


def test_a_draft_is_proposed_once(web, host):
    """Files on a branch of their own, one proposal for it."""
    draft = Draft("bulletin/2026-11", "十一月通报", "请审核", (("content/notices/b.md", b"x"),))
    web.propose(draft)
    web.propose(draft)
    assert [one["head"]["ref"] for one in host.drafts] == ["bulletin/2026-11"]
    assert host.files == {"content/notices/b.md": "eA=="}


def test_a_draft_may_change_what_is_there(web, host):
    """A take-down withdraws an article that stands on main; hosts ask which bytes it replaces."""
    if host.kind == "github":
        host.description = None  # it gives a folder, a file or a link, and we ask for one field
    host.files = {"content/notices/b.md": "eQ=="}
    files = (("content/notices/b.md", b"x"), ("content/notices/c.md", b"z"))
    web.propose(Draft("takedown/b", "撤回", "请审核", files))
    assert host.files == {"content/notices/b.md": "eA==", "content/notices/c.md": "eg=="}


def test_a_list_is_read_to_its_end(web, host):
    """More than one page of comments, and ours on the last."""
    for number in range(1, 121):
        host.comments.append({"id": number, "body": "说明", "user": {"login": "chen-lan"}})
    web.comment(Comment(7, "gate", "等待审核"))
    web.comment(Comment(7, "gate", "等待审核"))
    assert len(host.comments) == 121


# How each host tells of reviews.

GITHUB_REVIEWS = [
    ({"state": "APPROVED"}, [(Verdict.APPROVED, HEAD, False, None)]),
    ({"state": "CHANGES_REQUESTED"}, [(Verdict.CHANGES_REQUESTED, HEAD, False, None)]),
    ({"state": "COMMENTED"}, [(Verdict.COMMENTED, HEAD, False, None)]),
    ({"state": "APPROVED", "commit_id": None}, [(Verdict.APPROVED, None, False, None)]),
    ({"state": "DISMISSED"}, [(Verdict.DISMISSED, HEAD, True, None)]),
    ({"state": "DISMISSED", "id": 9}, [(Verdict.CHANGES_REQUESTED, HEAD, True, "ling-xiao")]),
    ({"state": "PENDING"}, []),
]
GITEA_REVIEWS = [
    ({"state": "APPROVED"}, [(Verdict.APPROVED, HEAD, False, None)]),
    ({"state": "REQUEST_CHANGES"}, [(Verdict.CHANGES_REQUESTED, HEAD, False, None)]),
    ({"state": "COMMENT"}, [(Verdict.COMMENTED, HEAD, False, None)]),
    ({"state": "APPROVED", "commit_id": ""}, [(Verdict.APPROVED, None, False, None)]),
    ({"state": "APPROVED", "stale": True}, [(Verdict.APPROVED, HEAD, False, None)]),
    ({"state": "APPROVED", "dismissed": True}, [(Verdict.APPROVED, HEAD, True, None)]),
    (
        {"state": "REQUEST_CHANGES", "dismissed": True, "id": 9},
        [(Verdict.CHANGES_REQUESTED, HEAD, True, "ling-xiao")],
    ),
    ({"state": "REQUEST_REVIEW"}, []),
    ({"state": "REQUEST_REVIEW", "user": None, "team": {"id": 1, "name": "办公室"}}, []),
    ({"state": "PENDING"}, []),
    ({"state": ""}, []),
]


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        *(("github", *row) for row in GITHUB_REVIEWS),
        *(("gitea", *row) for row in GITEA_REVIEWS),
    ],
)
def test_reviews_in_each_dialect(kind, given, told, borrowed):
    """One meaning, whatever the host calls it."""
    name = "github" if kind == "github" else "gitea-2025-11"
    host = StandIn(kind, description(name, borrowed))
    review = {"id": 1, "user": {"login": "lin-hai"}, "commit_id": HEAD}
    host.reviews = [review | {"submitted_at": "2026-11-20T02:00:00Z"} | given]
    host.events = [
        {
            "event": "review_dismissed",
            "actor": {"login": "ling-xiao"},
            "dismissed_review": {"review_id": 9, "state": "changes_requested"},
        }
        if kind == "github"
        else {"type": "dismiss_review", "user": {"login": "ling-xiao"}, "review_id": 9}
    ]
    with serving(host) as url, adapter(kind, url) as web:
        reviews = web.proposal(7).reviews
    assert [(one.verdict, one.commit, one.dismissed, one.dismissed_by) for one in reviews] == told
    assert all(one.at == datetime.fromisoformat("2026-11-20 10:00") for one in reviews)


@pytest.mark.parametrize("commit", ["e" * 40, HEAD])
def test_the_proposal_that_brought_a_commit(web, host, commit):
    """Found when it is merged; a commit pushed directly has none."""
    assert web.proposal_of(commit) is None
    host.pull |= {"merged_at": "2026-11-20T03:00:00Z", "merge_commit_sha": "e" * 40}
    assert web.proposal_of(commit) == 7
    assert web.proposal_of("f" * 40) is None


# When things go wrong: try again where that is safe, else stop with one sentence.


@pytest.mark.parametrize(
    "trouble",
    [
        "500",
        "502",
        "503 Retry-After=1",
        "429 Retry-After=2",
        "403 Retry-After=1",
        "403 X-RateLimit-Remaining=0",
        "half",
        "lost",
    ],
)
def test_a_hiccup_is_waited_out(web, host, trouble):
    """Errors of the host, its limits, broken answers: asked again."""
    host.trouble = [trouble, trouble]
    assert web.proposal(7).opener == "chen-lan"


@pytest.mark.parametrize("trouble", ["lost", "500", "502", "half"])
def test_what_may_have_been_posted_is_not_posted_twice(web, host, trouble):
    """The connection broke after the comment was written: it is found, not written again."""
    original = host.add_comment

    def then_trouble(body: Any, **rest: Any) -> Any:
        answer = original(body, **rest)
        return answer if trouble in {"lost", "half"} else (int(trouble), {"message": "late"})

    if trouble in {"500", "502"}:
        host.description = None
        host.add_comment = then_trouble
    else:
        # GET user, GET comments, GET comments (is it there?), then the POST.
        host.trouble = ["", "", "", trouble]
    web.comment(Comment(7, "gate", "等待审核"))
    assert len(host.comments) == 1


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (["500"] * 9, "does not answer"),
        (["lost"] * 9, "does not answer"),
        (["half"] * 9, "does not answer"),
        (["429 Retry-After=3600"], "does not answer"),
        (["401"], "token"),
        (["403"], "token"),
        (["404"], "no such thing"),
        (["422"], "refused"),
        (["301 Location=http://example.net/"], "refused"),
    ],
)
def test_a_host_that_will_not_answer(web, host, trouble, said):
    """One sentence, and never a guess."""
    host.trouble = list(trouble)
    with pytest.raises(HouseError, match=said):
        web.proposal(7)


def test_no_host_at_all():
    """Nobody listens there."""
    away = pytest.raises(HouseError, match="does not answer")
    with adapter("github", "http://127.0.0.1:9") as web, away:
        web.proposal(7)


def test_a_token_that_is_wrong_is_never_told(web, host):
    """The sentence does not hold the token."""
    address = str(web.web._client.base_url)
    with adapter(host.kind, address, "wrong-token") as other, pytest.raises(HouseError) as told:
        other.proposal(7)
    assert "wrong-token" not in str(told.value)


@pytest.mark.parametrize(
    "broken",
    [{"state": "PERHAPS"}, {"user": {"login": 7}}, {"submitted_at": None}, {"id": "x"}],
)
def test_an_answer_nobody_understands(web, host, broken):
    """An unknown state or a half answer stops everything."""
    host.description = None
    review = {"id": 1, "user": {"login": "lin-hai"}, "commit_id": HEAD, "state": "APPROVED"}
    host.reviews = [review | {"submitted_at": "2026-11-20T02:00:00Z"} | broken]
    with pytest.raises(HouseError):
        web.proposal(7)


def test_an_unknown_status_stops(web, host):
    """A state that is not in anybody's book."""
    host.description = None
    key = "state" if host.kind == "github" else "status"
    host.statuses = [{"context": "portal/content", key: "great", "description": "", "sha": HEAD}]
    with pytest.raises(HouseError):
        web.status(Status(HEAD, "portal/content", State.SUCCESS, "好"))


def test_a_truncated_page_is_noticed():
    """Gitea says how many there are; fewer came."""
    host = StandIn("gitea")
    host.commits = [host.commits[0]] * 3
    # GET the pull request, GET its commits, and the page after them, which is empty.
    host.trouble = ["", "truncated"]
    short = pytest.raises(HouseError, match="2 of 3")
    with serving(host) as url, adapter("gitea", url) as web, short:
        web.proposal(7)


# What a real Gitea does, and its description does not say.

SENT = "2026-11-20T02:00:00Z"


def review(number: int, state: str = "APPROVED", by: str = "lin-hai", **more: Any) -> Any:
    about = {"id": number, "user": {"login": by}, "state": state, "commit_id": HEAD}
    return about | {"submitted_at": SENT, "updated_at": SENT} | more


def read_from_gitea(**known: Any) -> Any:
    """The reviews of a Gitea that knows this."""
    host = StandIn("gitea")
    for name, value in known.items():
        setattr(host, name, value)
    with serving(host) as url, adapter("gitea", url) as web:
        return web.proposal(7).reviews


def test_drafts_of_others_are_counted_and_not_shown():
    """Whoever has begun a review and not sent it keeps nobody from being read."""
    drafts = [review(n, "PENDING", f"drafting-{n}") for n in range(2, 52)]
    reviews = [review(1), *drafts, review(60, "REQUEST_CHANGES", "song-ci")]
    found = read_from_gitea(reviews=reviews)
    assert [(one.account, one.verdict) for one in found] == [
        ("lin-hai", Verdict.APPROVED),
        ("song-ci", Verdict.CHANGES_REQUESTED),
    ]


def test_a_review_is_dated_when_it_was_sent():
    """The list dates it from the first draft: an approval would look earlier than it was."""
    (found,) = read_from_gitea(
        reviews=[review(4, updated_at="2026-11-20T05:00:00Z")],
        events=[
            {"type": "review", "review_id": 4, "created_at": "2026-11-20T05:00:00Z"},
            {"type": "dismiss_review", "review_id": 9, "created_at": "2026-11-20T06:00:00Z"},
        ],
    )
    assert found.at == datetime.fromisoformat("2026-11-20 13:00")


def test_of_two_reviews_in_one_second_the_one_sent_first_comes_first():
    """Drafted earlier, sent later: the number of a review says nothing."""
    sent = "2026-11-20T05:00:00Z"
    found = read_from_gitea(
        reviews=[review(4, by="jiang-he", updated_at=sent), review(5, submitted_at=sent)],
        events=[
            {"id": 70, "type": "review", "review_id": 4, "created_at": SENT},
            {"id": 71, "type": "review", "review_id": 5, "created_at": sent},
            {"id": 72, "type": "review", "review_id": 4, "created_at": sent},
        ],
    )
    assert [one.account for one in found] == ["lin-hai", "jiang-he"]


@pytest.mark.parametrize(("state", "dismissed"), [("APPROVED", True), ("REQUEST_CHANGES", False)])
def test_a_dismissal_that_was_taken_back(state, dismissed):
    """An administrator revives no approval so; an objection is in force again."""
    by = {"type": "dismiss_review", "user": {"login": "ling-xiao"}, "review_id": 4}
    (found,) = read_from_gitea(
        reviews=[review(4, state, updated_at="2026-11-20T05:00:00Z")], events=[by]
    )
    assert found.dismissed is dismissed


def test_a_long_timeline_is_read_to_its_end():
    """Its pages count themselves alone, and the last is null."""
    talk = [{"type": "comment", "created_at": SENT}] * 120
    by = {"type": "dismiss_review", "user": {"login": "ling-xiao"}, "review_id": 4}
    (found,) = read_from_gitea(reviews=[review(4, dismissed=True)], events=[*talk, by])
    assert found.dismissed_by == "ling-xiao"


def test_a_host_may_give_less_a_page_than_asked_for():
    """Its operator may have set a smaller page; its count tells how many there are."""
    host = StandIn("gitea")
    host.most = 20
    host.issues = [
        {
            "number": number,
            "title": "来信",
            "body": "",
            "state": "open",
            "user": {"login": "anybody"},
            "labels": [{"name": "patrol"}],
            "created_at": SENT,
        }
        for number in range(1, 48)
    ]
    with serving(host) as url, adapter("gitea", url) as web:
        assert [one.number for one in web.posted("patrol")] == list(range(1, 48))


@pytest.mark.parametrize(
    ("team", "members"),
    [
        ({"permission": "write", "units_map": {}}, ["lin-hai", "song-ci"]),
        ({"permission": "owner", "units_map": {"repo.code": "owner"}}, ["lin-hai", "song-ci"]),
        ({"permission": "none", "units_map": {"repo.code": "write"}}, ["lin-hai", "song-ci"]),
        ({"permission": "none", "units_map": {"repo.code": "read"}}, ["lin-hai"]),
        ({"permission": "none", "units_map": {"repo.issues": "write"}}, ["lin-hai"]),
        (None, ["lin-hai", "zgh"]),
    ],
)
def test_who_may_write_by_a_team(team, members):
    """Its members stand among nobody's collaborators; without teams, somebody owns it all."""
    host = StandIn("gitea")
    host.teams = [{"id": 5, "name": "部室", **team}] if team else []
    with serving(host) as url, adapter("gitea", url) as web:
        assert web.members() == members


def test_gitea_does_not_wait_for_every_owner_of_a_file():
    """CODEOWNERS asks them all for a review; one of them is enough, as the charter has it."""
    host = StandIn("gitea")
    host.protection = {"required_approvals": 1, "block_on_official_review_requests": True}
    wanted = Protection(("portal/approval",), True, False, True, False, False)
    with serving(host) as url, adapter("gitea", url) as web:
        assert not web.protection("main").owners_review
        web.protect("main", wanted)
        assert web.protection("main") == wanted
    assert host.protection["required_approvals"] == 1
    assert host.protection["block_on_official_review_requests"] is False


def test_a_label_that_a_host_lacks_is_made(web, host):
    """Or the issue would have none, and nobody would find it by its label again."""
    web.issue(Issue("link-1", "链接打不开", "第一次", labels=("patrol", "overdue")))
    assert [one["name"] for one in host.issues[0]["labels"]] == ["patrol", "overdue"]


# Which forge.


@pytest.mark.parametrize(
    ("which", "environment", "kind"),
    [
        ("github", {"GITHUB_REPOSITORY": "zgh/portal", "GITHUB_TOKEN": "t"}, GitHub),
        (
            "gitea",
            {
                "GITHUB_SERVER_URL": "https://git.example.org",
                "GITHUB_REPOSITORY": "zgh/portal",
                "GITHUB_TOKEN": "t",
            },
            Gitea,
        ),
        (
            "gitea",
            {
                "PORTAL_FORGE_URL": "https://git.example.org/",
                "PORTAL_FORGE_REPO": "zgh/portal",
                "PORTAL_FORGE_TOKEN": "t",
            },
            Gitea,
        ),
        ("folder:/tmp/forge", {}, Folder),
    ],
)
def test_which_forge(which, environment, kind):
    """Named on the command line, the rest from the environment or the CI run."""
    assert isinstance(open_forge(which, environment), kind)


@pytest.mark.parametrize(
    ("which", "environment"),
    [
        ("github", {}),
        ("gitea", {"GITHUB_TOKEN": "t"}),
        ("gitlab", {}),
        ("folder:", {}),
        ("github", {"PORTAL_FORGE_REPO": "zgh/portal"}),
    ],
)
def test_no_forge(which, environment):
    """What is missing is named."""
    with pytest.raises(HouseError):
        open_forge(which, environment)


def test_real_payloads_are_understood(borrowed):
    """What GitHub really sent: every pull request and review of its published examples."""
    examples = json.loads(
        borrowed("@octokit/webhooks-examples/api.github.com/index.json").read_bytes()
    )
    seen = 0
    for event in examples:
        for example in event["examples"]:
            if "pull_request" in example and event["name"].startswith("pull_request"):
                Pull.model_validate(example["pull_request"] | {"merged": False})
                seen += 1
            if event["name"] == "pull_request_review":
                GitHubReview.model_validate(example["review"])
    assert seen > 20
