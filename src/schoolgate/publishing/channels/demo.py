"""The demonstration school's official accounts: a website that is open, and one that is being prepared."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.approvals.actions import deciding
from schoolgate.community.demo import person_called
from schoolgate.community.models import Person, School
from schoolgate.duties.agreements.actions import publishing, signing
from schoolgate.duties.agreements.actions.drafting import start_draft
from schoolgate.publishing.channels.actions import administrators, asking, assessing, proposing
from schoolgate.publishing.channels.known import usual_risks
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.standing import AGREEMENT, domains, moderate_at_most, rules, who_agrees

BOTH = ("password", "second_step")


def fill(school: School) -> None:
    """Olly and Selma run the website. Tess prepares an Instagram for the forest school, and has looked at its risks."""
    first = ("Hattie", "Dina", "Olly", "Selma", "Tess")
    head, dina, olly, selma, tess = (person_called(f"{name} Example") for name in first)
    draft = start_draft(head, AGREEMENT)
    text = publishing.publish(head, draft, draft.sha256)
    mail = f"office@{min(domains(school), default='school.example')}"
    site = _propose(olly, selma, "wordpress", "Our website", mail, "https://www.school.example", "School news.")
    for person in (olly, selma):
        signing.sign(person, text, text.sha256)
    assessing.attest(olly, site, BOTH)
    _assess(olly, site, left=1)
    deciding.approve(head, asking.ask(olly, site), "It is the school’s own website.")
    administrators.say(olly, site, [head, dina, olly, selma])
    woods = "What our forest school does each week, for families and for schools that would like to start one."
    forest = _propose(tess, olly, "instagram", "alderlane.forest", mail, "", woods)
    _assess(tess, forest, left=2)


def _propose(
    owner: Person, second: Person, network: str, handle: str, email: str, address: str, purpose: str
) -> Channel:
    now = rules(owner.school)
    return proposing.propose(
        owner,
        second,
        network=network,
        handle=handle,
        address=address,
        purpose=purpose,
        audience=Channel.Audience.FAMILIES,
        email=email,
        moderate_every=min(7, moderate_at_most(now)),
        agreed_with=next(iter(who_agrees(now)), None),
    )


def _assess(by: Person, channel: Channel, left: int) -> None:
    risks = [{**risk, "likelihood": 2, "harm": 2, "left": left} for risk in usual_risks(channel.network)]
    assessing.assess(by, channel, risks, timezone.localdate() + timedelta(days=300))
