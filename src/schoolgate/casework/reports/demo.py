"""In the demonstration: a report without a name, with a talk under way, and one that a teacher made signed in."""

from __future__ import annotations

from schoolgate.casework.cases.models import Case
from schoolgate.casework.reports.actions.inside import report_from
from schoolgate.casework.reports.actions.talking import ask
from schoolgate.casework.reports.actions.telling import Told, receive, sent_key
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.receipts import FINDS, code_of, hashed
from schoolgate.community.change import by_machine
from schoolgate.community.demo import person_called
from schoolgate.community.models import School

TOKEN = "the demonstration's own form, filled in by nobody"  # noqa: S105 (what it opens is made up)
"""Its receipt code is `code_of(TOKEN)`: it stands in docs/telling.md, for trying the talk."""
WITHOUT_NAME = {
    "topic": "bullying",
    "what": "Every evening Year 6 write horrible things about one boy in our group chat. He has stopped coming.",
    "where": "chat",
    "hurt": ["pupil"],
    "who": ["pupil"],
    "danger": "no",
}
WITH_NAME = {"topic": "impersonation", "hurt": ["other"], "who": ["unknown"], "danger": "no"}


def fill(school: School) -> None:
    case = Case.objects.of(school).get(reference="C-EXAMPLE")
    code = code_of(TOKEN)
    told = Told(WITHOUT_NAME, Report.How.PUPIL, sent_key(TOKEN), reference="R-EXAMPLE")
    with by_machine(school) as ledger:
        made = receive(ledger, told, case, locator=code[:FINDS], code_hash=hashed(code))
    words = "Thank you for telling us. Does it happen on a school device, or on telephones at home?"
    ask(person_called("Dina Example"), case, made, words, sent_key="demonstration")
    words = "There is an account in the name of our school office that asks families for money. It is not ours."
    report_from(person_called("Tess Example"), words, answers=WITH_NAME, report_reference="R-EXAMPLE2")
