"""GitHub: the dialect of its reviews, statuses, rights and branches."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.plan import Draft
from pipelines.core.proposal import Review, Verdict
from pipelines.forge.host import Host, Pull, Said, known_state
from pipelines.forge.issues import User, account, local
from pipelines.forge.port import Protection
from pipelines.forge.web import Answer

VERDICTS = {
    "APPROVED": Verdict.APPROVED,
    "CHANGES_REQUESTED": Verdict.CHANGES_REQUESTED,
    "COMMENTED": Verdict.COMMENTED,
    "DISMISSED": Verdict.DISMISSED,
}


class _Review(Answer):
    id: int
    user: User | None
    state: str
    commit_id: str | None = None
    submitted_at: datetime | None = None


class _DismissedReview(Answer):
    review_id: int
    state: str


class _Event(Answer):
    event: str
    actor: User | None = None
    dismissed_review: _DismissedReview | None = None


class _Status(Answer):
    context: str
    state: str
    description: str | None


class _Rights(Answer):
    push: bool


class _Member(Answer):
    login: str
    permissions: _Rights


class _Ref(Answer):
    class Object(Answer):
        """The commit a branch stands at."""

        sha: str

    object: Object


class _Switch(Answer):
    enabled: bool = False


class _Checks(Answer):
    contexts: tuple[str, ...] = ()


class _ReviewsAsked(Answer):
    require_code_owner_reviews: bool = False
    dismiss_stale_reviews: bool = False


class _Protection(Answer):
    required_status_checks: _Checks | None = None
    required_pull_request_reviews: _ReviewsAsked | None = None
    enforce_admins: _Switch = _Switch()
    allow_force_pushes: _Switch = _Switch()


class GitHub(Host):
    """Implements Forge on GitHub's REST API."""

    host = "github"
    robot = "github-actions[bot]"
    most_commits = 250

    def reviews(self, number: int) -> Sequence[Review]:
        """A proposal's reviews; what a dismissed one said stands in the issue's events."""
        path = f"{self.repository}/pulls/{number}/reviews"
        given = [one for one in self.web.pages(path, _Review) if one.state != "PENDING"]
        dismissed: dict[int, tuple[str, str]] = {}
        if any(one.state == "DISMISSED" for one in given):
            for event in self.web.pages(f"{self.repository}/issues/{number}/events", _Event):
                if event.event == "review_dismissed" and event.dismissed_review is not None:
                    about = event.dismissed_review
                    dismissed[about.review_id] = (about.state.upper(), account(event.actor))
        return [_review(one, dismissed.get(one.id)) for one in given]

    def said(self, commit: str) -> Iterator[Said]:
        """A commit's statuses, newest first."""
        for one in self.web.pages(f"{self.repository}/commits/{commit}/statuses", _Status):
            yield Said(one.context, known_state(one.state), one.description or "")

    def label_ids(self, names: Sequence[str]) -> Sequence[str]:
        """GitHub takes labels by name, and makes those that it lacks."""
        return list(names)

    def proposal_of(self, commit: str) -> int | None:
        """See Forge.proposal_of."""
        pulls = list(self.web.pages(f"{self.repository}/commits/{commit}/pulls", Pull))
        merged = [pull for pull in pulls if pull.merged_at is not None]
        exact = [pull for pull in merged if pull.merge_commit_sha == commit]
        return next((pull.number for pull in (*exact, *merged)), None)

    def propose(self, draft: Draft) -> None:
        """See Forge.propose."""
        owner = self.repository.split("/")[1]
        pulls = f"{self.repository}/pulls"

        def proposed() -> bool:
            head = f"{owner}:{draft.branch}"
            return any(self.web.pages(pulls, Pull, state="open", head=head))

        if proposed():
            return
        branch = f"{self.repository}/git/ref/heads/{draft.branch}"
        main = self.web.get(f"{self.repository}/git/ref/heads/main", _Ref)
        start = {"ref": f"refs/heads/{draft.branch}", "sha": main.object.sha}
        self.web.once(
            f"{self.repository}/git/refs", start, lambda: self.web.find(branch, _Ref) is not None
        )
        for path, content in draft.files:
            place = f"{self.repository}/contents/{quote(path)}"
            there = self.web.find(place, _File, ref=draft.branch)
            body = {
                "message": draft.title,
                "content": b64encode(content).decode(),
                "branch": draft.branch,
            }
            self.web.change("PUT", place, body | ({"sha": there.sha} if there else {}))
        about = {"title": draft.title, "body": draft.body, "head": draft.branch, "base": "main"}
        self.web.once(pulls, about, proposed)

    def members(self) -> Sequence[str]:
        """See Forge.members."""
        people = self.web.pages(f"{self.repository}/collaborators", _Member)
        return sorted(one.login for one in people if one.permissions.push)

    def admit(self, account_: str) -> None:
        """See Forge.admit."""
        place = f"{self.repository}/collaborators/{quote(account_)}"
        self.web.change("PUT", place, {"permission": "push"})

    def dismiss_member(self, account_: str) -> None:
        """See Forge.dismiss_member."""
        self.web.change("DELETE", f"{self.repository}/collaborators/{quote(account_)}")

    def protection(self, branch: str) -> Protection:
        """See Forge.protection."""
        place = f"{self.repository}/branches/{quote(branch)}/protection"
        found = self.web.find(place, _Protection)
        if found is None:
            return Protection()
        checks, asked = found.required_status_checks, found.required_pull_request_reviews
        return Protection(
            contexts=tuple(sorted(checks.contexts)) if checks else (),
            owners_review=asked is not None and asked.require_code_owner_reviews,
            stale_dismissed=asked is not None and asked.dismiss_stale_reviews,
            admins_bound=found.enforce_admins.enabled,
            direct_push=asked is None,
            force_push=found.allow_force_pushes.enabled,
        )

    def protect(self, branch: str, protection: Protection) -> None:
        """See Forge.protect."""
        asked = {
            "require_code_owner_reviews": protection.owners_review,
            "dismiss_stale_reviews": protection.stale_dismissed,
            "required_approving_review_count": 1,
        }
        body = {
            "required_status_checks": {"strict": False, "contexts": list(protection.contexts)},
            "enforce_admins": protection.admins_bound,
            "required_pull_request_reviews": None if protection.direct_push else asked,
            "restrictions": None,
            "allow_force_pushes": protection.force_push,
        }
        self.web.change("PUT", f"{self.repository}/branches/{quote(branch)}/protection", body)


class _File(Answer):
    sha: str


def _review(one: _Review, dismissed: tuple[str, str] | None) -> Review:
    if one.state not in VERDICTS:
        raise HouseError(
            _("the host speaks of a state that nobody knows: {state}").format(state=one.state)
        )
    if one.submitted_at is None:
        raise HouseError(_("review {id} has no date").format(id=one.id))
    gone = one.state == "DISMISSED"
    said, by = dismissed or ("DISMISSED", "")
    return Review(
        str(one.id),
        account(one.user),
        VERDICTS.get(said, Verdict.DISMISSED) if gone else VERDICTS[one.state],
        one.commit_id or None,
        local(one.submitted_at),
        dismissed=gone,
        dismissed_by=(by or None) if gone else None,
    )
