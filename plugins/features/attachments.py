"""Files beside public articles; what belongs only to withheld articles is not published."""

from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath

from plugins.pages import Copy
from plugins.site import Site


def files(site: Site) -> Iterator[Copy]:
    """Every file that a public article names or shows."""
    for path in sorted(_named(site)):
        known = site.case.files.get(path)
        if known is not None:
            yield Copy(path, Path(site.content) / path, known.digest)


def _named(site: Site) -> set[str]:
    """The paths, below the content folder, of all files that public articles name."""
    named: set[str] = set()
    for article in site.public:
        front = article.front
        names = [one.file for one in front.attachments]
        names += [front.image.file] if front.image else []
        names += article.targets
        named.update(normpath(article.beside(name)) for name in names)
    return named
