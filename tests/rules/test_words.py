import io
import random
import re
from datetime import date
from pathlib import Path

import docx
import pytest

from pipelines.core.article import Passage
from pipelines.core.charter import load
from pipelines.core.words.finder import How, hits
from pipelines.core.words.lexicon import Severity
from pipelines.gather.attachments import read_attachment
from pipelines.rules import lexicons as lexicon_rules
from pipelines.rules import sounds, words
from tests.builders import TODAY, article, attachment, case, charter, said
from tests.lexicons import evasions, lexicon, lexicons, of

ROOT = Path(__file__).resolve().parents[2]


def judged(rule, *articles, **options):
    return said(rule(case(*articles, **options)))


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (words.no_banned_words, "安全必威体育官网网址。", "安全保密。"),
        (words.no_banned_words, "请加赌博群。", "严禁赌博。"),
        (words.no_banned_words, "口交。", "路口交通。"),
        (words.no_banned_words, "残废人就业。", "残疾人就业。"),
        (words.set_phrases_exact, "中华全国总公会印发。", "中华全国总工会印发。"),
        (words.set_phrases_exact, "江河主席讲话。", "江禾主席讲话。"),
        (words.no_wrong_characters, "布署明年工作。", "部署明年工作。"),
        (words.no_wrong_characters, "劳动和社会保障部。", "原劳动和社会保障部。"),
        (words.words_for_a_second_reviewer, "妥善处置集体停工。", "妥善处置劳动争议。"),
        (words.words_worth_a_look, "行业第一品牌。", "行业前列。"),
        (words.no_words_taken_apart, "来贝者博吧。", "贝者，博也。"),
        (words.no_words_taken_apart, "去赌。博吧。", "打赌。博物馆。"),
        (sounds.no_words_that_sound_banned, "币威体欲。", "体育比赛。"),
    ],
)
def test_each_rule_speaks_and_is_silent(rule, bad, good):
    """What each rule finds with the shipped lexicons, and what it leaves alone."""
    assert len(judged(rule, article(body=bad + "\n"))) == 1
    assert judged(rule, article(body=good + "\n")) == []


def test_a_finding_says_what_to_write_instead():
    """Place, reason and right form."""
    (finding,) = words.no_wrong_characters(case(article(body="会议布署工作。\n")))
    assert (finding.place.line, finding.place.column) == (14, 3)
    assert finding.message == "“布署” is wrong: 音近误写"
    assert finding.fix == "write “部署”"


def test_the_five_regulations_corrupted_sentence():
    """The gambling string that stands in place of 保密 in one of the regulations (EN-04)."""
    body = "四、安全必威体育官网网址原则：保护职工个人信息和企业商业秘密。\n"
    (finding,) = words.no_banned_words(case(article(body=body)))
    assert "EN-04" in finding.clauses
    assert "必威体育" in finding.message


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "必威体育官网"},
        {"summary": "关于必威体育的通知。"},
        {"keywords": ["必威体育"]},
        {"source": {"name": "必威体育", "url": "https://www.example.com/"}},
        {"image": {"file": "a.jpg", "alt": "必威体育广告", "source": "本会"}},
        {"attachments": [{"file": "a.docx", "title": "必威体育"}]},
        {"attachments": [{"file": "必威体育.docx", "title": "附件"}]},
        {"body": "![必威体育](a.jpg)\n"},
        {"body": "[链接](https://www.example.com/必威体育)\n"},
        {"body": "[链接](https://www.example.com/%E5%BF%85%E5%A8%81%E4%BD%93%E8%82%B2)\n"},
        {"body": '[链接](https://www.example.com/ "必威体育")\n'},
        {"body": "正文[^1]\n\n[^1]: 必威体育\n"},
        {"body": "| 甲 |\n| --- |\n| 必威体育 |\n"},
        {"body": "<!-- 必威体育 -->\n"},
        {"body": '<img alt="必威体育" src="a.jpg">\n'},
        {"body": "```\n必威体育\n```\n"},
        {"body": "[甲][乙]\n\n[乙]: https://www.example.com/必威体育\n"},
    ],
)
def test_all_text_is_read(fields):
    """Title, summary, keywords, alt text, links, titles, tables, footnotes, comments, code."""
    assert judged(words.no_banned_words, article(**fields))


def test_file_names_are_read():
    """An article's own name, and that of a file nobody names."""
    assert judged(words.no_banned_words, article("union-news/必威体育.md")) == [
        (
            "content/union-news/必威体育.md:1: file name: “必威体育” must not be published: "
            "境外赌博网站，常被注入政府和工会网页  [WRD101]"
        )
    ]
    loose = attachment("union-news/必威体育.pdf", "pdf")
    (finding,) = words.no_banned_words(case(files={loose.path: loose}))
    assert finding.place.path == "content/union-news/必威体育.pdf"


def test_hits_in_files_name_the_page():
    """The finding stands at the line that names the file and says the page."""
    texts = (Passage("第1页", "目录"), Passage("第2页", "必威体育，还是必威体育"))
    title = (Passage("title", "赌博"),)
    file = attachment("union-news/a.pdf", "pdf", texts=texts, metadata=title)
    found = article(attachments=[{"file": "a.pdf", "title": "附件"}])
    messages = judged(words.no_banned_words, found, files={file.path: file})
    assert len(messages) == 2
    assert "a.pdf, 第2页: “必威体育” must not be published" in messages[0]
    assert "a.pdf, title: “赌博” must not be published" in messages[1]
    assert all(message.startswith("content/union-news/a.md:") for message in messages)


