"""`python -m scripts.manual`: write anew what documents take from the code."""

import re
from pathlib import Path

from pipelines.core.charter import load
from pipelines.core.clauses import read_clauses, trace
from pipelines.reports import clauses, manual
from pipelines.reports.language import speak
from pipelines.rules import PATROL, PROPOSAL, TREE
from scripts.benches import report

HOUSE = Path(__file__).parents[1]
README = HOUSE / "pipelines" / "rules" / "README.md"
COVERAGE = {"README.md": "en", "README.zh-CN.md": "zh_CN"}
"""The documents with the tables of clauses and of speed, each in its language."""
_TABLE = re.compile(r"^\| (?:Regulation|制度) \|.*?(?=\n\n)", re.DOTALL | re.MULTILINE)
_SPEED = re.compile(
    r"^\| (?:At [\d,]+ articles|[\d,]+ 篇稿件时) \|.*?\n\n.*?(?=\n\n)", re.DOTALL | re.MULTILINE
)


def main() -> None:
    """Write the Chinese manual beside the rules, and the tables in each README."""
    rules = [*TREE, *PROPOSAL, *PATROL]
    for name, language in COVERAGE.items():
        speak(language)
        table = clauses.coverage(trace(read_clauses(), load(HOUSE / "charter"), rules))
        text = (HOUSE / name).read_text(encoding="utf-8")
        text = table.join(_TABLE.split(text))
        if speed := report.table():
            text = speed.join(_SPEED.split(text))
        (HOUSE / name).write_text(text, encoding="utf-8")
    speak("zh_CN")
    README.write_text(manual.render(rules), encoding="utf-8")


if __name__ == "__main__":
    main()
