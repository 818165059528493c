"""Run one benchmark by name; without a name, list what can be measured."""

import sys
from collections.abc import Callable, Sequence

from scripts.benches.corpus import corpus
from scripts.benches.ledger import ledger
from scripts.benches.links import links
from scripts.benches.release import release
from scripts.benches.site import site
from scripts.benches.words import words

BENCHMARKS: dict[str, Callable[[Sequence[str]], None]] = {
    "corpus": corpus,
    "ledger": ledger,
    "links": links,
    "release": release,
    "site": site,
    "words": words,
}
"""Every benchmark by name; its docstring's first line is what the list shows."""


def main(arguments: Sequence[str]) -> int:
    """Hand the remaining arguments to the named benchmark; exit status 2 for an unknown name."""
    if arguments and arguments[0] in BENCHMARKS:
        BENCHMARKS[arguments[0]](arguments[1:])
        return 0
    print("usage: scripts/bench NAME [ARGUMENT …]\n", file=sys.stderr)
    for name, benchmark in BENCHMARKS.items():
        print(f"  {name:16} {(benchmark.__doc__ or '').splitlines()[0]}", file=sys.stderr)
    if not BENCHMARKS:
        print("  No benchmark exists yet.", file=sys.stderr)
    return 2 if arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
