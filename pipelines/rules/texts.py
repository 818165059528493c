"""All text that a case brings before the public: articles, file names, what is inside files."""

import posixpath
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipelines.core.article import Passage
from pipelines.core.case import Case
from pipelines.core.findings import Place
from pipelines.core.messages import _, later
from pipelines.rules.files import judged

PROPERTIES = {
    "author": later("author"),
    "editor": later("last editor"),
    "company": later("company"),
    "title": later("title"),
    "subject": later("subject"),
    "keywords": later("keywords"),
    "comment": later("comment"),
    "software": later("software"),
    "gps": later("place where it was taken"),
}
"""The properties of files by the name that the reader of files gives them."""


class Readable(NamedTuple):
    """A text, the column it will stand in, and where a finding about an offset of it stands.

    `where` names file and page where the place is only the line that names the file.
    """

    text: str
    column: str
    place: Callable[[int], Place]
    where: str = ""

    def say(self, message: str) -> str:
        """The message, with file and page before it where the place does not tell them."""
        if not self.where:
            return message
        return _("{where}: {message}").format(where=self.where, message=message)


def readable(case: Case) -> Iterator[Readable]:
    """Every text of the judged articles and files, each once."""
    for article in case.articles:
        yield Readable(article.text, article.column, article.at_offset)
        yield Readable(article.slug, article.column, _always(article.at()), _("file name"))
    for file, place in judged(case):
        name = posixpath.basename(file.path)
        column = posixpath.dirname(file.path)
        yield Readable(name, column, _always(place), _("file name"))
        for passage in file.opened.texts:
            yield Readable(passage.text, column, _always(place), _inside(name, passage.where))
        for passage in file.opened.metadata:
            where = _inside(name, property_name(passage))
            yield Readable(passage.text, column, _always(place), where)


def property_name(passage: Passage) -> str:
    """What a property of a file is called."""
    known = PROPERTIES.get(passage.where)
    return _(known) if known else passage.where


def _inside(name: str, where: str) -> str:
    return _("{file}, {page}").format(file=name, page=where) if where else name


def _always(place: Place) -> Callable[[int], Place]:
    return lambda _offset: place
