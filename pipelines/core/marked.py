"""YAML as data with the line and column of everything in it.

Scalars stay text until a schema says otherwise, so `no` is never a truth
value by accident and a title of `2026` is a title. What makes YAML a
language (anchors, tags, merge keys, several documents) is a problem here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from pipelines.core.messages import _

MAX_DEPTH = 16
"""Levels of nesting; the charter needs six."""

Mark: TypeAlias = tuple[int, int]
"""Line and column, from 1."""
Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys and list positions."""

_AROUND = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What the reader could not accept, and where."""

    mark: Mark
    message: str


@dataclass(slots=True)
class Marked:
    """A YAML text as mappings, lists, strings and None, with the mark of each value."""

    data: Any = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def mark(self, path: Path) -> Mark:
        """Where the value at `path` stands, or the nearest thing around it."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, (1, 1))


class _RefusedError(Exception):
    """The text goes on in a way that nothing after it can be trusted."""

    def __init__(self, event: yaml.Event, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(_mark(event), message)


def read(text: str, first_line: int = 1) -> Marked:
    """Read one YAML document; `first_line` is the line its first line stands on.

    Never raises: what is wrong is in `faults`. `data` is None where the text
    cannot be read to its end, so that nobody judges half a record.
    """
    marked = Marked()
    try:
        # The loader's own events: yaml.parse asks twice for each.
        events = iter(yaml.CSafeLoader(text).get_event, None)
        marked.data = _document(events, marked)
    except _RefusedError as refused:
        marked.faults.append(refused.fault)
    except yaml.MarkedYAMLError as error:
        marked.faults.append(Fault(_where(text, error), _unreadable(error)))
    except (yaml.YAMLError, UnicodeEncodeError):
        marked.faults.append(Fault((1, 1), _("the text holds characters that YAML does not allow")))
    if first_line != 1:
        shift = first_line - 1
        marked.marks = {path: (line + shift, col) for path, (line, col) in marked.marks.items()}
        marked.faults = [
            Fault((fault.mark[0] + shift, fault.mark[1]), fault.message) for fault in marked.faults
        ]
    return marked


def _where(text: str, error: yaml.MarkedYAMLError) -> Mark:
    """Where the text stops making sense; what is never closed is shown where it opens."""
    lines = text.rstrip().split("\n")
    marks: list[Any] = [error.problem_mark, error.context_mark]
    for mark in marks:
        if mark is not None and mark.line < len(lines):
            return (mark.line + 1, mark.column + 1)
    return (len(lines), len(lines[-1]) + 1)


def _unreadable(error: yaml.MarkedYAMLError) -> str:
    problem = str(error.problem or "")
    if "tab" in problem or "cannot start any token" in problem:
        return _("a value may not start with this character: indent with spaces, quote the value")
    if "mapping values are not allowed" in problem:
        return _("a colon inside a value: put the whole value in quotation marks")
    if "could not find expected ':'" in problem:
        return _("a line without a colon: write “name: value”")
    return _("not readable as YAML here: look at indents, quotation marks and colons")


def _mark(event: Any) -> Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1)


def _document(events: Iterator[yaml.Event], marked: Marked) -> Any:
    """The first document's value; a second document is a fault."""
    value: Any = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _RefusedError(
                    event, _("only one YAML document belongs here, remove the “---”")
                )
        elif not isinstance(event, _AROUND):
            value = _value(event, events, marked, ())
    return value


def _value(event: Any, events: Iterator[yaml.Event], marked: Marked, path: Path) -> Any:
    if isinstance(event, yaml.AliasEvent):
        raise _RefusedError(event, _("references (*name) are not allowed, write the value out"))
    if event.anchor is not None:
        raise _RefusedError(event, _("anchors (&name) are not allowed, remove it"))
    if event.tag is not None:
        raise _RefusedError(event, _("tags (!name) are not allowed, remove it"))
    if len(path) > MAX_DEPTH:
        raise _RefusedError(event, _("nested too deeply"))
    if path not in marked.marks:
        marked.marks[path] = _mark(event)
    if isinstance(event, yaml.ScalarEvent):
        return None if event.value in _NOTHING and event.implicit[0] else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, marked, path)
    return _mapping(events, marked, path)


def _sequence(events: Iterator[yaml.Event], marked: Marked, path: Path) -> list[Any]:
    values: list[Any] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        values.append(_value(event, events, marked, (*path, len(values))))
    return values


def _mapping(events: Iterator[yaml.Event], marked: Marked, path: Path) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        if not isinstance(event, yaml.ScalarEvent):
            raise _RefusedError(event, _("a field's name must be plain text"))
        key, mark = event.value, _mark(event)
        if event.anchor is not None or event.tag is not None or key == "<<":
            raise _RefusedError(event, _("a field's name must be plain text"))
        inner = (*path, key)
        marked.marks.setdefault(inner, mark)
        value = _value(next(events), events, marked, inner)
        if key in values:
            marked.faults.append(Fault(mark, _("{key} stands here twice").format(key=key)))
        else:
            values[key] = value
    return values
