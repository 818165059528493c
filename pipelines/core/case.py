"""All that a rule may know: charter, articles, proposal, and the moment of judgement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from pipelines.core.article import Article, Attachment
from pipelines.core.charter import Charter
from pipelines.core.desks.letters import Letter
from pipelines.core.entry import Entry
from pipelines.core.outside import Watch
from pipelines.core.proposal import Proposal


@dataclass(frozen=True)
class Case:
    """What is judged, and what it is judged by.

    `articles` are judged; `archive` are all articles as they will stand, judged
    or not; `files` are the other files below the content folder, by path.
    `former` are the articles that a proposal changes, as they stand before it.
    `found` says which rules found something in an article, for chains that ask.
    `owners` are the CODEOWNERS files' texts by path, None where nobody looked;
    `members` the accounts that may write, by host.
    `register` is the publication register, where history was read.
    `outside` are addresses on other sites with what is remembered of them.
    `letters` are the letters desk's, None where nobody looked.
    `now` is Asia/Shanghai time without a zone.
    """

    charter: Charter
    now: datetime
    articles: tuple[Article, ...] = ()
    archive: tuple[Article, ...] = ()
    files: Mapping[str, Attachment] = field(default_factory=dict)
    proposal: Proposal | None = None
    former: tuple[Article, ...] = ()
    found: Mapping[str, frozenset[str]] = field(default_factory=dict)
    owners: Mapping[str, str] | None = None
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    register: tuple[Entry, ...] = ()
    outside: Mapping[str, Watch] = field(default_factory=dict)
    letters: tuple[Letter, ...] | None = None

    @property
    def today(self) -> date:
        """The day of judgement."""
        return self.now.date()

    @cached_property
    def by_path(self) -> Mapping[str, Article]:
        """Every article by its path below the content folder."""
        return {article.path: article for article in self.archive}
