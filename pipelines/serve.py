"""Shows the portal on this machine and builds it again at every change."""

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath

from watchfiles import watch

from pipelines import handbook, preview
from pipelines.core.article import ROOT, Article
from pipelines.core.below import Standing, standing
from pipelines.core.charter import load
from pipelines.core.charter.load import read_files
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding
from pipelines.core.messages import _
from pipelines.core.rule import judge
from pipelines.gather.files import read_case
from pipelines.release import search, warm
from pipelines.release.build import HOUSE, Order, Run, build
from pipelines.reports.text import render
from pipelines.rules import TREE
from pipelines.web import listening

SEARCH = "search"
"""Where the search index is kept in the cache."""
LOOK = 200
"""Milliseconds without a change after which we look around ourselves."""
REST = 5
"""So many looks without a change, and what was built is judged: who saves again sees that first."""
QUIET = 300
"""So many looks without a change, and the search index follows: making it takes long."""


@dataclass(frozen=True)
class Show:
    """What is shown, and the clock by which it is public."""

    charter: Path
    content: Path
    cache: Path
    clock: Callable[[], datetime]

    @property
    def output(self) -> Path:
        """Where the pages are."""
        return self.cache / "output"


@dataclass
class Verdict:
    """What the rules say of what is shown; an article that did not change is judged once."""

    show: Show
    basis: object = None
    articles: Sequence[Article] = ()
    findings: Sequence[Finding] = ()

    def again(self) -> Sequence[Finding]:
        """What is found now.

        Of articles that did not change it is what was found when they last did, as
        long as charter, day and attachments are the same.
        """
        show = self.show
        files = read_files(show.charter)
        charter = load(files, show.cache / "lexicons")
        case = read_case(show.content, charter, show.clock(), show.cache)
        basis = (files, case.today, case.files)
        judged: Sequence[Article] = case.articles
        kept: Sequence[Finding] = ()
        if basis == self.basis:
            # Whoever reads unchanged files again gets the same articles.
            known = set(map(id, self.articles))
            judged = [one for one in case.articles if id(one) not in known]
            same = {f"{ROOT}/{one.path}" for one in case.articles if id(one) in known}
            kept = [one for one in self.findings if one.place.path in same]
        found = judge(replace(case, articles=tuple(judged)), TREE)
        self.basis, self.articles = basis, case.articles
        self.findings = sorted((*kept, *found), key=lambda finding: finding.order)
        return self.findings


@dataclass
class Later:
    """What may follow a build, done beside the next one: the verdict, the search index.

    Of what is asked for while something is being done, only the last is done.
    """

    show: Show
    verdict: Verdict = field(init=False)
    _thread: ThreadPoolExecutor = field(default_factory=partial(ThreadPoolExecutor, 1))
    _asked: Future[None] | None = None

    def __post_init__(self) -> None:
        self.verdict = Verdict(self.show)

    def __enter__(self) -> None:
        """Nothing is asked for yet."""

    def __exit__(self, *_why: object) -> None:
        """Whoever stops does not wait."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def ask(self, work: Callable[[], None]) -> None:
        """Have this done next. Raises what was raised last."""
        if self._asked is not None and not self._asked.cancel() and self._asked.done():
            self._asked.result()
        self._asked = self._thread.submit(work)

    def judge(self) -> None:
        """Print what the rules say now."""
        _tell(_("checking …"))
        try:
            print(render(self.verdict.again()), flush=True)
        except HouseError as error:
            _tell(str(error))

    def index(self) -> None:
        """Make the search index."""
        try:
            search.made(self.show.output, self.show.cache / SEARCH)
        except (HouseError, FileNotFoundError) as error:
            # A build took a page away meanwhile; the next quiet comes.
            _tell(str(error))


def once(show: Show, run: Run) -> Sequence[Finding]:
    """Build, then check: the page is there before the verdict on it."""
    _build(show, run)
    findings = Verdict(show).again()
    search.index(show.output, show.cache / SEARCH)
    return findings


def serve(show: Show, port: int, stop: threading.Event | None = None) -> None:
    """Show the portal until somebody stops it; prints the address and what was found.

    Raises HouseError when it cannot be built at first or no port is free.
    """
    with warm.pelican() as run:
        begun = _standing(show)
        _build(show, run)
        later = Later(show)
        findings = later.verdict.again()
        search.made(show.output, show.cache / SEARCH)
        with _server(show, port) as address, later:
            print(render(findings))
            print(_("the portal is at {address} (stop with Ctrl+C)").format(address=address))
            print(
                _("copies for WeChat are at {address}").format(address=address + preview.ROOT[1:])
            )
            sys.stdout.flush()
            quiet, built = QUIET, False
            for number, changes in enumerate(
                watch(
                    *_sources(show),
                    step=10,
                    rust_timeout=LOOK,
                    yield_on_timeout=True,
                    stop_event=stop,
                )
            ):
                # What was saved between the first build and the first watch, nobody saw.
                missed = number == 0 and _standing(show) != begun
                quiet = 0 if changes or missed else quiet + 1
                try:
                    if quiet == 0:
                        built = False
                        _build(show, run)
                        built = True
                    elif quiet == REST and built:
                        later.ask(later.judge)
                    elif quiet == QUIET:
                        later.ask(later.index)
                except HouseError as error:
                    # The writer is in the middle of something; the last good pages stay.
                    _tell(str(error))


def _build(show: Show, run: Run) -> None:
    _tell(_("building …"))
    built = build(Order(show.charter, show.content, show.output, show.cache, show.clock()), run)
    said = _("{articles} articles, {files} files")
    _tell(said.format(articles=len(built.articles), files=len(built.outputs)))


def _searched(show: Show, path: str) -> bytes | None:
    """A file of the search index as it was last made: builds take it out of their output."""
    plain = PurePosixPath(path.partition("?")[0].lstrip("/"))
    if not plain.is_relative_to(search.FOLDER) or ".." in plain.parts:
        return None
    for made in (show.cache / SEARCH).glob("*"):
        file = made / plain.relative_to(search.FOLDER)
        if file.is_file():
            return file.read_bytes()
    return None


def _sources(show: Show) -> list[Path]:
    return [show.content, show.charter, HOUSE / "themes"]


def _standing(show: Show) -> list[dict[str, Standing]]:
    """How each file of the sources stands."""
    return [standing(source) for source in _sources(show)]


@contextmanager
def _server(show: Show, port: int) -> Iterator[str]:
    """A web server on this machine alone, at the first free port."""

    def page(path: str) -> bytes | None:
        """What no build has: handbooks, copies for WeChat, and the search index."""
        own = handbook.page(path) or preview.page(path, show.content, show.charter)
        return own or _searched(show, path)

    server = listening(show.output, port, page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
