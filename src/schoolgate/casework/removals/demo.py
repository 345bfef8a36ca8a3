"""In the demonstration: the angry post, and an account that nobody at the school asked for."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.casework.cases.demo import POST
from schoolgate.casework.cases.models import Case
from schoolgate.casework.removals.actions.removing import add, asked
from schoolgate.casework.removals.models import RemovalEvent
from schoolgate.community.demo import person_called
from schoolgate.community.models import School

ADDRESS = "https://www.facebook.com/school.example/posts/1"
ACCOUNT = "https://www.tiktok.com/@alder.lane.official.example"


def fill(school: School) -> None:
    case = Case.objects.of(school).get(reference=POST)
    lead = person_called("Dina Example")
    today = timezone.localdate()
    post = add(lead, case, address=ADDRESS, network="facebook", kind="post", ground="bullying")
    asked(lead, post, RemovalEvent.Kind.ASKED_AUTHOR, on=today - timedelta(days=1), words="On the phone.")
    add(lead, case, address=ACCOUNT, network="tiktok", kind="account", ground="impersonation")
