"""Judges a tree that was judged before: articles and files without any fault are known again."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from pipelines.core import sealed
from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.charter.load import PRESETS, Files
from pipelines.core.findings import Finding
from pipelines.core.rule import Rule, judge
from pipelines.rules.files import offered

_CODE = ("pipelines/core", "pipelines/gather", "pipelines/rules")

Named: TypeAlias = Mapping[str, str | None]
"""The files that an article names, each with its digest; None where there is none."""


@dataclass(frozen=True)
class Blameless:
    """Articles and files by path in which rules that judge each alone found nothing.

    Of an article its digest is known and the files that it names, of a file its digest.
    """

    articles: Mapping[str, tuple[str, Named]]
    files: Mapping[str, str]

    def unsure(self, case: Case) -> Case:
        """The case without what is as it was when nothing was found in it."""
        there = _digests(case)
        articles = tuple(one for one in case.articles if not self._knows(one, there))
        # What an article names is there for its rules, known or not.
        named = {path for one in articles for path in _names(one)}
        files = {
            path: file
            for path, file in case.files.items()
            if path in named or self.files.get(path) != file.digest
        }
        return replace(case, articles=articles, archive=articles, files=files)

    def _knows(self, article: Article, there: Mapping[str, str]) -> bool:
        if article.path not in self.articles:
            return False
        digest, named = self.articles[article.path]
        return digest == article.digest and all(
            there.get(path) == known for path, known in named.items()
        )


def judge_again(case: Case, rules: Sequence[Rule], charter: Files, memory: Path) -> list[Finding]:
    """What `judge` finds in a whole tree; `memory` is a file of ours from one time to the next.

    `charter` are the files that the case's charter was read from. Only what is without any
    finding is remembered: what is wrong is found anew each time, in the language of the day.
    """
    seal = _seal(case, charter)
    known = Blameless(*(sealed.recalled(memory, seal) or ({}, {})))
    unsure = known.unsure(case)
    found = judge(case, rules, unsure)
    sound = _blameless(case, known, unsure, _faulty(rules, found))
    if sound != known:
        # A place that cannot be written to costs time at the next release, nothing else.
        with suppress(OSError):
            sealed.remember(memory, seal, (sound.articles, sound.files))
    return found


def _faulty(rules: Iterable[Rule], found: Iterable[Finding]) -> set[str]:
    """The paths at which a rule that judges alone found something, below the content folder."""
    alone = {one.id for one in rules if one.alone}
    return {one.place.path.removeprefix(f"{ROOT}/") for one in found if one.rule in alone}


def _blameless(case: Case, known: Blameless, unsure: Case, faulty: set[str]) -> Blameless:
    """What nothing was found in.

    What is wrong with a file is said at one of the articles that name it. So every file
    that a faulty article names is suspect, and so is every article that names such a file.
    """
    there = _digests(case)
    fresh = {one.path for one in unsure.articles}
    named = {
        one.path: {path: there.get(path) for path in _names(one)}
        if one.path in fresh
        else known.articles[one.path][1]
        for one in case.articles
    }
    if not faulty <= named.keys() | there.keys():
        return Blameless({}, {})
    suspect = {path for one in faulty for path in (one, *named.get(one, ()))}
    return Blameless(
        {
            one.path: (one.digest, named[one.path])
            for one in case.articles
            if one.path not in suspect and suspect.isdisjoint(named[one.path])
        },
        {path: digest for path, digest in there.items() if path not in suspect},
    )


def _digests(case: Case) -> dict[str, str]:
    return {path: file.digest for path, file in case.files.items()}


def _names(article: Article) -> set[str]:
    """All files that an article may mean, there or not, as the rules look for them."""
    image = article.front.image
    shown = (*article.targets, image.file) if image is not None else article.targets
    # The rules on the WeChat edition look beside the article alone.
    beside = {article.beside(unquote(target)) for target in shown}
    return {path for path in {*offered(article), *beside} if not path.endswith(".md")}


def _seal(case: Case, charter: Files) -> bytes:
    """What the findings follow from besides articles and files: code, charter and day."""
    digest = sha256()
    for path, raw in (*sorted(charter.items()), *_shipped()):
        digest.update(b"%s\0%d\0%s" % (path.encode(), len(raw), raw))
    about = f"{digest.hexdigest()} {case.today}"
    return sealed.seal(__file__, *sealed.code(*_CODE), also=about)


def _shipped() -> list[tuple[str, bytes]]:
    return [
        (path.relative_to(PRESETS).as_posix(), path.read_bytes())
        for path in sorted(PRESETS.rglob("*.yml"))
    ]
