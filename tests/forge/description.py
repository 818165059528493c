"""The hosts' own published API descriptions: what may be asked, and what an answer looks like."""

import json
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator

NOTHING: Any = object()
_PLACE = re.compile(r"\{[^}]+\}")
_FORMATS = {"date-time": "2026-11-20T01:00:00Z", "uri": "https://example.org/", "email": "a@b.org"}


class Description:
    """An API description, OpenAPI 3 or Swagger 2."""

    def __init__(self, path: Path) -> None:
        self._document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))

    @cached_property
    def _routes(self) -> list[tuple[re.Pattern[str], Mapping[str, Any]]]:
        """Each path as an expression, the ones with most fixed text first."""
        paths = sorted(self._document["paths"], key=lambda path: -len(_PLACE.sub("", path)))
        return [(_expression(path), self._document["paths"][path]) for path in paths]

    def operation(self, method: str, path: str) -> Mapping[str, Any]:
        """What the host promises of a request. Fails where it knows no such request."""
        for route, operations in self._routes:
            if route.fullmatch(path) and method.lower() in operations:
                found: Mapping[str, Any] = operations[method.lower()]
                return found
        raise AssertionError(f"the host's API has no {method} {path}")

    def wants(self, operation: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The schema of a request's body."""
        if "requestBody" in operation:
            return _content(self._resolved(operation["requestBody"]))
        for parameter in operation.get("parameters", ()):
            if parameter.get("in") == "body":
                schema: Mapping[str, Any] = parameter["schema"]
                return schema
        return None

    def gives(self, operation: Mapping[str, Any], status: int) -> Mapping[str, Any] | None:
        """The schema of an answer. Fails where the host promises no answer of this status."""
        answers = operation["responses"]
        assert str(status) in answers, f"the host never answers {status} here"
        answer = self._resolved(answers[str(status)])
        return answer.get("schema") or _content(answer)

    def objections(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        """What of a value the schema does not allow."""
        root = {
            **schema,
            **{part: self._document.get(part) for part in ("components", "definitions")},
        }
        validator = OAS30Validator({name: one for name, one in root.items() if one is not None})
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]

    def whole(self, schema: Mapping[str, Any], value: Any = NOTHING) -> Any:
        """A value with everything that the schema requires besides, filled with examples."""
        schema = self._resolved(schema)
        for choice in ("oneOf", "anyOf"):
            if choice in schema:
                return self._chosen(schema[choice], value)
        if "allOf" in schema:
            schema = self._merged(schema["allOf"])
        if value is None or (value is NOTHING and schema.get("nullable")):
            return None
        if schema.get("type") == "array":
            return [self.whole(schema["items"], one) for one in (() if value is NOTHING else value)]
        if schema.get("type") == "object" or "properties" in schema:
            return self._object(schema, {} if value is NOTHING else value)
        return _scalar(schema) if value is NOTHING else value

    def _object(self, schema: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
        known = schema.get("properties", {})
        missing = (name for name in schema.get("required", ()) if name not in value)
        return {name: self.whole(known.get(name, {})) for name in missing} | {
            name: self.whole(known.get(name, {}), one) for name, one in value.items()
        }

    def _chosen(self, choices: list[Mapping[str, Any]], value: Any) -> Any:
        made = [(choice, self.whole(choice, value)) for choice in choices]
        fitting = (one for choice, one in made if not self.objections(choice, one))
        return next(fitting, made[0][1])

    def _merged(self, parts: list[Mapping[str, Any]]) -> Mapping[str, Any]:
        merged: dict[str, Any] = {"type": "object", "properties": {}, "required": []}
        for part in map(self._resolved, parts):
            merged["properties"] |= part.get("properties", {})
            merged["required"] += part.get("required", [])
        return merged

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            found: Any = self._document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema


def _expression(path: str) -> re.Pattern[str]:
    """A path template; what stands for a file's path may hold slashes."""
    parts = _PLACE.split(path)
    names = _PLACE.findall(path)
    text = re.escape(parts[0])
    for name, part in zip(names, parts[1:], strict=True):
        text += ".+" if name in {"{path}", "{filepath}", "{ref}"} else "[^/]+"
        text += re.escape(part)
    return re.compile(text)


def _content(part: Mapping[str, Any]) -> Mapping[str, Any] | None:
    schema: Mapping[str, Any] | None = (
        part.get("content", {}).get("application/json", {}).get("schema")
    )
    return schema


def _scalar(schema: Mapping[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return False
        case "string":
            return schema.get("example", _FORMATS.get(schema.get("format", ""), "x"))
    return None
