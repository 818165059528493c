"""Articles for the WeChat account: proposed, voted on and merged in a real repository."""

import shutil
from copy import copy
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from pipelines.clearance import clearance
from pipelines.forge.folder import Folder
from pipelines.gather.files import read_case
from pipelines.gather.git import Repository
from pipelines.release import receipts
from pipelines.wechat import Desk, Ready, ready
from tests.builders import charter, source
from tests.proposals import Site

NOW = datetime.fromisoformat("2026-11-20 18:00")
NAME = "union-news/a.md"
PATH, PHOTO = f"content/{NAME}", "content/union-news/a.jpg"
FOUR = ("+ling-xiao", "+song-ci", "+he-chuan", "+jiang-he")
BODY = (
    "市总工会召开全委会议，部署明年工作，见[工作报告](https://www.example.net/report)。\n\n"
    "## 会议议程\n\n- 听取工作报告\n- 表决\n"
)


def photo(size: tuple[int, int] = (1200, 800), kind: str = "JPEG") -> bytes:
    """A picture of this size: a slope of colours, so that cuts differ from the whole."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    file = BytesIO()
    image.save(file, kind)
    return file.getvalue()


def written(**fields: Any) -> str:
    """An article for the account, faultless but for the fields named here."""
    image = {"file": "a.jpg", "alt": "会场全景，代表举手表决", "source": "示范市总工会"}
    whole = {"wechat": True, "wechat_kind": "news", "image": image} | fields
    return source(NAME, whole.pop("body", BODY), **whole)


def proposed(site: Site, *votes: str, number: int = 1, **fields: Any) -> None:
    """Propose the article with its picture, and vote."""
    site.propose({PATH: written(**fields), PHOTO: photo()}, number)
    site.describe(number, votes=votes)


def merged(site: Site, *votes: str, number: int = 1, **fields: Any) -> str:
    """Propose, vote, and merge whatever the votes say; gives the merge's commit."""
    proposed(site, *votes, number=number, **fields)
    return site.merge(number)


def signed(site: Site) -> None:
    """Write the receipts that a release writes."""
    repository = Repository(site.root)
    start = site.git("rev-list", "--max-parents=0", "HEAD")
    head = site.git("rev-parse", "HEAD")
    asked = clearance(repository, Folder(site.forge), charter(), head, start, NOW)
    receipts.write(site.root, asked.receipts)


def desk(site: Site, *, host: bool = True, now: datetime = NOW) -> Desk:
    """The desk of a site, with or without somebody to ask about reviews."""
    forge = Folder(site.forge) if host else None
    records = site.root.parent / "records"
    return Desk(site.root / "content", Repository(site.root), forge, now, records)


def asked(site: Site, *, host: bool = True, now: datetime = NOW, name: str = NAME) -> Ready:
    """Whether the article may go to the account, as the site stands."""
    at = desk(site, host=host, now=now)
    case = read_case(Path(at.content), charter(), now)
    return ready(at, case, case.by_path[name])


def copied(site: Site, folder: Path) -> Site:
    """The same site in another folder, to do with as a test likes."""
    twin = copy(site)
    shutil.copytree(site.root.parent, folder / "twin")
    twin.root, twin.forge = folder / "twin" / "site", folder / "twin" / "forge"
    return twin
