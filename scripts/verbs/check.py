"""`check`: hold articles to the charter."""

import argparse
from dataclasses import replace
from pathlib import Path

from pipelines.core.case import Case
from pipelines.core.charter import load
from pipelines.core.findings import Weight
from pipelines.core.rule import judge
from pipelines.gather.files import read_case, read_owners
from pipelines.reports import FORMATS
from pipelines.rules import TREE
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """Paths narrow what is judged."""
    options.reporting(parser)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")


def run(parsed: argparse.Namespace) -> int:
    """Print what the rules find; 1 when something blocks or waits."""
    charter = load(parsed.charter, options.CACHE / "lexicons")
    case = read_case(parsed.content, charter, parsed.now, options.read(parsed))
    root = parsed.content.resolve().parent
    if root == parsed.charter.resolve().parent:
        case = replace(case, owners=read_owners(root) or None)
    if parsed.paths:
        case = _narrowed(case, parsed.content, parsed.paths)
    findings = judge(case, TREE)
    print(FORMATS[parsed.format](findings))
    return int(any(finding.weight is not Weight.NOTES for finding in findings))


def _narrowed(case: Case, content: Path, paths: list[Path]) -> Case:
    """The case with only the articles at or below the paths judged."""
    wanted = [options.below(content, path) for path in paths]
    judged = tuple(
        article
        for article in case.archive
        if any(Path(article.path).is_relative_to(path) for path in wanted)
    )
    return replace(case, articles=judged)
