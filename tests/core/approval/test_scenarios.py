"""The regulations' approval procedures, scenario by scenario."""

from typing import Any, NamedTuple

import pytest

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from tests.builders import article, charter
from tests.proposals import delegation, judged, person, post, proposed, regulation

CZ = charter()
JZ = regulation("jiaozuo", people={"guan-ning": person("管宁安", "administrator@office")})
YZ = regulation("yangzhou")
EN = regulation(
    "enterprise",
    units={
        "team": {"name": "网络信息管理小组", "kind": "other"},
        "committee": {"name": "工会委员会", "kind": "other"},
    },
    roles={"editor": {"name": "管理小组成员"}, "committee-member": {"name": "委员"}},
    people={
        "bian-yi": person("卞怡", "editor@team"),
        "wei-ran": person("魏然", "committee-member@committee"),
    },
)
TWO = regulation(people={"lin-er": person("林二", "reviewer@office")})
"""The office has two reviewers."""
BOTH = regulation(
    people={"lin-er": person("林二", "reviewer@office")},
    chains={
        "column-owner": {
            "stages": [
                {"name": "责任部室审核", "role": "reviewer", "unit": "$column.owner", "count": 2}
            ]
        }
    },
)
"""The owner's approval takes two of its reviewers."""
LEFT = regulation(people={"lin-hai": {"posts": [post("reviewer@office ..2026-11-19")]}})
"""The office's one reviewer left yesterday."""
SOON = regulation(people={"lin-hai": {"posts": [post("reviewer@office 2026-11-21")]}})
"""The office's one reviewer begins tomorrow."""


def deputy(days: str, **more: Any) -> Charter:
    """The office's reviewer hands the post to Gao Yuan for some days."""
    handed = delegation(f"reviewer@office {days}", to="gao-yuan")
    return regulation(people={"lin-hai": {"delegations": [handed]}}, **more)


CONDITIONAL = regulation(
    chains={
        "column-owner": {
            "stages": [
                {"name": "责任部室审核", "role": "reviewer", "unit": "$column.owner"},
                {
                    "name": "统计核对",
                    "role": "head",
                    "unit": "finance",
                    "when": {"kinds": ["document"]},
                },
            ]
        }
    },
)
"""Documents go on to the finance department; notices do not."""
RAISED = regulation(
    selection=[
        {"chain": "column-owner"},
        {"chain": "urgent", "rules": ["WRD102"]},
        {"chain": "house", "paths": ["/"]},
    ]
)
"""Words that a rule finds send an article to the leaders (JZ-08e)."""
UNCOVERED = regulation(selection=[{"chain": "column-owner", "columns": ["notices", "about"]}])
"""A charter that forgot most of its columns, and its own guardians."""


def notice(path: str = "notices/a.md", **fields: Any) -> Article:
    """An article that the office publishes."""
    return article(path, **fields)


def news(**fields: Any) -> Article:
    return article("union-news/a.md", **fields)


class Scenario(NamedTuple):
    """Given this charter, this proposal and these votes, then this tree."""

    name: str
    charter: Charter
    case: dict[str, Any]
    votes: str
    tree: list[str]
    articles: tuple[Article, ...] = (notice(),)


A, W, R, B, S = "approved", "waiting", "refused", "blocked", "skipped"
OWNER = "column-owner: "


def one(
    name: str, charter_: Charter, votes: str, *tree: str, of: Any = None, **case: Any
) -> Scenario:
    articles = (notice(),) if of is None else of if isinstance(of, tuple) else (of,)
    return Scenario(name, charter_, case, votes, list(tree), articles)


unsure = {"secret": "unsure", "public": "yes", "by": "lin-hai", "on": "2026-11-20"}
waiver = [{"rule": "DUE101", "reason": "会议改期", "by": "song-ci", "until": "2026-12-31"}]
elsewhere = {"name": "某网站", "url": "https://news.example.net/1"}

