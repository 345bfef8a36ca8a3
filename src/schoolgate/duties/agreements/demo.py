"""The agreements of the demonstration school: some signed, some not, one declined, one to write."""

from __future__ import annotations

from schoolgate.community.demo import person_called
from schoolgate.community.models import Group, Person, School
from schoolgate.duties.agreements.actions import at_desk, in_class, publishing, signing
from schoolgate.duties.agreements.actions.drafting import start_draft
from schoolgate.duties.agreements.classes import texts_of
from schoolgate.duties.agreements.models import AgreementText
from schoolgate.duties.owing import asked as what_is_asked

PUBLISHED = ("staff", "parent", "contractor", "ks1", "ks2")
WHY = "I run a history page under my own name, and I am not sure whether rule 2 forbids that."
PUPIL_WHY = "My brother says the rule about pictures is not fair."


def fill(school: School) -> None:
    """Five agreements are signed by some; the visitors' one is a draft."""
    head = person_called("Hattie Example")
    assert head.school == school
    texts = {audience: _publish(head, audience) for audience in PUBLISHED}
    start_draft(head, "visitor")
    for first in ("Hattie", "Dina", "Selma", "Tess"):
        signing.sign(person_called(f"{first} Example"), texts["staff"], texts["staff"].sha256)
    signing.decline(person_called("Olly Example"), texts["staff"], texts["staff"].sha256, WHY)
    _in_class(texts["ks2"])
    contractors = texts["contractor"]
    signing.sign(person_called("Sunny Example"), contractors, contractors.sha256)
    office = person_called("Olly Example")
    engineer = at_desk.add_at_desk(office, name="Vic Example", kind="contractor")
    at_desk.sign_at_desk(office, engineer, contractors, contractors.sha256)
    at_desk.add_at_desk(office, name="Val Example", kind="visitor")


def _publish(head: Person, audience: str) -> AgreementText:
    draft = start_draft(head, audience)
    return publishing.publish(head, draft, draft.sha256)


def _in_class(text: AgreementText) -> None:
    """Tess's class has talked about it; one was away, and one declined."""
    assert text.from_day
    tess = person_called("Tess Example")
    group = Group.objects.of(text.school).get(name="Year 3")
    found = texts_of([group], what_is_asked(text.school, text.from_day))[group.pk]
    pupils = [pupil.person.pk for one in found if one.text == text for pupil in one.pupils]
    in_class.sign_class(
        tess,
        group,
        text,
        text.sha256,
        signed=pupils[2:],
        declined=dict.fromkeys(pupils[1:2], PUPIL_WHY),
        away=1,
        discussed=True,
    )
