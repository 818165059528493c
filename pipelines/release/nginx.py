"""How the real nginx shows a target: what stands inside its `server { … }`."""

from collections.abc import Mapping
from types import MappingProxyType

from pipelines.core.charter import Charter
from pipelines.release.markers import GONE, MOVED
from pipelines.release.media import MEDIA

_CONTENT_SECURITY = (
    "default-src 'self'",
    # The search index is read by WebAssembly in the reader's browser.
    "script-src 'self' 'wasm-unsafe-eval'",
    # Tables written in Markdown align their columns so; style sheets are files of ours.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(_CONTENT_SECURITY),
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What every answer carries; the patrol looks whether it still does."""


def configuration(
    charter: Charter, folder: str, moved: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The directives for a server whose releases stand in `folder` on its own disk.

    They are included in a `server` block that says address and certificate; a
    release needs no reload. `moved` are addresses with their new ones: until the
    server is reloaded, and in releases from before, their own pages are shown.
    """
    types = "\n".join(f"    {media} {ending[1:]};" for ending, media in MEDIA.items())
    headers = "\n".join(f'add_header {name} "{value}" always;' for name, value in HEADERS.items())
    return _DIRECTIVES.format(
        name=charter.portal.domain,
        folder=folder,
        types=types,
        headers=headers,
        gone=GONE,
        moved="".join(_MOVED.format(old=old, new=new, moved=MOVED) for old, new in moved.items()),
    )


_MOVED = """\
location = "/{old}" {{
    if (-f "$document_root/{moved}/{old}") {{
        return 301 "{new}";
    }}
    try_files $uri =404;
}}
"""


_DIRECTIVES = """\
# {name}: made by publish; changes here are overwritten.
# Use it so:  server {{ listen 443 ssl; ssl_certificate …; include {folder}/nginx.conf; }}
root {folder}/current;
index index.html;
charset utf-8;
charset_types text/html text/css text/javascript text/plain text/csv application/json;
server_tokens off;
autoindex off;
absolute_redirect off;
types {{
{types}
}}
default_type application/octet-stream;
gzip_static on;
gzip_vary on;
# Where nginx has the brotli module:  brotli_static on;
{headers}

# Pages are asked for again each time and mostly answered with 304: what is taken
# down is gone at once. Style and scripts may be kept for an hour.
expires -1;
location /theme/ {{
    expires 1h;
}}

if ($request_method !~ ^(GET|HEAD)$) {{
    return 405;
}}
location ~ /\\. {{
    return 404;
}}
{moved}error_page 404 /404.html;
error_page 410 @gone;
location / {{
    if (-f $document_root/{gone}$uri) {{
        return 410;
    }}
    try_files $uri $uri/index.html =404;
}}
location @gone {{
    try_files $uri =410;
}}
"""
