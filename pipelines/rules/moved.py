"""Articles that move or go: their old addresses lead on, and nobody's link breaks unnoticed."""

from collections.abc import Callable, Collection, Iterator

from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.links import Made, leads, made, written
from pipelines.core.messages import _, later
from pipelines.core.moved import Trouble, formers, redirects
from pipelines.core.proposal import Change, How
from pipelines.core.rule import rule
from pipelines.core.targets import Target
from pipelines.core.visibility import Visibility, visibility

_TROUBLES = {
    Trouble.NO_ADDRESS: later("{address} is no address that a page can stand at"),
    Trouble.TAKEN: later("{address} is the address of {rival}"),
    Trouble.CLAIMED_TWICE: later("{address} is already a former address of {rival}"),
}
_GONE = {
    Visibility.WITHDRAWN: later("{target} was withdrawn; readers meet a notice only"),
    Visibility.EXPIRED: later("{target} has expired; readers meet a notice only"),
}


@rule("LNK101", clauses=["EN-24"])
def former_addresses_are_free(case: Case) -> Iterator[Problem]:
    """A former address is a path that no other article has or claims.

    Bad:  formerly: [notices/2026-11-20-plenary.md], while that article stands there
    Good: formerly: [union-news/2026-11-20-plenary.md], which moved to here
    """
    judged = {article.path for article in case.articles}
    for one in formers(case.archive):
        if one.trouble is not None and one.article.path in judged:
            yield Problem(
                one.article.at("formerly", one.number),
                _(_TROUBLES[one.trouble]).format(address=one.address, rival=one.rival),
                _("name the path it moved from, for example union-news/2026-11-20-plenary.md"),
            )


@rule("LNK102", clauses=["CZ-10g", "EN-24"])
def links_lead_to_what_is_public(case: Case) -> Iterator[Problem]:
    """What an article links to is public on the day the article is.

    Bad:  a link to an article dated 2026-12-01, in one dated 2026-11-20
    Good: a link to an article dated 2026-11-19, in one dated 2026-11-20
    """
    # What is public now is public whenever the article that links to it is.
    for article, one, target in _linked(case, {Visibility.EMBARGOED}):
        seen = max(case.now, article.front.date or case.now)
        if visibility(target, seen) is Visibility.EMBARGOED and target.front.date is not None:
            yield Problem(
                one.place,
                _("{target} is not public before {date}").format(
                    target=one.target, date=target.front.date.strftime("%Y-%m-%d %H:%M")
                ),
                _("remove the link, or publish this article later"),
            )


@rule("LNK103", clauses=["CZ-10g", "EN-24"], weight=Weight.NOTES)
def links_lead_to_what_is_still_public(case: Case) -> Iterator[Problem]:
    """A link to an article that was withdrawn or has expired or moved wants to be renewed.

    Bad:  a link to union-news/a.md, which now stands at notices/a.md
    Good: a link to notices/a.md
    """
    for _article, one, target in _linked(case, _GONE.keys()):
        gone = _GONE[visibility(target, case.now)]
        yield Problem(one.place, _(gone).format(target=one.target))
    moved = redirects(case.archive)
    for article in case.articles if moved else ():
        for one, now in _leading(case, article, moved.get):
            yield Problem(
                one.place,
                _("{target} has moved").format(target=one.target),
                _("link to {path}").format(path=now.path),
            )


@rule("LNK104", clauses=["EN-24"])
def moved_article_keeps_its_address(case: Case) -> Iterator[Problem]:
    """A public article that moves or changes its name says where it stood, so old links lead on.

    Bad:  union-news/a.md renamed to notices/a.md, nothing else
    Good: union-news/a.md renamed to notices/a.md, with formerly: [union-news/a.md]
    """
    kept = redirects(case.archive)
    for change in _changes(case, How.RENAMED):
        old = (change.old_path or "").removeprefix(f"{ROOT}/")
        new = case.by_path.get(change.path.removeprefix(f"{ROOT}/"))
        before = next((one for one in case.former if one.path == old), None)
        if new is None or before is None or visibility(before, case.now) not in _SHOWN:
            continue
        if before.url not in kept and old not in case.by_path:
            yield Problem(
                new.at("formerly"),
                _("links to its old address {address} would break").format(address=before.url),
                _("add the line: formerly: [{paths}]").format(
                    paths=", ".join([*new.front.formerly, old])
                ),
            )


@rule("LNK105", clauses=["CZ-10g", "EN-24"])
def nobody_links_to_what_is_removed(case: Case) -> Iterator[Problem]:
    """An article that others link to is not removed before their links are.

    Bad:  notices/a.md removed, while guide/b.md links to it
    Good: notices/a.md withdrawn (status: withdrawn), so that a notice stands there
    """
    removed = {
        Article(change.path.removeprefix(f"{ROOT}/"), "").url: change.path
        for change in _changes(case, How.REMOVED)
    }
    if not removed:
        return
    gone = removed.keys() - redirects(case.archive).keys() - {one.url for one in case.archive}
    linking: dict[str, set[str]] = {url: set() for url in gone}
    for article in case.archive if gone else ():
        for target in article.targets:
            leading = leads(article, target, case.charter.portal.domain)
            if isinstance(leading, Target) and leading.path in linking:
                linking[leading.path].add(f"{ROOT}/{article.path}")
    for url, others in sorted(linking.items()):
        if others:
            yield Problem(
                Place(removed[url]),
                _("still linked to by {others}").format(others=", ".join(sorted(others))),
                _("withdraw it (status: withdrawn) instead, or change those links first"),
            )


_SHOWN = {Visibility.PUBLIC, Visibility.WITHDRAWN, Visibility.EXPIRED}


def _changes(case: Case, how: How) -> Iterator[Change]:
    for change in case.proposal.changes if case.proposal is not None else ():
        path = change.old_path or change.path
        if change.how is how and path.startswith(f"{ROOT}/") and path.endswith(".md"):
            yield change


def _linked(
    case: Case, standing: Collection[Visibility]
) -> Iterator[tuple[Article, Made, Article]]:
    """Each link of a judged, finished article to another article that stands so today."""

    def at(address: str) -> Article | None:
        found = case.by_path.get(f"{address.removesuffix('.html')}.md")
        return found if found and found.url == address and stands(found) else None

    def stands(article: Article) -> bool:
        return visibility(article, case.now) in standing

    for article in case.articles if any(map(stands, case.archive)) else ():
        if not article.draft:
            for one, target in _leading(case, article, at):
                yield article, one, target


def _leading(
    case: Case, article: Article, at: Callable[[str], Article | None]
) -> Iterator[tuple[Made, Article]]:
    """Each link of an article to one of those that `at` gives by their pages' addresses.

    Where it is written takes the article's text, so that is asked only where there is one.
    """

    def page(target: str) -> Article | None:
        leading = leads(article, target, case.charter.portal.domain)
        return at(leading.path) if isinstance(leading, Target) else None

    if any(page(target) is not None for target in written(article)):
        for one in made(article):
            found = page(one.target)
            if found is not None:
                yield one, found
