import pytest

from pipelines.core.article import Passage
from pipelines.core.findings import Weight
from pipelines.rules import secrecy
from tests.builders import article, attachment, case, said

GOOD = {"secret": "no", "public": "yes", "by": "lin-hai", "on": "2026-11-20"}


def messages(rule, *articles, **options):
    return [finding.message for finding in rule(case(*articles, **options))]


@pytest.mark.parametrize(
    "text",
    [
        "秘密★10年",
        "机密★一年",
        "绝密★长期",
        "绝密★启用前",
        "秘 密 ★ 五 年",
        "秘\u200b密★",
        "机密☆",
        "絕密★",
        "密级：秘密",
        "密级: 内部",
        "【机密】",
        "（内部资料）",
        "(注意保存)",
        "正文。\n\n秘密\n\n正文",
        "内部资料，注意保存",
        "内 部 资 料",
        "內部文件",
        "此件不公开",
        "不得外传",
        "仅供内部使用",
        "公司机密",
        "CONFIDENTIAL",
        "ＩＮＴＥＲＮＡＬ use only",
    ],
)
def test_marks_of_secrecy(text):
    """Marks of secrecy and of internal use are found however they are set."""
    assert len(messages(secrecy.no_secrecy_marks, article(body=f"前面。\n\n{text}\n"))) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "干部职工要严守国家秘密，保护商业秘密。",
        "签订保密协议，履行保密义务。",
        "机密性、完整性和可用性。",
        "请注意保存考勤记录。",
        "秘密投票选举产生。",
        "企业内部资料室向职工开放。",
        "不予公开的理由应当书面告知。",
        "泄露内部文件的，依纪处理。",
        "本市公布保密委员会办公室电话。",
    ],
)
def test_writing_about_secrets_is_no_mark(text):
    """An article on keeping secrets is none."""
    assert messages(secrecy.no_secrecy_marks, article(body=text + "\n")) == []


def test_marks_in_files_and_their_properties():
    """They hide in headers and in properties."""
    file = attachment(
        "union-news/a.docx",
        "docx",
        texts=(Passage("页眉", "机密★一年"),),
        metadata=(Passage("keywords", "内部资料"),),
    )
    one = article(attachments=[{"file": "a.docx", "title": "附件"}])
    assert (
        messages(secrecy.no_secrecy_marks, one, files={file.path: file})
        == [
            "a.docx, keywords: “内部资料” marks what is not for the public: 内部资料标志",
            "a.docx, 页眉: “机密★一年” is a mark of secrecy",
        ][::-1]
    )


def test_marks_cannot_be_waived():
    """No waiver lets a secret out (CZ-05e: zero)."""
    assert not secrecy.no_secrecy_marks.waivable


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (GOOD, []),
        (None, ["nobody has said whether this is a secret"]),
        (GOOD | {"secret": "yes"}, ["this is a secret and must not go on the net"]),
        (GOOD | {"public": "no"}, ["the reviewer said that this is not for the public"]),
        (
            {"secret": "no", "public": "yes"},
            ["the secrecy review is incomplete: it names public, by and on"],
        ),
        (
            {"secret": "no", "by": "lin-hai", "on": "2026-11-20"},
            ["the secrecy review is incomplete: it names public, by and on"],
        ),
        (GOOD | {"by": "nobody"}, ["no person nobody in the charter"]),
        (
            GOOD | {"by": "chen-lan"},
            ["the writer cannot review the secrecy of the own article"],
        ),
        (
            GOOD | {"on": "2026-11-21"},
            ["reviewed on 2026-11-21, after the publication on 2026-11-20"],
        ),
        (GOOD | {"secret": "unsure"}, []),
    ],
)
def test_secrecy_reviewed(field, expected):
    """Two questions answered by somebody else before publication (YZ-06)."""
    assert messages(secrecy.secrecy_reviewed, article(secrecy=field)) == expected


def test_a_draft_may_still_be_reviewed():
    """What is not finished is not reviewed yet."""
    assert messages(secrecy.secrecy_reviewed, article(secrecy=None, status="draft")) == []


@pytest.mark.parametrize(
    ("field", "count"),
    [(GOOD, 0), (None, 0), (GOOD | {"secret": "unsure"}, 1), (GOOD | {"public": "unsure"}, 1)],
)
def test_unsure_waits_for_the_secrecy_office(field, count):
    """The secrecy office decides (YZ-06c)."""
    found = list(secrecy.unsure_goes_to_the_secrecy_office(case(article(secrecy=field))))
    assert [finding.weight for finding in found] == [Weight.WAITS] * count


def test_the_place_is_exact():
    """The finding stands at the mark itself."""
    (line,) = said(secrecy.no_secrecy_marks(case(article(body="正文。\n\n秘密★10年\n"))))
    assert line == "content/union-news/a.md:16: “秘密★10年” is a mark of secrecy  [SEC101]"
