"""Builds the portal as it would stand with a proposal, and looks at the links it would have."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event

from pipelines.core.article import ROOT
from pipelines.core.case import Case
from pipelines.core.charter.load import ROOT as CHARTER
from pipelines.core.findings import Finding
from pipelines.gather.git import Repository
from pipelines.release.build import Built, Order, Run, build
from pipelines.release.folder import lock
from pipelines.release.laid import lay_out


@dataclass(frozen=True)
class Rehearsal:
    """A folder of this machine's own in which one proposal after the other is built.

    What one leaves is where the next begins; no release ever reads it. The charter
    is the target's, as in all that is judged, and nothing of a proposal is run:
    its articles and files are data here as everywhere.
    """

    folder: Path
    run: Run

    @contextmanager
    def building(
        self, repository: Repository, head: str, base: str, now: datetime
    ) -> Iterator[Future[Built]]:
        """The portal with a proposal's commit `head` to `base`, by the charter of that commit.

        It is built meanwhile, and stands until the block ends; the outcome raises
        HouseError when the build fails. Raises HouseError when Git cannot answer.
        """
        with lock(self.folder / "lock"), ThreadPoolExecutor(1) as beside:
            charter = lay_out(repository, base, CHARTER, self.folder)
            content = lay_out(repository, head, ROOT, self.folder)
            order = Order(charter, content, self.folder / "output", self.folder / "cache", now)
            looked = Event()
            coming = beside.submit(build, order, self.run, looked.set)
            coming.add_done_callback(lambda _done: looked.set())
            # Pelican waits for this look: who judged beside it would keep both waiting.
            looked.wait()
            yield coming

    def links(self, coming: Future[Built], case: Case, said: Iterable[Finding]) -> list[Finding]:
        """What is wrong with links on the pages that a proposal changes, and with links to them.

        Raises HouseError when the build fails.
        """
        # Loaded while the portal is being built.
        from pipelines.release.links import check_inside, recalled

        pages = {article.url for article in (*case.articles, *case.former)}
        cache = self.folder / "cache" / "links"
        known = recalled(cache, case.charter.portal.domain)
        built = coming.result()
        there = built.files
        return check_inside(
            built, case, cache=cache, known=known, said=said, about=pages, present=there
        )
