"""The account's chain is complete, in order, for these very bytes (YZ-05b)."""

import pytest

from pipelines.core.approval import evaluate
from pipelines.core.receipts import Receipt, Signature
from pipelines.core.wechat.approved import due, lacking
from tests.builders import article, charter
from tests.proposals import proposed

CHAIN = "微信公众号四级审核"
STAGES = ("微信管理员审核", "宣网部长审核", "分管领导审核", "主要领导审批")
FILES = {"content/union-news/a.md": "1", "content/union-news/a.jpg": "2"}
WECHAT = {"wechat": True, "wechat_kind": "news"}


def receipt(*votes: tuple[str, str], chain: str = CHAIN) -> Receipt:
    signatures = tuple(
        Signature(chain, stage, "x", "某", f"2026-11-20 {at}") for stage, at in votes
    )
    name = "content/union-news/a.md"
    return Receipt(1, "0", name, "题", tuple(FILES.items()), 7, "a", "b", "c", signatures)


def votes(*stages: str) -> list[tuple[str, str]]:
    return [(stage, f"09:0{number}") for number, stage in enumerate(stages)]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (votes(), 1),
        (votes(*STAGES[:1]), 2),
        (votes(*STAGES[:2]), 3),
        (votes(*STAGES[:3]), 4),
        (votes(*STAGES), None),
        (votes(STAGES[0], STAGES[2], STAGES[3]), 2),
        (votes(STAGES[0], STAGES[2], STAGES[1], STAGES[3]), 3),
        (votes("保密办复审", *STAGES), None),
        ([(stage, "09:00") for stage in STAGES], None),
    ],
    ids=["none", "one", "two", "three", "four", "gap", "swapped", "ahead", "same-minute"],
)
def test_four_in_order(given, missing):
    """The first stage that is missing, or came before its turn, is named."""
    said = lacking(charter(), charter().wechat, receipt(*given), FILES)
    if missing is None:
        assert said is None
    else:
        stage = STAGES[missing - 1]
        assert said == f"{CHAIN}: stage {missing} of 4, {stage}, is missing"


def test_votes_of_another_chain_do_not_count():
    """The same stages of the portal's chain are not the account's."""
    said = lacking(charter(), charter().wechat, receipt(*votes(*STAGES), chain="别的"), FILES)
    assert said == f"{CHAIN}: stage 1 of 4, {STAGES[0]}, is missing"


@pytest.mark.parametrize("path", FILES)
def test_other_bytes_were_not_approved(path):
    """Text and pictures alike."""
    for now in ({**FILES, path: "9"}, {**FILES, "content/union-news/new.jpg": "3"}):
        said = lacking(charter(), charter().wechat, receipt(*votes(*STAGES)), now)
        assert said is not None
        assert "was changed after it was approved" in said


@pytest.mark.parametrize(
    ("given", "fields", "said"),
    [
        ("+ling-xiao +song-ci +he-chuan +jiang-he", WECHAT, None),
        ("+ling-xiao", WECHAT, "stage 2 of 4, 宣网部长审核, is missing (waiting for 宋辞)"),
        ("+ling-xiao@old", WECHAT, "was changed after this approval; please review again"),
        ("+song-ci", {}, "the article was never proposed for WeChat"),
        (
            "+ling-xiao +song-ci +he-chuan +jiang-he",
            WECHAT | {"level": "official"},
            "以市总工会名义发布: stage 1 of 2, 办公室审核, is missing",
        ),
    ],
)
def test_what_the_reviews_lack(given, fields, said):
    """The account's chain first, then the portal's own."""
    outcome = evaluate(proposed(article(**fields), votes=given.split()))
    why = due(charter(), charter().wechat, outcome.subjects[0])
    assert (why is None) == (said is None)
    assert said is None or said in why
