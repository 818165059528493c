"""Words that must not be published, that call in a second reviewer, or that are worth a look."""

from collections.abc import Iterator
from typing import NamedTuple

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.core.words.finder import Hit, How, each, hits
from pipelines.core.words.lexicon import Category, Severity
from pipelines.core.words.terms import Term
from pipelines.rules.texts import Readable, readable

_FIRM = frozenset({How.PLAIN, How.DISGUISED})
_CORRECTIONS = frozenset({Category.CONFUSION, Category.NAME, Category.PHRASE})
_ELSEWHERE = frozenset({Category.SECRECY, Category.BUSINESS})
"""The categories that the rules on secrecy speak about."""


class Found(NamedTuple):
    """A hit with its term, in the text it was found in."""

    readable: Readable
    hit: Hit
    term: Term
    severity: Severity
    category: Category

    @property
    def place(self) -> Place:
        """Where the hit stands."""
        return self.readable.place(self.hit.start)

    @property
    def typed(self) -> str:
        """The hit as it was typed, on one line."""
        return " ".join(self.readable.text[self.hit.start : self.hit.end].split())


@rule("WRD101", clauses=["CZ-13", "EN-02", "EN-04", "SC-09"], alone=True)
def no_banned_words(case: Case) -> Iterator[Problem]:
    """No banned word is published, however it is disguised, in text, links, files or their names.

    Bad:  安全必威体育官网网址, 必.威.体.育, 必威體育 on the second page of a docx
    Good: 安全保密
    """
    for found in _found(case, _FIRM, Severity.BLOCKS):
        if found.category not in _CORRECTIONS | _ELSEWHERE:
            yield _problem(case, found, _("“{word}” must not be published: {why}"))


@rule("WRD102", clauses=["CZ-08", "CZ-14"], alone=True)
def set_phrases_exact(case: Case) -> Iterator[Problem]:
    """A set phrase, an organ's name or a name with its title is written without any slip.

    Bad:  中华全国总公会, 中华全国总总工会, 中华全总工会, 中华国全总工会
    Good: 中华全国总工会
    """
    for found in _found(case, frozenset({How.NEAR}), None):
        yield Problem(
            found.place,
            found.readable.say(
                _("“{typed}” looks like a slip in “{word}”").format(
                    typed=found.typed, word=found.term.word
                )
            ),
            _("write “{correct}”, if that is meant").format(correct=found.term.word),
        )


@rule("WRD103", clauses=["CZ-08", "EN-14"], alone=True)
def no_wrong_characters(case: Case) -> Iterator[Problem]:
    """Words that are often confused, and names of organs and documents, are written as they are.

    Bad:  部暑明年工作, 劳动和社会保障部
    Good: 部署明年工作, 人力资源和社会保障部
    """
    for found in _found(case, _FIRM, Severity.BLOCKS):
        if found.category in _CORRECTIONS:
            yield _problem(case, found, _("“{word}” is wrong: {why}"))


@rule("WRD201", clauses=["CZ-13", "JZ-08e", "JZ-09"], weight=Weight.NOTES, alone=True)
def words_for_a_second_reviewer(case: Case) -> Iterator[Problem]:
    """A sensitive word asks for the higher approval that the charter's chains name for it.

    Bad:  群体性事件 (approved by the column's reviewer alone)
    Good: the same, approved as the chain for sensitive information says
    """
    for found in _found(case, _FIRM, Severity.REVIEW):
        if found.category not in _ELSEWHERE:
            message = _("“{word}” is sensitive and asks for a second reviewer: {why}")
            yield _problem(case, found, message)


@rule("WRD301", clauses=["CZ-13", "SC-09"], weight=Weight.NOTES, alone=True)
def words_worth_a_look(case: Case) -> Iterator[Problem]:
    """A word that is better avoided is worth a look, no more.

    Bad:  最先进的工会
    Good: 先进工会
    """
    for found in _found(case, _FIRM, Severity.NOTES):
        if found.category not in _ELSEWHERE:
            yield _problem(case, found, _("“{word}” is better avoided: {why}"))


@rule("WRD303", clauses=["CZ-13"], weight=Weight.NOTES, alone=True)
def no_words_taken_apart(case: Case) -> Iterator[Problem]:
    """A banned word written with a character taken apart, or across a pause, is worth a look.

    Bad:  贝者博, 赌。博
    Good: 打赌。博物馆
    """
    for found in _found(case, frozenset({How.SPLIT, How.DOUBTFUL}), None):
        yield _problem(case, found, _("this may be “{word}” taken apart: {why}"))


def sensitive(case: Case, article: Article) -> list[Term]:
    """The terms in an article that raise its level of approval (JZ-08e), in order."""
    lexicons = case.charter.lexicons
    terms = [
        lexicons.term(hit.term)
        for hit in hits(lexicons, article.text, case.today, article.column)
        if hit.how in _FIRM
    ]
    return [term for term in terms if lexicons.severity(term) is Severity.REVIEW]


def every_hit(case: Case) -> Iterator[Found]:
    """All hits in all that the case brings; in files one of a kind on each page."""
    lexicons = case.charter.lexicons
    for text, hits_there in each(lexicons, readable(case), case.today):
        seen: set[tuple[Place, int]] = set()
        for hit in hits_there:
            term = lexicons.term(hit.term)
            found = Found(
                text, hit, term, lexicons.severity(term), lexicons.head(hit.term).category
            )
            if not text.where or (found.place, hit.term) not in seen:
                seen.add((found.place, hit.term))
                yield found


def _found(case: Case, how: frozenset[How], severity: Severity | None) -> Iterator[Found]:
    for found in every_hit(case):
        if found.hit.how in how and severity in {None, found.severity}:
            yield found


def _problem(case: Case, found: Found, message: str) -> Problem:
    """A problem that says what is meant, why it is wrong, and what to write instead."""
    head = case.charter.lexicons.heads[found.term.lexicon]
    entry = found.term.entry
    said = message.format(word=found.term.word, why=entry.why or head.why or head.name)
    if found.hit.how is not How.PLAIN:
        said = _("{message} (typed as “{typed}”)").format(message=said, typed=found.typed)
    if entry.correct is not None:
        fix = _("write “{correct}”").format(correct=entry.correct)
    else:
        fix = head.fix or _("remove it, or say it in other words")
    return Problem(found.place, found.readable.say(said), fix)
