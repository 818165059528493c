"""The theme's style sheet, scripts and signs, and what says how to install the portal."""

import json
from collections.abc import Iterator

from plugins.pages import Output, Text
from plugins.site import Site


def files(site: Site) -> Iterator[Output]:
    """Everything at theme/, and the web manifest."""
    portal = site.charter.portal
    yield from site.look.outputs()
    icons = [
        {"src": f"theme/sign-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    manifest = {
        "name": portal.name,
        "short_name": portal.short or portal.name,
        "lang": "zh-CN",
        "start_url": "index.html",
        "display": "browser",
        "theme_color": portal.design.main,
        "background_color": "#ffffff",
        "icons": icons,
    }
    yield Text("manifest.webmanifest", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
