"""In the demonstration: a case that nobody has looked at, one that is being dealt with, and a low-level concern."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.casework.cases.actions.members import let_in
from schoolgate.casework.cases.actions.naming import name_outsider, name_people
from schoolgate.casework.cases.actions.noting import note
from schoolgate.casework.cases.actions.opening import open_case
from schoolgate.casework.cases.actions.tasks import give_task
from schoolgate.casework.cases.actions.threshold import decide_threshold
from schoolgate.casework.cases.actions.triage import Findings, triage
from schoolgate.casework.cases.models import Case, Party
from schoolgate.community.change import by_machine
from schoolgate.community.demo import person_called
from schoolgate.community.models import School

NEW, POST, LOW_LEVEL = "C-EXAMPLE", "C-EXAMPLE2", "C-EXAMPLE3"
"""The references of the demonstration's cases."""
ANGRY = Findings(
    title="A post on the school’s page",
    summary="A parent wrote on the school’s page that a named teacher is a bully. Others have answered.",
    kinds=("mention", "defamation"),
    ground="reputation",
    seriousness="medium",
    danger=False,
    ground_why="It was written on the school’s own page, where every family reads it.",
)
FRIENDLY = Findings(
    title="A private message to a pupil",
    summary="A volunteer wrote to a pupil from their own account to wish them luck, and told us the next day.",
    kinds=("contact",),
    ground="on_site",
    seriousness="low",
    danger=False,
)


def fill(school: School) -> None:
    with by_machine(school) as ledger:
        new = (
            "Somebody told us without giving a name: there are unkind messages about a child in a group chat of Year 6."
        )
        open_case(ledger, new, about=["bullying"], reference=NEW)
        post = open_case(ledger, "The school office told us of a post on our page.", about=["mention"], reference=POST)
        message = open_case(ledger, "A volunteer told us themselves.", about=["contact"], reference=LOW_LEVEL)
    _angry(post)
    _friendly(message)


def _angry(case: Case) -> None:
    lead = person_called("Dina Example")
    name_people(lead, case, Party.Part.AFFECTED, [person_called("Tess Example")])
    name_outsider(lead, case, Party.Part.RESPONSIBLE, "Paula Parentexample", Party.Kind.PARENT)
    triage(lead, case, ANGRY)
    let_in(lead, case, person_called("Denny Example"), "She decides nothing in it, so that she can close it.")
    note(
        lead, case, "Tess was told on the same day. She would like us to talk with the parent first.", restricted=False
    )
    give_task(lead, case, "Ring the parent and invite her to talk", lead, timezone.localdate() + timedelta(days=3))


def _friendly(case: Case) -> None:
    head = person_called("Hattie Example")
    name_people(head, case, Party.Part.AFFECTED, [person_called("Ines Example")])
    name_people(head, case, Party.Part.RESPONSIBLE, [person_called("Vera Example")])
    triage(head, case, FRIENDLY)
    decide_threshold(head, case, Case.Threshold.LOW_LEVEL, "One message, friendly, and she told us at once.")
