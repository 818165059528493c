"""`schema`: JSON Schema of what people write, for editors' completion."""

import argparse
import json
from typing import Any

from pipelines.core.charter.model import FILES, Charter
from pipelines.core.frontmatter import FrontMatter


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which schema: the front matter, or one file of the charter."""
    parser.add_argument("what", nargs="?", choices=["article", *FILES], default="article")


def run(parsed: argparse.Namespace) -> int:
    """Print one JSON Schema."""
    print(json.dumps(schema(parsed.what), ensure_ascii=False, indent=2))
    return 0


def schema(what: str) -> dict[str, Any]:
    """The JSON Schema of the front matter, or of one file of the charter."""
    if what == "article":
        return FrontMatter.model_json_schema()
    whole = Charter.model_json_schema()
    parts = {name: whole["properties"][name] for name in FILES[what]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"charter/{what}",
        "type": "object",
        "additionalProperties": False,
        "properties": parts,
        "$defs": whole["$defs"],
    }
