"""Writing a letter about a case: begun from the words of its kind, changed, put away. Every version is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.models import Case
from schoolgate.casework.letters.catalogue import Template, fields, labels
from schoolgate.casework.letters.fields import escaped, fill, fill_gaps
from schoolgate.casework.letters.models import Draft, Letter
from schoolgate.casework.letters.recipients import Recipient
from schoolgate.casework.letters.resting import rests_on
from schoolgate.casework.letters.text import known, wording, words_of
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person
from schoolgate.policy.models import in_force

POWER = "case.decide"
GONE_OUT = "This letter has gone out, so it stays as it is. Write another if there is more to say."
ELSEWHERE = "This case goes on in another one. Write the letter there."
NO_CLAUSE = "The policy in force has no such clause. Look at its number in the policy, or leave this empty."


def begin(
    person: Person, case: Case, template: Template, to: Recipient, name: str, answers: Mapping[str, str]
) -> Letter:
    """A draft to somebody. `name` is who it is to where that is typed; `answers` what was filled in, by field."""
    version = in_force(case.school)
    text, row = wording(case.school, template.key)
    # A letter may still have to be written once the case is closed: that it is over, or the answer to an appeal.
    with working(person, case, POWER, closed=True) as (ledger, held):
        if held.joined_to_id:
            raise Refused(ELSEWHERE)
        letter = Letter(case=held, template=template.key, wording=row, kind=to.kind, by=person, version=version)
        letter.person, letter.party = to.person, to.party
        letter.clause = rests_on(held, template)
        letter.keep(to=to.name or " ".join(name.split()), child=to.child or " ".join(answers.get("child", "").split()))
        letter.save()
        given = {name: _typed(name, value) for name, value in answers.items() if value}
        _keep(ledger, letter, fill(text, {**given, **known(letter, person)}, labels()))
    return letter


def rewrite(person: Person, letter: Letter, words: str, clause: str, after: int) -> None:
    """Keep new words for a draft, and the clause that it rests on. `after` is the number of the draft they follow."""
    with unsent(person, letter) as (ledger, held):
        if held.drafts.count() != after:
            raise Refused("Somebody else changed this letter meanwhile. Look at their words, then change them again.")
        number = " ".join(clause.split())
        if number and (held.version is None or held.version.clause(number) is None):
            raise Refused(NO_CLAUSE)
        held.clause = number
        held.save(update_fields=["clause"])
        text = words.replace("\r\n", "\n").strip()
        _keep(ledger, held, fill_gaps(text, known(held, person), labels()))


def put_away(person: Person, letter: Letter) -> None:
    """The draft is not needed after all."""
    with unsent(person, letter) as (ledger, held):
        held.state = Letter.State.PUT_AWAY
        held.save(update_fields=["state"])
        ledger.write("letter.put_away", held)


@contextmanager
def unsent(person: Person, letter: Letter) -> Iterator[tuple[Change, Letter]]:
    """A change to a letter, held, that has not gone out yet."""
    with working(person, letter.case, POWER, closed=True) as (ledger, case):
        held = Letter.objects.of(case.school).select_related("version", "case__school").get(pk=letter.pk, case=case)
        if held.state != Letter.State.DRAFT:
            raise Refused(GONE_OUT)
        yield ledger, held


def _keep(ledger: Change, letter: Letter, words: str) -> None:
    number = letter.drafts.count() + 1
    # Saved without a change, the words are not a version of their own.
    if number > 1 and words == words_of(letter):
        ledger.write("letter.looked_over", letter, clause=letter.clause)
        return
    draft = Draft(letter=letter, number=number, by=ledger.actor)
    draft.keep(words=words)
    draft.save()
    ledger.write("letter.written", letter, template=letter.template, draft=number, clause=letter.clause)


def _typed(name: str, value: str) -> str:
    if name == "web_address":
        return value.strip()
    return value.replace("\r\n", "\n").strip() if fields()[name].long else escaped(value)
