"""A school writes its own words for a kind of letter."""

from __future__ import annotations

from django.db.models import Max

from schoolgate.casework.letters.catalogue import known_fields, our_words
from schoolgate.casework.letters.fields import unknown
from schoolgate.casework.letters.models import Wording
from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person, School

POWER = "letter.template"
SINCE = "Somebody else changed these words while you were writing. Look at theirs, then change them again."


def reword(person: Person, key: str, words: str, after: int) -> Wording:
    """Keep new words for a kind of letter; none: ours stand again. `after` is the number that they follow (0: none).

    Raises Refused for a field that there is not, or where somebody else was faster.
    """
    words = words.replace("\r\n", "\n").strip()
    if strange := unknown(words, known_fields(key)):
        raise Refused(f"There is no field called {strange[0]!r}. Choose one from the list, or take it out.")
    with change(person, POWER, person.school) as ledger:
        # The row of the school is held, so that two who save at once come one after the other.
        School.objects.select_for_update().get(pk=person.school_id)
        last = Wording.objects.of(person.school).filter(template=key).aggregate(last=Max("number"))["last"] or 0
        if last != after:
            raise Refused(SINCE)
        row = Wording(school=person.school, template=key, number=last + 1, by=person)
        row.words = "" if words == our_words(key) else words
        row.save()
        ledger.write("letter.reworded", row, template=key, number=row.number, ours=not row.words)
    return row
