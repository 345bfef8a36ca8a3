"""In the demonstration: a teacher who is looked after since a parent wrote about her, and a pupil who is."""

from __future__ import annotations

from schoolgate.casework.cases.demo import LOW_LEVEL, POST
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.support.actions.offering import offer
from schoolgate.casework.support.actions.speaking import answer, wish, write
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.demo import person_called
from schoolgate.community.models import School

TEACHER, PUPIL = "H-EXAMPLE", "H-EXAMPLE2"
"""The references of the demonstration's support."""


def fill(school: School) -> None:
    tess, olly = person_called("Tess Example"), person_called("Olly Example")
    happened = "Somebody wrote unkind and untrue things about you on the school’s page."
    file = _offered(school, POST, "Dina Example", "Olly Example", happened, 3, TEACHER)
    answer(tess, file, SupportFile.Answer.YES, "Face to face, at the end of the day.")
    wish(tess, file, "I would like you to talk with them first, and I do not want to be in the room.")
    write(tess, file, "Thank you for coming by. Has it been taken down?")
    write(olly, file, "Not yet: they want to talk first. I will come and tell you.")
    sorry = "An adult wrote to you in a way that our rules do not allow. You did nothing wrong."
    _offered(school, LOW_LEVEL, "Hattie Example", "Selma Example", sorry, 14, PUPIL)


def _offered(
    school: School, case: str, lead: str, supporter: str, happened: str, every: int, reference: str
) -> SupportFile:
    found = Case.objects.of(school).get(reference=case)
    party = found.parties.get(part=Party.Part.AFFECTED, ended_at=None)
    by, asked = person_called(lead), person_called(supporter)
    return offer(by, found, party, supporter=asked, happened=happened, every=every, reference=reference)
