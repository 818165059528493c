"""How a copy looks: the portal's design in what survives, readable also where WeChat turns it dark.

In dark mode the platform recolours a copy by rules of its own: a nearly white
ground turns black, a coloured light one turns into a glaring grey, and text of
middle brightness stays as it is, hard to read. So text is dark enough to be turned
light, and every ground and line is a transparent tint that suits both.
"""

from pipelines.core.charter.portal import Design

TEXT, MUTED = "#1d1a18", "#55504b"
"""The only colours of text; the charter's main colour is for bars, grounds and lines."""


def style(design: Design) -> str:
    """The style sheet that is written into a copy's elements."""
    tint, line = _clear(design.main, 0.07), _clear(design.main, 0.55)
    ground, hair = "rgba(127,120,112,.1)", "rgba(127,120,112,.35)"
    indent = ".body>p{text-indent:2em}" if design.indent else ""
    return f"""
.copy{{color:{TEXT};font-size:17px;line-height:1.8;letter-spacing:.3px;text-align:left;
overflow-wrap:break-word;word-break:break-word}}
p{{margin:0 0 18px}}
li{{margin:0 0 6px}}
ul{{list-style:disc;margin:0 0 18px;padding:0 0 0 24px}}
ol{{list-style:decimal;margin:0 0 18px;padding:0 0 0 27px}}
li p{{margin:0 0 6px}}
li ul,li ol{{margin:6px 0 0}}
h2{{margin:34px 0 16px;padding:5px 12px;font-size:19px;font-weight:bold;line-height:1.5;
background-color:{tint};border-left:5px solid {design.main}}}
h3{{margin:28px 0 12px;font-size:18px;font-weight:bold;line-height:1.5}}
h4,h5,h6{{margin:22px 0 10px;font-size:17px;font-weight:bold;line-height:1.5}}
sub,sup{{font-size:12px;line-height:1}}
code{{font-family:monospace;font-size:15px}}
pre{{margin:0 0 18px;padding:12px;background-color:{ground};white-space:pre-wrap}}
table{{width:100%;margin:0 0 18px;border-collapse:collapse;font-size:15px;line-height:1.6}}
th,td{{padding:6px 8px;border:1px solid {hair};text-align:left;vertical-align:top}}
th{{background-color:{tint};font-weight:bold}}
{indent}
.mark{{color:{MUTED}}}
.tel,.short{{white-space:nowrap}}
table .tel{{white-space:normal}}
.quote{{margin:0 0 18px;padding:2px 0 2px 16px;border-left:4px solid {hair};color:{MUTED}}}
.quote p{{margin:6px 0}}
.aside,.row{{margin:0 0 14px;padding:12px 14px;background-color:{ground};border-radius:6px}}
.aside p,.row p{{margin:0 0 6px}}
.row p{{font-size:15px;line-height:1.6}}
.label{{color:{MUTED}}}
p.label{{font-weight:bold}}
.rule{{margin:28px 0;border:0;border-top:1px solid {hair}}}
.figure{{margin:24px 0;text-align:center}}
img{{display:block;width:100%;max-width:100%;height:auto;margin:0 auto;border-radius:6px}}
.caption{{margin:8px 0 0;font-size:14px;line-height:1.6;color:{MUTED};text-align:center}}
.facts{{margin:0 0 22px;padding:10px 14px;background-color:{ground};border-radius:6px}}
.facts p,.below p{{margin:0;font-size:15px;line-height:1.8}}
.below{{margin:32px 0 0;padding:14px 0 0;border-top:1px solid {hair}}}
.below .head{{margin:0 0 6px;font-weight:bold}}
.below p{{word-break:break-all;margin:0 0 4px}}
.hands{{margin:32px 0 0;padding:12px 0 0;border-top:2px solid {line}}}
.hands p{{margin:0;font-size:15px;line-height:1.8;color:{MUTED};text-align:right}}
"""


def _clear(colour: str, share: float) -> str:
    """This much of a colour, whatever it lies on."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"
