"""The host's settings follow the people ledger."""

from argparse import Namespace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from pipelines import protection
from pipelines.core.charter import Charter
from pipelines.core.errors import HouseError
from pipelines.core.rights import missing, surplus, writers
from pipelines.forge.folder import Folder
from pipelines.rules.owners import rights_as_chartered
from scripts.verbs import forge as verb
from tests.builders import CHARTER, TODAY, case, charter
from tests.forge.standin import TOKEN, StandIn, serving
from tests.proposals import person, post, regulation


def test_approvers_write_and_correspondents_do_not():
    """Whom some stage asks needs the right; who only proposes does not."""
    found = writers(charter(), "github", TODAY)
    assert {"lin-hai", "jiang-he", "ling-xiao", "mo-wen"} <= set(found)
    assert "chen-lan" not in found


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([], []),
        (["lin-hai", "Jiang-He"], []),
        (["mallory"], ["mallory: this account belongs to nobody in the charter"]),
        (["chen-lan"], ["chen-lan: 陈岚 approves nothing, so needs no right to write"]),
        (["old-hand"], ["old-hand: 老将 holds no post any more"]),
    ],
)
def test_who_should_not_write(members, said):
    """Strangers, correspondents, and those who left."""
    rules = regulation(
        people={
            "old-hand": person(
                "老将", "reviewer@office ..2026-11-19", accounts={"github": "old-hand"}
            )
        }
    )
    found = [f"{account}: {why}" for account, why in surplus(rules, "github", members, TODAY)]
    assert found == said
    assert len(
        list(rights_as_chartered(case(charter=rules, members={"github": tuple(members)})))
    ) == len(said)


def plan(rules: Charter, forge: Folder, day: date = TODAY) -> list[str]:
    return [str(step) for step in protection.difference(rules, forge, day)]


def test_the_difference_is_printed_applied_and_gone(tmp_path: Path):
    """A second plan is empty; nobody is admitted twice."""
    forge = Folder(tmp_path)
    forge.admit("mallory")
    steps = list(protection.difference(charter(), forge, TODAY))
    assert plan(charter(), forge)[0].startswith("protect main: contexts: () → ")
    assert (
        "take from mallory the right to write: this account belongs to nobody in the charter"
        in (plan(charter(), forge))
    )
    protection.apply(forge, steps)
    assert plan(charter(), forge) == []
    assert missing(charter(), "folder", forge.members(), TODAY) == []


def test_a_right_that_comes_by_a_team_is_told_until_it_is_gone(monkeypatch, capsys):
    """No account is taken out of a team from here: whoever leads it does that."""
    host = StandIn("gitea")
    host.teams = [{"id": 5, "permission": "write", "units_map": {}}]
    host.in_team = "mallory"
    now = datetime.combine(TODAY, time(18))
    asked = Namespace(what="apply", forge="gitea", charter=CHARTER, now=now)
    with serving(host, "/api/v1") as url:
        for name, value in {"URL": url, "REPO": "zgh/portal", "TOKEN": TOKEN}.items():
            monkeypatch.setenv(f"PORTAL_FORGE_{name}", value)
        assert verb.run(asked) == 1
        assert capsys.readouterr().out.splitlines()[-1] == (
            "to be done by hand, in the host's teams or owners: "
            "take from mallory the right to write: this account belongs to nobody in the charter"
        )
        host.in_team = "song-ci"
        assert verb.run(asked) == 0
    assert capsys.readouterr().out == "The Git host is set up as the charter says.\n"


def test_an_account_that_the_host_does_not_know_holds_nobody_else_up(monkeypatch):
    """Whoever left loses the right all the same; then the one that failed is named."""
    host = StandIn("gitea")
    host.teams, host.unknown = [{"id": 5, "permission": "read"}], "jiang-he"
    host.rights["mallory"] = "write"
    with serving(host, "/api/v1") as url:
        for name, value in {"URL": url, "REPO": "zgh/portal", "TOKEN": TOKEN}.items():
            monkeypatch.setenv(f"PORTAL_FORGE_{name}", value)
        now = datetime.combine(TODAY, time(18))
        with pytest.raises(HouseError, match="collaborators/jiang-he"):
            verb.run(Namespace(what="apply", forge="gitea", charter=CHARTER, now=now))
    assert host.rights.keys() - {"visitor"} == {*writers(charter(), "gitea", TODAY)} - {"jiang-he"}


def test_who_leaves_loses_the_right_on_the_next_day(tmp_path: Path):
    """The last day of a post is still one of it."""
    forge = Folder(tmp_path)
    posts = [post("reviewer@office ..2026-11-20"), post("head@office ..2026-11-20")]
    rules = regulation(people={"lin-hai": {"posts": posts}})
    protection.apply(forge, list(protection.difference(rules, forge, TODAY)))
    assert plan(rules, forge) == []
    assert plan(rules, forge, date(2026, 11, 21)) == [
        "take from lin-hai the right to write: 林海 holds no post any more"
    ]
