import pytest
from stdnum import luhn

from pipelines.core.article import Passage
from pipelines.rules import privacy
from tests.builders import article, attachment, case, charter

RESIDENT = "11010519491231002X"
MOBILE = "13800138000"
CARD = "622202" + "123456789012"
CARD += luhn.calc_check_digit(CARD)


def found(rule, body, **options):
    return [finding.message for finding in rule(case(article(body=body + "\n"), **options))]


@pytest.mark.parametrize(
    ("rule", "text", "shown"),
    [
        (privacy.no_resident_numbers, RESIDENT, "110***************"),
        (privacy.no_resident_numbers, RESIDENT.lower(), "110***************"),
        (privacy.no_resident_numbers, "１１０１０５１９４９１２３１００２Ｘ", "110***************"),
        (privacy.no_resident_numbers, "110105 19491231 002X", "110***************"),
        (privacy.no_resident_numbers, "110105-1949-1231-002X", "110***************"),
        (privacy.no_resident_numbers, "①①⓪①⓪⑤①⑨④⑨①②③①⓪⓪②X", "110***************"),
        (privacy.no_resident_numbers, "身份证号：110105491231002", "110************"),
        (privacy.no_mobile_numbers, MOBILE, "138********"),
        (privacy.no_mobile_numbers, "138 0013 8000", "138********"),
        (privacy.no_mobile_numbers, "138-0013-8000", "138********"),
        (privacy.no_mobile_numbers, "+86 13800138000", "138********"),
        (privacy.no_mobile_numbers, "１３８－００１３－８０００", "138********"),
        (privacy.no_mobile_numbers, "138\u30000013\u30008000", "138********"),
        (privacy.no_mobile_numbers, "1\u200b38001380\u200b00", "138********"),
        (privacy.no_bank_cards, CARD, "622****************"),
        (privacy.no_bank_cards, f"{CARD[:4]} {CARD[4:8]} {CARD[8:]}", "622****************"),
        (privacy.no_passports, "护照号码：E12345678", "e12******"),
        (privacy.no_passports, "护照 EA1234567", "ea1******"),
        (privacy.no_home_addresses, "家住幸福路8号2栋301室", "家住幸福*"),
        (privacy.no_home_addresses, "家庭住址：示范市东湖区幸福村三组", "家庭住址"),
        (privacy.no_home_addresses, "出生日期：1980年5月3日", "1980"),
        (privacy.no_home_addresses, "1980年5月3日出生", "1980"),
        (privacy.no_keys, "初始密码：Abc12345", "Abc*****"),
        (privacy.no_keys, "ghp_" + "a1" * 20, "ghp"),
        (privacy.no_keys, "-----BEGIN RSA PRIVATE " + "KEY-----", "---"),
        (privacy.no_keys, "password = hunter2hunter2", "pas"),
    ],
)
def test_what_is_private(rule, text, shown):
    """Found in every shape it is typed in; the finding shows it masked."""
    for body in (text, f"前面{text}后面", f"| 甲 | {text} |"):
        (message,) = found(rule, body)
        assert shown in message
        assert text not in message


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (privacy.no_resident_numbers, "110105194912310021"),
        (privacy.no_resident_numbers, "110105194913310020"),
        (privacy.no_resident_numbers, "统一社会信用代码91110000600037341L"),
        (privacy.no_resident_numbers, f"编号A{RESIDENT}1"),
        (privacy.no_mobile_numbers, "12800138000"),
        (privacy.no_mobile_numbers, "0000-88880001"),
        (privacy.no_mobile_numbers, "138001380001"),
        (privacy.no_mobile_numbers, "工会编号2013800138000"),
        (privacy.no_bank_cards, CARD[:-1] + str((int(CARD[-1]) + 1) % 10)),
        (privacy.no_bank_cards, "0000000000000000"),
        (privacy.no_bank_cards, "20261120093000012"),
        (privacy.no_passports, "请携带护照原件，编号以E开头。"),
        (privacy.no_home_addresses, "地址：示范市文化路0号"),
        (privacy.no_home_addresses, "会议定于2026年11月20日召开"),
        (privacy.no_home_addresses, "1980年5月出生，中共党员"),
        (privacy.no_home_addresses, "2026年1月1日生效"),
        (privacy.no_keys, "初始密码由管理员告知。"),
        (privacy.no_keys, "不得泄露密码、口令。"),
        (privacy.no_keys, "risk-" + "assessment-" * 3),
    ],
)
def test_what_is_not(rule, text):
    """Wrong checksums, credit codes, longer numbers, offices' addresses, ordinary dates."""
    assert found(rule, text) == []


def test_numbers_that_the_charter_prints_are_public():
    """A published mobile number is no secret."""
    portal = charter().portal
    contact = portal.contact.model_copy(update={"phones": {"热线": "138 0013 8000"}})
    public = charter().model_copy(update={"portal": portal.model_copy(update={"contact": contact})})
    assert found(privacy.no_mobile_numbers, MOBILE, charter=public) == []


def test_tables_with_private_columns():
    """A filled column of birthdays or addresses is private; an empty form is none."""
    head = "| 姓名 | 出生日期 |\n| --- | --- |\n"
    assert len(found(privacy.no_home_addresses, head + "| 张三 | 1980-05-03 |")) == 1
    assert found(privacy.no_home_addresses, head + "| 张三 |  |") == []


FILES = {
    "union-news/a.jpg": attachment("union-news/a.jpg", "jpg", metadata=(Passage("gps", "GPS"),)),
    "union-news/a.docx": attachment(
        "union-news/a.docx",
        "docx",
        texts=(Passage("第1页", f"张三 {MOBILE}"),),
        metadata=(Passage("author", "张三"), Passage("company", "示范市总工会")),
    ),
}


def test_files():
    """What pictures and documents carry without showing it."""
    one = case(files=FILES)
    assert [f.message for f in privacy.no_places_in_pictures(one)] == [
        "union-news/a.jpg carries the place where it was taken"
    ]
    assert [f.message for f in privacy.no_names_in_files(one)] == [
        "union-news/a.docx names a person in its properties: author 张*"
    ]
    (finding,) = privacy.no_mobile_numbers(one)
    assert finding.message.startswith("a.docx, 第1页: a mobile number must not be published: 138")


def test_the_federation_may_be_the_author():
    """An office is no person."""
    office = attachment("union-news/a.docx", metadata=(Passage("author", "示范市总工会"),))
    assert list(privacy.no_names_in_files(case(files={office.path: office}))) == []
