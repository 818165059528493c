"""The public answer to a letter, drafted without anything that points to whoever wrote it."""

import json
from datetime import date

from pipelines.core.charter import Charter
from pipelines.core.desks.letters import FIELDS, Letter
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.private import masked


def draft(charter: Charter, letter: Letter, by: str, today: date) -> str:
    """The article's text, a draft; letter and reply are masked, questions of secrecy stay open.

    Raises HouseError where the letter is not to be published, or `by` holds no post.
    """
    if letter.publish is not True:
        raise HouseError(
            _("letter {number}: first decide on its form that it is published ({field})").format(
                number=letter.number, field=FIELDS["publish"]
            )
        )
    person = charter.people.get(by)
    post = next(person.posts_on(today), None) if person else None
    if post is None:
        raise HouseError(_("{person} holds no post; see charter/people.yml").format(person=by))
    topic = letter.topic or "职工诉求"
    fields = {"received": "received", "accepted": "accepted", "answered": "answered"}
    days = [f"{name}: {letter.days[day]}" for name, day in fields.items() if day in letter.days]
    lines = [
        f"title: {json.dumps(f'关于{topic}问题来信的答复', ensure_ascii=False)}",
        f"date: {today} 09:00",
        f"unit: {post.unit}",
        f"correspondent: {by}",
        "kind: letter",
        *days,
        "asks: 匿名职工",
        "summary:   # 一两句话，40 至 90 字",
        f"keywords: [{topic}]",
        f"source: {{name: {charter.portal.name}}}",
        "status: draft",
    ]
    asked = masked(letter.text, letter.names)
    told = masked(letter.reply, letter.names)
    body = f"## 来信内容\n\n{asked}\n\n## 办理结果\n\n{told}\n"
    return "\n".join(["---", *lines, "---", "", body])


def path(charter: Charter, letter: Letter, today: date) -> str:
    """Where the answer stands below the content folder. Raises HouseError without a column."""
    column = charter.letters.column
    if column is None:
        raise HouseError(_("charter/desks.yml does not say in which column letters are answered"))
    return f"{column}/{today}-letter-{letter.number}.md"
