"""The manual of all rules, from their docstrings, in the language in use."""

import inspect
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pipelines.core.findings import Weight
from pipelines.core.messages import _, later
from pipelines.core.rule import Rule

WEIGHTS = {
    Weight.BLOCKS: later("has to be corrected"),
    Weight.WAITS: later("waits for an approval"),
    Weight.NOTES: later("worth knowing"),
}


class Law(NamedTuple):
    """A rule's docstring in its parts; examples may be empty."""

    sentence: str
    bad: str
    good: str


def law(rule: Rule) -> Law:
    """The parts of a rule's docstring, each on one line."""
    text, _bad, examples = inspect.cleandoc(rule.law).partition("\n\nBad:")
    bad, _good, good = examples.partition("\nGood:")
    return Law(*(" ".join(part.split()) for part in (text, bad, good)))


def family(rule: Rule) -> str:
    """What the rule's module is about, in a sentence."""
    return (sys.modules[rule.judge.__module__].__doc__ or "").strip().partition("\n")[0]


def texts(rules: Sequence[Rule]) -> Iterator[str]:
    """Everything of these rules that the manual translates."""
    for rule in rules:
        yield family(rule)
        yield from filter(None, law(rule))


def render(rules: Sequence[Rule]) -> str:
    """The manual as Markdown: families in the order of their first rule's id."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    first = {family(rule): rule.id for rule in reversed(ordered)}
    ordered.sort(key=lambda rule: (first[family(rule)], rule.id))
    parts = [_("# The rules"), _("Made from the rules themselves by {command}; do not edit.")]
    for about, inside in groupby(ordered, family):
        parts += [f"## {_(about).rstrip('.。')}", *map(_section, inside)]
    command = "`python -m scripts.manual`"
    return "\n\n".join(parts).replace("{command}", command) + "\n"


def _section(rule: Rule) -> str:
    said = law(rule)
    facts = [_(WEIGHTS[rule.weight]), ", ".join(rule.clauses)]
    if rule.weight is Weight.BLOCKS:
        facts.append(_("can be waived") if rule.waivable else _("cannot be waived"))
    lines = [f"### {rule.id} {rule.name}", "", _(said.sentence), ""]
    if said.bad:
        lines.append(_("- Bad: {example}").format(example=f"`{_(said.bad)}`"))
        lines.append(_("- Good: {example}").format(example=f"`{_(said.good)}`"))
    return "\n".join([*lines, f"- {' · '.join(facts)}"])
