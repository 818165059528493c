"""Faulty references as findings, each at the line of Markdown where it can be mended."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.links import Made, leads, made
from pipelines.core.messages import _, later
from pipelines.core.moved import redirects
from pipelines.core.targets import Target, relative
from pipelines.core.visibility import Visibility
from pipelines.release.links.check import Fault, Wrong
from pipelines.release.links.extract import Way
from pipelines.release.links.facts import Facts, Reference

OUTPUT = "output"
"""The folder of a build, as findings name what no article wrote."""


EDITION = "zh-hant/"
"""Where the traditional edition repeats every page, its faults included."""


class _Law(NamedTuple):
    rule: str
    name: str
    weight: Weight
    clauses: tuple[str, ...]


_DEAD = _Law("LNK201", "inside-links-lead-somewhere", Weight.BLOCKS, ("CZ-10g", "EN-24"))
_EMPTY = _Law("LNK202", "no-empty-links", Weight.BLOCKS, ("CZ-10g", "EN-24"))
_MOVED = _Law("LNK203", "links-go-straight", Weight.NOTES, ("EN-24",))
_ALONE = _Law("LNK204", "every-page-is-reached", Weight.NOTES, ("EN-24",))

_LOST = _Law("LNK205", "addresses-last", Weight.NOTES, ("EN-24",))

ASTRAY = {_DEAD.rule, _LOST.rule}
"""Findings that Git's history may know how to mend."""

_LAWS: Mapping[Fault, _Law] = {
    Fault.MISSING: _DEAD,
    Fault.CASE: _DEAD,
    Fault.FRAGMENT: _DEAD,
    Fault.CHAIN: _DEAD,
    Fault.ROOTED: _DEAD,
    Fault.UNREADABLE: _DEAD,
    Fault.EMPTY: _EMPTY,
    Fault.HOLLOW: _EMPTY,
    Fault.MOVED: _MOVED,
    Fault.ALONE: _ALONE,
}

_NUMBERED = re.compile(r"/page-\d+\.html$")

_SENTENCES: Mapping[Fault, str] = {
    Fault.MISSING: later("the link leads nowhere: there is no {target}"),
    Fault.CASE: later("the link leads nowhere: there is no {target}, but there is {instead}"),
    Fault.FRAGMENT: later("{file} has no place #{fragment}"),
    Fault.CHAIN: later("the address leads on to {target}, which itself has moved to {instead}"),
    Fault.ROOTED: later("{target} begins with “/”: the portal may stand below another address"),
    Fault.UNREADABLE: later("the file cannot be read: {target}"),
    Fault.EMPTY: later("the link is empty"),
    Fault.HOLLOW: later("{target} is an empty file of 0 bytes"),
    Fault.MOVED: later("{target} has moved to {instead}"),
    Fault.ALONE: later("no page links to this one"),
}
_EMPTY_SENTENCES = {
    "href": later("the link leads nowhere: it has no address"),
    "text": later("the link shows nothing: a reader cannot see or hear it"),
    "img": later("the picture names no file"),
}
_WITHHELD = {
    Visibility.DRAFT: later("the link leads to {target}, which is a draft"),
    Visibility.EMBARGOED: later("the link leads to {target}, which is not public yet"),
}


class Blame(NamedTuple):
    """What findings need besides the facts: the case, what was built, what is known to move."""

    case: Case
    facts: Facts
    visible: Mapping[str, Visibility]
    renamed: Mapping[str, str]


def findings(wrongs: Iterable[Wrong], blame: Blame) -> list[Finding]:
    """One finding for each place in an article, and one for each fault of the pages' own.

    What stands on many pages, in a menu say, is told once, with their number.
    """
    told: list[Finding] = []
    theirs: dict[tuple[Fault, Reference, str], dict[str, None]] = defaultdict(dict)
    blamed: set[Reference] = set()
    for wrong in _told_once(wrongs):
        article = blame.case.by_path.get(_source(wrong.file))
        places = _places(article, wrong, blame) if article is not None else []
        told += [_finding(wrong, place, blame) for place in places]
        if places:
            blamed.add(wrong.reference._replace(way=Way.LINK))
        elif not _withheld_notice(wrong, article, blame):
            files = theirs[(wrong.fault, wrong.reference, wrong.instead)]
            files.setdefault(wrong.file)
    for (fault, reference, instead), files in theirs.items():
        # Feeds repeat what an article says; it is mended there.
        if reference.way == Way.STATEMENT and reference._replace(way=Way.LINK) in blamed:
            continue
        first = next(iter(files))
        wrong = Wrong(first, fault, reference, instead)
        told.append(_finding(wrong, Place(f"{OUTPUT}/{first}"), blame, others=len(files) - 1))
    return sorted(set(told), key=lambda finding: finding.order)


def lost(before: Iterable[str], blame: Blame) -> Iterator[Finding]:
    """Pages of the live portal that nothing stands at any more, neither page nor redirect.

    Numbered lists come and go; what another edition repeats is told once.
    """
    pages = (path for path in before if path.endswith(".html") and not _NUMBERED.search(path))
    for path in sorted(set(pages) - blame.facts.files.keys()):
        if not path.startswith((EDITION, ".")):
            now = _nearest(path, blame)
            yield Finding(
                _LOST.rule,
                _LOST.name,
                _LOST.weight,
                Place(f"{OUTPUT}/{path}"),
                _("the live portal has this page, and links to it will break"),
                _LOST.clauses,
                _("add formerly: [{path}] to {now}").format(path=path, now=now) if now else None,
            )


