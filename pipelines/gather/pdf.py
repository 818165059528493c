"""Text and properties of PDF files, read in a process of its own that may not grow or linger."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipelines.core.article import Trouble
from pipelines.core.messages import _
from pipelines.gather.package import Contents

SECONDS = 20
"""Time that one file may take."""
MEMORY = 1_500_000_000
"""Bytes of memory that one file may take."""
MAX_PAGES = 500
MAX_TEXT = 2_000_000
_HOUSE = Path(__file__).parents[2]
_NAMES = {
    "/Author": "author",
    "/Title": "title",
    "/Subject": "subject",
    "/Keywords": "keywords",
    "/Creator": "software",
    "/Producer": "software",
}


def read(raw: bytes) -> Contents:
    """The text of each page, and the properties; what was read before a fault stays."""
    contents = Contents()
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "pipelines.gather.pdf"],
            input=raw,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=_HOUSE,
            env={"PYTHONPATH": str(_HOUSE), "PYTHONIOENCODING": "utf-8"},
        )
        said, failed = done.stdout, done.returncode != 0
        killed = done.returncode < 0
    except subprocess.TimeoutExpired as error:
        said, failed, killed = error.stdout or b"", True, True
    for line in said.decode("utf-8", "replace").splitlines():
        try:
            _take(contents, json.loads(line))
        except ValueError:
            break  # the process ended in the middle of a line
    if failed and contents.trouble is None:
        contents.trouble = Trouble.TOO_LARGE if killed else Trouble.DAMAGED
    return contents


def _take(contents: Contents, said: dict[str, Any]) -> None:
    if "page" in said:
        contents.say(_("page {number}").format(number=said["page"]), said["text"])
    elif "name" in said:
        contents.note(said["name"], said["text"])
    else:
        contents.trouble = Trouble(said["trouble"])


def _main() -> None:
    """Print what stands in the PDF on standard input, a JSON object a line."""
    _bound()
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            _print(trouble=Trouble.ENCRYPTED)
            return
    except DependencyError:
        _print(trouble=Trouble.ENCRYPTED)
        return
    for key, value in (reader.metadata or {}).items():
        _print(name=_NAMES.get(key, "comment"), text=str(value))
    left = MAX_TEXT
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        left -= len(text)
        if number > MAX_PAGES or left < 0:
            _print(trouble=Trouble.TOO_LARGE)
            return
        _print(page=number, text=text)


def _bound() -> None:
    """No more memory and time than a form needs; only Unix can promise that."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _print(**said: object) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    _main()
