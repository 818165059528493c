"""Pages that stand by themselves: search, site map, statements, what is shown for what is not."""

from collections.abc import Iterator
from typing import Any

from plugins.features import api
from plugins.pages import Page, Step
from plugins.site import Site, topic_entry

ALONE = {
    "search.html": "站内搜索",
    "map.html": "网站地图",
    "accessibility.html": "无障碍声明",
    "correction.html": "我为网站找错",
    "about-site.html": "关于本网站",
    "feeds.html": "订阅",
    "api.html": "数据接口",
    "style.html": "样式总览",
    "404.html": "页面不存在",
    "410.html": "信息已撤下",
}

ANYWHERE = ("404.html", "410.html")
"""Shown at addresses of any depth."""


def pages(site: Site) -> Iterator[Page]:
    """Each with its own template; the style page shows every component and is not indexed."""
    more: dict[str, dict[str, Any]] = {
        "map.html": {
            "units": [site.unit_entry(id_) for id_ in site.charter.units],
            "topics": [topic_entry(word, len(own)) for word, own in site.by_topic.items()],
        },
        "feeds.html": {"units": [site.unit_entry(id_) for id_ in site.charter.units]},
        "api.html": {"schema": api.schema()},
        "style.html": {
            "sample": next((one.image for one in site.stories if one.image), None),
        },
    }
    for path, name in ALONE.items():
        data = {"name": name, "trail": (Step(name, path),), **more.get(path, {})}
        yield Page(path, path, data, anywhere=path in ANYWHERE)
