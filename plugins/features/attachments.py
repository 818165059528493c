"""Files beside public articles; what belongs only to withheld articles is not published."""

from collections.abc import Iterator

from plugins.pages import Copy
from plugins.pictures import ENDINGS
from plugins.site import Site


def files(site: Site) -> Iterator[Copy]:
    """Every file that a public article names or shows; pictures cleaned, and in all sizes."""
    for path in sorted(_named(site)):
        known = site.case.files.get(path)
        if known is None or not known.digest:
            continue
        if path.lower().endswith(ENDINGS):
            site.pictures.shown(path)
        else:
            yield Copy(path, site.content / path, known.digest)
    yield from site.pictures.outputs()


def _named(site: Site) -> set[str]:
    """The paths, below the content folder, of all files that public articles name."""
    named: set[str] = set()
    if site.charter.portal.design.logo:
        named.add(site.charter.portal.design.logo)
    for story in site.stories:
        named.update(story.files)
    return named
