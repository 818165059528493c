"""What stands in the built files: valid, light, complete, the same every time."""

import gzip
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator
from selectolax.lexbor import LexborHTMLParser

from pipelines.release.links.check import faults
from pipelines.release.links.facts import gather
from tests.site.templates import MORE, PAGES

PLACES = {
    *("lead", "latest", "grid", "split", "even", "columns", "beside", "reading", "story"),
    *("prose", "reference", "onpage", "lone", "hits", "phone", "panel", "width"),
}
"""Classes that set whole pages out, and those of what a script makes on any page."""
HEAVIEST = 40_000
"""Bytes of HTML, style and script of a page, compressed."""


def test_every_template_has_a_page_in_the_tests() -> None:
    """A new template is looked at like the others."""
    folder = Path(__file__).resolve().parents[2] / "themes/portal/templates"
    known = {path.name for path in folder.glob("*.html")}
    assert known - {"base.html", "parts.html", "moved.html"} == set(PAGES)


def test_the_html_checker_reports_nothing(
    built: Path, program: Callable[[str], str], borrowed: Callable[[str], Path]
) -> None:
    """The Nu HTML checker is content with a page of every template."""
    jar = borrowed("vnu-jar/build/dist/vnu.jar")
    pages = [str(built / path) for path in (*PAGES.values(), *MORE)]
    # It runs for seconds: what Java does for programs that run for long would only cost.
    short = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
    command = [program("java"), *short, "-jar", str(jar), "--format", "json", *pages]
    assert all(Path(page).exists() for page in pages)
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(ran.stderr)["messages"]
    assert sorted({f"{Path(m['url']).name}: {m['message']}" for m in said}) == []


def test_pages_are_light(built: Path) -> None:
    """HTML, style and script of any page weigh at most 40 kB compressed."""
    shared = sum(
        _packed(built / "theme" / name) for name in ("portal.css", "first.js", "portal.js")
    )
    search = _packed(built / "theme/search.js") + _packed(built / "pagefind/pagefind.js")
    pages = [path.relative_to(built).as_posix() for path in built.rglob("*.html")]
    weights = {path: _packed(built / path) + shared for path in pages}
    weights["search.html"] += search
    assert {path: weight for path, weight in weights.items() if weight > HEAVIEST} == {}


def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9, mtime=0))


INLINE = re.compile(
    r"<[^>]+ (?:style|on[a-z]+)=|<style|<script(?![^>]* (?:src=|type=\"application/))"
)


def test_nothing_inline(built: Path) -> None:
    """No style or script stands inside a page, so the policy needs no exception."""
    pages = sorted(built.rglob("*.html"))
    assert [p.name for p in pages if INLINE.search(p.read_text("utf-8"))] == []


def test_no_link_inside_is_dead(built: Path) -> None:
    """Every link leads to a file that is there, in the edition in traditional script too."""
    assert list(faults(gather(built, "www.example.org", {}), built)) == []


def test_the_style_page_shows_every_component(built: Path) -> None:
    """What the style sheet names is shown there, but for what sets whole pages out."""
    style = re.sub(r"/\*.*?\*/", "", (built / "theme/portal.css").read_text("utf-8"), flags=re.S)
    named = set(re.findall(r"\.([a-z]+)", "".join(re.findall(r"([^{}]*){", style))))
    tree = LexborHTMLParser((built / "style.html").read_text("utf-8"))
    shown = {
        name for node in tree.css("[class]") for name in (node.attributes["class"] or "").split()
    }
    assert sorted(named - shown - PLACES) == []


def test_ids_are_unique(built: Path) -> None:
    """No id stands twice on a page, and every inner link has its goal."""
    for path in built.rglob("*.html"):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), path
        goals = {node.attributes["href"] for node in tree.css('a[href^="#"]')}
        assert goals <= {f"#{one}" for one in ids}, path


def test_inspectors_find_their_tags(built: Path) -> None:
    """Tags as inspectors read them, the site's code among them (CZ-02); a footer with it all."""
    tree = LexborHTMLParser(
        (built / "notices/2026-11-19-winter-warmth-2027.html").read_text("utf-8")
    )
    tags = {node.attributes["name"]: node.attributes["content"] for node in tree.css("meta[name]")}
    assert {key: tags[key] for key in ("SiteName", "SiteDomain", "SiteIDCode")} == {
        "SiteName": "示范市总工会",
        "SiteDomain": "www.example.org",
        "SiteIDCode": "0000000000",
    }
    assert tags["ColumnName"] == "公告文件"
    assert tags["ArticleTitle"] == "关于做好2027年元旦春节期间送温暖准备工作的通知"
    assert tags["PubDate"] == "2026-11-19 09:30"
    assert tags["ContentSource"] == "示范市总工会"
    footer = tree.css_first("footer.foot")
    assert footer is not None
    text = footer.text()
    for mark in (
        "主办单位",
        "ICP备",
        "公网安备",
        "网站标识码",
        "党政机关标识",
        "IPv6",
        "网站地图",
        "找错",
    ):
        assert mark in text


