"""Somebody looked over an account: the round is evidence, and what was owed of it ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.duties.actions.ending import end
from schoolgate.duties.models import Duty
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import locked
from schoolgate.publishing.moderation.actions.deciding import seen
from schoolgate.publishing.moderation.actions.holding import NOT_YOURS, POWER
from schoolgate.publishing.moderation.models import Comment, Round
from schoolgate.publishing.moderation.owing import KIND, key_of
from schoolgate.publishing.moderation.reaching import looks_after
from schoolgate.publishing.moderation.since import counts

CLOSED = "This account is not open, so nobody looks it over."
NEWER = "New comments came in while you looked. They stand below: look at them too."
NOWHERE = "Tick what you have looked at."


def look_over(by: Person, channel: Channel, looked: Collection[str], shown: Iterable[int], note: str) -> Round:
    """`looked` are the places they looked at, `shown` the numbers of the new comments that were on the page.

    Raises Refused where somebody else wrote meanwhile: whoever looks it over has looked at everything that is there.
    """
    with change(by, POWER, channel.school) as ledger:
        row = locked(channel.school, channel.pk)
        if not looks_after(by, row):
            raise Refused(NOT_YOURS)
        if not row.is_open:
            raise Refused(CLOSED)
        if not looked:
            raise Refused(NOWHERE)
        rows = Comment.objects.of(row.school).select_for_update(of=("self",))
        new = list(rows.filter(channel=row, state=Comment.State.NEW, wanted=""))
        if {one.pk for one in new} - set(shown):
            raise Refused(NEWER)
        made = Round(channel=row, by=by, since=row.moderated_at or row.opened_at, looked=sorted(looked))
        seen(ledger, new)
        made.counts = counts(row, made.since)
        if note.strip():
            made.keep(note=note.strip())
        made.save()
        row.moderated_at = made.at
        row.save(update_fields=["moderated_at"])
        people = Duty.objects.of(row.school).filter(kind=KIND, key=key_of(row), current=True).values("person")
        for person in Person.objects.of(row.school).filter(pk__in=people):
            end(person, KIND, key_of(row), made)
        ledger.write("moderation.round_done", made, channel=row.pk, looked=list(made.looked), **made.counts)
    return made
