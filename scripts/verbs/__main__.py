"""`scripts/portal VERB`: picks the verb's module and turns its outcome into an exit status."""

import argparse
import os
import sys
from importlib import import_module
from types import ModuleType

from pipelines.core import garbage, tables
from pipelines.core.errors import HouseError
from pipelines.reports.language import speak
from scripts.verbs import AWAITED, VERBS, options

WRONG_USAGE = 2
COULD_NOT_JUDGE = 3


def main(arguments: list[str]) -> int:
    """Run one verb; gives 0, 1, 2 or 3 as the command line promises."""
    name = arguments[0] if arguments else "--help"
    if name not in VERBS:
        print(_overview(), file=sys.stdout if name in {"-h", "--help"} else sys.stderr)
        return 0 if name in {"-h", "--help"} else WRONG_USAGE
    module = import_module(f"scripts.verbs.{name}")
    parsed = _parser(name, module).parse_args(arguments[1:])
    kept = options.CACHE if name in AWAITED else None
    speak(parsed.lang, kept and kept / "locale")
    tables.keep_at(kept and kept / "tables")
    parsed.now = parsed.now or options.now()
    try:
        status: int = module.run(parsed)
    except HouseError as error:
        print(error, file=sys.stderr)
        return COULD_NOT_JUDGE
    return status


def _overview() -> str:
    width = max(map(len, VERBS))
    lines = [f"  {name:<{width}}  {meaning}" for name, meaning in VERBS.items()]
    return "\n".join(["usage: scripts/portal VERB [--help]", "", *lines])


def _parser(name: str, module: ModuleType) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(f"scripts/portal {name}", description=VERBS[name])
    options.common(parser)
    module.arguments(parser)
    return parser


if __name__ == "__main__":
    garbage.seldom()
    # Pydantic would look through every installed package for plugins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except Exception:  # noqa: BLE001 - the last door: whatever it is, exit 3 and show it whole
        # A bug is shown whole, and is never mistaken for "nothing to object to".
        sys.excepthook(*sys.exc_info())
        status = COULD_NOT_JUDGE
    # Nothing is left to do; to take thousands of articles apart first takes its time.
    sys.stderr.flush()
    os._exit(status)
