"""The portal as its pages see it: public articles as plain values, in every order pages need."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.visibility import Visibility, visibility
from plugins import known, stories
from plugins.pages import Late, Step, Trail, digest
from plugins.pictures import Pictures
from plugins.stories import Receipts, Story
from plugins.theme import Theme

_NO_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Site:
    """Everything public on one day, and why the rest is not; the folders it was read from.

    `cache` keeps what is dear to make, made by the code that `salt` names; `receipts`
    says who reviewed an article.
    """

    case: Case
    content: Path
    theme: Path
    cache: Path
    receipts: Receipts = field(default_factory=dict)
    salt: str = ""

    @property
    def charter(self) -> Charter:
        """The charter in force."""
        return self.case.charter

    @property
    def base(self) -> str:
        """The portal's own address, with which every absolute link begins."""
        return f"https://{self.charter.portal.domain}/"

    @cached_property
    def look(self) -> Theme:
        """Style sheet, scripts and signs."""
        return Theme(self.theme, self.charter.portal.design, self.cache / "signs")

    @cached_property
    def pictures(self) -> Pictures:
        """The pictures that pages ask for."""
        return Pictures(self.content, self.cache / "pictures", self.case.files)

    @cached_property
    def visible(self) -> Mapping[str, Visibility]:
        """Each article's visibility, by path."""
        now = self.case.now
        return {article.path: visibility(article, now) for article in self.case.archive}

    @cached_property
    def public(self) -> Sequence[Article]:
        """All public articles as they were read, newest first."""
        public = [one for one in self.case.archive if self.visible[one.path] is Visibility.PUBLIC]
        # By one after the other: each is nearly in order, and strings are compared at once.
        public.sort(key=attrgetter("path"), reverse=True)
        public.sort(key=attrgetter("outline.date"), reverse=True)
        return public

    @cached_property
    def _desk(self) -> stories.Desk:
        charter = self.charter
        return stories.Desk(
            *(charter.units, charter.people, charter.columns),
            (charter.portal.domain, *charter.portal.trusted_domains),
            *(self.case.files, self.pictures.shown, self.receipts),
        )

    @cached_property
    def stories(self) -> Sequence[Story]:
        """All public articles, newest first."""
        kept = known.kept(self.charter, self.cache, self.salt)
        return known.stories(self.public, self._desk, kept)

    def body(self, story: Story) -> Late:
        """The body of a public article, made only where it is shown."""
        return stories.late_body(self.case.by_path[story.path], story, self._desk)

    def bodies(self, shown: Iterable[Story]) -> Sequence[str]:
        """Names the bodies of public articles; none of them is made."""
        return stories.bodies(shown, self._desk)

    @cached_property
    def regulated(self) -> str:
        """Names what the charter says."""
        return digest(self.charter.model_dump_json())

    @cached_property
    def listed(self) -> str:
        """Names all that lists are made of: the charter, and all of every story but its body."""
        return digest(self.regulated, self.stories)

    def history(self, asked: Iterable[Story]) -> Mapping[str, str]:
        """By path, what names the charter, a story, and all that are older, but for bodies."""
        paths, found = {one.path for one in asked}, {}
        told = blake2b(self.regulated.encode(), digest_size=16)
        for one in reversed(self.stories):
            told.update(one.digest.encode())
            if one.path in paths:
                found[one.path] = told.copy().hexdigest()
        return found

    @cached_property
    def by_path(self) -> Mapping[str, Story]:
        """Public articles by their path below the content folder."""
        return {story.path: story for story in self.stories}

    @cached_property
    def by_column(self) -> Mapping[str, Sequence[Story]]:
        """Public articles by their column, newest first; parents hold their children's."""
        above = {
            column: self._columns_of(column) for column in {one.column for one in self.stories}
        }
        return _grouped((above[story.column], story) for story in self.stories)

    @cached_property
    def by_unit(self) -> Mapping[str, Sequence[Story]]:
        """Public articles by submitting unit, newest first; a district holds its unions'."""
        above = {unit: [*self.charter.lineage(unit)] for unit in {one.unit for one in self.stories}}
        return _grouped((above[story.unit], story) for story in self.stories)

    @cached_property
    def by_topic(self) -> Mapping[str, Sequence[Story]]:
        """Public articles by keyword, newest first; topics in the order of their size."""
        found = _grouped((story.keywords, story) for story in self.stories)
        return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))

    @cached_property
    def by_month(self) -> Mapping[str, Sequence[Story]]:
        """Public articles by month (2026-11), newest first."""
        return _grouped(([story.date[:7]], story) for story in self.stories)

    def kind(self, kind: ColumnKind) -> Sequence[str]:
        """The top columns of a kind, in the charter's order."""
        return [
            id_ for id_ in self.charter.children(None) if self.charter.columns[id_].kind is kind
        ]

    def withheld(self, *why: Visibility) -> list[Article]:
        """Articles that are not public for one of these reasons."""
        return [one for one in self.case.archive if self.visible[one.path] in why]

    @cached_property
    def chrome(self) -> Mapping[str, Any]:
        """What stands around every page: names, navigation, footer. No date: pages would age."""
        charter = self.charter
        entries = [self.column_entry(id_) for id_ in charter.children(None)]
        return {
            "portal": charter.portal.model_dump(
                mode="json", exclude={"baseline", "budget", "releases_kept", "records"}
            ),
            "base": self.base,
            "navigation": [one for one in entries if not one["outside"]],
            "platforms": [one for one in entries if one["outside"]],
            "letters": next(iter(self.kind(ColumnKind.LETTERS)), None),
            "version": self.look.version,
            "logo": self.look.logo,
        }

    def column_entry(self, id_: str) -> Mapping[str, Any]:
        """A column as menus show it."""
        column = self.charter.columns[id_]
        return {
            "id": id_,
            "name": column.name,
            "kind": column.kind.value,
            "description": column.description,
            "url": column.link or f"{id_}/index.html",
            "outside": column.link is not None,
            "children": [self.column_entry(child) for child in self.charter.children(id_)],
        }

    def unit_entry(self, id_: str) -> Mapping[str, Any]:
        """A unit as lists show it."""
        unit = self.charter.units[id_]
        return {
            "id": id_,
            "name": unit.name,
            "kind": unit.kind.value,
            "duties": unit.duties,
            "phone": unit.phone,
            "url": f"units/{id_}/index.html",
            "count": len(self.by_unit.get(id_, ())),
        }

    def trail(self, column: str) -> Trail:
        """The way to a column."""
        return tuple(
            Step(self.charter.columns[id_].name, f"{id_}/index.html")
            for id_ in reversed(self._columns_of(column))
        )

    def _columns_of(self, column: str) -> list[str]:
        """A column and those it stands in, the nearest first."""
        found = [column]
        while parent := self.charter.parent_column(found[-1]):
            found.append(parent)
        return found


@cache
def topic_folder(topic: str) -> str:
    """The folder of a topic's page: the word itself, without what no file name may hold."""
    return f"topics/{_NO_WORD.sub('-', topic).strip('-') or 'other'}/"


@cache
def topic_entry(topic: str, count: int = 0) -> Mapping[str, Any]:
    """A topic as lists show it."""
    return {"name": topic, "url": quote(f"{topic_folder(topic)}index.html"), "count": count}


def _grouped(pairs: Iterable[tuple[Iterable[str], Story]]) -> dict[str, list[Story]]:
    found: dict[str, list[Story]] = defaultdict(list)
    for keys, story in pairs:
        for key in keys:
            found[key].append(story)
    return dict(found)
