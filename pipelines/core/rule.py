"""What a rule is, and the runner that turns its problems into findings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from pipelines.core.case import Case
from pipelines.core.findings import Finding, Problem, Weight
from pipelines.core.spread import spread
from pipelines.core.waivers import settle

Judge = Callable[[Case], Iterator[Problem]]

FEW = 300
"""So many articles are judged sooner than another process is started."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence of law with a stable id, a weight, and a generator of problems.

    Calling it gives findings; `law` is its docstring, from which the manual is
    made. One that is not `waivable` holds whatever an article's `waive` says.
    One that judges each article `alone` promises that in a tree (no proposal) what it
    finds follows from each article by itself, the files that it shows, offers or links
    to, the charter and the day; of a file, from the file, said where it is named first.
    """

    id: str
    judge: Judge
    clauses: tuple[str, ...]
    weight: Weight = Weight.BLOCKS
    waivable: bool = True
    alone: bool = False

    @property
    def name(self) -> str:
        """The rule's name as reports print it: news-within-deadline."""
        return self.judge.__name__.replace("_", "-")

    @property
    def law(self) -> str:
        """The rule in words: a sentence, then a Bad and a Good example."""
        return self.judge.__doc__ or ""

    def __call__(self, case: Case) -> Iterator[Finding]:
        """What the rule finds in a case."""
        for problem in self.judge(case):
            clauses = self.clauses if problem.clauses is None else problem.clauses
            yield Finding(
                self.id,
                self.name,
                self.weight,
                problem.place,
                problem.message,
                clauses,
                problem.fix,
            )


def rule(
    id_: str,
    clauses: Sequence[str],
    weight: Weight = Weight.BLOCKS,
    *,
    waivable: bool = True,
    alone: bool = False,
) -> Callable[[Judge], Rule]:
    """Make a rule of a generator of problems."""
    return lambda judge: Rule(id_, judge, tuple(clauses), weight, waivable, alone)


def judge(case: Case, rules: Iterable[Rule], unsure: Case | None = None) -> list[Finding]:
    """Everything the rules find, waivers counted, in the order of path, line and rule.

    Many articles are judged by every core, each of them by some of the rules.
    `unsure` is the case without what rules that judge `alone` are known to find
    nothing in; they need not see more, and the findings are the same.
    """
    narrow = case if unsure is None else unsure

    def findings(one: Rule) -> list[Finding]:
        found = one(narrow if one.alone else case)
        return [settle(case, finding) for finding in found] if one.waivable else list(found)

    processes = 1 if len(narrow.articles) <= FEW else None
    if processes != 1:
        _ = case.charter.lexicons  # compiled here, not in every process
    found = chain.from_iterable(spread(findings, tuple(rules), few=1, processes=processes))
    return sorted(found, key=lambda finding: finding.order)
