"""In the demonstration: what was decided about the angry post."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.casework.cases.demo import POST
from schoolgate.casework.cases.models import Case
from schoolgate.casework.steps.actions.deciding import Given, decide
from schoolgate.community.demo import person_called
from schoolgate.community.models import School


def fill(school: School) -> None:
    lead = person_called("Dina Example")
    case = Case.objects.of(school).get(reference=POST)
    soon = timezone.localdate() + timedelta(days=4)
    talk = "We have asked the person who wrote this to come in and talk with us."
    decide(lead, case, "talk", Given("taken", "She may feel unheard. Tess wants it too.", talk, soon))
    wait = "We will ask for it to be taken down when we have talked."
    decide(lead, case, "request_removal", Given("not_yet", "Better asked in the talk than before it.", wait, soon))
    police = "We have not called the police, because nobody was threatened. If that changes, we will."
    decide(lead, case, "police", Given("not_taken", "It is unkind, but nobody was threatened.", police))
