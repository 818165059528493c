"""The workflows run for real, on this machine, and ask for no more than they need."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.forge.folder import Folder as FolderForge
from tests.builders import source
from tests.kit import KIT, copy
from tests.proposals import Site

WORKFLOWS = sorted((KIT / ".github" / "workflows").glob("*.yml"))
ACTIONS = sorted((KIT / ".github" / "actions").glob("*/action.yml"))
NAMES = ["approve", "bulletin", "check", "patrol", "publish", "wechat"]
PYTHON = Path(sys.prefix) / "bin" / "python"
SHIM = """#!/bin/sh
root=$(cd "$(dirname "$0")/.." && pwd)
PYTHONPATH="$root" exec "{python}" -P -m scripts.verbs "$@"
"""
"""Stands for the environment's setting up, which has tests of its own."""

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def jobs(path: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return found


def test_all_six_are_there():
    """Check, approve, publish, patrol, bulletin, and the WeChat account when somebody starts it."""
    assert [path.stem for path in WORKFLOWS] == NAMES


@each_workflow
def test_rights_are_granted_one_by_one(path):
    """Nothing to begin with; each grant says why."""
    text = path.read_text(encoding="utf-8")
    assert "\npermissions: {}\n" in text
    grants = re.findall(r"^ {6}[a-z-]+: (?:read|write)\b(.*)$", text, re.MULTILINE)
    assert all(re.match(r" # \w", reason) for reason in grants)


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=lambda path: "-".join(path.parts[-2:]))
def test_actions_are_pinned_by_full_commit(path):
    """A tag can be moved; a commit cannot."""
    used = re.findall(r"^ +(?:- )?uses: (\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    known = r"actions/[a-z/-]+@[0-9a-f]{40}|\./\.github/actions/(kept|handed)"
    assert all(re.fullmatch(known, one) for one in used)


@each_workflow
def test_steps_call_one_command_each(path):
    """What matters happens in scripts/portal, where it is tested."""
    steps = [step for job in jobs(path).values() for step in job["steps"] if "run" in step]
    assert all(re.match(r'scripts/portal \w|test "', step["run"]) for step in steps)
    assert not any("${{" in step["run"] for step in steps)


@each_workflow
def test_two_runs_do_not_meet(path):
    """Each workflow queues for itself."""
    assert "\nconcurrency:\n" in path.read_text(encoding="utf-8")


def test_proposals_run_without_secrets():
    """What a proposal's own code does is done with a token that reads, and with nothing else."""
    text = (KIT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "write" not in text
    assert "pull_request_target" not in text


def test_approval_runs_the_main_branch():
    """No step of the approval checks out what is proposed."""
    (job,) = jobs(KIT / ".github/workflows/approve.yml").values()
    (checkout,) = (step for step in job["steps"] if "/checkout@" in step.get("uses", ""))
    assert checkout["with"]["ref"] == "refs/heads/main"


def test_no_proposal_feeds_a_release():
    """Releases find what releases left; a proposal's own code leaves nothing behind."""
    kept = {path.stem: list(caches(path)) for path in WORKFLOWS}
    assert {name: len(found) for name, found in kept.items() if found} == {
        "approve": 1,
        "check": 1,
        "publish": 1,
    }
    told = {name: found[0]["with"] for name, found in kept.items() if found}
    assert {name: (one["of"], one["leaves"]) for name, one in told.items()} == {
        "approve": ("approve", True),
        "check": ("approve", False),
        "publish": ("release", True),
    }


def test_what_is_kept_is_found_by_its_purpose_alone():
    """Both steps look for the same names; only one of them leaves anything."""
    action = yaml.safe_load((KIT / ".github/actions/kept/action.yml").read_text("utf-8"))
    leaving, taking = action["runs"]["steps"]
    assert leaving["with"] == taking["with"]
    assert leaving["with"]["restore-keys"] == "${{ inputs.of }}-"
    assert re.fullmatch("actions/cache@[0-9a-f]{40}", leaving["uses"])
    assert re.fullmatch("actions/cache/restore@[0-9a-f]{40}", taking["uses"])


def test_the_office_finds_its_files_at_the_run():
    """Registers and notices as they are sent, where the host keeps what a run made."""
    (job,) = jobs(KIT / ".github/workflows/bulletin.yml").values()
    drawn, handed = job["steps"][1:]
    assert drawn["env"]["FILES"] == handed["with"]["path"]
    assert '--to "$FILES"' in drawn["run"]
    action = yaml.safe_load((KIT / handed["uses"] / "action.yml").read_text("utf-8"))
    (step,) = action["runs"]["steps"]
    assert step["with"]["path"] == "${{ inputs.path }}"


def caches(path: Path) -> Iterator[Mapping[str, Any]]:
    for job in jobs(path).values():
        yield from (step for step in job["steps"] if "/kept" in step.get("uses", ""))


def test_a_last_job_requires_success():
    """A job that was skipped does not count as one that succeeded."""
    found = jobs(KIT / ".github/workflows/check.yml")
    *others, last = found
    assert found[last]["needs"] == others
    assert found[last]["if"] == "always()"


def test_the_auditor_has_nothing_to_say():
    """zizmor, at its strictest, without a network."""
    zizmor = PYTHON.parent / "zizmor"
    done = subprocess.run(
        [zizmor, "--offline", "--persona=auditor", "--no-progress", KIT / ".github"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def portal(tmp_path: Path) -> Site:
    """This portal in a repository of its own, with a folder forge."""
    site = Site(tmp_path)
    copy(site.root, without="tests/")
    (site.root / "content/union-news/first.md").unlink()
    command = site.root / "scripts" / "portal"
    command.write_text(SHIM.format(python=PYTHON), encoding="utf-8")
    site.commit("This portal")
    return site


@pytest.fixture
def act(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a workflow in a repository as the host would."""

    def run(site: Site, workflow: str, event: str, **variables: str) -> Any:
        about = {
            "pull_request": {"number": 1, "head": {"ref": "proposal-1"}, "base": {"ref": "main"}},
            "repository": {"default_branch": "main"},
        }
        told = tmp_path / "event.json"
        told.write_text(json.dumps(about), encoding="utf-8")
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        return subprocess.run(
            [
                *(PYTHON.parent / "act", event, "-W", f".github/workflows/{workflow}.yml"),
                *("-P", "ubuntu-latest=-self-hosted", "-e", told),
                *(
                    part
                    for name, value in variables.items()
                    for part in ("--var", f"{name}={value}")
                ),
            ],
            cwd=site.root,
            env={**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")},
            capture_output=True,
            check=False,
            text=True,
        )

    return run


@pytest.mark.campaign
def test_a_proposal_is_checked_and_approved(portal, act):
    """From a correspondent's branch to a comment, two statuses and a merge."""
    name = "content/notices/2026-11-20-workflow.md"
    about = {"kind": "notice", "signed_date": None, "issued_date": "2026-11-18"}
    portal.propose({name: source("notices/2026-11-20-workflow.md", **about)})
    portal.git("checkout", "-q", "proposal-1")
    checked = act(portal, "check", "pull_request")
    assert checked.returncode == 0, checked.stdout
    portal.git("checkout", "-q", "main")
    template = (KIT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    portal.describe(votes=["+lin-hai"], body=template.replace("[ ]", "[x]"))
    where = f"folder:{portal.forge}"
    judged = act(portal, "approve", "pull_request_target", PORTAL_FORGE=where)
    assert judged.returncode == 0, judged.stdout
    head = portal.git("rev-parse", "proposal-1")
    statuses = {
        path.stem: json.loads(path.read_bytes())["state"]
        for path in (portal.forge / "statuses" / head).iterdir()
    }
    assert statuses == {"portal-approval": "success", "portal-content": "success"}
    assert name in (portal.forge / "comments/1/gate.md").read_text(encoding="utf-8")


def test_a_wrong_proposal_fails_as_a_whole(portal, act):
    """One job fails, so does the last, which is the one that the branch requires."""
    portal.propose({"content/polemics/a.md": source("polemics/a.md")})
    portal.git("checkout", "-q", "proposal-1")
    done = act(portal, "check", "pull_request")
    assert done.returncode != 0
    assert "COL101" in done.stdout
    assert re.search(r"全部通过.*Job failed", done.stdout)


def adopted(site: Site) -> None:
    """The baseline is a proposal like any other, and so is the article that follows it."""
    baseline = f"{{commit: {site.git('rev-parse', 'HEAD')}, by: ling-xiao, on: 2026-11-20}}"
    about = (site.root / "charter/portal.yml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in about if "baseline" not in line]
    site.propose({"charter/portal.yml": "\n".join([*kept, f"  baseline: {baseline}", ""])}, 2)
    site.describe(2, votes=["+ling-xiao", "+song-ci"])
    site.merge(2)
    fields = {"kind": "notice", "signed_date": None, "issued_date": "2026-11-18"}
    name = "notices/2026-11-20-workflow.md"
    site.propose({f"content/{name}": source(name, **fields)})
    site.describe(votes=["+lin-hai"])
    site.merge()


@pytest.mark.campaign
def test_what_runs_on_the_main_branch(portal, act, tmp_path):
    """A merge is published; the daily and the monthly round end well.

    Each run begins on a machine that knows nothing: what those before recorded
    comes from the host.
    """
    adopted(portal)
    host, releases = tmp_path / "host", tmp_path / "releases"
    portal.git("clone", "-q", "--bare", str(portal.root), str(host))
    portal.git("remote", "add", "origin", str(host))
    variables = {"PORTAL_FORGE": f"folder:{portal.forge}", "PORTAL_RELEASES": str(releases)}

    def run(workflow: str, event: str) -> list[str]:
        done = act(portal, workflow, event, **variables)
        assert done.returncode == 0, done.stdout
        kept = portal.git("for-each-ref", "--format=%(refname)", "refs/notes", "refs/portal")
        for ref in kept.split():
            portal.git("update-ref", "-d", ref)
        shutil.rmtree(portal.root / "records", ignore_errors=True)
        return portal.git("ls-remote", "origin", "refs/notes/*", "refs/portal/*").split()[1::2]

    assert run("publish", "push") == ["refs/notes/approvals", "refs/notes/releases"]
    assert list(releases.rglob("notices/2026-11-20-workflow.html"))
    spoilt = releases / "current/notices/2026-11-20-workflow.html"
    spoilt.write_text("<title>赌</title>", encoding="utf-8")
    assert "refs/portal/records" in run("patrol", "schedule")
    issues = [issue.title for issue in FolderForge(portal.forge).issues() if "rel2" in issue.key]
    assert [title.partition(":")[0] for title in issues] == [
        "live/notices/2026-11-20-workflow.html"
    ]
    run("bulletin", "schedule")
