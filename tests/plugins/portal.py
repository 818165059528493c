"""A small portal to edit and build: articles as values, written where they changed."""

import json
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from pipelines.release.build import Built, Order, Run, build, differing
from tests.builders import CHARTER, source

THEME = CHARTER.parent / "themes" / "portal"
COLUMNS = ("union-news", "notices", "policy", "activities", "hotline", "guide", "about/leaders")
BEGAN = datetime.fromisoformat("2026-11-20 18:00")
WORDS = ("民主管理", "送温暖", "劳模", "职工书屋", "C++", "a/b")
TABLE = "\n| 姓名 | 分工 |\n| --- | --- |\n| 林海 | 全面 |\n"


@dataclass
class Portal:
    """Folders of a portal that is built again and again; `run` runs Pelican, with our theme."""

    folder: Path
    run: Run
    now: datetime = BEGAN
    articles: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    names: int = 0

    @classmethod
    def begun(cls, folder: Path, run: Run) -> "Portal":
        """A dozen articles, a few to a list's page, one of them with a picture and a file."""
        portal = cls(folder, run)
        shutil.copytree(CHARTER, folder / "charter")
        shutil.copytree(THEME, folder / "theme")
        portal.receipts.write_text("{}", encoding="utf-8")
        portal.setting("per_page: 20", "per_page: 2")
        portal.picture("notices/a.jpg", "red")
        portal.picture("notices/b.png", "blue")
        (portal.content / "notices" / "form.txt").write_text("表", encoding="utf-8")
        shown = {"image": {"file": "a.jpg", "alt": "图"}}
        files = {"attachments": [{"title": "申请表", "file": "form.txt"}]}
        body = "![乙](b.png)\n\n见[信](../hotline/n3.md)。"
        portal.write("notices/shown.md", body, shown | files)
        pair = {"kind": "document", "interpretation": "policy/explained.md"}
        portal.write("policy/document.md", "条文[^1]。\n\n[^1]: 注。\n", pair)
        portal.write("policy/explained.md", "解读。", {"interprets": "policy/document.md"})
        for number in range(9):
            column = COLUMNS[number % len(COLUMNS)]
            portal.write(f"{column}/n{number}.md", f"第{number}篇。{TABLE}", {})
        return portal

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.folder / "content"

    @property
    def receipts(self) -> Path:
        """Who approved what."""
        return self.folder / "receipts.json"

    @property
    def order(self) -> Order:
        """What is built now."""
        here = self.folder
        return Order(
            *(here / "charter", self.content, here / "output", here / "cache"),
            self.now,
            self.receipts,
        )

    def build(self) -> Built:
        """Build on what stands there from the last time."""
        return build(self.order, self.themed)

    def differing(self, built: Built) -> list[str]:
        """What a build from nothing would have made otherwise."""
        return differing(self.order, built, self.themed)

    def themed(self, command: Sequence[str]) -> tuple[int, str]:
        """Pelican with the portal's own copy of the theme."""
        return self.run([*command, "--theme-path", str(self.folder / "theme")])

    def write(self, path: str, body: str, fields: dict[str, Any]) -> None:
        """Write an article, new or changed."""
        self.articles[path] = (body, fields)
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source(path, body, **fields), encoding="utf-8")

    def drop(self, path: str) -> tuple[str, dict[str, Any]]:
        """Delete an article; gives what it was."""
        (self.content / path).unlink()
        return self.articles.pop(path)

    def fresh(self, column: str) -> str:
        """A path that no article has had."""
        self.names += 1
        return f"{column}/x{self.names}.md"

    def picture(self, path: str, colour: str) -> None:
        """A small picture of one colour."""
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (24, 16), colour).save(file)

    def setting(self, old: str, new: str, file: str = "charter/portal.yml") -> None:
        """Another text in a file of charter or theme, as often as it stands there."""
        text = (self.folder / file).read_text("utf-8")
        (self.folder / file).write_text(text.replace(old, new), encoding="utf-8")


Edit = Callable[[Portal, random.Random], None]


def _one(portal: Portal, dice: random.Random) -> str:
    return dice.choice(sorted(portal.articles))


def _with(portal: Portal, path: str, **fields: Any) -> None:
    body, known = portal.articles[path]
    portal.write(path, body, known | fields)


def add(portal: Portal, dice: random.Random) -> None:
    """A new article, on the newest day or an old one."""
    date = f"2026-{dice.randint(9, 11):02}-{dice.randint(1, 28):02} 09:30"
    path = portal.fresh(dice.choice(COLUMNS))
    portal.write(path, f"新稿{dice.random()}。", {"date": date, "title": f"新稿{portal.names}"})


def change(portal: Portal, dice: random.Random) -> None:
    """Another paragraph."""
    path = _one(portal, dice)
    body, fields = portal.articles[path]
    portal.write(path, f"{body}\n\n又一段{dice.random()}，电话0000-88880001。\n", fields)


def delete(portal: Portal, dice: random.Random) -> None:
    """One article less."""
    if len(portal.articles) > 1:
        portal.drop(_one(portal, dice))


