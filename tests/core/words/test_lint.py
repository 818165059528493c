import pytest

from pipelines.core.words import lint
from tests.lexicons import lexicon, lexicons


def doubts(*files):
    """What the lint says: what, the word, the other word."""
    found = lexicons(*files)
    return [(doubt.what, found.words[doubt.term], doubt.other) for doubt in found.doubts]


@pytest.mark.parametrize(
    ("entries", "head", "expected"),
    [
        ({"赌博": {}, "六合彩": {}}, {}, []),
        ({"赌博": {}, "赌博网站": {}}, {}, []),
        ({"赌": {}}, {}, [(lint.SINGLE, "赌", "")]),
        ({"赌。": {}, "，": {}}, {}, [(lint.SINGLE, "赌。", ""), (lint.SINGLE, "，", "")]),
        ({"必威体育": {}, "必威體育": {}}, {}, [(lint.AGAIN, "必威體育", "必威体育")]),
        ({"赌博": {}, "ＤＵ博": {}, "du博": {}}, {}, [(lint.AGAIN, "du博", "ＤＵ博")]),
        (
            {"赌博": {}, "赌博网站": {"severity": "notes"}},
            {},
            [(lint.WEAKER, "赌博网站", "赌博")],
        ),
        ({"赌博": {"until": "2027-01-01"}, "赌博网站": {"severity": "notes"}}, {}, []),
        ({"赌博": {}}, {"allowed": ["赌博"]}, [(lint.ALLOWED, "赌博", "")]),
        ({"赌博": {}}, {"allowed": ["禁止赌博"]}, []),
        ({"赌博": {"unless": ["赌博"]}}, {}, [(lint.ALLOWED, "赌博", "赌博")]),
        ({"赌博": {"unless": ["路口"]}}, {}, [(lint.USELESS, "赌博", "路口")]),
        (
            {"布署": {"correct": "部暑"}, "部暑": {"correct": "部署"}},
            {},
            [(lint.BANNED_FORM, "布署", "部暑")],
        ),
        ({"总工会": {}}, {"near": "true"}, [(lint.SHORT, "总工会", "")]),
        ({"中华全国总工会": {"unless": ["中华全国工商联"]}}, {"near": "true"}, []),
    ],
)
def test_entries_that_cannot_work_or_contradict(entries, head, expected):
    """Single characters, entries that are never found, and what is banned and allowed at once."""
    assert doubts(lexicon(entries=entries, **head)) == expected


def test_across_files():
    """A protected phrase with a banned word in it, and one word in two files."""
    near = lexicon("中华赌博总会", near="true")
    assert doubts(lexicon("赌博"), near, lexicon("赌博")) == [
        (lint.BANNED_FORM, "中华赌博总会", "赌博"),
        (lint.AGAIN, "赌博", "赌博"),
    ]
