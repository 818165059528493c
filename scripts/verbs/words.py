"""`words`: try a word against the whole archive before it becomes an entry."""

import argparse
import json
from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.charter import load
from pipelines.core.charter.lexicons import FOLDER
from pipelines.core.charter.load import read_files
from pipelines.core.findings import Finding, Weight
from pipelines.core.messages import _
from pipelines.gather.files import read_case
from pipelines.reports import FORMATS
from pipelines.rules.lexicons import lexicons_without_contradiction
from pipelines.rules.words import Found, every_hit
from scripts.verbs import options

_TRIED = f"{FOLDER}~tried.yml"
"""The lexicon that the tried words would be; it sorts after every other."""
_AROUND = 12
"""Characters of context on either side of a hit."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The one thing to do with words, and the words."""
    options.reporting(parser)
    parser.add_argument("what", choices=["try"], help="show what new words would hit")
    parser.add_argument("words", nargs="+", metavar="WORD")


def run(parsed: argparse.Namespace) -> int:
    """Print where the words stand in the archive and what speaks against them as entries."""
    lexicon = {
        "name": _("tried"),
        "category": "usage",
        "severity": "notes",
        "disguised": "true",
        "entries": {word: {} for word in parsed.words},
    }
    files = {**read_files(parsed.charter), _TRIED: json.dumps(lexicon).encode()}
    charter = load(files)
    case = read_case(parsed.content, charter, parsed.now, options.read(parsed))
    findings = [*_doubts(case), *_hits(case)]
    print(FORMATS[parsed.format](findings))
    return 0


def _doubts(case: Case) -> Iterator[Finding]:
    """What the dictionary lint says of the tried words."""
    for finding in lexicons_without_contradiction(case):
        if finding.place.path.endswith(_TRIED):
            yield finding


def _hits(case: Case) -> Iterator[Finding]:
    mine = [path.endswith(_TRIED) for path in case.charter.lexicons.paths]
    for found in every_hit(case):
        if mine[found.term.lexicon]:
            yield Finding("WRD", "words-try", Weight.NOTES, found.place, _said(found))


def _said(found: Found) -> str:
    """The hit with what stands around it, on one line."""
    text, (start, end, *_rest) = found.readable.text, found.hit
    around = text[max(0, start - _AROUND) : end + _AROUND]
    return found.readable.say(
        _("“{word}” would be found: …{around}…").format(
            word=found.term.word, around=" ".join(around.split())
        )
    )
