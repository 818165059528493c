"""What of a proposal has to be approved, and by which stages."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.charter.chains import Condition, Stage
from pipelines.core.frontmatter import Answer
from pipelines.core.proposal import Change, Proposal


@dataclass(frozen=True, slots=True)
class Step:
    """A stage with its unit resolved (None: the article names none) and whether it is needed."""

    stage: Stage
    unit: str | None
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Needed:
    """A chain of the charter, by its id, as the steps that something needs."""

    chain: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is approved as one: its files, the chains it needs, who is named in it."""

    path: str
    files: tuple[str, ...]
    chains: tuple[Needed, ...]
    correspondents: frozenset[str] = frozenset()


def subjects(case: Case, proposal: Proposal) -> Iterator[Subject]:
    """Each article that a proposal touches with all its files, then what belongs to no article.

    An article is judged as it will stand and as it stands before, so that
    lowering its level or moving it elsewhere does not lose a chain.
    """
    loose = {path: change for change in proposal.changes for path in _paths(change)}
    before = {article.path: article for article in case.former}
    moved = {
        change.path: change.old_path for change in proposal.changes if change.old_path is not None
    }
    for article in case.articles:
        path = f"{ROOT}/{article.path}"
        old = moved.get(path, path)
        former = before.get(old.removeprefix(f"{ROOT}/"))
        yield _of_article(case, path, (article, former), loose)
    for article in case.former:
        path = f"{ROOT}/{article.path}"
        if path in loose:
            yield _of_article(case, path, (None, article), loose)
    yield from _of_files(case, loose)


def _paths(change: Change) -> Iterator[str]:
    yield change.path
    if change.old_path is not None:
        yield change.old_path


def _of_article(
    case: Case, path: str, versions: tuple[Article | None, ...], loose: dict[str, Change]
) -> Subject:
    """An article in its versions; what it takes is no longer loose."""
    known = [article for article in versions if article is not None]
    files = {path}
    for article in known:
        files.add(f"{ROOT}/{article.path}")
        files |= named_files(article)
    for file in files:
        loose.pop(file, None)
    chains = [
        needed for article in known for needed in _chains(case, f"{ROOT}/{article.path}", article)
    ]
    writers = frozenset(one.front.correspondent for one in known if one.front.correspondent)
    return Subject(path, tuple(sorted(files)), tuple(dict.fromkeys(chains)), writers)


def named_files(article: Article) -> set[str]:
    """The files of the repository, by path from its root, that an article shows or offers."""
    named = [attachment.file for attachment in article.front.attachments]
    if article.front.image is not None:
        named.append(article.front.image.file)
    found = (_file(article, target) for target in (*named, *article.targets))
    return {file for file in found if file is not None}


def _file(article: Article, target: str) -> str | None:
    """The path of the file that a relative target means; another article is no file of this one."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    if not path or "//" in path or path.startswith("/") or ":" in path.partition("/")[0]:
        return None
    path = posixpath.normpath(posixpath.join(ROOT, article.column, path))
    return None if path.endswith((".md", ".html")) or path.startswith("..") else path


def _of_files(case: Case, loose: dict[str, Change]) -> Iterator[Subject]:
    """Files of no article, together where the same chains are needed."""
    groups: dict[tuple[Needed, ...], list[str]] = {}
    for path in sorted(loose):
        inside = path.startswith(f"{ROOT}/")
        article = Article(path.removeprefix(f"{ROOT}/"), "") if inside else None
        groups.setdefault(_chains(case, path, article), []).append(path)
    for chains, files in groups.items():
        yield Subject(files[0], tuple(files), chains)


def _chains(case: Case, path: str, article: Article | None) -> tuple[Needed, ...]:
    """The chains that one version of an article, or a file, needs."""
    charter = case.charter
    chosen = [one for one in charter.selection if holds(one, case, path, article)]

    def steps(chain: str) -> tuple[Step, ...]:
        return tuple(
            Step(
                stage,
                unit(charter, stage.unit, article),
                stage.when is None or holds(stage.when, case, path, article),
            )
            for stage in charter.chains[chain].stages
        )

    first = tuple(step for one in chosen if one.ahead for step in steps(one.chain))
    others = [Needed(one.chain, (*first, *steps(one.chain))) for one in chosen if not one.ahead]
    if first and not others:
        return (Needed(chosen[0].chain, first),)
    return tuple(others)


def unit(charter: Charter, named: str, article: Article | None) -> str | None:
    """The unit that a stage means for an article; None where the article does not tell."""
    if named == "$column.owner":
        column = charter.columns.get(article.column) if article is not None else None
        named = (column.owner if column is not None else None) or "$nobody"
    if named == "$unit":
        named = (article.front.unit if article is not None else None) or "$nobody"
    return named if named in charter.units else None


def holds(condition: Condition, case: Case, path: str, article: Article | None) -> bool:
    """Whether all that a condition names is so; it is about articles, or about other files."""
    if article is None or condition.paths:
        return article is None and f"/{path}".startswith(condition.paths)
    front = article.front
    touched = (article.path, *(file.removeprefix(f"{ROOT}/") for file in named_files(article)))
    found = {rule for name in touched for rule in case.found.get(name, ())}
    return (
        (not condition.columns or _within(article.column, condition.columns))
        and (not condition.kinds or front.kind in condition.kinds)
        and (not condition.levels or front.level in condition.levels)
        and (not condition.rules or not found.isdisjoint(condition.rules))
        and condition.wechat in {None, front.wechat}
        and condition.untrusted_repost in {None, untrusted_repost(case.charter, article)}
        and condition.secrecy_unsure in {None, secrecy_unsure(article)}
        and condition.waived in {None, bool(front.waive)}
    )


def _within(column: str, columns: tuple[str, ...]) -> bool:
    return any(column == one or column.startswith(f"{one}/") for one in columns)


def untrusted_repost(charter: Charter, article: Article) -> bool:
    """Whether it comes from elsewhere, and not from a source the charter trusts (YZ-05c).

    An address decides where one is given, else the name; a repost that names
    no source is not trusted.
    """
    source = article.front.source
    if source is None:
        return article.front.repost
    if source.url:
        trusted = charter.portal.trusted_domains
        host = _host(source.url)
        return not any(host == domain or host.endswith(f".{domain}") for domain in trusted)
    return source.name not in charter.portal.trusted_sources


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def secrecy_unsure(article: Article) -> bool:
    """Whether the first secrecy review left one of its two questions open (YZ-06c)."""
    secrecy = article.front.secrecy
    return secrecy is not None and Answer.UNSURE in {secrecy.secret, secrecy.public}
