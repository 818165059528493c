"""Pictures of articles: described, with their source, and no larger than readers can load."""

import posixpath
from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.findings import Problem
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.rules.fields import legible
from pipelines.rules.files import PICTURES, ending, judged

_NO_DESCRIPTION = frozenset(
    {"图", "图片", "照片", "配图", "插图", "image", "img", "photo", "picture"}
)


@rule("IMG101", clauses=["EN-15", "JZ-04a"], alone=True)
def pictures_described(case: Case) -> Iterator[Problem]:
    """A picture's alt text says what it shows, to somebody who cannot see it.

    Bad:  ![](a.jpg), ![图片](a.jpg), ![a.jpg](a.jpg)
    Good: ![会场全景，代表举手表决](a.jpg)
    """
    for article in legible(case):
        pictures = [
            (article.at_offset(picture.start), picture.alt, picture.target)
            for picture in article.content.pictures
        ]
        if article.front.image is not None:
            image = article.front.image
            pictures.append((article.at("image", "alt"), image.alt, image.file))
        for place, alt, target in pictures:
            words = alt.strip().lower()
            if not words or words in _NO_DESCRIPTION or ending(words) in PICTURES:
                yield Problem(
                    place,
                    _("the picture {file} is not described").format(file=target),
                    _("say in a sentence what it shows: ![会场全景，代表举手表决](a.jpg)"),
                )


@rule("IMG102", clauses=["JZ-09"], alone=True)
def picture_source_named(case: Case) -> Iterator[Problem]:
    """The picture above an article says whose it is.

    Bad:  image: {file: a.jpg, alt: 会场全景}
    Good: image: {file: a.jpg, alt: 会场全景, source: 示范市总工会}
    """
    for article in legible(case):
        image = article.front.image
        if image is not None and image.source is None:
            yield Problem(
                article.at("image"),
                _("the picture {file} does not say whose it is").format(file=image.file),
                _("add source: who took it, or who allowed its use"),
            )


@rule("IMG103", clauses=["EN-15"], alone=True)
def pictures_within_budget(case: Case) -> Iterator[Problem]:
    """A picture is no larger than the charter's budget of bytes and pixels.

    Bad:  a photograph of 12 MB straight from the camera
    Good: the same, 1600 pixels wide, 300 KB
    """
    budget = case.charter.portal.budget
    for file, place in judged(case):
        if ending(file.path) not in PICTURES:
            continue
        name = posixpath.basename(file.path)
        width, height = file.opened.pixels or (0, 0)
        if file.size > budget.image_bytes:
            yield Problem(
                place,
                _("the picture {file} has {size} KB, {limit} KB are allowed").format(
                    file=name, size=file.size // 1000, limit=budget.image_bytes // 1000
                ),
                _("save it smaller: 1600 pixels wide are enough"),
            )
        elif width * height > budget.image_pixels:
            yield Problem(
                place,
                _("the picture {file} has {width} × {height} pixels, {limit} are allowed").format(
                    file=name, width=width, height=height, limit=budget.image_pixels
                ),
                _("save it smaller: 1600 pixels wide are enough"),
            )
