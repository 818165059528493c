"""A federation's own repository, started from this kit and a preset: code, charter, no content."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from pipelines.core.charter import load
from pipelines.core.charter.load import PRESETS
from pipelines.core.charter.start import Federation, first_charter
from pipelines.core.charter.units import UnitKind
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.owners import FILES as OWNERS
from pipelines.core.owners import render
from pipelines.gather.tables import read_rows

_CODE = (
    ".editorconfig",
    ".gitattributes",
    ".github/actions",
    ".github/workflows",
    ".github/pull_request_template.md",
    ".gitea/pull_request_template.md",
    ".gitignore",
    "LICENSE",
    "charter/clauses",
    "charter/lexicons",
    "charter/presets",
    "charter/schema",
    "docs/handbook",
    "docs/private-repository",
    "pelicanconf.py",
    "pipelines",
    "plugins",
    "requirements.lock",
    "scripts/__init__.py",
    "scripts/environment.py",
    "scripts/portal",
    "scripts/verbs",
    "themes",
)
"""What a portal is run by: everything but the demo federation's own words, and the tests."""
_LEADERS = "charter/lexicons/leaders.yml"
"""The one lexicon with names in it: a federation's own."""
_NOBODY = """\
# 本会领导的姓名加职务：写对不提示，错、漏、重、倒一字就拦。每人一行，写法：
#   某某某主席: {{why: 本会主要领导姓名和职务}}
{heading}
entries: {{}}
"""
_README = """\
# {name}门户网站

网址：{domain}。稿件在 `content/`，一个栏目一个文件夹；制度在 `charter/`。
手册：[docs/handbook](docs/handbook/README.md)。

```sh
scripts/portal check    # 按制度检查全部稿件
```

`scripts/portal serve` 在本机预览，预览里的 `/handbook/` 就是手册。
"""
_KINDS = {
    "部室": UnitKind.DEPARTMENT,
    "辖市区": UnitKind.DISTRICT,
    "直属单位": UnitKind.INSTITUTION,
    "机关工会": UnitKind.OFFICE,
    "其他": UnitKind.OTHER,
}
_HEADINGS = ("编号", "名称", "类别")


def read_units(path: Path) -> dict[str, dict[str, str]]:
    """Units from a table with 编号 (id), 名称 and 类别. Raises HouseError naming the row."""
    rows = ([row.get(heading, "") for heading in _HEADINGS] for row in read_rows(path))
    return units_of(rows, str(path), first=2)


def units_of(
    rows: Iterable[Sequence[str]], source: str, first: int = 1
) -> dict[str, dict[str, str]]:
    """Units from rows of id, name and kind. Raises HouseError naming source and row."""
    units = {}
    for number, row in enumerate(rows, start=first):
        id_, name, kind = (*(cell.strip() for cell in row), "", "", "")[:3]
        if not (id_ and name and kind in _KINDS):
            raise HouseError(
                _("{path}, row {row}: fill in {headings}; 类别 is one of {kinds}").format(
                    path=source, row=number, headings="、".join(_HEADINGS), kinds="、".join(_KINDS)
                )
            )
        units[id_] = {"name": name, "kind": _KINDS[kind].value}
    return units


def adopt(
    kit: Path,
    folder: Path,
    preset: str,
    name: str,
    domain: str,
    units: Mapping[str, Mapping[str, str]],
    since: date,
) -> None:
    """Write the repository into a new or empty folder.

    Raises HouseError when something stands there already or there is no such preset,
    CharterError when the charter that comes out does not hold.
    """
    if folder.exists() and any(folder.iterdir()):
        raise HouseError(_("{path} is there already").format(path=folder))
    known = sorted(path.name for path in PRESETS.iterdir() if path.is_dir())
    if preset not in known:
        raise HouseError(
            _("no preset {name}; choose from: {known}").format(name=preset, known=", ".join(known))
        )
    files = first_charter(Federation(preset, name, domain, units, since))
    charter = load({path: text.encode() for path, text in files.items()})
    for part in _CODE:
        _copy(kit / part, folder / part)
    for path, text in files.items():
        _write(folder / "charter" / path, text)
    for host, path in OWNERS.items():
        _write(folder / path, render(charter, host, since))
    _write(folder / _LEADERS, _NOBODY.format(heading=_heading(kit / _LEADERS)))
    _write(folder / "README.md", _README.format(name=name, domain=domain))
    for id_, column in charter.columns.items():
        if column.link is None:
            # Git keeps no empty folders, and correspondents should find theirs.
            _write(folder / "content" / id_ / ".gitkeep", "")


def _heading(lexicon: Path) -> str:
    """What a lexicon says of itself, without its entries and remarks."""
    lines = lexicon.read_text(encoding="utf-8").partition("\nentries:")[0].split("\n")
    return "\n".join(line for line in lines if not line.startswith("#"))


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
        shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)
    elif source.is_file():
        shutil.copy2(source, target)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
