"""Findings as the JSON that scripts read."""

import json
from collections.abc import Sequence

from pipelines.core.findings import Finding, summary


def render(findings: Sequence[Finding]) -> str:
    """`{"findings": [...], "summary": {...}}`, as the command line promises."""
    report = {
        "findings": [finding.as_dict() for finding in findings],
        "summary": summary(findings),
    }
    return json.dumps(report, ensure_ascii=False, indent=2)
