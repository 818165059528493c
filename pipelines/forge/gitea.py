"""Gitea and Forgejo: the dialect of their reviews, statuses, rights and branches."""

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
    "REQUEST_CHANGES": Verdict.CHANGES_REQUESTED,
    "COMMENT": Verdict.COMMENTED,
}
NO_VERDICT = {"PENDING", "REQUEST_REVIEW", ""}
"""Reviews not sent yet, and requests for reviews, stand in the same list."""
LABEL_COLOUR = "#8a8a8a"
WRITERS = {"write", "admin", "owner"}


class _Review(Answer):
    id: int
    user: User | None
    state: str
    commit_id: str | None = None
    dismissed: bool = False
    submitted_at: datetime | None = None
    updated_at: datetime | None = None


class _Event(Answer):
    id: int = 0
    type: str
    user: User | None = None
    review_id: int = 0
    created_at: datetime | None = None


class _Status(Answer):
    context: str
    status: str
    description: str | None


class _NumberedLabel(Answer):
    id: int
    name: str


class _Right(Answer):
    permission: str


class _File(Answer):
    sha: str


class _Team(Answer):
    id: int
    permission: str
    units_map: dict[str, str] | None = None


class _Owned(Answer):
    owner: User


class _Branch(Answer):
    name: str


class _Protection(Answer):
    enable_status_check: bool = False
    status_check_contexts: list[str] | None = None
    required_approvals: int = 0
    block_on_official_review_requests: bool = False
    dismiss_stale_approvals: bool = False
    enable_push: bool = True
    enable_force_push: bool = False
    apply_to_admins: bool = False
    block_admin_merge_override: bool = False


