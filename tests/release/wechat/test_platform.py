"""The platform's API: tokens, patience, half answers, and error codes that people understand."""

from contextlib import closing

import pytest

from pipelines.core.errors import HouseError
from pipelines.core.messages import use
from pipelines.release.wechat.platform import Platform, RefusedError, UnsureError
from pipelines.reports.language import speak
from tests.platform import APPID, SECRET, WeChat, served

JPEG = b"\xff\xd8\xff and so on"


@pytest.fixture
def wechat():
    """The platform."""
    return WeChat(covers={"c": b""})


@pytest.fixture
def waits():
    """How long was waited, in seconds."""
    return []


@pytest.fixture
def api(wechat, waits):
    """The way to it."""
    with (
        served(wechat) as url,
        closing(Platform(APPID, SECRET, url, waits.append)) as platform,
    ):
        yield platform


def article(**fields):
    """A draft as the API takes it."""
    cuts = {"pic_crop_235_1": "0_0.2_1_0.8", "pic_crop_1_1": "0.2_0_0.8_1"}
    text = {"title": "题", "author": "办公室", "digest": "要", "content": "<p>文</p>"}
    return text | cuts | {"thumb_media_id": "c", "content_source_url": "https://a/#1"} | fields


CALLS = {
    "media/uploadimg": lambda api: api.picture(JPEG, "a.jpg"),
    "material/add_material": lambda api: api.cover(JPEG, "cover.jpg"),
    "draft/add": lambda api: api.draft(article()),
    "draft/batchget": lambda api: api.drafted("https://a/#1"),
    "freepublish/submit": lambda api: api.submit(api.draft(article())),
}
"""Everything that is called, by its path."""
each_call = pytest.mark.parametrize("path", CALLS)


@each_call
@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_an_old_token_is_replaced_once(wechat, api, path, code):
    """A token may be over at any call; the call is made again with a new one."""
    wechat.faults[path] = [code]
    CALLS[path](api)
    assert wechat.tokens == 2


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (40001, "公众号密钥或令牌无效"),
        (40164, "本机地址 203.0.113.9 不在公众号的 IP 白名单里"),
        (42001, "令牌已过期"),
        (45009, "公众号今天的接口调用次数已经用完"),
        (48001, "公众号没有这个接口的权限，须先完成微信认证"),
    ],
)
def test_a_refusal_is_explained(wechat, api, waits, code, said):
    """In Chinese, with what to do; neither secret nor token is shown, and nothing is repeated."""
    speak("zh_CN")
    for path, call in CALLS.items():
        wechat.faults[path] = [code, code]
        with pytest.raises(RefusedError) as refused:
            call(api)
        wechat.faults.clear()
        assert f"微信接口 {path} 返回错误 {code}：{said}" in str(refused.value)
        assert SECRET not in str(refused.value)
        assert "token-" not in str(refused.value)
    use({})
    assert waits == []


def test_a_secret_that_is_wrong(wechat, waits):
    """The platform repeats it in its words; we do not."""
    with served(wechat) as url:
        api = Platform(APPID, "not-the-secret", url, waits.append)
        with pytest.raises(RefusedError, match="error 40125: the secret is wrong"):
            api.picture(JPEG, "a.jpg")
        wechat.faults["stable_token"] = [61024]
        with pytest.raises(RefusedError, match="error 61024: refused"):
            api.picture(JPEG, "a.jpg")
    api.close()
    assert "not-the-secret" not in repr(api)


@pytest.mark.parametrize("path", ["media/uploadimg", "material/add_material", "draft/batchget"])
@pytest.mark.parametrize("fault", [-1, 45011, "half", "lost", "cut", "down"])
def test_throttled_or_cut_off_it_waits_and_asks_again(wechat, api, waits, path, fault):
    """What may be asked twice is, after a pause that grows."""
    wechat.faults[path] = [fault, fault]
    CALLS[path](api)
    assert waits == [1, 2]


@pytest.mark.parametrize("fault", [-1, 45011, "half", "down", "odd"])
@pytest.mark.parametrize("path", ["stable_token", "media/uploadimg"])
def test_patience_ends(wechat, api, waits, path, fault):
    """After four tries it says so, in one sentence; an odd answer is not asked for again."""
    wechat.faults[path] = [fault] * 4
    with pytest.raises(HouseError, match="WeChat"):
        api.picture(JPEG, "a.jpg")
    assert waits == ([] if fault == "odd" else [1, 2, 4])


@pytest.mark.parametrize("path", ["draft/add", "freepublish/submit"])
@pytest.mark.parametrize("fault", [-1, "half", "lost", "cut", "down"])
def test_what_must_not_happen_twice_is_asked_once(wechat, api, path, fault):
    """Nobody knows whether it was done: whoever asked has to look."""
    wechat.faults[path] = [fault]
    with pytest.raises(UnsureError):
        CALLS[path](api)
    assert wechat.calls.count(path) == 1


def test_throttled_a_draft_is_asked_again(wechat, api, waits):
    """Too many calls a minute is an answer: it was not done."""
    wechat.faults["draft/add"] = [45011]
    assert api.draft(article()) == "draft-0"
    assert waits == [1]


def test_a_platform_that_keeps_silent(wechat, waits):
    """Nobody waits for ever."""
    wechat.faults["stable_token"] = ["never"] * 4
    with (
        served(wechat) as url,
        closing(Platform(APPID, SECRET, url, waits.append, timeout=0.2)) as api,
        pytest.raises(UnsureError),
    ):
        api.picture(JPEG, "a.jpg")
    assert waits == [1, 2, 4]


def test_nobody_there(waits):
    """An address that nobody listens at."""
    api = Platform(APPID, SECRET, "http://127.0.0.1:9", waits.append)
    with pytest.raises(HouseError, match="no answer"):
        api.picture(JPEG, "a.jpg")
    api.close()


def test_a_draft_is_found_behind_many_others(wechat, api):
    """The platform gives twenty at a time."""
    wechat.drafts = {
        f"draft-{number}": {"content_source_url": f"https://www.example.org/{number}"}
        for number in range(70)
    }
    assert api.drafted("https://www.example.org/3") == "draft-3"
    assert api.drafted("https://www.example.org/none") is None


def test_letters_go_as_letters(wechat, api):
    """The platform shows escapes as they are."""
    api.draft(article(title="市总工会“召开”会议"))
    assert wechat.drafts["draft-0"]["title"] == "市总工会“召开”会议"
