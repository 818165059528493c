"""Every path of a repository has owners, the same ones on each host."""

import re
from datetime import date

import pytest
from codeowners import CodeOwners

from pipelines.core.owners import drift, render
from tests.builders import CHARTER, TODAY, charter
from tests.proposals import person, regulation

GUARDIANS = {"@song-ci", "@ling-xiao"}
OWNED = {
    "content/union-news/a.md": GUARDIANS,
    "content/notices/2026/a.pdf": {"@lin-hai"},
    "content/hotline/a.md": {"@xie-an"},
    "content/about/leaders/a.md": {"@gao-yuan"},
    "content/about/overview/a.md": {"@lin-hai"},
    "content/about/a.md": GUARDIANS,
    "content/about/elsewhere/a.md": GUARDIANS,
    "content/polemics/a.md": GUARDIANS,
    "content/a.md": GUARDIANS,
    "charter/people.yml": GUARDIANS,
    "pipelines/gate.py": GUARDIANS,
    "plugins/a.py": GUARDIANS,
    "themes/base.html": GUARDIANS,
    ".github/workflows/check.yml": GUARDIANS,
    ".github/CODEOWNERS": GUARDIANS,
    "requirements.lock": GUARDIANS,
    "content": GUARDIANS,
    "contents/notices/a.md": GUARDIANS,
    "nested/content/notices/a.md": GUARDIANS,
}


def as_github(text: str, path: str) -> set[str]:
    return {name for _kind, name in CodeOwners(text).of(path)}


def as_gitea(text: str, path: str) -> set[str]:
    """Gitea: every rule whose anchored expression matches, or with `!` does not, adds owners."""
    found: set[str] = set()
    for line in text.splitlines():
        pattern, *owners = line.split()
        if pattern == "#":
            continue
        negated = pattern.startswith("!")
        if bool(re.fullmatch(pattern.removeprefix("!"), path)) is not negated:
            found.update(owners)
    return found


@pytest.mark.parametrize(("path", "owners"), OWNED.items())
@pytest.mark.parametrize(("host", "read"), [("github", as_github), ("gitea", as_gitea)])
def test_owner_of(path, owners, host, read):
    """A column belongs to who reviews it, everything else to the charter's guardians."""
    assert read(render(charter(), host, TODAY), path) == owners


@pytest.mark.parametrize(("host", "read"), [("github", as_github), ("gitea", as_gitea)])
def test_a_column_of_each_department_belongs_to_all_of_them(host, read):
    """部室动态 is reviewed by whichever department sends it in."""
    owners = read(render(charter(), host, TODAY), "content/departments/a.md")
    assert {"@lin-hai", "@tang-ning", "@peng-cheng"} <= owners
    assert "@dong-ming" not in owners


def test_paths_guarded_by_a_chain_of_their_own():
    """The e-government centre can be given the themes (CZ-03)."""
    rules = regulation(
        people={"dian-zheng": person("田政", "centre@industry", accounts={"github": "centre"})},
        roles={"centre": {"name": "电子政务中心"}},
        chains={
            "themes": {
                "name": "页面",
                "stages": [{"name": "审核", "role": "centre", "unit": "industry"}],
            }
        },
        selection=[
            {"chain": "column-owner"},
            {"chain": "house", "paths": ["/"]},
            {"chain": "themes", "paths": ["/themes/"]},
        ],
    )
    text = render(rules, "github", TODAY)
    assert as_github(text, "themes/base.html") == {"@centre", *GUARDIANS}
    assert as_github(text, "pipelines/gate.py") == GUARDIANS


def test_who_left_owns_nothing():
    """A post that is over owns nothing; nobody left falls back to the guardians."""
    left = regulation(
        people={
            "lin-hai": {"posts": [{"role": "reviewer", "unit": "office", "until": "2026-11-19"}]}
        }
    )
    assert as_github(render(left, "github", date(2026, 11, 19)), "content/notices/a.md") == {
        "@lin-hai"
    }
    assert as_github(render(left, "github", TODAY), "content/notices/a.md") == GUARDIANS


def test_drift():
    """A file that is missing, shorter, longer or different somewhere is a finding there."""
    right = {
        ".github/CODEOWNERS": render(charter(), "github", TODAY),
        ".gitea/CODEOWNERS": render(charter(), "gitea", TODAY),
    }
    assert list(drift(charter(), TODAY, right)) == []
    wrong = {
        ".github/CODEOWNERS": right[".github/CODEOWNERS"].replace("@lin-hai", "@somebody"),
        ".gitea/CODEOWNERS": right[".gitea/CODEOWNERS"] + "content/.* @somebody\n",
    }
    places = [(at.path, at.line) for at, why in drift(charter(), TODAY, wrong)]
    assert places == [(".github/CODEOWNERS", 8), (".gitea/CODEOWNERS", 21)]
    assert len(list(drift(charter(), TODAY, {}))) == 2


def test_the_shipped_files_are_what_the_charter_says():
    """This repository's own files do not drift."""
    root = CHARTER.parent
    files = {
        name: (root / name).read_text() for name in (".github/CODEOWNERS", ".gitea/CODEOWNERS")
    }
    assert list(drift(charter(), TODAY, files)) == []
