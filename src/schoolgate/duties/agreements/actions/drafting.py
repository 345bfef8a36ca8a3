"""A new text is written: begun, changed, thrown away."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person, School
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.models import AgreementText, digest
from schoolgate.duties.agreements.wording import first_text
from schoolgate.duties.owing import Asked
from schoolgate.duties.owing import asked as ask

POWER = "agreements.publish"
LONGEST = 40_000
"""Letters in a text: some twelve pages."""
MOVED_ON = (
    "Somebody has changed this draft since you opened it. Your words are still below: look at what it says now, "
    "then save again."
)


def start_draft(by: Person, audience: str, words: str = "") -> AgreementText:
    """Begin a new text for an audience: from these words, or from the policy in force where none are given.

    Raises Refused where the audience has a draft already.
    """
    school = by.school
    if audience not in agreements():
        raise Refused("There is no such agreement. Choose one from the list.")
    asked = ask(school, timezone.localdate())
    text = plain(words) or from_policy(asked, audience)
    with change(by, POWER, school) as ledger:
        School.objects.select_for_update().get(pk=school.pk)
        held = AgreementText.objects.of(school).filter(audience=audience)
        if held.filter(state=AgreementText.State.DRAFT).exists():
            raise Refused("There is a draft of this agreement already. Go on with that one.")
        number = (held.aggregate(highest=Max("number"))["highest"] or 0) + 1
        draft = AgreementText.objects.create(
            school=school,
            audience=audience,
            number=number,
            words=text,
            sha256=digest(text),
            policy=asked.version,
            made_by=by,
        )
        ledger.write("agreement.drafted", draft, audience=audience, number=number)
    return draft


def from_policy(asked: Asked, audience: str) -> str:
    """The text that the policy in force would give an audience today."""
    return first_text(asked.school, audience, asked.clauses)


def write_draft(by: Person, draft: AgreementText, revision: int, words: str) -> AgreementText:
    """Put other words into a draft. Raises Refused where it has been changed or published since `revision`."""
    with change(by, POWER, draft.school) as ledger:
        held = locked_draft(draft)
        if held.revision != revision:
            raise Refused(MOVED_ON)
        held.words, held.revision = plain(words), revision + 1
        held.sha256 = digest(held.words)
        held.save()
        ledger.write("agreement.draft_edited", held, revision=held.revision, sha256=held.sha256)
    return held


def throw_away(by: Person, draft: AgreementText) -> None:
    """Throw a draft away. Raises Refused where it is no draft any more."""
    with change(by, POWER, draft.school) as ledger:
        held = locked_draft(draft)
        ledger.write("agreement.draft_thrown_away", held, audience=held.audience, number=held.number)
        held.delete()


def locked_draft(draft: AgreementText) -> AgreementText:
    """The draft as it stands, and nobody else's until the change is done. Raises Refused where it is none."""
    held = AgreementText.objects.of(draft.school).select_for_update().filter(pk=draft.pk).first()
    if held is None or held.state != AgreementText.State.DRAFT:
        raise Refused("This is no draft any more. Open the list of agreements to see where it stands.")
    return held


def plain(words: str) -> str:
    """The words as they are kept: one kind of line break, none at the ends but the last."""
    text = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    return f"{text}\n" if text else ""
