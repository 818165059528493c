"""Proposals for tests: pure ones judged in memory, and real ones in a temporary Git repository."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipelines.core.approval import Outcome, evaluate
from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.charter import Charter, load
from pipelines.core.charter.load import PRESETS, read_files
from pipelines.core.charter.model import FILES
from pipelines.core.owners import FILES as OWNERS
from pipelines.core.owners import render
from pipelines.core.proposal import Change, How, Proposal, Review, Verdict
from tests.builders import CHARTER, TODAY, case, source

OPENED = datetime.fromisoformat("2026-11-20 09:00")
HEAD, OLD = "a" * 40, "0" * 40
"""The proposal's head, and a version before it in which every file was different."""
_ACCOUNT = re.compile(rb"^wechat: .*\n", re.MULTILINE)
WORDS = {
    "+": Verdict.APPROVED,
    "-": Verdict.CHANGES_REQUESTED,
    "?": Verdict.COMMENTED,
    "x": Verdict.DISMISSED,
}


def reviews(*given: str, start: datetime = OPENED) -> tuple[Review, ...]:
    """Reviews a minute apart: `+song-ci` approves, `-` requests changes, `?` comments.

    `~` after the name: dismissed; `~ling-xiao`: dismissed by that person; `@old`: given for an
    earlier version, `@none`: the host does not say for which.
    """
    return tuple(_review(number, text, start) for number, text in enumerate(given, start=1))


def _review(number: int, text: str, start: datetime) -> Review:
    verdict, text = WORDS[text[0]], text[1:]
    text, _at, version = text.partition("@")
    who, dismissed, by = text.partition("~")
    commit = {"": HEAD, "old": OLD, "none": None}[version]
    at = start + timedelta(minutes=number)
    return Review(str(number), who, verdict, commit, at, bool(dismissed), by or None)


def proposed(
    *articles: Article,
    votes: Sequence[str] = (),
    files: Sequence[str] = (),
    former: Sequence[Article] = (),
    **options: Any,
) -> Case:
    """A case whose proposal adds or changes these articles, and files from the root."""
    before = {article.path for article in former}
    paths = [f"{ROOT}/{article.path}" for article in articles]
    changes = [
        Change(path, How.CHANGED if path.removeprefix(f"{ROOT}/") in before else How.ADDED)
        for path in (*paths, *files)
    ]
    removed = before - {article.path for article in articles}
    changes += [Change(f"{ROOT}/{path}", How.REMOVED) for path in sorted(removed)]
    proposal: dict[str, Any] = {
        "number": 7,
        "title": "市总工会召开全委会议",
        "body": "",
        "base": "b" * 40,
        "head": HEAD,
        "opener": "chen-lan",
        "opened_at": OPENED,
        "changes": tuple(changes),
        "reviews": reviews(*votes),
        "contents": {
            HEAD: {path: f"new {path}" for path in (*paths, *files)},
            OLD: {path: f"old {path}" for path in (*paths, *files)},
        },
    }
    about = {name: options.pop(name) for name in list(options) if name in Proposal.__slots__}
    return case(*articles, proposal=Proposal(**proposal | about), former=tuple(former), **options)


def tree(outcome: Outcome) -> list[str]:
    """An outcome as short lines: `chain: standing: stage standing, stage standing`."""
    lines = []
    for subject in outcome.subjects:
        if subject.why:
            lines.append(f"{subject.path}: {subject.standing}")
        for chain in subject.chains:
            stages = " ".join(stage.standing for stage in chain.stages)
            lines.append(f"{chain.id}: {stages}")
    return lines


def judged(given: Case) -> list[str]:
    """The tree of a case, as short lines."""
    return tree(evaluate(given))


def regulation(preset: str | None = None, **parts: Any) -> Charter:
    """The demo's charter, with a preset's chains instead of its own and `parts` laid over it."""
    files = dict(read_files(CHARTER))
    if preset is not None:
        files["chains.yml"] = (PRESETS / preset / "chains.yml").read_bytes()
        # The demo's account waits for a chain that another preset may not have.
        files["portal.yml"] = _ACCOUNT.sub(b"", files["portal.yml"])
    demo = {f"presets/demo/{name}": raw for name, raw in files.items() if "presets" not in name}
    changzhou = {name: raw for name, raw in files.items() if name.startswith("presets/changzhou/")}
    over = {
        file: json.dumps({part: parts[part] for part in inside if part in parts})
        for file, inside in FILES.items()
        if not parts.keys().isdisjoint(inside)
    }
    above = {file: text.encode() for file, text in over.items()}
    return load(demo | changzhou | {"portal.yml": b"extends: demo"} | above)


