"""Findings as SARIF 2.1.0, which code hosts show in their security tab."""

import json
from collections.abc import Sequence
from typing import Any

from pipelines.core.findings import Finding, Weight

_LEVELS = {Weight.BLOCKS: "error", Weight.WAITS: "warning", Weight.NOTES: "note"}


def render(findings: Sequence[Finding]) -> str:
    """One run with its rules and results."""
    names = {finding.rule: finding.name for finding in findings}
    rules = [{"id": id_, "name": names[id_]} for id_ in sorted(names)]
    driver = {"name": "portal", "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(finding) for finding in findings]}
    return json.dumps({"version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.weight],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": place.path},
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
        "properties": {"clauses": list(finding.clauses)},
    }
