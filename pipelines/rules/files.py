"""Files beside articles: there, of an allowed type, what their names say, and open."""

import posixpath
from collections.abc import Iterator

from pipelines.core.article import ROOT, Article, Attachment, Trouble
from pipelines.core.case import Case
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _, later
from pipelines.core.rule import rule
from pipelines.rules.fields import legible
from pipelines.rules.links import resolve

PICTURES = {
    "jpg": frozenset({"jpg"}),
    "jpeg": frozenset({"jpg"}),
    "png": frozenset({"png"}),
    "gif": frozenset({"gif"}),
    "webp": frozenset({"webp"}),
}
"""Endings of pictures, with what the bytes behind them may say they are."""
DOCUMENTS = {
    "pdf": frozenset({"pdf"}),
    "docx": frozenset({"docx"}),
    "xlsx": frozenset({"xlsx"}),
    "pptx": frozenset({"pptx"}),
    "zip": frozenset({"zip"}),
    "csv": frozenset({"txt"}),
    "txt": frozenset({"txt"}),
}
TYPES = PICTURES | DOCUMENTS
"""Each file ending that is allowed, with what the bytes behind it may say they are."""

_INSTEAD = {
    "doc": "docx",
    "xls": "xlsx",
    "ppt": "pptx",
    "wps": "docx",
    "et": "xlsx",
    "dps": "pptx",
    "docm": "docx",
    "xlsm": "xlsx",
    "pptm": "pptx",
    "rar": "zip",
    "7z": "zip",
    "bmp": "png",
    "tif": "png",
    "tiff": "png",
    "heic": "jpg",
    "svg": "png",
}
"""What to save a refused type as."""
_TROUBLES = {
    Trouble.DAMAGED: later("{file} does not open: it is damaged or cut off"),
    Trouble.ENCRYPTED: later("{file} opens only with a password"),
    Trouble.TOO_LARGE: later("{file} unpacks to more than can be checked"),
}


@rule("FIL101", clauses=["CZ-05g", "EN-24"], alone=True)
def files_are_there(case: Case) -> Iterator[Problem]:
    """A file that an article shows or offers stands beside it, in the same folder.

    Bad:  attachments: [{file: form.docx, title: 申请表}] without that file
    Good: the same with content/guide/form.docx beside the article
    """
    for article in legible(case):
        for path, place in _shown(article):
            if path not in case.files:
                yield Problem(
                    place,
                    _("there is no file {path}").format(path=f"{ROOT}/{path}"),
                    _("put the file beside the article, and write its whole name, ending included"),
                )
            elif not path.startswith(f"{article.column}/"):
                yield Problem(
                    place,
                    _("{path} stands in another folder").format(path=f"{ROOT}/{path}"),
                    _("put the file beside the article"),
                )


@rule("FIL102", clauses=["JZ-04a", "SC-10", "EN-21"], waivable=False, alone=True)
def files_of_allowed_types(case: Case) -> Iterator[Problem]:
    """A file is of a type that every reader can open and that runs nothing.

    Bad:  form.doc, setup.exe, logo.svg
    Good: form.docx, form.pdf, logo.png
    """
    for file, place in judged(case):
        suffix = ending(file.path)
        if suffix in TYPES:
            continue
        instead = _INSTEAD.get(suffix)
        yield Problem(
            place,
            _("{file}: files of this type are not allowed").format(
                file=posixpath.basename(file.path)
            ),
            _("save it as .{ending}").format(ending=instead)
            if instead
            else _("use one of: {endings}").format(endings=", ".join(TYPES)),
        )


@rule("FIL103", clauses=["EN-21", "YZ-09a"], waivable=False, alone=True)
def files_are_what_they_say(case: Case) -> Iterator[Problem]:
    """A file's bytes are of the type that its name says.

    Bad:  form.docx that is a program, or a document with macros
    Good: form.docx saved by a word processor
    """
    for file, place in judged(case):
        kinds = TYPES.get(ending(file.path))
        if kinds is not None and file.opened.trouble is None and file.opened.kind not in kinds:
            name = posixpath.basename(file.path)
            yield Problem(
                place,
                _("{file} is no {ending} file, but {kind}").format(
                    file=name, ending=ending(name), kind=file.opened.kind or _("something unknown")
                ),
                _("open it in the program it was made with and save it as {ending} again").format(
                    ending=ending(name)
                ),
            )


