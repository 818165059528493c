"""The written report of an incident, as an office signs it (YZ-09b)."""

from collections.abc import Mapping
from datetime import datetime

from pipelines.reports import official
from pipelines.reports.documents import Document, Heading, Paragraph, Part

_TITLES = {
    "rollback": "关于网站回退发布版本的处置报告",
    "takedown": "关于撤下网站信息的处置报告",
    "tampering": "关于网站页面被篡改的情况报告",
}


def report(portal: str, record: Mapping[str, object], names: Mapping[str, str]) -> bytes:
    """A record (its fields by name) as docx; `portal` signs, `names` are people's by their ids."""
    told = record["told"] if isinstance(record["told"], list) else []
    seen = record["seen"] if isinstance(record["seen"], list) else []
    done = datetime.fromisoformat(str(record["done"]))
    rows = [
        ("发现时间", record["found"]),
        ("处置完成时间", record["done"]),
        ("用时", f"{record['minutes']}分钟"),
        ("处置人", names.get(str(record["by"]), record["by"])),
        ("涉及信息", record["path"]),
        ("发布位置", record["target"]),
        ("处置前版本", record["release_before"]),
        ("处置后版本", record["release_after"]),
        ("已报告", "、".join(names.get(str(one), str(one)) for one in told)),
    ]
    parts: list[Part] = [Heading(1, "一、情况和原因"), Paragraph(str(record["reason"]))]
    parts += [Paragraph(str(line)) for line in seen]
    parts += [Heading(1, "二、处置经过")]
    parts += [Paragraph(f"{name}：{value}。") for name, value in rows if value]
    title = _TITLES[str(record["kind"])]
    document = Document(str(record["kind"]), (title,), tuple(parts), portal, done.date())
    return official.render(document, done)
