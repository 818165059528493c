"""`channel`: accept a self-built channel on its three points."""

import argparse
from pathlib import Path

from pipelines.acceptance import accept, examine, find
from pipelines.core.charter import load
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.gather.files import read_case
from pipelines.release.folder import write
from pipelines.reports import official
from pipelines.reports.acceptance import page, sheet
from scripts.verbs import options


def arguments(parser: argparse.ArgumentParser) -> None:
    """`channel accept ID`: which one, and the document that accepts it."""
    parser.add_argument("what", choices=["accept"])
    parser.add_argument("id", metavar="ID", help="the file in charter/registers/channels/")
    parser.add_argument("--live", metavar="URL", help="where it can be seen before it opens")
    parser.add_argument("--output", type=Path, metavar="DIR", help="write the sheet here")
    parser.add_argument("--number", metavar="NUMBER", help="the accepting document's number")
    parser.add_argument("--apply", action="store_true", help="enter it in the register")


def run(parsed: argparse.Namespace) -> int:
    """Print what was looked at, write the sheet; 1 when something is not in order."""
    case = read_case(parsed.content, load(parsed.charter), parsed.now, options.read(parsed))
    _filed, channel = find(case, parsed.id)
    found = examine(case, parsed.id, parsed.live)
    for one in found:
        print(f"{'✓' if one.passed else '✗'} {one.point.value}　{one.what}　{one.seen}".rstrip())
    if parsed.output:
        document = sheet(case.charter.portal.name, channel, found, case.today)
        name = f"acceptance-{parsed.id}"
        write(parsed.output / f"{name}.docx", official.render(document, parsed.now))
        write(parsed.output / f"{name}.html", page(document).encode())
    passed = all(one.passed for one in found)
    if parsed.apply and passed:
        if not parsed.number:
            raise HouseError(_("an acceptance has a document number: --number"))
        print(accept(case, parsed.id, parsed.number, parsed.charter))
    return int(not passed)
