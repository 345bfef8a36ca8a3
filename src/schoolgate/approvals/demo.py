"""The demonstration school's requests: open, approved, refused, sent back with a question; one for a role."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.approvals.actions import asking, deciding
from schoolgate.community.demo import person_called
from schoolgate.community.models import School

LOGO = {"by": "staff"}
PROFILE = {"by": "staff", "place": "profile"}


def fill(school: School) -> None:
    """Tess asks to use the logo. Olly was allowed it, until the summer, and was refused something else."""
    head, tess, olly = (person_called(f"{name} Example") for name in ("Hattie", "Tess", "Olly"))
    assert head.school == school
    asking.ask_for_act(
        tess, "use.logo", LOGO, "For a poster about our choir’s carol singing at the library on 12 December."
    )
    fair = asking.ask_for_act(olly, "use.logo", LOGO, "On the flyer for the summer fair, in print and on my own page.")
    until = timezone.localdate() + timedelta(days=240)
    reason, condition = "The fair is the school’s own.", "The flyer only, with a link to the school’s website."
    deciding.approve(head, fair, reason, condition, until)
    profile = asking.ask_for_act(olly, "name.school", PROFILE, "I would like my hobby shop’s page to say where I work.")
    deciding.refuse(head, profile, "The school’s name should not stand beside a private business.")
    blog = asking.ask_for_act(tess, "name.school", PROFILE, "I write about teaching, and readers ask me where I work.")
    deciding.ask_back(head, blog, "Is the page under your own name, and can pupils find it?")
    words = "She helps in the office three days a week and needs to see the same pages as staff."
    facts = {"role": "staff", "from_date": "", "to_date": "", "acting": ""}
    asking.ask_for_role(olly, person_called("Vera Example"), facts, words)