SCENARIOS = [
    # CZ article 5: by column
    one("公告文件由办公室审核", CZ, "", OWNER + W),
    one("办公室审核后通过", CZ, "+lin-hai", OWNER + A),
    one("别的部室审核不算", CZ, "+gao-yuan +song-ci", OWNER + W),
    one("工会新闻由宣网部审核", CZ, "+song-ci", OWNER + A, of=news()),
    one("工会新闻办公室审核不算", CZ, "+lin-hai", OWNER + W, of=news()),
    one("基层动态由宣网部审核", CZ, "+ling-xiao", OWNER + A, of=article("grassroots/a.md")),
    one("基层动态辖市区自己审核不算", CZ, "+dong-ming", OWNER + W, of=article("grassroots/a.md")),
    one(
        "部室动态由本部室审核",
        CZ,
        "+tang-ning",
        OWNER + A,
        of=article("departments/a.md", unit="rights", correspondent="zhao-min"),
    ),
    one(
        "部室动态别的部室审核不算",
        CZ,
        "+tang-ning",
        OWNER + W,
        of=article("departments/a.md", unit="economy", correspondent="sun-hao"),
    ),
    one(
        "服务指南由发布部室自己审核",
        CZ,
        "+tang-ning",
        OWNER + A,
        of=article("guide/a.md", unit="rights", correspondent="zhao-min"),
    ),
    one("维权热线由法工部审核", CZ, "+xie-an", OWNER + A, of=article("hotline/a.md")),
    one("市总介绍由办公室审核", CZ, "+lin-hai", OWNER + A, of=article("about/overview/a.md")),
    one("市总领导由组织部审核", CZ, "+gao-yuan", OWNER + A, of=article("about/leaders/a.md")),
    one("市总领导办公室审核不算", CZ, "+lin-hai", OWNER + W, of=article("about/leaders/a.md")),
    # who may vote
    one("不在名册的账号不算", CZ, "+nobody", OWNER + W),
    one("通讯员自己不能审核", CZ, "+chen-lan", OWNER + W),
    one("提交人不能审核自己的稿件", CZ, "+lin-hai", OWNER + B, opener="lin-hai"),
    one("提交人所在部室另有审核人", TWO, "+lin-er", OWNER + A, opener="lin-hai"),
    one("提交记录的作者不能审核", CZ, "+lin-hai", OWNER + B, authors=frozenset({"lin-hai"})),
    one(
        "共同作者以邮箱署名也不能审核",
        regulation(people={"lin-hai": {"accounts": {"emails": ["Lin@example.org"]}}}),
        "+lin-hai",
        OWNER + B,
        authors=frozenset({"lin@example.org"}),
    ),
    one("共同作者以姓名署名也不能审核", CZ, "+lin-hai", OWNER + B, authors=frozenset({"林海"})),
    one("署名的通讯员不能审核", CZ, "+lin-hai", OWNER + B, of=notice(correspondent="lin-hai")),
    one(
        "原稿署名的通讯员也不能审核",
        CZ,
        "+lin-hai",
        OWNER + B,
        former=[notice(correspondent="lin-hai")],
    ),
    one("已离任的人不算，空缺要写明", LEFT, "+lin-hai", OWNER + B),
    one("尚未到任的人不算，空缺要写明", SOON, "+lin-hai", OWNER + B),
    one("受委托人在委托期内可以审核", deputy("2026-11-20..2026-11-20"), "+gao-yuan", OWNER + A),
    one("委托期未到不算", deputy("2026-11-21..2026-11-30"), "+gao-yuan", OWNER + W),
    one("委托期已过不算", deputy("2026-11-01..2026-11-19"), "+gao-yuan", OWNER + W),
    one("委托之后本人仍可审核", deputy("2026-11-20..2026-11-20"), "+lin-hai", OWNER + A),
    one(
        "提交人可由受委托人代为审核",
        deputy("2026-11-20..2026-11-20"),
        "+gao-yuan",
        OWNER + A,
        opener="lin-hai",
    ),
    one("需要两人时一人不够", BOTH, "+lin-hai", OWNER + W),
    one("需要两人时两人通过", BOTH, "+lin-hai +lin-er", OWNER + A),
    one("一人审核两次仍是一人", BOTH, "+lin-hai +lin-hai", OWNER + W),
    one("需要两人而只剩一人，空缺", BOTH, "+lin-er", OWNER + B, opener="lin-hai"),
    one(
        "本人和其受委托人合为一人",
        regulation(
            people={
                "lin-hai": {"delegations": [delegation("reviewer@office", to="gao-yuan")]},
                "lin-er": person("林二", "reviewer@office"),
            },
            chains={
                "column-owner": {
                    "stages": [
                        {
                            "name": "责任部室审核",
                            "role": "reviewer",
                            "unit": "$column.owner",
                            "count": 2,
                        }
                    ]
                }
            },
        ),
        "+lin-hai +gao-yuan",
        OWNER + W,
    ),
    # what a vote is bound to
    one("内容改动后原来的审核不算", CZ, "+lin-hai@old", OWNER + W),
    one("改动后重新审核", CZ, "+lin-hai@old +lin-hai", OWNER + A),
    one("平台没有说明审核的是哪一版", CZ, "+lin-hai@none", OWNER + W),
    one(
        "附件改动后原来的审核不算",
        CZ,
        "+lin-hai@old",
        OWNER + W,
        of=notice(attachments=[{"file": "a.pdf", "title": "通知"}]),
        contents={
            "a" * 40: {"content/notices/a.md": "1", "content/notices/a.pdf": "2"},
            "0" * 40: {"content/notices/a.md": "1", "content/notices/a.pdf": "1"},
        },
    ),
    one(
        "别的稿件改动不影响本稿",
        CZ,
        "+lin-hai@old",
        OWNER + A,
        contents={
            "a" * 40: {"content/notices/a.md": "1", "content/policy/b.md": "2"},
            "0" * 40: {"content/notices/a.md": "1", "content/policy/b.md": "1"},
        },
    ),
    # objections
    one("退回修改即不通过", CZ, "-lin-hai", OWNER + R),
    one("审核后又退回", CZ, "+lin-hai -lin-hai", OWNER + R),
    one("退回后又同意", CZ, "-lin-hai +lin-hai", OWNER + A),
    one("改稿不能抹去退回", CZ, "-lin-hai@old", OWNER + R),
    one("一人同意，另一人退回", TWO, "+lin-hai -lin-er", OWNER + R),
    one("无关的人退回不算", CZ, "+lin-hai -gao-yuan", OWNER + A),
    one("通讯员自己退回不算", CZ, "+lin-hai -chen-lan", OWNER + A),
    one("评论不改变审核", CZ, "+lin-hai ?lin-hai", OWNER + A),
    one("只评论不算审核", CZ, "?lin-hai", OWNER + W),
    one("有权的人撤销退回", CZ, "-lin-hai~ling-xiao", OWNER + W),
    one("撤销退回不能恢复先前的审核", CZ, "+lin-hai -lin-hai~ling-xiao", OWNER + W),
    one("撤销退回之后重新审核", CZ, "-lin-hai~ling-xiao +lin-hai", OWNER + A),
    one("无权的人撤销退回不算", CZ, "-lin-hai~chen-lan", OWNER + R),
    one("提交人撤销对自己的退回不算", CZ, "-lin-hai~ling-xiao", OWNER + R, opener="ling-xiao"),
    one("不知是谁撤销的退回仍然有效", CZ, "-lin-hai~", OWNER + R),
    one("撤销审核后不再算", CZ, "+lin-hai~gao-yuan", OWNER + W),
    one("撤销后一次审核不恢复前一次", CZ, "+lin-hai +lin-hai~ling-xiao", OWNER + W),
    one("平台只说已撤销，按退回处理", CZ, "xlin-hai", OWNER + R),
    # JZ article 8: by level, two stages in order
    one("部室信息先负责人后分管领导", JZ, "+lin-hai +he-chuan", "department: approved approved"),
    one("部室信息只有负责人审核", JZ, "+lin-hai", "department: approved waiting"),
    one("分管领导先审不算", JZ, "+he-chuan +lin-hai", "department: approved waiting"),
    one(
        "分管领导先审，之后重审",
        JZ,
        "+he-chuan +lin-hai +he-chuan",
        "department: approved approved",
    ),
    one(
        "以市总名义发布先办公室后主要领导",
        JZ,
        "+lin-hai +jiang-he",
        "official: approved approved",
        of=notice(level="official"),
    ),
    one(
        "以市总名义发布，分管领导不能代替主要领导",
        JZ,
        "+lin-hai +he-chuan",
        "official: approved waiting",
        of=notice(level="official"),
    ),
    one(
        "突发事件先分管领导后主要领导",
        JZ,
        "+he-chuan +jiang-he",
        "urgent: approved approved",
        of=notice(level="urgent"),
    ),
    one(
        "突发事件主要领导先审不算",
        JZ,
        "+jiang-he +he-chuan",
        "urgent: approved waiting",
        of=notice(level="urgent"),
    ),
    one(
        "降低级别仍走原来的程序",
        JZ,
        "+lin-hai +he-chuan",
        "department: approved approved",
        "official: approved waiting",
        former=[notice(level="official")],
    ),
    one(
        "前一级被改稿打回，后一级也要重来",
        JZ,
        "+lin-hai@old +he-chuan@old +lin-hai",
        "department: approved waiting",
    ),
    one("前一级退回，整条链不通过", JZ, "-lin-hai +he-chuan", "department: refused waiting"),
    one("后一级退回，整条链不通过", JZ, "+lin-hai -he-chuan", "department: approved refused"),
    one("后一级提前退回也算", JZ, "-he-chuan", "department: waiting refused"),
    one(
        "没有分管领导的单位，空缺要写明",
        JZ,
        "+dong-ming",
        "department: approved blocked",
        of=article("grassroots/a.md"),
    ),
    one(
        "多出来的审核不影响结果", JZ, "+lin-hai +he-chuan +lin-hai", "department: approved approved"
    ),
    # YZ article 5: four stages in order
    one(
        "微信四级依次审核",
        YZ,
        "+ling-xiao +song-ci +he-chuan +jiang-he",
        f"wechat: {A} {A} {A} {A}",
    ),
    one("微信少一级", YZ, "+ling-xiao +song-ci +he-chuan", f"wechat: {A} {A} {A} {W}"),
    one("微信越级不算", YZ, "+ling-xiao +he-chuan +song-ci +jiang-he", f"wechat: {A} {A} {W} {W}"),
    one(
        "涉密不确定先送保密办",
        YZ,
        "+ling-xiao +mo-wen",
        f"wechat: {A} {W} {W} {W} {W}",
        of=notice(secrecy=unsure),
    ),
    one(
        "保密办复审后依次审核",
        YZ,
        "+mo-wen +ling-xiao +song-ci +he-chuan +jiang-he",
        f"wechat: {A} {A} {A} {A} {A}",
        of=notice(secrecy=unsure),
    ),
    one(
        "来源不明的转载另行核实",
        YZ,
        "+ling-xiao",
        f"wechat: {A} {W} {W} {W}",
        "untrusted-repost: waiting",
        of=notice(repost=True, source=elsewhere),
    ),
    # EN: two stages in order
    one("小组初审，委员会终审", EN, "+bian-yi +wei-ran", "two-reviews: approved approved"),
    one("委员会先审不算", EN, "+wei-ran +bian-yi", "two-reviews: approved waiting"),
    # the demo: by column, and by level, channel, source, secrecy, waiver besides
    one(
        "以市总名义发布两条链都要走",
        CZ,
        "+lin-hai",
        OWNER + A,
        "official: approved waiting",
        of=notice(level="official"),
    ),
    one(
        "上微信另走四级",
        CZ,
        "+song-ci",
        OWNER + A,
        f"wechat: {W} {W} {W} {W}",
        of=news(wechat=True),
    ),
    one(
        "一票在两条链里都算",
        CZ,
        "+ling-xiao +song-ci +he-chuan +jiang-he",
        OWNER + A,
        f"wechat: {A} {A} {A} {A}",
        of=news(wechat=True),
    ),
    one("豁免要另外批准", CZ, "+lin-hai", OWNER + A, "waiver: waiting", of=notice(waive=waiver)),
    one(
        "可信来源的转载不另行核实",
        CZ,
        "+lin-hai",
        OWNER + A,
        of=notice(repost=True, source={"name": "人民政府", "url": "https://a.gov.cn/1"}),
    ),
    one(
        "冒用可信名称的转载要核实",
        CZ,
        "+lin-hai",
        OWNER + A,
        "untrusted-repost: waiting",
        of=notice(repost=True, source=elsewhere | {"name": "示范市总工会"}),
    ),
    one(
        "敏感词提高级别",
        RAISED,
        "+lin-hai",
        OWNER + A,
        "urgent: waiting waiting",
        found={"notices/a.md": frozenset({"WRD102"})},
    ),
    one("没有敏感词不提高级别", RAISED, "+lin-hai", OWNER + A),
    one(
        "条件不成立的层级跳过",
        CONDITIONAL,
        "+lin-hai",
        OWNER + "approved skipped",
        of=notice(kind="notice", signed_date=None, issued_date="2026-11-18"),
    ),
    one("条件成立的层级要审核", CONDITIONAL, "+lin-hai", OWNER + "approved waiting"),
    one(
        "所有层级都跳过等于没有人审批",
        regulation(
            chains={
                "column-owner": {
                    "stages": [
                        {
                            "name": "只管文件",
                            "role": "reviewer",
                            "unit": "office",
                            "when": {"kinds": ["document"]},
                        }
                    ]
                }
            }
        ),
        "+lin-hai",
        "content/notices/a.md: blocked",
        OWNER + S,
        of=notice(kind="notice", signed_date=None, issued_date="2026-11-18"),
    ),
    # several columns, files, code
    one("涉及两个栏目，各走各的链", CZ, "+lin-hai", OWNER + A, OWNER + W, of=(notice(), news())),
    one(
        "移到别的栏目，两个栏目都要审核",
        CZ,
        "+lin-hai",
        OWNER + A,
        OWNER + W,
        former=[news()],
        of=notice(),
    ),
    one("删除稿件同样要审核", CZ, "+song-ci", OWNER + A, former=[news()], of=()),
    one(
        "没有稿件提到的附件无人能审",
        CZ,
        "",
        "column-owner: blocked",
        files=["content/guide/x.pdf"],
        of=(),
    ),
    one(
        "改动制度走制度的链",
        CZ,
        "+ling-xiao",
        "house: approved waiting",
        files=["charter/people.yml"],
        of=(),
    ),
    one(
        "改动程序走制度的链",
        CZ,
        "+ling-xiao +song-ci",
        "house: approved approved",
        files=["pipelines/gate.py", ".github/workflows/check.yml"],
        of=(),
    ),
    one(
        "稿件夹带程序，两条链都要走",
        CZ,
        "+lin-hai",
        OWNER + A,
        "house: waiting waiting",
        files=["themes/base.html"],
    ),
    one(
        "没有链管的栏目无人能审",
        UNCOVERED,
        "+song-ci",
        "content/union-news/a.md: blocked",
        of=news(),
    ),
    one(
        "没有链管的程序无人能审",
        UNCOVERED,
        "+ling-xiao",
        "pipelines/gate.py: blocked",
        files=["pipelines/gate.py"],
        of=(),
    ),
    one("不存在的栏目无人能审", CZ, "+song-ci", OWNER + B, of=article("polemics/a.md")),
    one(
        "没有写明单位的部室动态无人能审",
        CZ,
        "+tang-ning",
        OWNER + B,
        of=article("departments/a.md", unit=None),
    ),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario.name for scenario in SCENARIOS])
def test_approval(scenario: Scenario) -> None:
    """What the regulation says happens, happens."""
    given: Case = proposed(
        *scenario.articles,
        votes=scenario.votes.split(),
        charter=scenario.charter,
        **scenario.case,
    )
    assert sorted(judged(given)) == sorted(scenario.tree)
