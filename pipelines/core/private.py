"""What numbers and addresses that belong to one person look like, and a text without them.

The patterns expect folded text (core.words.folding), which keeps every place.
"""

import re
from collections.abc import Iterable

from pipelines.core.words.folding import fold

_G = r"[ \t.·_\-－．‐‑–—―\u3000\u00ad\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]{0,2}"
"""What people put between digits."""
_BEFORE = r"(?<![0-9a-z])(?<![0-9]\.)"
_AFTER = r"(?![0-9a-z]|\.[0-9])"
RESIDENT = re.compile(f"[1-9](?<![0-9a-z.].)(?:{_G}[0-9]){{16}}{_G}[0-9x]{_AFTER}")
MOBILE = re.compile(f"{_BEFORE}(?:(?:\\+|00)?86{_G})?1{_G}[3-9](?:{_G}[0-9]){{9}}{_AFTER}")
CARD = re.compile(f"[3-69](?<![0-9a-z.].)(?:{_G}[0-9]){{14,18}}{_AFTER}")
PASSPORT = re.compile(
    r"(?:护照|通行证|passport)[^。；;\n]{0,16}?(?<![0-9a-z])([a-z][a-z]?[0-9]{7,8})(?![0-9a-z])"
)
OLD_RESIDENT = re.compile(r"身份证[^。；;\n]{0,12}?(?<![0-9])([1-9][0-9]{14})(?![0-9a-z])")
_NUMBER = "(?:[0-9]+|[一二三四五六七八九十百]+)"
ADDRESS = re.compile(
    r"(?:家庭住址|家庭地址|现住址|现住地|常住地址|户籍地址|户籍所在地|住址|家住|现住)"
    f"[为是:： ]{{0,3}}[^，。；;\\n|]{{2,40}}?{_NUMBER}(?:号|栋|幢|单元|室|弄|组|楼)"
)
BIRTH = re.compile(
    r"(?:出生日期|出生年月日|出生时间|生日)[为是:： ]{0,3}"
    r"((?:19|20)[0-9]{2}[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?)"
    r"|((?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日)(?:出生|生于|生[，。；）)])"
)
LANDLINE = re.compile(f"{_BEFORE}0[0-9]{{2,3}}{_G}[0-9]{{7,8}}{_AFTER}")
MAIL = re.compile(r"[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}")
CHAT = re.compile(r"(?:微信|qq|vx|v信)(?:号码|号)?[为是:： ]{0,3}([a-z0-9][a-z0-9_-]{4,19})")
PLATE = re.compile(r"[\u4e00-\u9fff][a-z][·.]?[a-z0-9]{5,6}(?![a-z0-9])")
NAMED = re.compile(
    r"(?:我叫|本人叫|姓名[为是:： ]{0,3}|来信人[:： ]{0,3}|联系人[:： ]{0,3})"
    r"([\u4e00-\u9fff]{2,4}?)(?=[，,。；;、\s（(]|$|是|在|系|，)"
)
_WHOLE_ADDRESS = re.compile(f"{ADDRESS.pattern}(?:{_NUMBER}(?:号|栋|幢|单元|室|弄|组|楼))*")
_MASKED: tuple[tuple[re.Pattern[str], str], ...] = (
    (RESIDENT, "［证件号码已隐去］"),
    (OLD_RESIDENT, "［证件号码已隐去］"),
    (CARD, "［账号已隐去］"),
    (MOBILE, "［电话已隐去］"),
    (LANDLINE, "［电话已隐去］"),
    (PASSPORT, "［证件号码已隐去］"),
    (_WHOLE_ADDRESS, "［住址已隐去］"),
    (BIRTH, "［日期已隐去］"),
    (MAIL, "［邮箱已隐去］"),
    (CHAT, "［联系方式已隐去］"),
    (PLATE, "［车牌已隐去］"),
    (NAMED, "［姓名已隐去］"),
)


def masked(text: str, names: Iterable[str] = ()) -> str:
    """A text in which everything that points to one person, and each of `names`, is blotted out.

    Numbers are blotted out by their looks alone, checksum or not: what goes
    public is better short of a number than with one too many.
    """
    folded = fold(text)
    spans = [
        (*match.span(match.lastindex or 0), shown)
        for pattern, shown in _MASKED
        for match in pattern.finditer(folded)
    ]
    for name in sorted(filter(None, names), key=len, reverse=True):
        found = re.finditer(re.escape(fold(name)), folded)
        spans += [(*match.span(), "某" * min(len(name), 2)) for match in found]
    end, parts = 0, []
    for start, stop, shown in sorted(spans):
        if start >= end:
            parts += [text[end:start], shown]
        end = max(end, stop)
    return "".join([*parts, text[end:]])
