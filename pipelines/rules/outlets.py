"""Outlets: every place on the net where the federation speaks is on the register, and kept."""

from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.desks.records import Outlet
from pipelines.core.findings import Place, Problem
from pipelines.core.messages import _
from pipelines.core.rule import rule

OUTLETS = "outlets"


@rule("NET201", clauses=["EN-01", "SC-02"], waivable=False)
def outlets_on_the_register(case: Case) -> Iterator[Problem]:
    """The portal stands on the register of outlets, and each outlet's keeper holds a post.

    Bad:  no record with address: https://www.example.org/; a keeper who has left
    Good: {name: 门户网站, kind: website, address: https://www.example.org/, keeper: ling-xiao, …}
    """
    if OUTLETS not in case.charter.desks:
        return
    domain, portal = case.charter.portal.domain, False
    for filed in case.charter.registers.of(OUTLETS):
        outlet = filed.record
        if not isinstance(outlet, Outlet) or outlet.closed is not None:
            continue
        portal |= domain in (outlet.address or "")
        keeper = case.charter.people.get(outlet.keeper)
        if keeper is not None and not any(keeper.posts_on(case.today)):
            yield Problem(
                filed.at("keeper"),
                _("{outlet}: {person} holds no post any more").format(
                    outlet=outlet.name, person=keeper.name
                ),
                _("name another keeper"),
            )
    if not portal:
        yield Problem(
            Place("charter/registers/outlets"),
            _("the portal {domain} is not on the register of outlets").format(domain=domain),
            _("add a record with its name, kind, address, unit and keeper"),
        )
