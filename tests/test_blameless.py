"""A tree that was judged before is judged as if it never had been, and sooner."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.blameless import judge_again
from pipelines.core.article import Article, Attachment, Passage
from pipelines.core.case import Case
from pipelines.core.charter.load import Files, load, read_files
from pipelines.core.findings import Finding, Problem, Weight
from pipelines.core.rule import Rule, judge, rule
from pipelines.gather.files import read_article, read_case
from pipelines.rules import TREE
from pipelines.rules.files import offered
from pipelines.rules.wechat import account_is_known
from tests.builders import CHARTER, TODAY, article, attachment, case, charter
from tests.rules.test_dreadful import FILES, FIXTURES

CONTENT = CHARTER.parent / "content"
ALONE = [one for one in TREE if one.alone]
NOON = datetime.fromisoformat("2026-11-20 12:00")
NUMBER = "13900001111"
FAULTS = (FIXTURES / "dreadful.md").read_text("utf-8").split("---\n", 2)[2]
WORDS = (
    "必.威.体.育，币威体欲，中华全国总公会，部暑明年工作，群体性事件，行业第一品牌。\n\n"
    "秘密★10年，11010519491231002X，护照号E12345678，家住幸福路8号2栋301室。\n\n"
    "初始密码：Abc12345\n"
)
"""What the dreadful article says nothing of, from the examples in the rules' own laws."""


@cache
def spoilt() -> Case:
    """The demo federation's content with every article's text spoilt, and the dreadful article.

    Its files are judged by a charter that allows them no size at all.
    """
    demo = read_case(CONTENT, charter(), NOON)
    portal = charter().portal
    budget = portal.budget.model_copy(
        update={"image_bytes": 1, "image_pixels": 1, "attachment_bytes": 1}
    )
    strict = charter().model_copy(update={"portal": portal.model_copy(update={"budget": budget})})
    articles = [
        read_article(one.path, f"{one.text}\n{FAULTS}\n{WORDS}".encode()) for one in demo.articles
    ]
    articles.append(read_article("union-news/dreadful.md", (FIXTURES / "dreadful.md").read_bytes()))
    articles.append(read_article("union-news/没有 栏.md", b"nothing"))
    articles.append(read_article("nowhere/a.md", demo.articles[0].text.encode()))
    articles += made()
    own = (document("union-news/own.docx", True), attachment("union-news/own.gif", "gif"))
    small = attachment("union-news/small.jpg", "jpg", pixels=(90, 60))
    files = {**demo.files, **FILES, **{file.path: file for file in (*own, small)}}
    return Case(strict, NOON, tuple(articles), tuple(articles), files)


def made() -> Iterator[Article]:
    """What the demo content and the dreadful article do not get wrong."""
    yield article("union-news/b.md", repost=True, unit="nobody", date="2027-01-30 09:00")
    yield article("union-news/c.md", wechat=True, wechat_kind="news", title="长" * 40)
    yield article("union-news/d.md", "很长。" * 9000, wechat=True, wechat_kind="news")
    yield article(
        "union-news/e.md",
        "数字：" + "12人，" * 20,
        image={"file": "own.gif", "alt": "图"},
        wechat=True,
    )
    small = {"file": "small.jpg", "alt": "会场", "source": "本会"}
    yield article("union-news/l.md", image=small, wechat=True, wechat_kind="news")
    yield article("union-news/f.md", attachments=[{"file": "own.docx", "title": "表"}])
    yield article("union-news/g.md", secrecy={"secret": "unsure"}, statistics_checked_by="谁")
    yield article("union-news/h.md", secrecy=None, starts="2026-11-01", status="withdrawn")
    yield article("activities/i.md", "没有。\n", starts="2026-11-01")
    yield article("notices/j.md", unit="donghu", correspondent="qin-yu", signed_date="2026-11-02")
    yield article("notices/k.md", kind="news", correspondent="陈岚")


def document(path: str, faulty: bool) -> Attachment:
    """A file that says whose it is and whom to call, or nothing."""
    texts = (Passage("1", f"联系人手机{NUMBER}，赌。博，6222021234567890128"),) if faulty else ()
    meta = (Passage("author", "某人"), Passage("gps", "30, 120")) if faulty else ()
    file = attachment(path, "docx", texts=texts, metadata=meta)
    return replace(file, digest=("f" if faulty else "c") * 40)


def narrowed(whole: Case, one: Article) -> Case:
    """The case of an article and what it names, and of nothing else; at another time of day."""
    named = {path: whole.files[path] for path in offered(one) if path in whole.files}
    midnight = whole.now.replace(hour=0)
    return Case(whole.charter, midnight, (one,), (one,), named)


@pytest.mark.parametrize("each", ALONE, ids=lambda one: f"{one.id}-{one.name}")
def test_a_rule_that_judges_alone_needs_no_company(each):
    """Each article alone, with the files that it names, gives what all of them give at once."""
    whole = spoilt()
    files = {path for one in whole.articles for path in offered(one)}
    loose = Case(whole.charter, whole.now, files={
        path: file for path, file in whole.files.items() if path not in files
    })  # fmt: skip
    found = [finding for one in whole.articles for finding in each(narrowed(whole, one))]
    assert sorted([*found, *each(loose)], key=place) == sorted(each(whole), key=place)


