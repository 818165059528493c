import io
import struct
import zipfile
import zlib

import docx
import openpyxl
import pptx
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pipelines.core.article import Opened, Passage, Trouble
from pipelines.gather import package
from pipelines.gather.attachments import kind_of, read_attachment


def saved(document):
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def a_docx(text="正文一段"):
    document = docx.Document()
    document.add_paragraph(text)
    document.add_page_break()
    document.add_paragraph("第二页的话")
    document.add_table(1, 2).cell(0, 1).text = "格子"
    document.sections[0].header.paragraphs[0].text = "页眉的话"
    document.core_properties.author = "张三"
    document.core_properties.comments = ""
    return saved(document)


def a_xlsx():
    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active.append(["姓名", 13800138000])
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "隐藏的话"
    book.properties.creator = "李四"
    return saved(book)


def a_pptx():
    show = pptx.Presentation()
    for text in ("第一张", "第二张"):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = text
    slide.notes_slide.notes_text_frame.text = "备注的话"
    return saved(show)


def a_pdf(password=None):
    """Two pages of Latin text, written by hand: no library here writes text."""
    streams = [f"BT /F1 12 Tf 72 720 Td (page {n} secret) Tj ET".encode() for n in (1, 2)]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        *(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 7 0 R >> >> >>" % number
            for number in (5, 6)
        ),
        *(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(one), one) for one in streams),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    raw, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(raw)
    raw += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    raw += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    raw += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(raw))
    writer.add_metadata({"/Author": "王五"})
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_zip(*parts, compression=zipfile.ZIP_DEFLATED):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", compression) as archive:
        for name, body in parts:
            archive.writestr(name, body)
    return raw.getvalue()


def a_jpg(*, gps=False, artist=None):
    image = Image.new("RGB", (40, 30))
    exif = Image.Exif()
    if artist:
        exif[0x013B] = artist
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 46.0, 0.0), 3: "E", 4: (119.0, 58.0, 0.0)})
    raw = io.BytesIO()
    image.save(raw, "JPEG", exif=exif)
    return raw.getvalue()


def read(raw, name="a"):
    return read_attachment(name, raw).opened


def where(file):
    return [passage.where for passage in file.texts]


def test_docx():
    """Pages by their breaks, tables, headers, and who wrote it."""
    file = read(a_docx())
    assert (file.kind, file.trouble) == ("docx", None)
    assert where(file) == ["page 1", "page 2", "header"]
    assert "正文一段" in file.texts[0].text
    assert "第二页的话" in file.texts[1].text
    assert "格子" in file.texts[1].text
    assert Passage("author", "张三") in file.metadata


def test_xlsx():
    """Every sheet by its name, hidden ones too, numbers as they stand."""
    file = read(a_xlsx())
    assert (file.kind, where(file)) == ("xlsx", ["名单", "隐藏"])
    assert "13800138000" in file.texts[0].text
    assert "隐藏的话" in file.texts[1].text
    assert Passage("author", "李四") in file.metadata


def test_pptx():
    """Slides by number, and their notes."""
    file = read(a_pptx())
    assert file.kind == "pptx"
    assert where(file) == ["slide 1", "slide 2", "notes of slide 1"]
    assert "第二张" in file.texts[1].text


def test_pdf():
    """Pages by number, and who wrote it."""
    file = read(a_pdf())
    assert (file.kind, file.trouble) == ("pdf", None)
    assert [(p.where, p.text.strip()) for p in file.texts] == [
        ("page 1", "page 1 secret"),
        ("page 2", "page 2 secret"),
    ]
    assert Passage("author", "王五") in file.metadata


def test_archives():
    """Names and texts inside archives, the inner file before the page; archives in archives."""
    inner = a_zip(("说明.txt", "里面的话"))
    file = read(a_zip(("表.docx", a_docx()), ("内.zip", inner), ("a.txt", "直接的话")))
    assert file.kind == "zip"
    assert file.texts[0] == Passage("names of files", "表.docx\n内.zip\na.txt")
    assert "表.docx page 2" in where(file)
    assert any("里面的话" in passage.text for passage in file.texts)
    assert any("直接的话" in passage.text for passage in file.texts)


def test_images():
    """Size, author and place; the pixels are not decoded."""
    assert read(a_jpg()).pixels == (40, 30)
    assert read(a_jpg()).metadata == ()
    told = read(a_jpg(gps=True, artist="zhang san")).metadata
    assert {passage.where for passage in told} == {"author", "gps"}


