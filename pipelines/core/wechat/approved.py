"""Whether an article may go to the account: its chain complete, in order, for these very bytes."""

from collections.abc import Mapping

from pipelines.core.approval import ChainOutcome, StageOutcome, Standing, SubjectOutcome
from pipelines.core.charter import Charter
from pipelines.core.charter.wechat import Account
from pipelines.core.messages import _
from pipelines.core.receipts import Receipt


def lacking(
    charter: Charter, account: Account, receipt: Receipt, files: Mapping[str, str]
) -> str | None:
    """What a receipt lacks of the account's chain; None when nothing (YZ-05b).

    `files` are the blob ids of the article and all it shows, as they would leave.
    """
    approved = dict(receipt.files)
    for path, blob in sorted(files.items()):
        if approved.get(path) != blob:
            return stale(path)
    chain = charter.chains[account.chain]
    votes = [one for one in receipt.signatures if one.chain == chain.name]
    reached = ""
    for number, stage in enumerate(chain.stages, start=1):
        given = [one.at for one in votes if one.stage == stage.name and one.at >= reached]
        if len(given) >= stage.count:
            reached = max(given)
        elif stage.when is None:
            return _missing(chain.name, number, len(chain.stages), stage.name)
    return None


def due(charter: Charter, account: Account, subject: SubjectOutcome) -> str | None:
    """What a proposal's reviews lack, the account's chain first; None when nothing."""
    if subject.why:
        return subject.why
    for chain in sorted(subject.chains, key=lambda one: one.id != account.chain):
        for number, stage in enumerate(chain.stages, start=1):
            if stage.standing not in {Standing.APPROVED, Standing.SKIPPED}:
                return _due(charter, chain, stage, number)
    if all(chain.id != account.chain for chain in subject.chains):
        return _("the article was never proposed for WeChat: its approvals are for the portal only")
    return None


def stale(path: str) -> str:
    """What to say of a file that is not the one that was approved."""
    return _(
        "{path} was changed after it was approved; every stage has to approve it again"
    ).format(path=path)


def _due(charter: Charter, chain: ChainOutcome, stage: StageOutcome, number: int) -> str:
    said = _missing(chain.name, number, len(chain.stages), stage.stage.name)
    people = [charter.people[one].name for one in stage.eligible]
    why = next((vote.why for vote in stage.votes if vote.why), stage.why)
    if people:
        said = _("{missing} (waiting for {people})").format(missing=said, people="、".join(people))
    return _("{missing}; {why}").format(missing=said, why=why) if why else said


def _missing(chain: str, number: int, count: int, stage: str) -> str:
    return _("{chain}: stage {number} of {count}, {stage}, is missing").format(
        chain=chain, number=number, count=count, stage=stage
    )