def place(finding: Finding) -> object:
    return finding.order, finding.fix or "", finding.clauses


def test_the_spoilt_content_is_worth_the_proof():
    """Every rule that judges alone finds something in it, or where the charter has no account."""
    homeless = replace(spoilt(), charter=charter().model_copy(update={"wechat": None}))
    found = {finding.rule for finding in (*judge(spoilt(), ALONE), *account_is_known(homeless))}
    assert {one.id for one in ALONE} - found == set()


def test_no_article_names_another_ones_file():
    """Or the proof above would count its findings twice."""
    whole = spoilt()
    named = [path for one in whole.articles for path in set(offered(one)) if path in whole.files]
    assert len(named) == len(set(named))


seen: list[str] = []


@rule("TST901", clauses=["CZ-08"], weight=Weight.NOTES, alone=True)
def looks_alone(judged: Case) -> Iterator[Problem]:
    """It says what it is shown."""
    seen.extend(one.path for one in judged.articles)
    yield from ()


@rule("TST902", clauses=["CZ-08"], weight=Weight.NOTES)
def looks_at_all(judged: Case) -> Iterator[Problem]:
    """The same, of a rule that asks for company."""
    seen.extend(f"all: {one.path}" for one in judged.articles)
    yield from ()


def shown(judged: Case, memory: Path, *rules: Rule, files: Files | None = None) -> list[str]:
    """What the rules that look are shown, when they judge after what `memory` remembers."""
    seen.clear()
    judge_again(judged, rules or (*ALONE, looks_alone), files or {}, memory)
    return list(seen)


PAIR = (article("union-news/a.md"), article("union-news/b.md"))
WRONG = article("union-news/b.md", f"请致电{NUMBER}。\n")


def test_what_was_blameless_is_not_shown_again(tmp_path):
    """A rule that asks for company is shown all, as ever."""
    memory = tmp_path / "kept" / "memory"
    both = (looks_alone, looks_at_all)
    everything = ["all: union-news/a.md", "all: union-news/b.md"]
    assert shown(case(*PAIR), memory, *both) == [
        "union-news/a.md", "union-news/b.md", *everything
    ]  # fmt: skip
    assert shown(case(*PAIR), memory, *both) == everything
    changed = article("union-news/b.md", "另一段话。\n")
    assert shown(case(PAIR[0], changed), memory, *both) == ["union-news/b.md", *everything]


def test_what_is_wrong_is_found_each_time(tmp_path):
    """Nothing of it is remembered, so that it is told in the language of the day."""
    memory = tmp_path / "memory"
    for _time in range(2):
        assert "union-news/b.md" in shown(case(PAIR[0], WRONG), memory)
    assert shown(case(PAIR[0], WRONG), memory) == ["union-news/b.md"]


OFFERS = [{"file": "form.docx", "title": "申请表"}]
SHARING = (
    article("union-news/a.md", attachments=OFFERS),
    article("union-news/b.md", attachments=OFFERS),
    article("union-news/c.md"),
)
FORM = "union-news/form.docx"


def test_who_shares_a_faulty_file_is_judged_again(tmp_path):
    """What is wrong with it is said at one of them; if that one goes, the other has to answer."""
    faulty = {FORM: document(FORM, True)}
    judged, memory = case(*SHARING, files=faulty), tmp_path / "memory"
    assert shown(judged, memory) == ["union-news/a.md", "union-news/b.md", "union-news/c.md"]
    assert shown(judged, memory) == ["union-news/a.md", "union-news/b.md"]
    left = case(*SHARING[1:], files=faulty)
    assert judge_again(left, ALONE, {}, memory) == judge(left, ALONE)
    assert {one.place.path for one in judge(left, ALONE)} == {"content/union-news/b.md"}


def test_a_file_that_comes_or_changes_brings_its_articles_back(tmp_path):
    """Also where only a link means it, which no rule misses while it is not there."""
    memory = tmp_path / "memory"
    linking = article("union-news/a.md", "请填写[申请表](form.docx)。\n")
    shown(case(linking, PAIR[1]), memory)
    assert shown(case(linking, PAIR[1]), memory) == []
    for faulty in (False, True):
        judged = case(linking, PAIR[1], files={FORM: document(FORM, faulty)})
        assert shown(judged, memory) == ["union-news/a.md"]
        assert judge_again(judged, TREE, {}, memory) == judge(judged, TREE)


def test_a_known_file_is_there_for_an_article_that_changed(tmp_path):
    """Or it would be missed."""
    memory, good = tmp_path / "memory", {FORM: document(FORM, False)}
    shown(case(*SHARING, files=good), memory)
    changed = case(article("union-news/a.md", "另一段话。\n", attachments=OFFERS), files=good)
    assert judge_again(changed, TREE, {}, memory) == judge(changed, TREE) == []