def person(name: str, *posts: str, **more: Any) -> dict[str, Any]:
    """A person with posts like `reviewer@office`."""
    return {"name": name, "posts": [post(one) for one in posts], **more}


def post(text: str) -> dict[str, str]:
    """`reviewer@office 2026-01-01..2026-06-30` as a post of the charter."""
    seat, _space, days = text.partition(" ")
    role, _at, unit = seat.partition("@")
    since, _dots, until = days.partition("..")
    return {"role": role, "unit": unit} | {
        name: day for name, day in (("since", since), ("until", until)) if day
    }


def delegation(text: str, to: str) -> dict[str, str]:
    return post(text) | {"to": to}


class Site:
    """A federation's repository on disk, with a folder forge beside it."""

    def __init__(self, folder: Path, files: Mapping[str, bytes] | None = None) -> None:
        """With these files, or with the demo's charter and an article in its first commit."""
        self.root, self.forge = folder / "site", folder / "forge"
        self.root.mkdir()
        self.forge.mkdir()
        self.write(_begun() if files is None else files)

    def git(self, *arguments: str, name: str = "ling-xiao") -> str:
        """What Git says; commits are signed by `name`."""
        identity = ["-c", f"user.name={name}", "-c", f"user.email={name}@example.org"]
        done = subprocess.run(
            ["git", *identity, *arguments],
            cwd=self.root,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files below the root; None removes one."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, message: str, name: str = "ling-xiao") -> str:
        """Commit everything; gives the commit."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, name=name)
        return self.git("rev-parse", "HEAD")

    def propose(
        self,
        files: Mapping[str, str | bytes | None],
        number: int = 1,
        by: str = "chen-lan",
        message: str = "Propose",
    ) -> str:
        """Put files on the branch of a proposal, and back to main; gives the head."""
        branch = f"proposal-{number}"
        known = self.git("branch", "--list", branch)
        self.git("checkout", "-q", *([] if known else ["-b"]), branch)
        self.write(files)
        head = self.commit(message, name=by)
        self.git("checkout", "-q", "main")
        path = self.forge / "proposals" / f"{number}.yml"
        if not path.exists():
            self.describe(number, by)
        return head

    def describe(
        self, number: int = 1, by: str = "chen-lan", votes: Sequence[str] = (), **more: Any
    ) -> None:
        """Write the proposal's file with reviews as `reviews` takes them, of `@commit`."""
        written = []
        for place, text in enumerate(votes, start=1):
            who, _at, commit = text[1:].partition("@")
            at = OPENED + timedelta(minutes=place)
            about = {"by": who, "verdict": WORDS[text[0]].value, "at": f"{at:%Y-%m-%d %H:%M}"}
            written.append(about | {"commit": commit or f"proposal-{number}"})
        data = {
            "title": "市总工会召开全委会议",
            "head": f"proposal-{number}",
            "opener": by,
            "opened_at": f"{OPENED:%Y-%m-%d %H:%M}",
            "reviews": written,
        }
        path = self.forge / "proposals" / f"{number}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(data | more, ensure_ascii=False), encoding="utf-8")

    def merge(self, number: int = 1) -> str:
        """Merge a proposal into main, and tell the forge; gives the merge's commit."""
        self.git("merge", "-q", "--no-ff", "-m", f"Merge {number}", f"proposal-{number}")
        merged = self.git("rev-parse", "HEAD")
        path = self.forge / "proposals" / f"{number}.yml"
        data = json.loads(path.read_text(encoding="utf-8")) | {"merged": merged}
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return merged


@cache
def _begun() -> Mapping[str, bytes]:
    """A repository after its first commit: every file of it, Git's own too."""
    with TemporaryDirectory() as folder:
        site = Site(Path(folder), {})
        site.git("init", "-q", "-b", "main", "--template=")
        shutil.copytree(CHARTER, site.root / "charter")
        rules = load(CHARTER)
        site.write({path: render(rules, host, TODAY) for host, path in OWNERS.items()})
        site.write({"content/union-news/first.md": source("union-news/first.md")})
        site.commit("Begin")
        return {
            path.relative_to(site.root).as_posix(): path.read_bytes()
            for path in sorted(site.root.rglob("*"))
            if path.is_file()
        }
