"""`python -m scripts.manual`: write the manual of the rules anew."""

from pathlib import Path

from pipelines.reports import manual
from pipelines.reports.language import speak
from pipelines.rules import PATROL, PROPOSAL, TREE

README = Path(__file__).parents[1] / "pipelines" / "rules" / "README.md"


def main() -> None:
    """Write the Chinese manual beside the rules."""
    speak("zh_CN")
    README.write_text(manual.render([*TREE, *PROPOSAL, *PATROL]), encoding="utf-8")


if __name__ == "__main__":
    main()