@rule("FIL104", clauses=["CZ-05g", "EN-24", "JZ-04a"], waivable=False, alone=True)
def files_open(case: Case) -> Iterator[Problem]:
    """A file opens for everybody: not damaged, not encrypted, not larger than can be checked.

    Bad:  a PDF that asks for a password, a zip that unpacks to gigabytes
    Good: the same PDF saved without a password
    """
    limit = case.charter.portal.budget.attachment_bytes
    for file, place in judged(case):
        name = posixpath.basename(file.path)
        if file.opened.trouble is not None:
            yield Problem(
                place,
                _(_TROUBLES[file.opened.trouble]).format(file=name),
                _("open it, save it anew without a password, and replace the file"),
            )
        elif file.size > limit and ending(name) not in PICTURES:
            yield Problem(
                place,
                _("{file} has {size} MB, {limit} MB are allowed").format(
                    file=name, size=file.size // 1_000_000, limit=limit // 1_000_000
                ),
                _("shrink the pictures in it, or split it"),
            )
        elif file.size == 0:
            yield Problem(place, _("{file} is empty").format(file=name))


@rule("FIL105", clauses=["JZ-04a"], weight=Weight.NOTES)
def files_belong_to_articles(case: Case) -> Iterator[Problem]:
    """A file that no article shows or offers does not stay in the content folder.

    Bad:  content/guide/form-old.docx that no article names
    Good: content/guide/form.docx in some article's attachments
    """
    loose = _loose(case)
    if not loose:
        return
    named = {path for article in case.archive for path in offered(article)}
    for path in loose:
        if path not in named:
            yield Problem(
                Place(f"{ROOT}/{path}"),
                _("no article names this file"),
                _("name it in the attachments of an article, or remove it"),
            )


def offered(article: Article) -> Iterator[str]:
    """The files that an article shows, offers or links to, without asking where."""
    front = article.front
    if front.image is not None:
        yield resolve(article, front.image.file)
    for attachment in front.attachments:
        yield resolve(article, attachment.file)
    for target in article.targets:
        yield resolve(article, target)


def _named(article: Article) -> Iterator[tuple[str, Place]]:
    """The files that an article shows, offers or links to, and where it says so."""
    yield from _shown(article)
    for link in article.content.links:
        if ending(link.target) in TYPES and ":" not in link.target and "//" not in link.target:
            yield resolve(article, link.target), article.at_offset(link.start)


def _shown(article: Article) -> Iterator[tuple[str, Place]]:
    """The files that an article needs beside it, and where it says so."""
    image = article.front.image
    if image is not None:
        yield resolve(article, image.file), article.at("image", "file")
    for number, attachment in enumerate(article.front.attachments):
        yield resolve(article, attachment.file), article.at("attachments", number, "file")
    for picture in article.content.pictures:
        if ":" not in picture.target and "//" not in picture.target:
            yield resolve(article, picture.target), article.at_offset(picture.start)


def judged(case: Case) -> Iterator[tuple[Attachment, Place]]:
    """Each file of the judged articles once, where it is named, then the loose ones."""
    seen: set[str] = set()
    places = [(path, place) for article in legible(case) for path, place in _named(article)]
    places += [(path, Place(f"{ROOT}/{path}")) for path in _loose(case)]
    for path, place in places:
        if path in case.files and path not in seen:
            seen.add(path)
            yield case.files[path], place


def _loose(case: Case) -> list[str]:
    """The files that are judged with or without an article that names them.

    Of a proposal those that it brings; else those in folders where every
    article is judged.
    """
    if case.proposal is not None:
        brought = {change.path.removeprefix(f"{ROOT}/") for change in case.proposal.changes}
        return [path for path in case.files if path in brought]
    judged = {article.path for article in case.articles}
    others = {article.column for article in case.archive if article.path not in judged}
    return [path for path in case.files if posixpath.dirname(path) not in others]


def ending(path: str) -> str:
    """A file's ending without the dot, small."""
    return posixpath.splitext(path)[1].removeprefix(".").lower()
