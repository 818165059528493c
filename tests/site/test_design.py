"""Another federation's look: name, colours, logo and paragraphs come from its charter alone."""

import json
import re
import shutil
from pathlib import Path

from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from pipelines.release.build import Order, build
from plugins.colours import AA, contrast
from tests.builders import CHARTER, source
from tests.site.conftest import NOW

YELLOW = "#ffd500"
"""No text can be read in it on white."""


def test_a_charter_changes_the_look(tmp_path: Path) -> None:
    """A colour that cannot be read is made darker where it is text, and stays in the sign."""
    charter, content = tmp_path / "charter", tmp_path / "content"
    shutil.copytree(CHARTER, charter)
    rules = (charter / "portal.yml").read_text("utf-8")
    rules = rules.replace(
        'design: {main: "#b01f24", accent: "#8a5a00"}',
        f'design: {{main: "{YELLOW}", accent: "{YELLOW}", logo: logo.png, indent: true}}',
    )
    rules = re.sub("(?m)^  name: .*", "  name: 海滨市总工会", rules)
    (charter / "portal.yml").write_text(rules, "utf-8")
    (content / "union-news").mkdir(parents=True)
    (content / "union-news/a.md").write_text(source("union-news/a.md"), "utf-8")
    Image.new("RGB", (300, 60), "navy").save(content / "logo.png")
    out = build(Order(charter, content, tmp_path / "output", tmp_path / "cache", NOW)).output

    article = LexborHTMLParser((out / "union-news/a.html").read_text("utf-8"))
    brand = article.css_first(".brand .name")
    assert brand is not None
    assert brand.text(strip=True) == "海滨市总工会"
    logo = brand.css_first("img")
    assert logo is not None
    assert (out / "union-news" / str(logo.attributes["src"])).is_file()
    assert article.css_first(".body.indented") is not None
    style = (out / "theme/portal.css").read_text("utf-8")
    main = re.search("--main:(#[0-9a-f]{6})", style)
    assert main is not None
    assert contrast(main[1], "#ffffff") >= AA
    assert YELLOW in (out / "theme/sign.svg").read_text("utf-8")
    manifest = json.loads((out / "manifest.webmanifest").read_text("utf-8"))
    assert (manifest["name"], manifest["theme_color"]) == ("海滨市总工会", YELLOW)
