"""Secrets stay off the net: marks of secrecy, and the department's review before publication."""

import re
from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.findings import Problem, Weight
from pipelines.core.frontmatter import Answer
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.core.words.finder import How
from pipelines.core.words.folding import fold
from pipelines.core.words.lexicon import Category, Severity
from pipelines.rules.fields import finished
from pipelines.rules.texts import readable
from pipelines.rules.words import every_hit

_GAP = r"[\s\u00ad\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff*_.·-]{0,4}"
_LEVEL = f"(?:绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_TERM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*年|长期|启用前|解密"
_MARK = re.compile(
    # 秘密★10年: the mark that 保密法 prescribes, whatever the star is
    f"{_LEVEL}{_GAP}[★☆✩✭✮✯⋆⭐🌟✡](?:{_GAP}(?:{_TERM}))?"
    f"|{_LEVEL}{_GAP}(?:级|件)?{_GAP}[*×x]{_GAP}(?:{_TERM})"
    f"|密{_GAP}级{_GAP}[:：为]{_GAP}(?:{_LEVEL}|内{_GAP}部)"
    f"|[【\\[〔（(<《]{_GAP}(?:{_LEVEL}|内部|内部资料|内部文件|注意保存){_GAP}[】\\]〕）)>》]"
    f"|^[ \t>#*_]*{_LEVEL}(?:{_GAP}(?:{_TERM}))?[ \t*_]*$",
    re.MULTILINE,
)
_MARKS = frozenset({Category.SECRECY, Category.BUSINESS})
_REVIEWED = "secrecy: {{secret: no, public: yes, by: {by}, on: {on}}}"


@rule("SEC101", clauses=["CZ-05e", "CZ-14", "JZ-07", "EN-04"], waivable=False, alone=True)
def no_secrecy_marks(case: Case) -> Iterator[Problem]:
    """Nothing that bears a mark of secrecy or of internal use is published, nor any file with one.

    Bad:  秘密★10年, 内部资料 注意保存, a docx whose header says 机密★一年
    Good: an article on keeping secrets: 干部职工要严守国家秘密
    """
    for text in readable(case):
        for mark in _MARK.finditer(fold(text.text)):
            typed = " ".join(text.text[mark.start() : mark.end()].split())
            yield Problem(
                text.place(mark.start() + len(mark[0]) - len(mark[0].lstrip())),
                text.say(_("“{typed}” is a mark of secrecy").format(typed=typed)),
                _("take the text or file out and call the secrecy office at once"),
            )
    for found in every_hit(case):
        if found.category in _MARKS and found.severity is Severity.BLOCKS and _firm(found.hit.how):
            head = case.charter.lexicons.heads[found.term.lexicon]
            why = found.term.entry.why or head.why or head.name
            yield Problem(
                found.place,
                found.readable.say(
                    _("“{word}” marks what is not for the public: {why}").format(
                        word=found.term.word, why=why
                    )
                ),
                head.fix or _("take the text or file out and call the secrecy office at once"),
            )


def _firm(how: How) -> bool:
    return how in {How.PLAIN, How.DISGUISED}


@rule("SEC102", clauses=["YZ-06a", "YZ-06b", "CZ-05e", "JZ-07"], waivable=False, alone=True)
def secrecy_reviewed(case: Case) -> Iterator[Problem]:
    """Somebody other than its writer has said, before publication, that it is no secret.

    Bad:  no secrecy field; secret: yes; public: no; by the correspondent; on a later day
    Good: secrecy: {secret: no, public: yes, by: xie-an, on: 2026-11-10}
    """
    for article in finished(case):
        secrecy = article.front.secrecy
        day = article.front.date.date() if article.front.date else case.today
        good = _REVIEWED.format(by=_("person"), on=day)
        if secrecy is None:
            yield Problem(
                article.at(),
                _("nobody has said whether this is a secret"),
                _("add {line}").format(line=good),
            )
            continue
        if secrecy.secret is Answer.UNSURE or secrecy.public is Answer.UNSURE:
            continue
        for field, wrong in _refusals(secrecy.secret, secrecy.public):
            yield Problem(
                article.at("secrecy", field), wrong, _("take the article out of the proposal")
            )
        if secrecy.public is None or secrecy.by is None or secrecy.on is None:
            yield Problem(
                article.at("secrecy"),
                _("the secrecy review is incomplete: it names public, by and on"),
                _("write {line}").format(line=good),
            )
            continue
        if secrecy.by not in case.charter.people:
            yield Problem(
                article.at("secrecy", "by"),
                _("no person {id} in the charter").format(id=secrecy.by),
                _("write the id of the head of department who reviewed it"),
            )
        elif secrecy.by == article.front.correspondent:
            yield Problem(
                article.at("secrecy", "by"),
                _("the writer cannot review the secrecy of the own article"),
                _("let the head of department review it"),
            )
        if article.front.date is not None and secrecy.on > day:
            yield Problem(
                article.at("secrecy", "on"),
                _("reviewed on {on}, after the publication on {day}").format(
                    on=secrecy.on, day=day
                ),
                _("review first, then publish: move the publication date"),
            )


def _refusals(secret: Answer, public: Answer | None) -> Iterator[tuple[str, str]]:
    if secret is Answer.YES:
        yield "secret", _("this is a secret and must not go on the net")
    if public is Answer.NO:
        yield "public", _("the reviewer said that this is not for the public")


@rule("SEC103", clauses=["YZ-06c"], weight=Weight.WAITS, waivable=False, alone=True)
def unsure_goes_to_the_secrecy_office(case: Case) -> Iterator[Problem]:
    """Where the first reviewer is not sure, the secrecy office decides before anything is public.

    Bad:  secrecy: {secret: unsure, by: xie-an, on: 2026-11-10}
    Good: the same with secret: no, by: the secrecy officer
    """
    for article in finished(case):
        secrecy = article.front.secrecy
        if secrecy is None:
            continue
        for field in ("secret", "public"):
            if getattr(secrecy, field) is Answer.UNSURE:
                yield Problem(
                    article.at("secrecy", field),
                    _("not sure whether this is a secret: the secrecy office decides"),
                    _("the secrecy office writes yes or no, its own name and the day"),
                )
                break