def test_a_file_that_nobody_names_is_judged_all_the_same(tmp_path):
    """All articles around it are known; it is new."""
    memory = tmp_path / "memory"
    shown(case(*PAIR), memory)
    judged = case(*PAIR, files={FORM: document(FORM, True)})
    found = judge_again(judged, TREE, {}, memory)
    assert found == judge(judged, TREE)
    assert f"content/{FORM}" in {one.place.path for one in found}


@pytest.mark.parametrize(
    "later",
    [
        {"judged": case(*PAIR, today=TODAY + timedelta(1))},
        {"files": {"portal.yml": b"name: another"}},
    ],
    ids=["another day", "another charter"],
)
def test_what_else_it_depends_on(tmp_path, later):
    """On another day, by another charter, everything is judged anew."""
    first = {"judged": case(*PAIR), "memory": tmp_path / "memory"}
    shown(**first)
    assert shown(**first) == []
    assert shown(**(first | later)) == ["union-news/a.md", "union-news/b.md"]


def test_another_time_of_day_is_nothing_new(tmp_path):
    """Rules that judge alone ask for the day."""
    memory, judged = tmp_path / "memory", case(*PAIR)
    shown(judged, memory)
    assert shown(replace(judged, now=NOON), memory) == []


@pytest.mark.parametrize("raw", [b"", b"\0" * 99, None], ids=["empty", "nonsense", "half"])
def test_a_spoilt_memory_is_none(tmp_path, raw):
    """Everything is judged, and the memory is good again."""
    memory = tmp_path / "memory"
    shown(case(*PAIR), memory)
    memory.write_bytes(memory.read_bytes()[:-7] if raw is None else raw)
    assert shown(case(*PAIR), memory) == ["union-news/a.md", "union-news/b.md"]
    assert shown(case(*PAIR), memory) == []


def test_where_nothing_can_be_kept_everything_is_judged(tmp_path):
    """It costs time, nothing else."""
    (tmp_path / "file").write_text("in the way")
    for _time in range(2):
        assert len(shown(case(*PAIR), tmp_path / "file" / "memory")) == 2


@rule("TST903", clauses=["CZ-08"], weight=Weight.NOTES, alone=True)
def points_elsewhere(judged: Case) -> Iterator[Problem]:
    """A rule that breaks its promise: what it says belongs to none of the articles."""
    if len(judged.articles) > 1:
        yield Problem(replace(judged.articles[0].at(), path="charter/portal.yml"), "elsewhere")


def test_what_is_found_elsewhere_leaves_nothing_known(tmp_path):
    """Who knows what it follows from."""
    for _time in range(2):
        assert len(shown(case(*PAIR), tmp_path / "memory", looks_alone, points_elsewhere)) == 2


PATHS = [f"union-news/{name}.md" for name in "abc"]
TEXTS: Mapping[str, str] = {
    "good": "市总工会召开全委会议，部署明年工作。\n",
    "numbered": f"请致电{NUMBER}。\n",
    "astray": "见[另一篇](a.md#nothing)和[这一篇](gone.md)。\n",
    "offering": "见[申请表](form.docx)。\n",
    "punctuated": "会议于9月召开,共35人参加.\n",
}
WAIVED = [{"rule": "PRV102", "reason": "公开", "by": "song-ci", "until": "2026-11-20"}]
WRITTEN = st.builds(
    lambda path, text, offers, waived: article(
        path, TEXTS[text], attachments=OFFERS if offers else None, waive=WAIVED if waived else None
    ),
    st.sampled_from(PATHS), st.sampled_from(sorted(TEXTS)), st.booleans(), st.booleans(),
)  # fmt: skip
FILED = st.sampled_from([None, False, True])
EDIT = st.tuples(
    st.lists(WRITTEN, max_size=2),
    st.sets(st.sampled_from(PATHS), max_size=1),
    FILED,
    st.booleans(),
    st.sampled_from([TODAY, TODAY + timedelta(1)]),
)


@cache
def chartered(public: bool) -> tuple[Files, Case]:
    """The demo federation's charter, as it is or with the number among its own."""
    files = dict(read_files(CHARTER))
    if public:
        portal = files["portal.yml"].decode()
        files["portal.yml"] = portal.replace("0000-88880001", NUMBER).encode()
    return files, case(charter=load(files))


@settings(max_examples=25)
@given(st.lists(EDIT, min_size=2, max_size=5))
def test_the_second_judgement_is_the_first(edits):
    """Whatever is written, removed, shared, decided or over in between: the same, in order."""
    articles: dict[str, Article] = {}
    with TemporaryDirectory() as folder:
        for written, removed, form, public, day in edits:
            articles = {
                path: one
                for path, one in sorted((articles | {one.path: one for one in written}).items())
                if path not in removed
            }
            files, bare = chartered(public)
            judged = case_of(bare, articles, form, day)
            assert judge_again(judged, TREE, files, Path(folder, "memory")) == judge(judged, TREE)


def case_of(bare: Case, articles: Mapping[str, Article], form: bool | None, day: date) -> Case:
    """These articles on a day, and the file that some of them offer, faulty or not."""
    there = {FORM: document(FORM, form)} if form is not None else {}
    return case(*articles.values(), today=day, files=there, charter=bare.charter)
