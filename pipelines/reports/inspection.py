"""The inspectors' own sheet of a public site, filled in for the administrator (2019 indicators)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from pipelines.core.findings import Finding
from pipelines.reports.official import chinese_date
from pipelines.reports.tables import Column, Kind, Row, Table, lines


@dataclass(frozen=True, slots=True)
class Indicator:
    """A failing item: what inspectors look at, from how many on it fails, which rules count it."""

    name: str
    fails_from: int
    rules: tuple[str, ...]


FAILING = (
    Indicator("首页栏目无更新超过两周", 1, ("DUE201",)),
    Indicator("动态、要闻类和通知公告、政策文件类栏目逾期未更新5个及以上", 5, ("DUE202",)),
    Indicator("栏目长期不更新10个及以上", 10, ("DUE202",)),
    Indicator("空白栏目5个及以上", 5, ("DUE203",)),
    Indicator("留言超过3个月未回复", 1, ("LET201", "LET202")),
    Indicator("严重表述错误", 1, ("WRD101", "WRD102", "WRD103")),
    Indicator("泄露国家秘密", 1, ("SEC101", "SEC102", "SEC103")),
    Indicator("链接到非法网站", 1, ("LNK302",)),
    Indicator("伪造发稿日期", 1, ("REG101",)),
    Indicator("网页被篡改或混入非发布内容", 1, ("REL201", "REL202", "REL203", "REL204")),
)
"""One of them is enough to fail the whole site."""

DEDUCTIONS: Mapping[str, tuple[str, ...]] = {
    "打不开或错误的外部链接": ("LNK301", "LNK304"),
    "打不开的站内链接、图片和附件": ("LNK102", "MRK105", "FIL101", "FIL104"),
    "服务指南逾期未更新": ("DUE204", "DUE206"),
    "机构、领导信息未及时更新": ("DUE207",),
    "政策文件未关联解读": ("POL101",),
    "转载信息未注明来源": ("SRC101",),
}
"""What costs points for each single case."""
POINTS = 1.0
"""For each case; an own score compares one day with another and is no inspector's."""

_COLUMNS = (
    Column("kind", "类别", width=8),
    Column("name", "检查内容", width=24),
    Column("count", "发现数", Kind.NUMBER, 5),
    Column("result", "结果", width=8),
)
_HAND = ("主办单位、备案号、标识码等标识", "15秒内打不开的访问占比", "搜索、无障碍和移动端体验")


def tables(findings: Sequence[Finding], now: datetime) -> list[Table]:
    """Failing items, then deductions with the own score; what only people can judge is named."""
    count = _counter(findings)
    failing = []
    for one in FAILING:
        found = count(one.rules)
        result = "单项否决" if found >= one.fails_from else "通过"
        failing.append(Row(("单项否决", one.name, found, result)))
    lost = {name: count(rules) * POINTS for name, rules in DEDUCTIONS.items()}
    deductions = [
        Row(("扣分", name, count(rules), f"-{lost[name]:g}分" if lost[name] else "不扣分"))
        for name, rules in DEDUCTIONS.items()
    ]
    score = max(0.0, 100 - sum(lost.values()))
    failed = any(row.cells[3] == "单项否决" for row in failing)
    lead = f"检查日期：{chinese_date(now.date())}。" + (
        "存在单项否决情形，按检查指标判定为不合格。" if failed else f"自评得分：{score:g}分。"
    )
    return [
        Table("failing", "单项否决指标自查表", _COLUMNS, tuple(failing), lead),
        Table(
            "deductions",
            "扣分指标自查表",
            _COLUMNS,
            tuple(deductions),
            notes=(f"每处扣{POINTS:g}分，仅用于自我比较；需人工检查：{'、'.join(_HAND)}。",),
        ),
    ]


def page(sheets: Sequence[Table], portal: str) -> str:
    """The sheet as one page for the administrator's browser; it is no page of the portal."""
    title = f"{portal}网站检查指标自查"
    parts = [
        '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><h1>{escape(title)}</h1>",
    ]
    for sheet in sheets:
        head, *rows = lines(sheet)
        cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
        parts.append(f"<p>{escape(sheet.lead)}</p><table><caption>{escape(sheet.title)}</caption>")
        parts.append(f"<thead><tr>{cells}</tr></thead><tbody>")
        filled = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
        parts += [f"<tr>{row}</tr>" for row in filled]
        parts += ["</tbody></table>", *(f"<p>{escape(note)}</p>" for note in sheet.notes)]
    return "\n".join([*parts, ""])


def _counter(findings: Sequence[Finding]) -> Callable[[tuple[str, ...]], int]:
    def count(rules: tuple[str, ...]) -> int:
        return len({(one.rule, one.place) for one in findings if one.rule in rules})

    return count
