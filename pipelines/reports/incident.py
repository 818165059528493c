"""The written report of an incident, as an office signs it (YZ-09b)."""

from collections.abc import Mapping

from pipelines.core.desks.incidents import Incident
from pipelines.reports import official
from pipelines.reports.documents import Document, Heading, Paragraph, Part

_TITLES = {
    "rollback": "关于网站回退发布版本的处置报告",
    "takedown": "关于撤下网站信息的处置报告",
    "tampering": "关于网站页面被篡改的情况报告",
}
_OTHER = "关于网站突发情况的处置报告"


def report(portal: str, incident: Incident, names: Mapping[str, str]) -> bytes:
    """An incident that was dealt with, as docx; `portal` signs, `names` are people's by id."""
    done = incident.done or incident.found
    rows = [
        ("发现时间", f"{incident.found:%Y-%m-%d %H:%M}"),
        ("处置完成时间", f"{done:%Y-%m-%d %H:%M}"),
        ("用时", f"{incident.took or 0}分钟"),
        ("处置人", names.get(incident.by, incident.by)),
        ("涉及信息", incident.path),
        ("发布位置", incident.target),
        ("处置前版本", incident.release_before),
        ("处置后版本", incident.release_after),
        ("已报告", "、".join(names.get(one, one) for one in incident.told)),
    ]
    parts: list[Part] = [Heading(1, "一、情况和原因"), Paragraph(incident.reason)]
    parts += [Paragraph(line) for line in incident.seen]
    parts += [Heading(1, "二、处置经过")]
    parts += [Paragraph(f"{name}：{value}。") for name, value in rows if value]
    title = _TITLES.get(incident.kind, _OTHER)
    document = Document(incident.kind, (title,), tuple(parts), portal, done.date())
    return official.render(document, done)
