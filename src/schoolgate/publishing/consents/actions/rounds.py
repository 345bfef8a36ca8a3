"""The school asks parents for their answers, and reminds those who have not given any."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from schoolgate.community.change import Change, Refused, by_machine, change
from schoolgate.community.models import Group, Person, School
from schoolgate.publishing.consents.actions.linking import issue
from schoolgate.publishing.consents.models import ConsentLink, Lasting, Round
from schoolgate.publishing.consents.rounds import asked_of, of_this_year, parents_of, unanswered

POWER = "consent.ask"
AT_ONCE = 100
"""How many links one transaction sends: each of them keeps everybody else's changes waiting."""


def begin(
    by: Person, answer_by: date, *, year: str = "", group: Group | None = None, also_answered: bool = False
) -> Round:
    """Ask the parents of a class, of a year group or of everybody; of those who answered too if `also_answered`.

    Raises Refused for a day that is past, and where there is nobody to ask.
    """
    from schoolgate.publishing.consents.jobs import send_links

    with change(by, POWER, by.school) as ledger:
        if answer_by <= timezone.localdate():
            raise Refused("Choose a day that is still to come, so that there is time to answer.")
        round_ = Round(school=by.school, year=year, group=group, by=by, answer_by=answer_by)
        pairs = _pairs(round_, also_answered=also_answered)
        if not pairs:
            raise Refused("There is nobody to ask among them. Everybody has answered, or no parent is written down.")
        round_.save()
        ledger.write("consent.round_begun", round_, links=len(pairs))
        for start in range(0, len(pairs), AT_ONCE):
            send_links.later(school=by.school_id, pairs=pairs[start : start + AT_ONCE])
        return round_


def remind(by: Person | None, round_: Round) -> int:
    """Send those who have not answered a new link; how many. `by` is None where the day for it has come.

    Raises Refused where everybody has answered, or where they were reminded today.
    """
    from schoolgate.publishing.consents.jobs import send_links

    with change(by, POWER, round_.school) if by else by_machine(round_.school) as ledger:
        held = Round.unscoped.select_for_update(of=("self",)).select_related("school", "group").get(pk=round_.pk)
        if held.reminded_at and timezone.localdate(held.reminded_at) == timezone.localdate():
            raise Refused("They were reminded today already. Wait a few days, or ring them.")
        pairs = _pairs(held)
        if by and not pairs:
            raise Refused("Everybody who can be written to has answered, so there is nobody to remind.")
        held.reminded_at = timezone.now()
        held.save(update_fields=["reminded_at"])
        ledger.write("consent.reminded", held, links=len(pairs))
        for start in range(0, len(pairs), AT_ONCE):
            send_links.later(school=held.school_id, pairs=pairs[start : start + AT_ONCE])
        return len(pairs)


def _pairs(round_: Round, *, also_answered: bool = False) -> list[list[int]]:
    """Parent and child as numbers, of those who can be written to and have not answered."""
    people = list(asked_of(round_).select_related("school"))
    if not also_answered:
        people = unanswered(people, timezone.localdate())
    return [[parent.pk, child.pk] for parent, child in parents_of(people, timezone.localdate()) if parent.write_to()]


def send_some(school: School, pairs: Iterable[tuple[int, int]]) -> None:
    """The part of a round that one job does. Whoever answers for the child no longer is passed over."""
    wanted = {(parent, child) for parent, child in pairs}
    found = Person.objects.of(school).filter(pk__in={child for _, child in wanted})
    children = list(found.select_related("school"))
    with by_machine(school) as ledger:
        _send(ledger, school, [pair for pair in parents_of(children, timezone.localdate()) if _key(pair) in wanted])


def ask_newcomers(school: School) -> None:
    """Send a link to each parent whom a round of this year is for and who never had one: their child came since."""
    today = timezone.localdate()
    people = {one.pk: one for round_ in of_this_year(school) for one in asked_of(round_).select_related("school")}
    had = set(ConsentLink.objects.of(school).values_list("parent", "child"))
    pairs = [pair for pair in parents_of(unanswered(list(people.values()), today), today) if _key(pair) not in had]
    pairs = [pair for pair in pairs if pair[0].write_to()][:AT_ONCE]
    if pairs:
        with by_machine(school) as ledger:
            _send(ledger, school, pairs)


def _send(ledger: Change, school: School, pairs: list[tuple[Person, Person]]) -> None:
    sent = sum(issue(ledger, parent, child) for parent, child in pairs)
    ledger.write("consent.links_sent", school, links=sent)


def _key(pair: tuple[Person, Person]) -> tuple[int, int]:
    return pair[0].pk, pair[1].pk


def choose_lasting(by: Person, lasts: str) -> None:
    """How long a yes lasts from now on."""
    with change(by, POWER, by.school) as ledger:
        row = Lasting(school=by.school, lasts=lasts, by=by)
        row.save()
        ledger.write("consent.lasting_chosen", row, lasts=str(lasts))
