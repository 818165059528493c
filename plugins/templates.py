"""Jinja as our pages use it: plain values, quick escaping, what all pages say said once."""

import re
from collections.abc import Callable, MutableMapping
from json import JSONEncoder
from types import CodeType
from typing import Any

import markupsafe
from jinja2 import Environment, Template
from jinja2.runtime import Macro
from markupsafe import Markup

from plugins import moments, qr

_SPECIAL = re.compile("[&<>\"']")
_JSON = JSONEncoder(ensure_ascii=False, sort_keys=True)


class Quick(Template):
    """A template that escapes with our `escape`; half of a page's values need no more than a look.

    Jinja's compiled code calls `escape` by its name, which is ours here.
    """

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's name
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Take over compiled code."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = escape
        return template


class Plain(Environment):
    """Templates that see plain values: `one.title` asks a mapping before Python's own methods."""

    template_class = Quick

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # `tojson` would make an encoder for each value, and write Chinese as numbers.
        self.policies |= {"json.dumps_function": _JSON.encode, "json.dumps_kwargs": {}}
        self.filters |= {
            "time": moments.time,
            "day": moments.day,
            "rfc822": moments.rfc822,
            "qr": qr.svg,
        }

    def make_globals(self, more: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template sees everywhere, in one dictionary: it is copied for each page."""
        return {**self.globals, **(more or {})}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give what a template calls `obj.attribute`."""
        try:
            return obj[attribute] if type(obj) is dict else getattr(obj, attribute)
        except (KeyError, AttributeError):
            return super().getattr(obj, attribute)


def escape(value: Any) -> str:
    """What stands for a value in HTML: as MarkupSafe has it, the common cases first."""
    kind = type(value)
    if kind is Markup or (kind is str and _SPECIAL.search(value) is None):
        return value  # type: ignore[no-any-return]  # of these two types
    return markupsafe.escape(value)


def once() -> Callable[..., Markup]:
    """A function for templates: what a macro says to the same values, said only once a build."""
    said: dict[tuple[Macro, tuple[Any, ...]], Markup] = {}

    def call(macro: Macro, *values: Any) -> Markup:
        key = (macro, values)
        if key not in said:
            said[key] = Markup(macro(*values))  # noqa: S704 - a macro escapes by itself
        return said[key]

    return call
