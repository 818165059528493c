"""The options that every verb understands, in one place."""

import argparse
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.reports import FORMATS
from pipelines.reports.language import LANGUAGES

HOUSE = Path(__file__).parents[2]
CACHE = HOUSE / ".cache"
"""What this machine keeps between runs; safe to delete, and no release reads it."""
SHANGHAI = timezone(timedelta(hours=8))


def common(parser: argparse.ArgumentParser, *, nested: bool = False) -> None:
    """Clock, language, charter and content.

    `nested`: for a verb's own sub-verb, where the verb's parser has set the defaults.
    """

    def default(value: Any) -> Any:
        return argparse.SUPPRESS if nested else value

    parser.add_argument(
        "--today",
        dest="now",
        type=_end_of,
        default=default(None),
        metavar="YYYY-MM-DD",
        help="judge as on this day (Asia/Shanghai)",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default=default("zh_CN"))
    for name in ("charter", "content"):
        where = default(HOUSE / name)
        parser.add_argument(f"--{name}", type=Path, default=where, metavar="DIR")


def reporting(parser: argparse.ArgumentParser) -> None:
    """How findings are printed."""
    parser.add_argument("--format", choices=FORMATS, default="text")


def forge(parser: argparse.ArgumentParser) -> None:
    """Which proposal on which Git host, and the repository that holds its commits.

    The charter is the target branch's unless one is given.
    """
    parser.add_argument("--forge", required=True, metavar="github|gitea|folder:DIR")
    parser.add_argument("--proposal", type=int, required=True, metavar="N")
    parser.add_argument("--repository", type=Path, default=Path(), metavar="DIR")
    parser.set_defaults(charter=None)


def kept(parser: argparse.ArgumentParser) -> None:
    """Where what was read of main's history is kept; safe to delete."""
    where = HOUSE / ".cache" / "history.jsonl"
    parser.add_argument("--kept", type=Path, default=where, metavar="FILE")


def read(parsed: argparse.Namespace) -> Path:
    """Where what was read of articles and attachments is kept, in the language it was read in."""
    return CACHE / "read" / str(parsed.lang)


def below(content: Path, path: Path) -> Path:
    """A path relative to the content folder. Raises HouseError where it does not stand in it."""
    if not path.exists():
        raise HouseError(_("no such file: {path}").format(path=path))
    try:
        return path.resolve().relative_to(content.resolve())
    except ValueError:
        raise HouseError(
            _("{path} is not below the content folder {folder}").format(path=path, folder=content)
        ) from None


def now() -> datetime:
    """The minute it is in Asia/Shanghai, without a zone: the one place that reads the clock."""
    return datetime.now(SHANGHAI).replace(tzinfo=None, second=0, microsecond=0)


def moment(text: str) -> datetime:
    """A minute as people write it on the command line."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - Asia/Shanghai, as all times are
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM-DD HH:MM") from None


def _end_of(day: str) -> datetime:
    """The last minute of a day: what is dated that day is public on it."""
    try:
        return datetime.combine(date.fromisoformat(day), time(23, 59))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{day}: YYYY-MM-DD") from None
