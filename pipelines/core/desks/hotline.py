"""Exports of the hotline become letters: each row an issue to open, or a reason why not."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.core.desks.letters import FIELDS, LABEL, form
from pipelines.core.messages import _
from pipelines.core.plan import Issue

HEADINGS = {
    "number": ("编号", "工单编号", "工单号", "序号"),
    "received": ("收到日期", "来电日期", "来电时间", "受理时间", "登记时间", "日期"),
    "topic": ("主题", "诉求类别", "问题类别", "类别", "分类"),
    "kind": ("来信类型", "类型"),
    "unit": ("承办单位", "办理单位"),
    "text": ("来信内容", "诉求内容", "内容", "问题描述"),
    "who": ("姓名", "来电人", "来信人", "诉求人"),
    "phone": ("电话", "联系电话", "来电号码", "手机号码"),
}
"""What each column of an export may be called."""
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T].*)?")


@dataclass(frozen=True)
class Imported:
    """Issues to open, and what is wrong with other rows: row in the sheet, and why.

    A reason names the column, never what stands in it.
    """

    issues: Sequence[Issue]
    faults: Sequence[tuple[int, str]]


def imported(
    rows: Sequence[Mapping[str, str]], topics: Sequence[str], today: date, first_row: int = 2
) -> Imported:
    """Letters from rows by heading; the same row gives the same issue however often it comes."""
    issues: list[Issue] = []
    faults: list[tuple[int, str]] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=first_row):
        values = {name: _cell(row, names) for name, names in HEADINGS.items()}
        if not any(values.values()):
            continue
        wrong, day = _wrong(values, topics, today)
        key = _key(values)
        if not wrong and key in seen:
            wrong = [_("this letter stands in an earlier row")]
        if wrong or day is None:
            faults += [(number, why) for why in wrong]
            continue
        seen.add(key)
        issues.append(_issue(key, values, day))
    return Imported(issues, faults)


def _wrong(
    values: Mapping[str, str], topics: Sequence[str], today: date
) -> tuple[list[str], date | None]:
    wrong = []
    day = _day(values["received"])
    if day is None:
        wrong.append(_("{field}: write a date like 2026-11-20").format(field=FIELDS["received"]))
    elif day > today:
        wrong.append(_("{field}: lies in the future").format(field=FIELDS["received"]))
    if not values["text"]:
        wrong.append(_("{field} is empty").format(field=FIELDS["text"]))
    if values["topic"] and values["topic"] not in topics:
        wrong.append(_("{field}: not one of the possible answers").format(field=FIELDS["topic"]))
    if values["kind"] not in {"", "一般", "复杂"}:
        wrong.append(_("{field}: not one of the possible answers").format(field=FIELDS["kind"]))
    return wrong, day


def _issue(key: str, values: Mapping[str, str], day: date) -> Issue:
    topic = values["topic"] or "未分类"
    contact = [f"来信人：{values['who']}"] if values["who"] else []
    contact += [f"联系电话：{values['phone']}"] if values["phone"] else []
    body = form(
        {
            "received": str(day),
            "topic": values["topic"],
            "kind": values["kind"],
            "unit": values["unit"],
            "names": values["who"],
            "text": "\n\n".join([values["text"], *contact]),
        }
    )
    return Issue(key, f"来信：{topic}（{day}）", body, labels=(LABEL,))


def _key(values: Mapping[str, str]) -> str:
    """The same for the same letter: by its number, or by all it says. It tells nothing of it."""
    told = values["number"] or "\n".join(values[name] for name in ("received", "text", "phone"))
    return f"letter-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _cell(row: Mapping[str, str], names: Sequence[str]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def _day(text: str) -> date | None:
    parts = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in parts.groups())) if parts else None
    except ValueError:
        return None