@pytest.mark.parametrize("name", evasions("必威体育"))
def test_evasions_in_a_docx(name):
    """The disguises survive a word processor: paragraphs, tables, headers."""
    form = evasions("必威体育")[name].replace("\n", " ")
    document = docx.Document()
    document.add_paragraph(f"前面{form}后面")
    document.add_table(1, 1).cell(0, 0).text = form
    document.sections[0].header.paragraphs[0].text = form
    raw = io.BytesIO()
    document.save(raw)
    file = read_attachment("union-news/a.docx", raw.getvalue())
    places = [p.where for p in file.opened.texts if hits(charter().lexicons, p.text, TODAY, None)]
    assert places == ["page 1", "header"]


def test_the_level_rises_with_a_sensitive_word():
    """What the approval chains ask (JZ-08e)."""
    one = article(body="妥善处置集体停工，必威体育。\n")
    assert [term.word for term in words.sensitive(case(one), one)] == ["集体停工"]
    assert words.sensitive(case(one), article()) == []


def test_words_worth_a_look_never_block():
    """Severity decides which rule speaks."""
    for severity, rule in (
        (Severity.BLOCKS, words.no_banned_words),
        (Severity.REVIEW, words.words_for_a_second_reviewer),
        (Severity.NOTES, words.words_worth_a_look),
    ):
        other = charter().model_copy(update={"lexicons": of("甲乙丙", severity=severity.value)})
        one = case(article(body="甲乙丙\n"), charter=other)
        spoken = [
            found.id
            for found in (
                words.no_banned_words,
                words.words_for_a_second_reviewer,
                words.words_worth_a_look,
            )
            if list(found(one))
        ]
        assert spoken == [rule.id]


def test_lexicon_lint_is_a_rule():
    """A contradiction stands at its line; an expired entry is worth knowing."""
    files = lexicons(
        lexicon(entries={"赌": {}}),
        b"name: x\ncategory: usage\nentries:\n  ab: {until: 2025-01-01}\n",
    )
    one = case(charter=charter().model_copy(update={"lexicons": files}))
    (finding,) = lexicon_rules.lexicons_without_contradiction(one)
    assert str(finding.place.path) == "charter/lexicons/0.yml"
    (expired,) = lexicon_rules.lexicon_entries_in_force(one)
    assert (expired.place.path, expired.place.line) == ("charter/lexicons/1.yml", 4)


PHRASES = (
    "各级工会坚持以职工为中心，切实维护职工合法权益。",
    "打了个赌，博物馆里的工会会员都笑了。",
    "路口交通疏导志愿者在人口交汇处值守，出口交货、窗口交费井然有序。",
    "工会干部对每一名职工的诉求都认真登记、及时办理、限时回复。",
    "本次活动由市总工会主办，各县（区）总工会、各产业工会协办。",
    "技术工人代表就集体合同、工资集体协商、女职工特殊权益保护发言。",
    "严禁赌博，远离毒品，防范电信网络诈骗，保护好个人信息。",
    "干部职工要严守国家秘密，加强工作秘密管理，做好商业秘密保护。",
    "中国工会十八大以来，广大职工以国家主人翁姿态建功立业。",
    "五星红旗在天安门广场升起，职工代表唱响国歌。",
    "在中国共产党领导下，走中国特色社会主义工会发展道路。",
    "东湖区总工会主席、副主席到生产一线看望高温作业职工。",
    "一、指导思想；二、目标任务；三、工作步骤；四、有关要求。",
    "联系电话：0000-88880001，地址：示范市文化路0号。",
    "第一时间响应、第一现场处置，最大限度减少损失。",
)


def corpus():
    """At least 300,000 characters of ordinary prose: the demo content and common phrases."""
    chance = random.Random(3)  # noqa: S311 - the same corpus every time
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "content").rglob("*.md"))]
    yield from texts
    sentences = [
        sentence
        for text in texts
        for sentence in re.split(r"(?<=[。！？])|\n\n", text.split("\n---\n", 1)[-1])
        if sentence.strip() and not sentence.lstrip().startswith(("#", "|", "-"))
    ]
    written = sum(map(len, texts))
    while written < 320_000:
        chosen = chance.choices(sentences, k=30) + chance.choices(PHRASES, k=10)
        chance.shuffle(chosen)
        text = "".join(chosen)
        written += len(text)
        yield text


def test_a_clean_corpus_has_no_blocking_words():
    """300,000 characters of ordinary union prose, not one false alarm."""
    found = []
    length = 0
    shipped = load(ROOT / "charter").lexicons
    for text in corpus():
        length += len(text)
        found += [
            (shipped.words[hit.term], text[max(0, hit.start - 8) : hit.end + 8])
            for hit in hits(shipped, text, date(2026, 11, 20), None)
            if hit.how in {How.PLAIN, How.DISGUISED, How.NEAR}
            and shipped.severity(shipped.term(hit.term)) is Severity.BLOCKS
        ]
    assert length >= 300_000
    assert found == []
