"""Whether the live site is what was released: which pages a round fetches, and what they betray."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from pipelines.core.charter.rounds import Rounds
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.messages import _
from pipelines.gather.live import Answer, Certificate
from pipelines.release.manifest import Manifest
from pipelines.release.markers import GONE, MOVED, marker
from pipelines.release.nginx import HEADERS

NOWHERE = "no-such-page-{day}.html"
"""A page that cannot exist: a site that answers it answers anything."""
DOORS = (
    *("index.php", "admin.php", "shell.php", "wp-login.php", "upload.php", "config.php"),
    *(".git/HEAD", ".env", "backup.zip", "web.zip", "www.zip", "phpinfo.php"),
)
"""What intruders leave behind and what must never have been published."""
_NAMED = 5
"""So many hosts that a changed page links to are named."""
PAGES = (".html", ".js", ".css", ".xml", ".json", ".svg")


def sample(manifest: Manifest, before: Manifest | None, day: date, rounds: Rounds) -> Sequence[str]:
    """The files that the round of a day fetches.

    The home page first, then today's part of all files, then what changed in
    the last release. Each file has its day, so that everything is seen within
    `rounds.days`, or within as many days as `rounds.pages` a run allow.
    """
    paths = sorted(path for path in manifest.files if not marker(path))
    older = before.files if before else {}
    lately = [path for path in paths if before and older.get(path) != manifest.files[path]]
    turns = rounds.days
    while max(Counter(_turn(path, turns) for path in paths).values(), default=0) >= rounds.pages:
        turns += 1
    today = [path for path in paths if _turn(path, turns) == day.toordinal() % turns]
    first = ["index.html"] if "index.html" in manifest.files else []
    return list(dict.fromkeys([*first, *today, *lately]))[: rounds.pages]


def _turn(path: str, turns: int) -> int:
    return int.from_bytes(hashlib.sha256(path.encode()).digest()[:8]) % turns


def strangers(manifest: Manifest, day: date) -> Sequence[str]:
    """Addresses at which nothing may stand."""
    return [NOWHERE.format(day=day), *(path for path in DOORS if path not in manifest.files)]


def compare(
    manifest: Manifest,
    answers: Iterable[Answer],
    rounds: Rounds,
    *,
    strict: bool,
    foul: Callable[[str], str] = lambda _text: "",
) -> Iterator[Finding]:
    """What the answers show that the record does not say.

    `strict`: the site is served by our own web server configuration, so that
    headers and 410 are expected of it. `foul` finds a word in a changed page
    that tells what somebody made of it.
    """
    for answer in answers:
        if answer.status is None or answer.seconds > rounds.seconds:
            said = _("no answer within {seconds} seconds ({why})")
            why = answer.why or f"{answer.seconds:.1f} s"
            yield _found(
                "REL206",
                "answers-in-time",
                answer.path,
                said.format(seconds=rounds.seconds, why=why),
            )
        elif answer.path not in manifest.files:
            if answer.status == 200:
                yield _found(
                    "REL203",
                    "nothing-but-what-was-released",
                    answer.path,
                    _("something stands here that was never released"),
                )
        else:
            yield from _one(manifest, answer, strict, foul)


def _one(
    manifest: Manifest, answer: Answer, strict: bool, foul: Callable[[str], str]
) -> Iterator[Finding]:
    path, file = answer.path, manifest.files[answer.path]
    gone = f"{GONE}/{path}" in manifest.files
    moved = manifest.files.get(f"{MOVED}/{path}")
    if moved is not None and answer.status == 301:
        yield from _leads(answer, moved.digest, strict)
        return
    wanted = 410 if gone and strict else 200
    if answer.status != wanted and not (gone and answer.status == 200 and not strict):
        said = _("the site answers {status} where {wanted} is due")
        yield _found(
            "REL201", "every-page-is-there", path, said.format(status=answer.status, wanted=wanted)
        )
        return
    if hashlib.sha256(answer.body).hexdigest() != file.digest:
        yield _found("REL202", "the-bytes-are-ours", path, _changed(answer, foul))
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if strict and file.media is not None and kind != file.media:
        said = _("announced as {found} instead of {wanted}")
        yield _found(
            "REL204", "the-headers-are-ours", path, said.format(found=kind, wanted=file.media)
        )
    yield from _headers(answer, strict)


def _leads(answer: Answer, digest: str, strict: bool) -> Iterator[Finding]:
    """A page that has moved may lead on by its answer; there, its mark says where."""
    to = answer.headers.get("location", "")
    if hashlib.sha256(to.encode()).hexdigest() != digest:
        said = _("this address leads to {address}, where no release sends it")
        yield _found("REL202", "the-bytes-are-ours", answer.path, said.format(address=to))
    yield from _headers(answer, strict)


def _headers(answer: Answer, strict: bool) -> Iterator[Finding]:
    for name, value in HEADERS.items() if strict else ():
        shown = answer.headers.get(name.lower())
        if shown != value:
            said = _("the header {name} is {found} instead of {wanted}")
            message = said.format(name=name, found=shown or _("missing"), wanted=value)
            yield _found("REL204", "the-headers-are-ours", answer.path, message)


def _changed(answer: Answer, foul: Callable[[str], str]) -> str:
    """What can be said of bytes that are not ours: whose scripts run, what they say and link to."""
    said = _("the page is not the one that was released")
    if not answer.path.endswith(".html"):
        return said
    tree = LexborHTMLParser(answer.body.decode("utf-8", "replace"))
    sources = [node.attributes.get("src") or "" for node in tree.css("script, iframe")]
    foreign = sorted({host for one in sources if (host := urlsplit(one).netloc)})
    inline = sum(not one for one in sources)
    if foreign:
        said += _("; it runs scripts of {hosts}").format(hosts=", ".join(foreign))
    if inline:
        said += _("; {count} scripts stand inside it").format(count=inline)
    if word := foul(tree.body.text(separator=" ") if tree.body is not None else ""):
        said += _("; it says “{word}”").format(word=word)
    linked = {urlsplit(node.attributes.get("href") or "").netloc for node in tree.css("a[href]")}
    if hosts := sorted(filter(None, linked)):
        said += _("; it links to {hosts}").format(hosts=", ".join(hosts[:_NAMED]))
    return said


def differences(released: Manifest, found: Manifest) -> Iterator[Finding]:
    """What the files at a target say when all of them are counted: changed, missing, too many."""
    for path in sorted(released.files.keys() | found.files.keys()):
        if path not in found.files:
            yield _found("REL201", "every-page-is-there", path, _("the file is missing"))
        elif path not in released.files:
            yield _found(
                "REL203",
                "nothing-but-what-was-released",
                path,
                _("something stands here that was never released"),
            )
        elif released.files[path].digest != found.files[path].digest:
            yield _found(
                "REL202", "the-bytes-are-ours", path, _("the file is not the one that was released")
            )


def trusted(shown: Certificate | None, now: datetime, rounds: Rounds) -> Iterator[Finding]:
    """The site's certificate is its own, trusted, and does not end soon."""
    name = "certificate-to-be-trusted"
    if shown is None:
        return
    if shown.until is None:
        message = _("the certificate is not to be trusted: {why}").format(why=shown.why)
        yield _found("REL205", name, "", message)
    elif shown.until - now < timedelta(days=rounds.certificate_days):
        message = _("the certificate ends on {day}: renew it").format(day=shown.until.date())
        yield _found("REL205", name, "", message)


def _found(rule: str, name: str, path: str, message: str) -> Finding:
    clauses = ("YZ-09a",) if rule in TAMPERING else ("YZ-07a",)
    return Finding(rule, name, Weight.BLOCKS, Place(f"live/{path}"), message, clauses)


TAMPERING = {"REL201", "REL202", "REL203", "REL204"}
"""Findings that may be somebody's work, and are told at once (YZ-09b)."""
