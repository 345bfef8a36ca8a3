"""What the agreements give to the home page, the menu and everybody's own record."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import OWED, MenuItem, Task
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.classes import EVERY_CLASS, classes_of, texts_of
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.agreements.owing import KIND
from schoolgate.duties.agreements.rounds import version_of
from schoolgate.duties.agreements.texts import current_texts, looks_back
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked
from schoolgate.duties.owing import asked as what_is_asked

WING = OWED
MENU = [
    MenuItem("Agreements", "agreements", "agreements.sign", "Read and sign what is asked of you", aside=True),
    MenuItem(
        "Sign at the desk",
        "agreement_desk",
        "agreements.desk",
        "For visitors, supply teachers and volunteers",
        aside=True,
    ),
    MenuItem(
        "Write agreements",
        "agreement_keep",
        "agreements.publish",
        "What people sign, and who has signed it",
        aside=True,
    ),
]
SHOWN = 6


def tasks(person: Person) -> Iterator[Task]:
    """What is still to be written or looked at, for the head; the classes to sign with, for their teachers."""
    publishes, leads = holds(person, "agreements.publish"), holds(person, "agreements.class")
    if not publishes and not leads:
        return
    asked = what_is_asked(person.school, timezone.localdate())
    if publishes:
        yield from _to_write(asked)
    if leads and not person.roles() & EVERY_CLASS:
        yield from _classes(person, asked)


def _to_write(asked: Asked) -> Iterator[Task]:
    school = asked.school
    texts = current_texts(school)
    later = AgreementText.objects.of(school).filter(state=AgreementText.State.PUBLISHED, from_day__gt=asked.on)
    known = {*texts, *later.values_list("audience", flat=True)}
    missing = [name for name in asking.audiences(asked) if name not in known]
    if len(missing) == 1:
        title = f"Publish the {agreements()[missing[0]].called}"
        yield Task(title, reverse("agreement_keep"), "Your policy asks for it. A first text is ready for you.")
    elif missing:
        yield Task(
            f"Publish {len(missing)} agreements",
            reverse("agreement_keep"),
            "Your policy asks for them. First texts are ready for you.",
        )
    old = [one for name, one in texts.items() if name in agreements() and looks_back(one, asked.version)]
    if len(old) == 1:
        title = f"Look at the {agreements()[old[0].audience].called}: the policy has changed"
        yield Task(title, reverse("agreement_text", args=[old[0].pk]), "Keep the words, or write new ones.")
    elif old:
        title = f"Look at {len(old)} agreements: the policy has changed"
        yield Task(title, reverse("agreement_keep"), "Keep the words of each, or write new ones.")


def _classes(person: Person, asked: Asked) -> Iterator[Task]:
    groups = list(classes_of(person)[:SHOWN])
    found = texts_of(groups, asked) if groups else {}
    for group in groups:
        for one in found[group.pk]:
            if one.left:
                title = f"Sign the {agreements()[one.text.audience].called} with {group.name}"
                url = reverse("agreement_class", args=[group.pk, one.text.audience])
                yield Task(title, url, f"{one.left} of {len(one.pupils)} have not answered yet.")


def record(person: Person) -> Iterator[Entry]:
    """What somebody signed or declined, and what they answered for their children."""
    rows = Signature.objects.of(person.school).select_related("text", "person").defer("text__words")
    given = list(rows.filter(person=person) | rows.filter(by=person, how=Signature.How.FOR_CHILD))
    clauses = _clauses(person.school, {one.person_id for one in given})
    for one in given:
        whose = f", for {one.person.name}" if one.person != person else ""
        words = f"{agreements()[one.text.audience].title}, version {one.text.number}{whose}"
        kind = one.get_answer_display().capitalize()
        clause = clauses.get((one.person_id, one.text.audience, one.text.number), "")
        yield Entry(timezone.localdate(one.at), kind, words, clause, reverse("signature", args=[one.pk]))


def _clauses(school: School, people: Collection[int]) -> dict[tuple[int, str, int], str]:
    """(person, audience, version of the text) -> the clause because of which they were asked."""
    rows = Duty.objects.of(school).filter(kind=KIND, person__in=people).order_by()
    return {
        (person, audience, version_of(round_)): clause
        for person, audience, round_, clause in rows.values_list("person", "key", "round", "clause")
    }