def test_text():
    """Plain text in the encodings that offices use."""
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        file = read("内部资料，第1号".encode(encoding))
        assert (file.kind, file.texts) == ("txt", (Passage("", "内部资料，第1号"),))


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"MZ\x90\0", "exe"),
        (b"\x7fELF\x02", "elf"),
        (b"#!/bin/sh\n", "script"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ole"),
        (b"Rar!\x1a\x07", "rar"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"<svg xmlns='x'/>", "svg"),
        (b"\0\1\2\3", ""),
        (b"", "txt"),
    ],
)
def test_kinds(raw, kind):
    """What a file is follows from its bytes, not from its name."""
    assert kind_of(raw) == kind


def test_macros_are_told():
    """A document with macros is another kind."""
    raw = io.BytesIO(a_docx())
    with zipfile.ZipFile(raw, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert read(raw.getvalue()).kind == "docm"


def encrypted_zip():
    raw = bytearray(a_zip(("a.txt", "x"), compression=zipfile.ZIP_STORED))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    return bytes(raw)


def bomb():
    """A hundred megabytes of nothing in a hundred kilobytes."""
    return a_zip(("a.txt", bytes(100_000_000)))


def nested_bomb():
    one = a_zip(("a.txt", bytes(30_000_000)))
    return a_zip(*((f"{n}.zip", one) for n in range(4)), ("b.txt", bytes(70_000_000)))


def lying_png():
    """A picture that says it is 100,000 pixels wide and high."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    crc = struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + crc + b"\0\0\0\0IEND\xaeB`\x82"


def laughing_docx():
    """XML that defines entities of its own."""
    xml = b'<!DOCTYPE a [<!ENTITY b "c">]><w:document xmlns:w="x"><w:t>&b;</w:t></w:document>'
    return a_zip(("word/document.xml", xml))


@pytest.mark.parametrize(
    ("make", "trouble"),
    [
        (lambda: a_docx()[:2000], Trouble.DAMAGED),
        (lambda: a_pdf()[:300], Trouble.DAMAGED),
        (lambda: a_jpg()[:200], Trouble.DAMAGED),
        (encrypted_zip, Trouble.ENCRYPTED),
        (lambda: a_pdf("password"), Trouble.ENCRYPTED),
        (lambda: a_pdf(""), None),
        (
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            Trouble.ENCRYPTED,
        ),
        (bomb, Trouble.TOO_LARGE),
        (nested_bomb, Trouble.TOO_LARGE),
        (lambda: a_zip(*((f"{n}", b"") for n in range(3000))), Trouble.TOO_LARGE),
        (lying_png, Trouble.TOO_LARGE),
        (laughing_docx, Trouble.DAMAGED),
    ],
)
def test_trouble_is_said(make, trouble):
    """Cut, encrypted, bombs, lies: a result that says so, never a crash."""
    assert read(make()).trouble is trouble


def test_what_was_read_before_the_fault_stays():
    """A bomb behind a harmless text does not hide the text."""
    file = read(a_zip(("a.txt", "前面的话"), ("b.txt", bytes(package.MAX_UNPACKED + 1))))
    assert file.trouble is Trouble.TOO_LARGE
    assert any("前面的话" in passage.text for passage in file.texts)


SAMPLES = [a_docx(), a_xlsx(), a_pptx(), a_jpg(gps=True), a_zip(("a.docx", a_docx()))]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 1_000_000), st.integers(0, 255)), max_size=8),
    st.integers(0, 1_000_000),
)
def test_damage_never_crashes(raw, flips, end):
    """Bits flipped anywhere, the end cut off anywhere: a result all the same."""
    spoilt = bytearray(raw)
    for place, value in flips:
        spoilt[place % len(spoilt)] = value
    cut = bytes(spoilt[: 1 + end % len(spoilt)])
    assert isinstance(read(cut), Opened)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_pdf_never_crashes(flips):
    """The same for PDF, which is read in a process of its own."""
    spoilt = bytearray(a_pdf())
    for place, value in flips:
        spoilt[place % len(spoilt)] = value
    assert isinstance(read(bytes(spoilt)), Opened)


def test_what_was_read_is_kept(tmp_path):
    """A file is read once; what is spoilt is read anew."""
    raw = a_docx()
    first = read_attachment("a.docx", raw, tmp_path).opened
    (kept,) = tmp_path.iterdir()
    assert read_attachment("b.docx", raw, tmp_path).opened == first
    kept.write_text("{")
    assert read_attachment("a.docx", raw, tmp_path).opened == first