class Gitea(Host):
    """Implements Forge on the API that Gitea and Forgejo share."""

    host = "gitea"
    most_commits = 10_000

    def reviews(self, number: int) -> Sequence[Review]:
        """A proposal's reviews.

        The list dates a review from its first draft, and does not say who dismissed
        one; both stand in the issue's timeline. Drafts of others are counted, not shown.
        """
        path = f"{self.repository}/pulls/{number}/reviews"
        given = [one for one in self.web.thinned(path, _Review) if one.state not in NO_VERDICT]
        sent: dict[int, _Event] = {}
        by: dict[int, str] = {}
        if any(one.dismissed or one.updated_at != one.submitted_at for one in given):
            for event in self.web.thinned(f"{self.repository}/issues/{number}/timeline", _Event):
                if event.type == "review":
                    sent[event.review_id] = event
                elif event.type == "dismiss_review":
                    by[event.review_id] = account(event.user)

        def place(one: _Review) -> tuple[int, int]:
            return (sent[one.id].id if one.id in sent else 0, one.id)

        # A second is long: of reviews sent in the same one, the timeline knows the first.
        in_order = sorted(given, key=place)
        told = (_review(one, sent.get(one.id), by.get(one.id)) for one in in_order)
        return sorted(told, key=lambda one: one.at)

    def said(self, commit: str) -> Iterator[Said]:
        """A commit's statuses, newest first."""
        path = f"{self.repository}/commits/{commit}/statuses"
        for one in self.web.pages(path, _Status, sort="recentupdate"):
            yield Said(one.context, known_state(one.status), one.description or "")

    def label_ids(self, names: Sequence[str]) -> Sequence[int]:
        """Gitea takes labels by number, and has to be given those that it lacks."""
        place = f"{self.repository}/labels"

        def known() -> dict[str, int]:
            return {label.name: label.id for label in self.web.pages(place, _NumberedLabel)}

        ids = known()
        missing = [name for name in names if name not in ids]
        for name in missing:
            body = {"name": name, "color": LABEL_COLOUR}
            self.web.once(place, body, lambda name=name: name in known())  # type: ignore[misc]  # bound now
        if missing:
            ids = known()
        return [ids[name] for name in names]

    def proposal_of(self, commit: str) -> int | None:
        """See Forge.proposal_of."""
        pull = self.web.find(f"{self.repository}/commits/{commit}/pull", Pull)
        return pull.number if pull is not None and (pull.merged or pull.merged_at) else None

    def propose(self, draft: Draft) -> None:
        """See Forge.propose."""
        pulls = f"{self.repository}/pulls"
        branch = f"{self.repository}/branches/{quote(draft.branch, safe='')}"

        def proposed() -> bool:
            return any(
                one.head.ref == draft.branch for one in self.web.pages(pulls, Pull, state="open")
            )

        if proposed():
            return
        files = [self._file(path, content) for path, content in draft.files]
        body = {"branch": "main", "new_branch": draft.branch, "message": draft.title}
        self.web.once(
            f"{self.repository}/contents",
            body | {"files": files},
            lambda: self.web.find(branch, _Branch) is not None,
        )
        about = {"title": draft.title, "body": draft.body, "head": draft.branch, "base": "main"}
        self.web.once(pulls, about, proposed)

    def _file(self, path: str, content: bytes) -> dict[str, str]:
        """A file as it is to be; the host wants to know which one it replaces on main."""
        new = {"path": path, "content": b64encode(content).decode()}
        there = self.web.find(f"{self.repository}/contents/{quote(path)}", _File, ref="main")
        if there is None:
            return {"operation": "create"} | new
        return {"operation": "update", "sha": there.sha} | new

    def members(self) -> Sequence[str]:
        """See Forge.members: by name, by a team of the organisation, or by owning it all."""
        place = f"{self.repository}/collaborators"
        named = (one.login for one in self.web.pages(place, User))
        may = {
            one
            for one in named
            if self.web.get(f"{place}/{quote(one)}/permission", _Right).permission in WRITERS
        }
        teams = self.web.find(f"{self.repository}/teams", list[_Team])
        if teams is None:
            may.add(self.web.get(self.repository, _Owned).owner.login)
        for team in teams or ():
            # What the host calls a member's permission tells nothing of rights over parts.
            if not WRITERS.isdisjoint({team.permission, (team.units_map or {}).get("repo.code")}):
                may.update(one.login for one in self.web.pages(f"teams/{team.id}/members", User))
        return sorted(may)

    def admit(self, account_: str) -> None:
        """See Forge.admit."""
        place = f"{self.repository}/collaborators/{quote(account_)}"
        self.web.change("PUT", place, {"permission": "write"})

    def dismiss_member(self, account_: str) -> None:
        """See Forge.dismiss_member."""
        self.web.change("DELETE", f"{self.repository}/collaborators/{quote(account_)}")

    def protection(self, branch: str) -> Protection:
        """See Forge.protection."""
        found = self._protection(branch)
        if found is None:
            return Protection()
        contexts = found.status_check_contexts or []
        return Protection(
            contexts=tuple(sorted(contexts)) if found.enable_status_check else (),
            owners_review=_reviewed(found),
            stale_dismissed=found.dismiss_stale_approvals,
            admins_bound=found.apply_to_admins or found.block_admin_merge_override,
            direct_push=found.enable_push,
            force_push=found.enable_force_push,
        )

    def _protection(self, branch: str) -> _Protection | None:
        place = f"{self.repository}/branch_protections/{quote(branch, safe='')}"
        return self.web.find(place, _Protection)

    def protect(self, branch: str, protection: Protection) -> None:
        """See Forge.protect."""
        rules = f"{self.repository}/branch_protections"
        body = {
            "rule_name": branch,
            "enable_status_check": bool(protection.contexts),
            "status_check_contexts": list(protection.contexts),
            "required_approvals": int(protection.owners_review),
            "block_on_official_review_requests": False,
            "dismiss_stale_approvals": protection.stale_dismissed,
            # Gitea's name and Forgejo's name for the same; each ignores the other's.
            "block_admin_merge_override": protection.admins_bound,
            "apply_to_admins": protection.admins_bound,
            "enable_push": protection.direct_push,
        }
        if self._protection(branch) is None:
            self.web.once(rules, body, lambda: self._protection(branch) is not None)
        else:
            del body["rule_name"]
            self.web.change("PATCH", f"{rules}/{quote(branch, safe='')}", body)


def _reviewed(found: _Protection) -> bool:
    """Whether somebody who may write has to approve.

    CODEOWNERS asks every owner of a file for a review; blocking on such requests
    would wait for all of them, where the charter asks for one.
    """
    return found.required_approvals > 0 and not found.block_on_official_review_requests


def _review(one: _Review, event: _Event | None, dismissed_by: str | None) -> Review:
    if one.state not in VERDICTS:
        raise HouseError(
            _("the host speaks of a state that nobody knows: {state}").format(state=one.state)
        )
    sent = (event and event.created_at) or one.submitted_at
    if sent is None:
        raise HouseError(_("review {id} has no date").format(id=one.id))
    # A dismissal can be taken back; an approval does not come back with it, an objection does.
    dismissed = one.dismissed or (one.state == "APPROVED" and dismissed_by is not None)
    return Review(
        str(one.id),
        account(one.user),
        VERDICTS[one.state],
        one.commit_id or None,
        local(sent),
        dismissed=dismissed,
        dismissed_by=dismissed_by or None if dismissed else None,
    )
