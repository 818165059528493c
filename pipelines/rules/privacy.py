"""What is private stays private: numbers, addresses and keys that belong to one person."""

import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.cn import ric, uscc

from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.findings import Problem, Weight
from pipelines.core.messages import _
from pipelines.core.private import (
    ADDRESS,
    BIRTH,
    CARD,
    MOBILE,
    OLD_RESIDENT,
    PASSPORT,
    RESIDENT,
)
from pipelines.core.rule import rule
from pipelines.core.words.folding import fold
from pipelines.rules.files import judged
from pipelines.rules.texts import Readable, property_name, readable

_CARDS = re.compile(r"(?:62|60|4|5[1-5]|35|9558|9843|9400)")
_PRIVATE_COLUMN = re.compile(r"出生日期|出生年月日|家庭住址|家庭地址|住址")
_KEYS = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----"
    r"|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{30,}|\bglpat-[A-Za-z0-9_-]{20,}"
    r"|\bAKIA[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,}\b|\bAKID[0-9A-Za-z]{13,}\b"
    r"|\bAIza[0-9A-Za-z_-]{35}|\bxox[abprs]-[0-9A-Za-z-]{10,}|\bsk-[A-Za-z0-9_-]{20,}"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"
    r"|\b(?:password|passwd|secret|token|api[_-]?key)\s*[=:]\s*[\"']?[A-Za-z0-9!@#$%^&*_+/.-]{8,}",
    re.ASCII,
)
_PASSWORD = re.compile(r"(?:密码|口令)\s*(?:为|是|[:：=])\s*([!-~]{4,})")
_PERSONS = frozenset({"author", "editor"})


@rule("PRV101", clauses=["SC-22b", "EN-04", "CZ-10f", "SC-10"], waivable=False, alone=True)
def no_resident_numbers(case: Case) -> Iterator[Problem]:
    """No resident identity number is published; a unified social credit code may be.

    Bad:  11010519491231002X
    Good: 统一社会信用代码 91110000600037341L
    """
    for text, folded in _folded(case):
        for match in RESIDENT.finditer(folded):
            number = _digits(match[0])
            if ric.is_valid(number) and not uscc.is_valid(number):
                yield _private(text, match.start(), _("a resident identity number"), number)
        for match in OLD_RESIDENT.finditer(folded):
            yield _private(text, match.start(1), _("a resident identity number"), match[1])


@rule("PRV102", clauses=["SC-22b", "EN-04", "CZ-10f"], alone=True)
def no_mobile_numbers(case: Case) -> Iterator[Problem]:
    """No mobile number is published but those that the charter names as public.

    Bad:  联系人手机13800138000
    Good: 联系电话 0000-88880001
    """
    public = _public_numbers(case.charter)
    for text, folded in _folded(case):
        for match in MOBILE.finditer(folded):
            number = _digits(match[0])[-11:]
            if number not in public:
                yield _private(text, match.start(), _("a mobile number"), number)


@rule("PRV103", clauses=["SC-22b", "EN-04"], waivable=False, alone=True)
def no_bank_cards(case: Case) -> Iterator[Problem]:
    """No bank card's number is published.

    Bad:  6222021234567890128
    Good: 补助金直接打入本人工资卡
    """
    for text, folded in _folded(case):
        for match in CARD.finditer(folded):
            number = _digits(match[0])
            if (
                number.isdigit()
                and _CARDS.match(number)
                and len(set(number)) > 2
                and luhn.is_valid(number)
                and not ric.is_valid(number)
            ):
                yield _private(text, match.start(), _("a bank card's number"), number)


@rule("PRV104", clauses=["SC-22b", "EN-04"], alone=True)
def no_passports(case: Case) -> Iterator[Problem]:
    """No passport's or travel permit's number is published.

    Bad:  护照号E12345678
    Good: 请携带护照原件
    """
    for text, folded in _folded(case):
        for match in PASSPORT.finditer(folded):
            yield _private(text, match.start(1), _("a passport's number"), match[1])


