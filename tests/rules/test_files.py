"""Files beside articles: there, of an allowed type, what their names say, and open."""

import pytest

from pipelines.core.article import Trouble
from pipelines.core.findings import Weight
from pipelines.rules import files
from tests.builders import article, attachment, case, proposal, said


def file(path, kind=None, size=9_000, **more):
    kind = path.rpartition(".")[2] if kind is None else kind
    return attachment(path, kind, size, **more)


def beside(*found):
    return {one.path: one for one in found}


def messages(findings):
    return [finding.message for finding in findings]


IMAGE = {"file": "a.jpg", "alt": "会场全景，代表举手表决", "source": "示范市总工会"}
FORM = [{"file": "form.docx", "title": "申请表"}]


@pytest.mark.parametrize(
    ("fields", "body", "expected"),
    [
        ({"attachments": FORM}, "见[申请表](form.docx)。", []),
        (
            {"attachments": [{"file": "Form.docx", "title": "申请表"}]},
            "文字。",
            ["content/union-news/a.md:12: there is no file content/union-news/Form.docx  [FIL101]"],
        ),
        (
            {"image": IMAGE},
            "文字。",
            ["content/union-news/a.md:12: there is no file content/union-news/a.jpg  [FIL101]"],
        ),
        (
            {},
            "![会场](b.jpg)",
            ["content/union-news/a.md:14: there is no file content/union-news/b.jpg  [FIL101]"],
        ),
        (
            {"attachments": [{"file": "../guide/form.docx", "title": "申请表"}]},
            "文字。",
            [
                (
                    "content/union-news/a.md:12: content/guide/form.docx stands in another folder"
                    "  [FIL101]"
                )
            ],
        ),
        (
            {"attachments": [{"file": "../../../etc/passwd", "title": "申请表"}]},
            "文字。",
            ["content/union-news/a.md:12: there is no file content/../../etc/passwd  [FIL101]"],
        ),
    ],
)
def test_files_are_there(fields, body, expected):
    """A file that an article shows or offers stands beside it, in the same folder."""
    there = beside(file("union-news/form.docx"), file("guide/form.docx"))
    judged = case(article(body=body, **fields), files=there)
    assert said(files.files_are_there(judged)) == expected


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("form.docx", None),
        ("FORM.PDF", None),
        ("photo.jpeg", None),
        ("list.csv", None),
        ("form.doc", "save it as .docx"),
        ("form.docm", "save it as .docx"),
        ("logo.svg", "save it as .png"),
        ("setup.exe", "use one of: "),
        ("setup", "use one of: "),
        ("page.html", "use one of: "),
        ("form.docx.exe", "use one of: "),
        ("form.docx\u202excod.exe", "use one of: "),
    ],
)
def test_files_of_allowed_types(name, fix):
    """A file is of a type that every reader can open and that runs nothing."""
    judged = case(article(), files=beside(file(f"union-news/{name}")))
    found = list(files.files_of_allowed_types(judged))
    assert [(one.fix or "").startswith(fix) for one in found] == ([True] if fix else [])


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("form.docx", "docx", []),
        ("photo.jpeg", "jpg", []),
        ("list.csv", "txt", []),
        ("form.docx", "exe", ["form.docx is no docx file, but exe"]),
        ("form.docx", "docm", ["form.docx is no docx file, but docm"]),
        ("form.docx", "zip", ["form.docx is no docx file, but zip"]),
        ("photo.png", "jpg", ["photo.png is no png file, but jpg"]),
        ("form.pdf", "", ["form.pdf is no pdf file, but something unknown"]),
        ("setup.exe", "exe", []),  # FIL102 speaks of it
    ],
)
def test_files_are_what_they_say(name, kind, expected):
    """A file's bytes are of the type that its name says."""
    judged = case(article(), files=beside(file(f"union-news/{name}", kind)))
    assert messages(files.files_are_what_they_say(judged)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, []),
        ({"trouble": Trouble.DAMAGED}, ["form.pdf does not open: it is damaged or cut off"]),
        ({"trouble": Trouble.ENCRYPTED}, ["form.pdf opens only with a password"]),
        ({"trouble": Trouble.TOO_LARGE}, ["form.pdf unpacks to more than can be checked"]),
        ({"size": 25_000_000}, ["form.pdf has 25 MB, 20 MB are allowed"]),
        ({"size": 0}, ["form.pdf is empty"]),
    ],
)
def test_files_open(more, expected):
    """A file opens for everybody: not damaged, not encrypted, not larger than can be checked."""
    judged = case(article(), files=beside(file("union-news/form.pdf", **more)))
    assert messages(files.files_open(judged)) == expected


def test_a_file_is_judged_where_it_is_named():
    """The finding stands at the line of the article that names the file, so it can be waived."""
    there = beside(file("union-news/form.docx", "exe"))
    judged = case(article(attachments=FORM), files=there)
    assert said(files.files_are_what_they_say(judged)) == [
        "content/union-news/a.md:12: form.docx is no docx file, but exe  [FIL103]"
    ]


def test_files_belong_to_articles():
    """A file that no article shows or offers does not stay in the content folder: a note."""
    there = beside(file("union-news/form.docx"), file("union-news/old.docx"))
    judged = case(article(body="见[申请表](form.docx)。"), files=there)
    found = list(files.files_belong_to_articles(judged))
    assert said(found) == ["content/union-news/old.docx:1: no article names this file  [FIL105]"]
    assert found[0].weight is Weight.NOTES


def test_a_proposal_is_judged_for_the_files_it_brings():
    """Another unit's old file is none of this proposal's business."""
    there = beside(file("guide/old.docx", "exe"), file("union-news/new.docx", "exe"))
    brought = proposal("content/union-news/a.md", "content/union-news/new.docx")
    judged = case(article(), archive=[article("guide/b.md")], files=there, proposal=brought)
    assert said(files.files_are_what_they_say(judged)) == [
        "content/union-news/new.docx:1: new.docx is no docx file, but exe  [FIL103]"
    ]
