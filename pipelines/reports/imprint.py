"""版记, the last lines of an official document, at the very foot of its last page."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

LINE = 20
"""Between two of its lines, in points."""
_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_BOX = """
<w:r {spaces}><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"
 behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">
<wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>
<wp:wrapTopAndBottom/><wp:docPr id="1" name="imprint"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{wps}"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></w:r>
"""


def at_the_foot(
    docx: Docx, last: DocxParagraph, rows: Sequence[DocxParagraph], width: float, size: float
) -> None:
    """Take paragraphs to the foot of the page that `last` stands on, lines around them.

    They stand in a box `width` millimetres wide, in type of `size` points; what
    is written in the body flows around it.
    """
    room = int(Mm(width).pt / size) - 2
    lines = sum(-(-len(row.text) // room) for row in rows)
    shown = _BOX.format(
        spaces=" ".join(f'xmlns:{name}="{uri}"' for name, uri in _SPACES.items()),
        wps=_SPACES["wps"],
        width=int(Mm(width)),
        height=int(Pt(LINE * lines + 3 * len(rows))),
    )
    box: Any = parse_xml(shown)
    grid = docx.add_table(len(rows), 1)
    grid.autofit = False
    for row, paragraph in zip(grid.rows, rows, strict=True):
        cell = row.cells[0]
        cell.width = Mm(width)
        _laid_out(paragraph, width, size)
        _xml(cell).replace(_xml(cell.paragraphs[0]), _xml(paragraph))
    properties = _xml(grid).tblPr
    borders = OxmlElement("w:tblBorders")
    for side, thickness in (("top", "8"), ("bottom", "8"), ("insideH", "6")):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", thickness), ("color", "000000")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    margins = parse_xml(
        f'<w:tblCellMar xmlns:w="{_SPACES["w"]}"><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(margins, "w:tblLook")
    inside = box.find(".//" + qn("w:txbxContent"))
    inside.append(_xml(grid))
    # What ends with a table has to end with a paragraph; this one takes no room.
    end = docx.add_paragraph()
    end.paragraph_format.line_spacing = Pt(1)
    inside.append(_xml(end))
    _xml(last).append(box)


def _laid_out(paragraph: DocxParagraph, width: float, size: float) -> None:
    """One character free at both sides; what wraps goes on behind the colon."""
    style = paragraph.paragraph_format
    style.line_spacing = Pt(LINE)
    style.left_indent, style.first_line_indent = Pt(4 * size), Pt(-3 * size)
    style.right_indent = Pt(size)
    style.tab_stops.add_tab_stop(Mm(width) - Pt(size), WD_TAB_ALIGNMENT.RIGHT)


def _xml(part: Any) -> Any:
    """The XML of a part, for what python-docx has no words for."""
    return part._element  # noqa: SLF001 - its own documentation sends us here