@rule("PRV105", clauses=["SC-22b", "EN-04", "CZ-10f"], alone=True)
def no_home_addresses(case: Case) -> Iterator[Problem]:
    """Nobody's home address or day of birth is published.

    Bad:  张某，家住幸福路8号2栋301室, 1980年5月3日出生
    Good: 张某，东湖区职工
    """
    for text, folded in _folded(case):
        for match in ADDRESS.finditer(folded):
            yield _private(text, match.start(), _("a home address"), match[0], shown=4)
        for match in BIRTH.finditer(folded):
            group = 1 if match[1] else 2
            yield _private(text, match.start(group), _("a day of birth"), match[group], shown=4)
    for article in case.articles:
        for table in article.content.tables:
            columns = [i for i, name in enumerate(table.header) if _PRIVATE_COLUMN.search(name)]
            rows = article.text[table.start : table.end].strip().split("\n")[2:]
            if columns and any(_filled(row, columns) for row in rows):
                yield Problem(
                    article.at_offset(table.start),
                    _("a table with home addresses or days of birth"),
                    _("remove the column; month of birth and district are enough"),
                )


@rule("PRV106", clauses=["CZ-12b", "SC-23"], waivable=False, alone=True)
def no_keys(case: Case) -> Iterator[Problem]:
    """No password, access token or private key is published.

    Bad:  初始密码：Abc12345, ghp_0123456789abcdefghijklmnopqrstuvwxyz
    Good: 初始密码由管理员单独告知
    """
    for text in readable(case):
        for pattern, group in ((_KEYS, 0), (_PASSWORD, 1)):
            for match in pattern.finditer(text.text):
                yield _private(
                    text, match.start(group), _("a password or key"), match[group], shown=3
                )


@rule("PRV107", clauses=["SC-22b", "JZ-04a"], alone=True)
def no_places_in_pictures(case: Case) -> Iterator[Problem]:
    """A picture does not carry the place where it was taken.

    Bad:  a photograph straight from a phone, with GPS coordinates in it
    Good: the same, saved without them
    """
    for file, place in judged(case):
        if any(passage.where == "gps" for passage in file.opened.metadata):
            yield Problem(
                place,
                _("{file} carries the place where it was taken").format(file=file.path),
                _("send it through a program that removes it, or save a screenshot of it"),
            )


@rule("PRV108", clauses=["SC-22b", "JZ-04a"], weight=Weight.NOTES, alone=True)
def no_names_in_files(case: Case) -> Iterator[Problem]:
    """A file's properties do not name who typed it.

    Bad:  a docx whose author is a member of staff
    Good: a docx whose author is the federation, or nobody
    """
    known = {unit.name for unit in case.charter.units.values()} | {case.charter.portal.name}
    for file, place in judged(case):
        for passage in file.opened.metadata:
            if passage.where in _PERSONS and passage.text not in known:
                yield Problem(
                    place,
                    _("{file} names a person in its properties: {property} {name}").format(
                        file=file.path,
                        property=property_name(passage),
                        name=_masked(passage.text, 1),
                    ),
                    _("remove the personal properties before saving"),
                )


def _folded(case: Case) -> Iterator[tuple[Readable, str]]:
    for text in readable(case):
        yield text, fold(text.text)


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isalnum()).upper()


def _private(text: Readable, start: int, what: str, value: str, *, shown: int = 3) -> Problem:
    message = _("{what} must not be published: {value}").format(
        what=what, value=_masked(value, shown)
    )
    return Problem(
        text.place(start), text.say(message), _("remove it, or write only what everybody may know")
    )


def _masked(value: str, shown: int) -> str:
    """The first characters, and how many there are; nobody can complete it from a report."""
    return value[:shown] + "*" * max(len(value) - shown, 1)


def _public_numbers(charter: Charter) -> frozenset[str]:
    """The numbers that the charter itself prints, as digits."""
    phones = [*charter.portal.contact.phones.values()]
    phones += [unit.phone for unit in charter.units.values() if unit.phone]
    return frozenset(_digits(fold(phone))[-11:] for phone in phones)


def _filled(row: str, columns: list[int]) -> bool:
    """Whether a table's row has digits in one of the columns."""
    cells = row.strip().strip("|").split("|")
    return any(i < len(cells) and re.search(r"[0-9]", fold(cells[i])) for i in columns)
