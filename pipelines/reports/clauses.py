"""The clauses of the regulations as text, table and data: says what, enforced how, tested where."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pipelines.core.clauses import Provision, Traced
from pipelines.core.messages import _
from pipelines.reports.manual import law
from pipelines.reports.tables import Column, Row, Table


def text(traced: Iterable[Traced]) -> str:
    """Each clause as a short paragraph, then how many there are and how many are open."""
    found = list(traced)
    blocks = ["\n".join(_paragraph(one)) for one in found]
    return "\n\n".join([*blocks, summary(found)] if len(found) > 1 else blocks)


def summary(traced: Sequence[Traced]) -> str:
    """How many clauses, how many of them open."""
    return _("{all} clauses; {open} not, or not wholly, enforced yet").format(
        all=len(traced), open=sum(one.clause.open is not None for one in traced)
    )


def _paragraph(one: Traced) -> list[str]:
    clause = one.clause
    lines = [
        f"{one.id} {one.title}{clause.article}",
        "  " + clause.says,
        "  "
        + _("Quantity: {text}; in force: {here}").format(
            text=clause.quantity or _("none"), here=in_force(one)
        ),
    ]
    lines += ["  " + _("Enforced: {by}").format(by=by) for by in enforced(one)]
    lines += ["  " + _("Tested: {by}").format(by=by) for by in clause.tests]
    if clause.open:
        lines.append("  " + _("Open: {what}").format(what=clause.open))
    return lines


def in_force(one: Traced) -> str:
    """The quantity in the charter at hand; where it leaves one out, the clause does not apply."""
    left_out = _("not set, so it does not apply: {settings}").format(settings=", ".join(one.unset))
    if one.provisions:
        return "；".join([_provisions(one.provisions), *([left_out] if one.unset else [])])
    if one.elsewhere:
        presets = ", ".join(one.elsewhere)
        return _("does not apply in this charter; presets that have it: {presets}").format(
            presets=presets
        )
    return left_out if one.unset else _("as the text says")


def _provisions(provisions: Iterable[Provision]) -> str:
    return "；".join(f"{one.path} {one.quantity}".strip() for one in provisions)


def enforced(one: Traced) -> list[str]:
    """What stands behind a clause, one line a means."""
    clause = one.clause
    rules = [_("rule {id}: {law}").format(id=rule.id, law=_(law(rule)[0])) for rule in one.rules]
    means = {
        _("the charter"): [part.path for part in one.provisions],
        _("registers"): [f"charter/registers/{name}" for name in clause.registers],
        _("pages"): clause.pages,
        _("workflows"): [f".github/workflows/{name}.yml" for name in clause.workflows],
        _("commands"): [f"scripts/portal {name}" for name in clause.commands],
        _("human judgement, recorded"): [clause.human] if clause.human else [],
    }
    others = [f"{name}：{', '.join(values)}" for name, values in means.items() if values]
    return [*rules, *others]


def table(traced: Iterable[Traced]) -> Table:
    """All clauses as a table for an office."""
    found = list(traced)
    columns = (
        Column("id", _("Clause"), width=4),
        Column("text", _("Regulation"), width=12),
        Column("says", _("What it says"), width=24),
        Column("quantity", _("Quantity"), width=8),
        Column("here", _("In force here"), width=20),
        Column("enforced", _("Enforced by"), width=30),
        Column("tests", _("Tested by"), width=30),
        Column("open", _("Not enforced yet"), width=20),
    )
    rows = tuple(
        Row(
            (
                one.id,
                one.title + one.clause.article,
                one.clause.says,
                one.clause.quantity,
                in_force(one),
                "\n".join(enforced(one)),
                "\n".join(one.clause.tests),
                one.clause.open,
            )
        )
        for one in found
    )
    return Table(
        "clauses", _("Regulations, clause by clause"), columns, rows, notes=(summary(found),)
    )


def coverage(traced: Iterable[Traced]) -> str:
    """One line a regulation: how many clauses, by what means, how many open (Markdown)."""
    counts: dict[str, Counter[str]] = {}
    for one in traced:
        count = counts.setdefault(one.title, Counter())
        count["all"] += 1
        count["rules"] += bool(one.rules)
        count["charter"] += bool(one.provisions or one.elsewhere)
        count["human"] += one.clause.human is not None
        count["tests"] += bool(one.clause.tests)
        count["open"] += one.clause.open is not None
    names = [
        _("Regulation"),
        _("Clauses"),
        _("with rules"),
        _("with numbers or chains in a charter"),
        _("with a record of a human judgement"),
        _("with tests"),
        _("open"),
    ]
    total: Counter[str] = sum(counts.values(), Counter())
    lines = [[title, *map(str, _numbers(count))] for title, count in counts.items()]
    lines.append([_("Total"), *map(str, _numbers(total))])
    rule = ["---", *["--:"] * (len(names) - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in (names, rule, *lines))


def _numbers(count: Counter[str]) -> list[int]:
    return [count[name] for name in ("all", "rules", "charter", "human", "tests", "open")]


def markdown(traced: Iterable[Traced]) -> str:
    """The coverage table, then every clause."""
    found = list(traced)
    whole = table(found)
    lines = [[column.title for column in whole.columns], ["---"] * len(whole.columns)]
    lines += [[_cell(cell) for cell in row.cells] for row in whole.rows]
    rows = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([coverage(found), "", *rows])


def _cell(value: object) -> str:
    return str(value or "").replace("|", "\\|").replace("\n", "<br>")


def data(traced: Iterable[Traced]) -> str:
    """Clauses as JSON, for scripts and inspectors."""
    found = list(traced)
    whole = {
        "clauses": [_row(one) for one in found],
        "summary": {
            "clauses": len(found),
            "open": sum(one.clause.open is not None for one in found),
            "unexplained": sum(not one.explained for one in found),
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _row(one: Traced) -> dict[str, Any]:
    clause = one.clause
    return {
        "id": one.id,
        "regulation": one.title,
        "article": clause.article,
        "says": clause.says,
        "quantity": clause.quantity,
        "applies": one.applies,
        "in_force": [_part(part) for part in one.provisions],
        "unset": one.unset,
        "elsewhere": {name: [_part(part) for part in has] for name, has in one.elsewhere.items()},
        "rules": [rule.id for rule in one.rules],
        "registers": clause.registers,
        "pages": clause.pages,
        "workflows": clause.workflows,
        "commands": clause.commands,
        "human": clause.human,
        "open": clause.open,
        "tests": clause.tests,
    }


def _part(part: Provision) -> dict[str, str]:
    return {"path": part.path, "name": part.name, "quantity": part.quantity}
