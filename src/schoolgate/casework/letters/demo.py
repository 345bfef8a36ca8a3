"""In the demonstration: a letter that is being written about the angry post."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.casework.cases.demo import POST
from schoolgate.casework.cases.models import Case
from schoolgate.casework.letters.actions.sending import handed_over
from schoolgate.casework.letters.actions.writing import begin
from schoolgate.casework.letters.catalogue import templates
from schoolgate.casework.letters.models import Letter, Sending
from schoolgate.casework.letters.recipients import recipients
from schoolgate.community.change import by_machine
from schoolgate.community.demo import person_called
from schoolgate.community.models import School

INVITATION, AFFECTED = "L-EXAMPLE", "L-EXAMPLE2"
WHAT = "The words about a teacher that you wrote on the school’s page last week."
DOING = "We have asked the person who wrote it to come in and talk."
NOT_DOING = "We do not take the post down ourselves. Our policy asks us to talk first, and to answer what is unfair."


def fill(school: School) -> None:
    case = Case.objects.of(school).get(reference=POST)
    lead = person_called("Dina Example")
    for reference, key, answers in (
        (INVITATION, "invite_to_talk", {"what": WHAT}),
        (AFFECTED, "affected", {"doing": DOING, "not_doing": NOT_DOING}),
    ):
        template = templates()[key]
        letter = begin(lead, case, template, recipients(case, template)[0], "", answers)
        with by_machine(school) as ledger:
            Letter.objects.of(school).filter(pk=letter.pk).update(reference=reference)
            ledger.write("letter.renamed", letter)
    sent = Letter.objects.of(school).select_related("case__school").get(reference=AFFECTED)
    handed_over(lead, sent, Sending.How.HAND, timezone.localdate(sent.at), sure=True)