def _source(page: str) -> str:
    """The path of the article whose page this is, if it is one's."""
    return f"{page.removesuffix('.html')}.md" if page.endswith(".html") else ""


def _told_once(wrongs: Iterable[Wrong]) -> Iterator[Wrong]:
    """The faults without those that another edition merely repeats."""
    every = list(wrongs)
    known = {wrong[:3] for wrong in every if not wrong.file.startswith(EDITION)}
    for wrong in every:
        path = wrong.reference.path.removeprefix(EDITION)
        again = (
            wrong.file.removeprefix(EDITION),
            wrong.fault,
            wrong.reference._replace(path=path),
        )
        if not wrong.file.startswith(EDITION) or again not in known:
            yield wrong


def _withheld_notice(wrong: Wrong, article: Article | None, blame: Blame) -> bool:
    """Whether it is a notice that an article is gone, which nobody should link to."""
    if wrong.fault is not Fault.ALONE or article is None:
        return False
    return blame.visible.get(article.path) is not Visibility.PUBLIC


def _places(article: Article, wrong: Wrong, blame: Blame) -> list[Place]:
    """Where the article itself says so; nowhere, when the page's template does."""
    if wrong.fault is Fault.ALONE:
        gone = _withheld_notice(wrong, article, blame)
        return [] if gone else [Place(f"{ROOT}/{article.path}")]
    if wrong.fault is Fault.EMPTY:
        return [one.place for one in made(article) if _is_empty(one, wrong.reference.path)]
    domain = blame.case.charter.portal.domain
    reference = wrong.reference
    if wrong.fault is Fault.ROOTED:
        meant = leads(article, reference.path, domain)
    else:
        meant = Target(reference.path, reference.fragment)
    found = []
    for one in made(article):
        leading = leads(article, one.target, domain)
        if isinstance(leading, Target) and isinstance(meant, Target) and _same(leading, meant):
            found.append(one.place)
    return found


def _same(written: Target, built: Target) -> bool:
    """Whether a page's link is the one an article wrote.

    Markdown and HTML encode a fragment differently, and pages put something
    before those of headings, so that none clashes with the page's own places.
    """
    wanted, place = unquote(written.fragment), unquote(built.fragment)
    return written.path == built.path and (wanted == place or place.endswith(f"-{wanted}"))


def _is_empty(one: Made, what: str) -> bool:
    kind, _space, _target = what.partition(" ")
    if kind == "text":
        return not one.text.strip() and one.role.value == "link"
    if kind == "img":
        return not one.target.strip() and one.role.value == "picture"
    return one.target.strip() in {"", "#"} and one.role.value in {"link", "html"}


def _finding(wrong: Wrong, place: Place, blame: Blame, others: int = 0) -> Finding:
    law = _LAWS[wrong.fault]
    message = _message(wrong, blame)
    if others:
        message = _("{message} (and on {others} other pages)").format(
            message=message, others=others
        )
    fix = _fix(wrong, blame)
    return Finding(law.rule, law.name, law.weight, place, message, law.clauses, fix)


def _message(wrong: Wrong, blame: Blame) -> str:
    reference = wrong.reference
    sentence = _SENTENCES[wrong.fault]
    if wrong.fault is Fault.EMPTY:
        sentence = _EMPTY_SENTENCES[reference.path.partition(" ")[0]]
    if wrong.fault is Fault.MISSING:
        why = blame.visible.get(_source(reference.path))
        sentence = _WITHHELD.get(why, sentence) if why is not None else sentence
    return _(sentence).format(
        target=reference.path,
        file=reference.path,
        fragment=unquote(reference.fragment),
        instead=wrong.instead,
    )


def _fix(wrong: Wrong, blame: Blame) -> str | None:
    """What to write instead, where the portal's own history or files suggest it."""
    instead = wrong.instead
    if wrong.fault is Fault.FRAGMENT:
        return _("write #{place}").format(place=instead) if instead else None
    if wrong.fault is Fault.MISSING:
        instead = _nearest(wrong.reference.path, blame)
    if not instead or wrong.fault is Fault.CHAIN:
        return None
    if instead.endswith(".html") and f"{instead[:-5]}.md" in blame.case.by_path:
        instead = f"{instead[:-5]}.md"
    return _("write {address}").format(address=relative(wrong.file, instead))


def _nearest(path: str, blame: Blame) -> str:
    """Where what stood at `path` stands now: as articles say, as Git says, or by its name."""
    moved = redirects(blame.case.archive).get(path)
    if moved is not None:
        return moved.url
    if (renamed := blame.renamed.get(path)) in blame.facts.files:
        return renamed or ""
    name = path.rpartition("/")[2]
    same = [known for known in blame.facts.files if name and known.rpartition("/")[2] == name]
    return same[0] if len(same) == 1 and name != "index.html" else ""


def not_said_yet(told: Iterable[Finding], said: Iterable[Finding]) -> Iterator[Finding]:
    """The findings at places of which the rules have not spoken yet."""
    spoken = {finding.place for finding in said if finding.rule.startswith(("MRK10", "LNK1"))}
    for finding in told:
        if finding.place not in spoken:
            yield finding
