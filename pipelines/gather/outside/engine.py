"""LinkChecker as the engine: does an address answer, asked by its robots' rules and gently."""

import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx

from pipelines.core.charter.links import Links
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.outside import Look, Outcome

THREADS = 8
REFUSALS = frozenset({401, 403, 405, 406, 407, 408, 418, 421, 425, 428, 429, 431, 451, 999})
"""Answers that say that we may not look, and nothing of what a reader would meet."""

_STATUS = re.compile(r"(\d{3})\b")
_ROBOTS = "robots.txt"


def answers(
    addresses: Iterable[str], limits: Links, trust: Path | None = None
) -> Mapping[str, Look]:
    """Ask each address once; what could not be asked in time is missing.

    `trust` is a file of certificate authorities instead of the system's. Raises
    HouseError when LinkChecker does not run.
    """
    plain = {str(httpx.URL(address)): address for address in addresses}
    asked = sorted(plain)
    if not asked:
        return {}
    with TemporaryDirectory() as folder:
        settings = Path(folder, "linkchecker.ini")
        settings.write_text(_settings(limits, trust, _seconds(asked, limits)), "utf-8")
        # Started as root, LinkChecker becomes nobody, and has to read its settings all the same.
        Path(folder).chmod(0o755)
        settings.chmod(0o644)
        output, errors = _run(settings, asked, _seconds(asked, limits))
    looks = dict(_read(output, set(asked)))
    if not looks:
        last = errors.strip().splitlines()[-1:] or ["?"]
        raise HouseError(_("LinkChecker does not run: {why}").format(why=last[0]))
    return {plain[address]: look for address, look in looks.items()}


def _run(settings: Path, asked: Iterable[str], seconds: int) -> tuple[str, str]:
    command = [
        # What LinkChecker says is read by us, so it speaks one language.
        *("env", "LC_ALL=C.UTF-8", "LANGUAGE=C"),
        *(sys.executable, "-m", "linkcheck", "--config", str(settings), "--stdin"),
        *("--recursion-level", "0", "--output", "csv/utf-8", "--verbose", "--no-status"),
    ]
    try:
        ran = subprocess.run(
            command,
            input="\n".join(asked).encode(),
            capture_output=True,
            check=False,
            timeout=seconds + 30,
            cwd="/",
        )
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode("utf-8", "replace"), "time"
    return ran.stdout.decode("utf-8", "replace"), ran.stderr.decode("utf-8", "replace")


def _seconds(asked: Iterable[str], limits: Links) -> int:
    """How long a run may take: every address at its slowest, the hosts side by side."""
    hosts = Counter(urlsplit(address).netloc for address in asked)
    waiting = max(hosts.values()) // limits.per_second
    slowest = -(-sum(hosts.values()) // THREADS) * limits.seconds
    return waiting + slowest + 4 * limits.seconds


def _settings(limits: Links, trust: Path | None, seconds: int) -> str:
    lines = [
        "[checking]",
        f"threads={THREADS}",
        f"timeout={limits.seconds}",
        f"maxrunseconds={seconds}",
        f"maxhttpredirects={limits.redirects}",
        f"maxrequestspersecond={limits.per_second}",
        f"maxfilesizedownload={limits.bytes}",
        f"maxfilesizeparse={limits.bytes}",
        "robotstxt=1",
        "recursionlevel=0",
        "allowedschemes=http,https",
    ]
    if trust is not None:
        lines.append(f"sslverify={trust}")
    return "\n".join([*lines, ""])


def _read(output: str, asked: set[str]) -> Iterator[tuple[str, Look]]:
    """Each line of the table on an address that we asked: what it says, in our words."""
    rows = csv.reader(
        (line for line in output.splitlines() if not line.startswith("#")), delimiter=";"
    )
    for row in rows:
        # The first eight columns are always there: name, parent, base, result, warning,
        # information, whether it is valid, and where it led.
        if len(row) > 7 and row[0] in asked:
            yield row[0], _look(row[3], row[5], row[6] == "True", row[7])


def _look(result: str, information: str, valid: bool, end: str) -> Look:
    if _ROBOTS in information:
        return Look(Outcome.REFUSED, "robots")
    status = _STATUS.match(result)
    if status is not None:
        return by_status(int(status[1]), end)
    if valid:
        return Look(Outcome.ANSWERED, end=end)
    for sign, outcome, why in _SIGNS:
        if sign in result:
            return Look(outcome, why)
    return Look(Outcome.FAILED, "connection")


_SIGNS = (
    ("CERTIFICATE_VERIFY_FAILED", Outcome.REFUSED, "certificate"),
    ("SSLError", Outcome.REFUSED, "certificate"),
    ("Timeout", Outcome.REFUSED, "time"),
    ("timed out", Outcome.REFUSED, "time"),
    ("TooManyRedirects", Outcome.FAILED, "redirects"),
    ("NameResolution", Outcome.FAILED, "name"),
)


def by_status(status: int, end: str) -> Look:
    """What an HTTP status says of an address."""
    if status in REFUSALS:
        return Look(Outcome.REFUSED, str(status), end)
    if status >= 400:
        return Look(Outcome.FAILED, str(status), end)
    return Look(Outcome.ANSWERED, end=end)
