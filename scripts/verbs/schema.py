"""`schema`: JSON Schema of what people write, for editors' completion."""

import argparse
import json
from typing import Any

from pipelines.core.charter.model import FILES, Charter
from pipelines.core.frontmatter import FrontMatter
from pipelines.core.words.lexicon import Lexicon
from pipelines.forge.folder import ProposalFile
from scripts.verbs import options

FOLDER = options.HOUSE / "charter" / "schema"
"""Where the shipped YAML files expect their schemas."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which schema: the front matter, a lexicon, a folder forge's proposal, or a charter's file."""
    choices = ["article", "lexicon", "proposal", *FILES]
    parser.add_argument("what", nargs="?", choices=choices, default="article")
    parser.add_argument("--write", action="store_true", help="write all of them to charter/schema")


def run(parsed: argparse.Namespace) -> int:
    """Print one JSON Schema, or write all."""
    if not parsed.write:
        print(text(parsed.what), end="")
        return 0
    for what in ("article", "lexicon", *FILES):
        path = FOLDER / f"{what}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(what), encoding="utf-8")
    return 0


def text(what: str) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema(what), ensure_ascii=False, indent=2) + "\n"


def schema(what: str) -> dict[str, Any]:
    """The JSON Schema of one of `arguments`' choices."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    if what == "article":
        return dialect | FrontMatter.model_json_schema()
    if what == "lexicon":
        return dialect | Lexicon.model_json_schema()
    if what == "proposal":
        return dialect | ProposalFile.model_json_schema()
    whole = Charter.model_json_schema()
    parts = {
        # An empty part is as good as none, and editors should not object to it.
        name: {"anyOf": [whole["properties"][name], {"type": "null"}]}
        for name in FILES[what]
    }
    return dialect | {
        "title": f"charter/{what}",
        "type": "object",
        "additionalProperties": False,
        "properties": parts,
        "$defs": whole["$defs"],
    }