def rename(portal: Portal, dice: random.Random) -> None:
    """Another file name, perhaps with a note of the old one."""
    path = _one(portal, dice)
    fresh = portal.fresh(path.rpartition("/")[0])
    body, fields = portal.drop(path)
    formerly = {"formerly": [path]} if dice.random() < 0.5 else {}
    portal.write(fresh, body, fields | formerly)


def move(portal: Portal, dice: random.Random) -> None:
    """Another column."""
    fresh = portal.fresh(dice.choice(COLUMNS))
    portal.write(fresh, *portal.drop(_one(portal, dice)))


def retitle(portal: Portal, dice: random.Random) -> None:
    """Another title."""
    _with(portal, _one(portal, dice), title=f"改题{dice.randint(0, 99)}")


def refile(portal: Portal, dice: random.Random) -> None:
    """Other topics, another unit, another summary."""
    words = dice.sample(WORDS, dice.randint(0, 3))
    unit = dice.choice(("office", "legal", "donghu"))
    _with(portal, _one(portal, dice), keywords=words, unit=unit, summary=f"提要{dice.random()}")


def redate(portal: Portal, dice: random.Random) -> None:
    """Another day, some of them not come yet."""
    date = f"2026-{dice.randint(9, 12):02}-{dice.randint(1, 28):02} 09:30"
    _with(portal, _one(portal, dice), date=date)


def withhold(portal: Portal, dice: random.Random) -> None:
    """A draft, a withdrawn one, one that expires soon."""
    withdrawn = {"on": "2026-11-20", "by": "song-ci", "reason": "有误"}
    how: list[dict[str, Any]] = [
        {"status": "draft"},
        {"status": "withdrawn", "withdrawn": withdrawn},
        {"expires": "2026-11-22"},
        {"status": "published", "withdrawn": None, "expires": None},
    ]
    _with(portal, _one(portal, dice), **dice.choice(how))


def repaint(portal: Portal, dice: random.Random) -> None:
    """Another picture or file at the same path, or none."""
    match dice.randrange(4):
        case 0:
            (portal.content / "notices" / "b.png").unlink(missing_ok=True)
        case 1:
            form = portal.content / "notices" / "form.txt"
            form.write_text("表" * dice.randint(1, 900), encoding="utf-8")
        case _:
            colour = f"#{dice.randrange(1 << 24):06x}"
            portal.picture(dice.choice(("notices/a.jpg", "notices/b.png")), colour)


def template(portal: Portal, dice: random.Random) -> None:
    """Another word in a template or in the style sheet."""
    more = f"<!-- {dice.random()} -->"
    name, old, new = dice.choice(
        (
            ("article.html", "</article>", f"{more}</article>"),
            ("base.html", "</main>", f"{more}</main>"),
            ("parts.html", "</nav>", f"{more}</nav>"),
            ("list.html", '<div class="intro">', f'{more}<div class="intro">'),
            ("feeds/atom.xml", "</feed>", f"{more}</feed>"),
        )
    )
    portal.setting(old, new, f"theme/templates/{name}")
    if dice.random() < 0.3:
        portal.setting("}", "} ", "theme/static/portal.css")


def decree(portal: Portal, dice: random.Random) -> None:
    """Another charter: names, sizes of lists, another edition."""
    file, old, new = dice.choice(
        (
            ("portal.yml", "name: 示范市总工会", "name: 示范总工会"),
            ("portal.yml", "per_page: 2", f"per_page: {dice.randint(2, 4)}"),
            ("portal.yml", "home_max_age: {days: 14}", "traditional: true"),
            ("portal.yml", "trusted_domains: [example.org,", "trusted_domains: ["),
            ("units.yml", "办公室", "办公厅"),
            ("people.yml", "陈", "程"),
            ("columns.yml", "公告文件", "公告"),
        )
    )
    portal.setting(old, new, f"charter/{file}")


def receive(portal: Portal, dice: random.Random) -> None:
    """Other hands that approved."""
    hands = {"reviewers": [dice.choice("甲乙丙")], "editor": dice.choice("丁戊")}
    text = json.dumps({_one(portal, dice): hands}, ensure_ascii=False)
    portal.receipts.write_text(text, encoding="utf-8")


def wait(portal: Portal, dice: random.Random) -> None:
    """Some days go by."""
    portal.now += timedelta(days=dice.randint(1, 20))


def meddle(portal: Portal, dice: random.Random) -> None:
    """Somebody deletes, alters or adds files of the output, or deletes some of the cache."""
    output = [path for path in sorted((portal.folder / "output").rglob("*")) if path.is_file()]
    cache = [path for path in sorted((portal.folder / "cache").rglob("*")) if path.is_file()]
    match dice.randrange(4):
        case 0:
            dice.choice(output).unlink()
        case 1:
            dice.choice(output).write_text("改", encoding="utf-8")
        case 2:
            (portal.folder / "output" / "stray.html").write_text("多", encoding="utf-8")
        case _:
            for path in dice.sample(cache, len(cache) // 2):
                path.unlink()


EDITS: tuple[Edit, ...] = (
    *(add, change, delete, rename, move, retitle, refile, redate, withhold),
    *(repaint, template, decree, receive, wait, meddle),
)
