"""The portal as its pages see it: public articles as plain values, in every order pages need."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.visibility import Visibility, visibility

Story = Mapping[str, Any]
"""An article as templates see it; every value is text, a number, a list or a mapping."""

_MARKDOWN_LINK = re.compile(r'(href=")([^":#?]+)\.md((?:#[^"]*)?")')


@dataclass(frozen=True)
class Site:
    """Everything public on one day, and why the rest is not; the folders it was read from."""

    case: Case
    content: Path
    theme: Path

    @property
    def charter(self) -> Charter:
        """The charter in force."""
        return self.case.charter

    @cached_property
    def visible(self) -> Mapping[str, Visibility]:
        """Each article's visibility, by path."""
        now = self.case.now
        return {article.path: visibility(article, now) for article in self.case.archive}

    @cached_property
    def public(self) -> Sequence[Article]:
        """All public articles as they were read, newest first."""
        public = [one for one in self.case.archive if self.visible[one.path] is Visibility.PUBLIC]
        return sorted(public, key=lambda one: (one.front.date, one.path), reverse=True)

    @cached_property
    def stories(self) -> Sequence[Story]:
        """All public articles, newest first."""
        return [self._story(article) for article in self.public]

    @cached_property
    def by_column(self) -> Mapping[str, Sequence[Story]]:
        """Public articles by their column, newest first; parents hold their children's."""
        found: dict[str, list[Story]] = defaultdict(list)
        for story in self.stories:
            column: str | None = story["column"]
            while column:
                found[column].append(story)
                column = self.charter.parent_column(column)
        return found

    @cached_property
    def by_unit(self) -> Mapping[str, Sequence[Story]]:
        """Public articles by submitting unit, newest first; a district holds its unions'."""
        found: dict[str, list[Story]] = defaultdict(list)
        for story in self.stories:
            for unit in self.charter.lineage(story["unit"]):
                found[unit].append(story)
        return found

    def withheld(self, *why: Visibility) -> list[Article]:
        """Articles that are not public for one of these reasons."""
        return [one for one in self.case.archive if self.visible[one.path] in why]

    @cached_property
    def chrome(self) -> Mapping[str, Any]:
        """What stands around every page: names, navigation, footer. No date: pages would age."""
        charter = self.charter
        return {
            "portal": charter.portal.model_dump(mode="json"),
            "navigation": [self.column_entry(id_) for id_ in charter.children(None)],
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

    def trail(self, column: str) -> list[Mapping[str, str]]:
        """The way to a column from the top (您的位置)."""
        steps: list[Mapping[str, str]] = []
        current: str | None = column
        while current:
            name = self.charter.columns[current].name
            steps.insert(0, {"name": name, "url": f"{current}/index.html"})
            current = self.charter.parent_column(current)
        return steps

    def _story(self, article: Article) -> Story:
        front = article.front
        unit = self.charter.units.get(front.unit or "")
        assert front.date is not None  # noqa: S101 - an article without a date is never public
        return {
            "path": article.path,
            "url": article.url,
            "title": front.title or article.slug,
            "date": front.date.strftime("%Y-%m-%d %H:%M"),
            "summary": front.summary,
            "keywords": list(front.keywords),
            "column": article.column,
            "column_name": self.charter.columns[article.column].name,
            "unit": front.unit or "",
            "unit_name": unit.name if unit else "",
            "correspondent": self._name(front.correspondent),
            "source": front.source.model_dump(mode="json") if front.source else None,
            "image": front.image.model_dump(mode="json") if front.image else None,
            "folder": f"{article.column}/",
            "attachments": [one.model_dump(mode="json") for one in front.attachments],
            "front": front.model_dump(mode="json", exclude_defaults=True, exclude={"waive"}),
            "html": _MARKDOWN_LINK.sub(r"\1\2.html\3", article.html),
            "digest": article.digest,
        }

    def _name(self, person: str | None) -> str:
        known = self.charter.people.get(person or "")
        return known.name if known else ""
