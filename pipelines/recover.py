"""After a roll-back, a take-down or a tampering: the record, the report, whom to tell."""

from pipelines.core.article import ROOT, Article
from pipelines.core.charter import Charter, load
from pipelines.core.desks.incidents import Incident
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.plan import Draft
from pipelines.publish import Desk
from pipelines.release import incident as incidents
from pipelines.release.takedown import withdrawn
from pipelines.release.target import Takedown
from pipelines.reports.incident import report
from pipelines.rules.checklist import points


def finish(desk: Desk, incident: Incident) -> str:
    """Write an incident down as record and report; gives who has to be told and where it stands.

    Raises HouseError for an acting person nobody knows; by then all else is done.
    """
    charter = load(desk.charter)
    duty = charter.duty
    told = tuple(duty.told(incident.found.date())) if duty else ()
    incident = incident.model_copy(update={"told": told})
    path = incidents.keep(incident, desk.folder(charter))
    names = {id_: person.name for id_, person in charter.people.items()}
    text = report(charter.portal.name, incident, names)
    path.with_suffix(".docx").write_bytes(text)
    if incident.by not in names:
        raise HouseError(
            _("{person} is nobody in charter/people.yml; the record at {path} says so").format(
                person=incident.by, path=path
            )
        )
    return _("tell {people} at once; written down at {path}").format(
        people="、".join(names[one] for one in told) or _("whoever is on duty"), path=path
    )


def permanent(charter: Charter, article: Article, held: Takedown) -> Draft:
    """The proposal that makes a take-down permanent: the article says that it is withdrawn."""
    title = _("Withdraw {title}").format(title=article.front.title or article.path)
    person = charter.people.get(held["by"])
    body = _("Taken down on {on} by {by}: {reason}").format(
        on=held["on"], by=person.name if person else held["by"], reason=held["reason"]
    )
    return Draft(
        f"takedown/{article.slug}",
        title,
        f"{body}\n\n{points(charter)}",
        ((f"{ROOT}/{article.path}", withdrawn(article, held)),),
    )