def test_linked_data_can_be_read(built: Path) -> None:
    """Search engines learn what an article is, where it stands and who published it."""
    tree = LexborHTMLParser((built / "union-news/difficult.html").read_text("utf-8"))
    script = tree.css_first('script[type="application/ld+json"]')
    assert script is not None
    article, trail = json.loads(script.text())
    assert article["@type"] == "NewsArticle"
    assert article["datePublished"] == "2026-11-20T10:00:00+08:00"
    assert [one["name"] for one in trail["itemListElement"]] == ["工会新闻"]


def test_a_list_says_where_it_stands(built: Path) -> None:
    """A column's page can be shared by its name, and search engines learn the way to it."""
    tree = LexborHTMLParser((built / "union-news/index.html").read_text("utf-8"))
    shared = {
        one.attributes["property"]: one.attributes["content"] for one in tree.css("meta[property]")
    }
    assert shared["og:title"] == "工会新闻"
    assert shared["og:url"] == "https://www.example.org/union-news/index.html"
    script = tree.css_first('script[type="application/ld+json"]')
    assert script is not None
    trail = json.loads(script.text())
    assert [one["name"] for one in trail["itemListElement"]] == ["工会新闻"]


def test_the_interface_keeps_its_schema(built: Path) -> None:
    """Every answer of /api/v1/ fits the schema beside it, and together they hold every article."""
    folder = built / "api/v1"
    schema = json.loads((folder / "schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    answers = [path for path in folder.rglob("*.json") if path.name != "schema.json"]
    for path in answers:
        validator.validate(json.loads(path.read_text("utf-8")))
    entry = json.loads((folder / "index.json").read_text("utf-8"))
    pages = sorted((folder / "articles").glob("*.json"))
    articles = [one for path in pages for one in json.loads(path.read_text("utf-8"))["articles"]]
    assert len(articles) == entry["articles"]["total"]
    assert all(
        re.search('(href|src)="(?!https?:|tel:|mailto:|#)', a["html"]) is None for a in articles
    )


def test_feeds_can_be_read(built: Path) -> None:
    """RSS, Atom and JSON feeds of site, columns and units are well formed and agree."""
    for folder in (built, built / "notices", built / "units/donghu", built / "about/leaders"):
        rss = ET.parse(folder / "rss.xml").findall("channel/item/link")  # noqa: S314 - our own output
        atom = ET.parse(folder / "atom.xml").findall("{*}entry/{*}id")  # noqa: S314 - our own output
        feed = json.loads((folder / "feed.json").read_text("utf-8"))["items"]
        links = [one.text for one in rss]
        assert links == [one.text for one in atom] == [one["url"] for one in feed]
    rss = (built / "rss.xml").read_text("utf-8")
    assert "<pubDate>Fri, 20 Nov 2026 10:00:00 +0800</pubDate>" in rss


def test_machines_find_their_way(built: Path) -> None:
    """Map with days, robots, manifest and signs stand at the root; pages name their own address."""
    entries = ET.parse(built / "sitemap.xml").findall("{*}url")  # noqa: S314 - our own output
    listed = {one.findtext("{*}loc"): one.findtext("{*}lastmod") for one in entries}
    assert listed["https://www.example.org/union-news/difficult.html"] == (
        "2026-11-20T10:00:00+08:00"
    )
    assert not any("gone" in str(address) or "zh-hant" in str(address) for address in listed)
    assert "Sitemap: https://www.example.org/sitemap.xml" in (built / "robots.txt").read_text()
    manifest = json.loads((built / "manifest.webmanifest").read_text("utf-8"))
    assert all((built / icon["src"]).is_file() for icon in manifest["icons"])
    page = LexborHTMLParser((built / "union-news/difficult.html").read_text("utf-8"))
    own = "https://www.example.org/union-news/difficult.html"
    links = {str(node.attributes["rel"]): node.attributes["href"] for node in page.css("link[rel]")}
    assert links["canonical"] == own
    assert {"icon", "apple-touch-icon", "manifest", "stylesheet"} <= links.keys()
    graph = {
        node.attributes["property"]: node.attributes["content"]
        for node in page.css("meta[property]")
    }
    assert (graph["og:type"], graph["og:title"], graph["og:url"]) == ("article", "难题", own)
    home = LexborHTMLParser((built / "index.html").read_text("utf-8"))
    data = home.css_first('script[type="application/ld+json"]')
    assert data is not None
    assert json.loads(data.text())["@type"] == "GovernmentOrganization"


def test_pictures_carry_no_notes(built: Path) -> None:
    """Published pictures say nothing of camera or place."""
    from PIL import Image

    for path in [*built.rglob("*.jpg"), *built.rglob("*.webp"), *built.rglob("*.avif")]:
        with Image.open(path) as image:
            assert dict(image.getexif()) == {}
            assert "xmp" not in image.info


def test_what_was_withdrawn_is_only_a_notice(built: Path) -> None:
    """A withdrawn article leaves a page that says so, and nothing else anywhere."""
    page = (built / "notices/gone.html").read_text("utf-8")
    assert "信息已撤下" in page
    assert "noindex" in page
    files = [p for p in built.rglob("*") if p.suffix in {".html", ".xml", ".json"}]
    assert [p.name for p in files if "撤下的通知" in p.read_text("utf-8")] == []
