"""Asks the open vulnerability database whether what the portal runs on is known to be unsafe."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.core.errors import HouseError
from pipelines.core.messages import _

DATABASE = "https://api.osv.dev"
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_AT_ONCE = 500
_MOST = 100
"""So many advisories are told in full; no tended portal has more."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package as a lock holds it, and the line on which it does."""

    name: str
    version: str
    line: int


@dataclass(frozen=True, slots=True)
class Advisory:
    """One known fault of a package: its id, what it is about, the first version without it."""

    package: Package
    id: str
    summary: str
    fixed: str = ""


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Id(_Answer):
    id: str


class _Known(_Answer):
    vulns: list[_Id] = []


class _Batch(_Answer):
    results: list[_Known]


class _Event(_Answer):
    fixed: str = ""


class _Range(_Answer):
    type: str = ""
    events: list[_Event] = []


class _About(_Answer):
    name: str = ""


class _Affected(_Answer):
    package: _About = _About()
    ranges: list[_Range] = []


class _Detail(_Answer):
    id: str
    summary: str = ""
    withdrawn: str = ""
    affected: list[_Affected] = []


def pinned(lock: Path) -> list[Package]:
    """The packages of a lock, in its order."""
    text = lock.read_text("utf-8")
    return [
        Package(found[1], found[2], text.count("\n", 0, found.start()) + 1)
        for found in _PINNED.finditer(text)
    ]


def advisories(packages: Sequence[Package], database: str, seconds: float = 15) -> list[Advisory]:
    """What is known of these very versions. Raises HouseError when the database cannot be asked."""
    try:
        with httpx.Client(base_url=database, timeout=seconds) as client:
            return list(_asked(client, packages))
    except (httpx.HTTPError, httpx.InvalidURL, ValidationError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise HouseError(
            _("{database} does not say what is known of our libraries: {why}").format(
                database=database, why=why
            )
        ) from error


def _asked(client: httpx.Client, packages: Sequence[Package]) -> Iterator[Advisory]:
    told = 0
    for start in range(0, len(packages), _AT_ONCE):
        some = packages[start : start + _AT_ONCE]
        queries = [
            {"package": {"name": one.name, "ecosystem": "PyPI"}, "version": one.version}
            for one in some
        ]
        answer = client.post("/v1/querybatch", json={"queries": queries}).raise_for_status()
        batch = _Batch.model_validate_json(answer.content)
        for package, known in zip(some, batch.results, strict=False):
            for vulnerability in known.vulns:
                told += 1
                if told <= _MOST and (one := _detail(client, package, vulnerability.id)):
                    yield one


def _detail(client: httpx.Client, package: Package, id_: str) -> Advisory | None:
    """An advisory in full; None for one that was taken back."""
    answer = client.get(f"/v1/vulns/{id_}").raise_for_status()
    detail = _Detail.model_validate_json(answer.content)
    if detail.withdrawn:
        return None
    fixed = [
        event.fixed
        for affected in detail.affected
        if affected.package.name.lower() == package.name.lower()
        for span in affected.ranges
        if span.type == "ECOSYSTEM"
        for event in span.events
        if event.fixed
    ]
    return Advisory(package, detail.id, detail.summary, fixed[-1] if fixed else "")
