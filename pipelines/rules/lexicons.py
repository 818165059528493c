"""The lexicons themselves: no entry that cannot work, none that contradicts another."""

from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _, later
from pipelines.core.rule import rule
from pipelines.core.words import lint

_WRONG = {
    lint.SINGLE: later("“{word}” is a single character and would be found everywhere"),
    lint.SHORT: later("“{word}” is too short for slips in it to be told from other words"),
    lint.AGAIN: later("“{word}” is never found: “{other}” stands here before it"),
    lint.WEAKER: later("“{word}” is never found: “{other}” inside it is stronger"),
    lint.ALLOWED: later("“{word}” is banned and allowed at once"),
    lint.USELESS: later("“{word}” does not stand inside “{other}”, which is to allow it"),
    lint.BANNED_FORM: later("“{word}” asks for a form with “{other}” in it, which is banned"),
}
_INSTEAD = {
    lint.SINGLE: later("write a word or a fixed phrase"),
    lint.SHORT: later("write at least four characters"),
    lint.AGAIN: later("keep one of the two"),
    lint.WEAKER: later("remove it, or give it the same severity"),
    lint.ALLOWED: later("keep one of the two"),
    lint.USELESS: later("write the whole longer phrase"),
    lint.BANNED_FORM: later("correct the right form, or allow it"),
}


@rule("LEX101", clauses=["CZ-13"], waivable=False)
def lexicons_without_contradiction(case: Case) -> Iterator[Problem]:
    """Every entry of a lexicon can be found, and none contradicts another.

    Bad:  entries: {赌: , 必威体育: , 必威體育: }
    Good: entries: {赌博: , 必威体育: }
    """
    lexicons = case.charter.lexicons
    for doubt in lexicons.doubts:
        word = lexicons.words[doubt.term]
        yield Problem(
            _place(case, doubt.term),
            _(_WRONG[doubt.what]).format(word=word, other=doubt.other),
            _(_INSTEAD[doubt.what]),
        )


@rule("LEX301", clauses=["CZ-13"], weight=Weight.NOTES)
def lexicon_entries_in_force(case: Case) -> Iterator[Problem]:
    """An entry whose last day has passed is reviewed: prolonged or removed.

    Bad:  某某活动: {until: 2025-12-31} in November 2026
    Good: 某某活动: {until: 2027-12-31}
    """
    lexicons = case.charter.lexicons
    for number in lexicons.details:
        until = lexicons.term(number).entry.until
        if until is not None and until < case.today:
            yield Problem(
                _place(case, number),
                _("“{word}” has not applied since {until}").format(
                    word=lexicons.words[number], until=until
                ),
                _("prolong it or remove it"),
            )


def _place(case: Case, term: int) -> Place:
    lexicons = case.charter.lexicons
    return Place(lexicons.paths[lexicons.homes[term]], lexicons.lines[term])
