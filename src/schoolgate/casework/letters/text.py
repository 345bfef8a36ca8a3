"""The text of a letter: what is known put into the words of its kind, and the whole of it with its top and end."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.powers import DECIDERS
from schoolgate.casework.letters.catalogue import LETTERHEAD, labels, our_words
from schoolgate.casework.letters.fields import escaped, fill
from schoolgate.casework.letters.models import Draft, Letter, Wording
from schoolgate.casework.steps.stages import answer_by, where_next
from schoolgate.community.models import Person, School
from schoolgate.community.roles import Role
from schoolgate.documents.writing import to_html, to_pdf
from schoolgate.policy.clause import Clause

LAST = "complaint_panel"
"""The letter of the last stage of a complaint."""
ROOM = "\N{NO-BREAK SPACE}"
"""A line that is left free, for a signature by hand."""


def wording(school: School, key: str) -> tuple[str, Wording | None]:
    """The words of a kind of letter that stand at a school, and the row that they stand in; None for ours."""
    row = Wording.objects.of(school).filter(template=key).order_by("-number").first()
    return (row.words, row) if row and row.words else (our_words(key), None)


def signs_as(person: Person) -> str:
    """What somebody is who signs a letter about a case."""
    held = person.roles()
    role = next((role for role in Role if role in held and role in DECIDERS), Role.STAFF)
    return str(role.label).capitalize()


def known(letter: Letter, signer: Person) -> dict[str, str]:
    """What Schoolgate itself puts into a letter."""
    school = letter.case.school
    clause = clause_of(letter)
    return {
        "school": escaped(school.name),
        "to": escaped(letter.said("to")),
        "child": escaped(letter.said("child")),
        "reference": letter.reference,
        "signed_by": escaped(signer.name),
        "role": signs_as(signer),
        "policy": escaped(letter.version.title) if letter.version else "",
        "clause": f"clause {clause.id}" if clause else "",
        **of_complaint(letter.case, last=letter.template == LAST),
    }


def of_complaint(case: Case, *, last: bool) -> dict[str, str]:
    """By when a complaint has its answer, and where it can go next: from the `last` stage, out of the school."""
    by = answer_by(case)
    return {"answer_by": date_format(by, "j F Y") if by else "", "where_next": where_next(case, last=last)}


def clause_of(letter: Letter) -> Clause | None:
    return letter.version.clause(letter.clause) if letter.version and letter.clause else None


def words_of(letter: Letter) -> str:
    """The words as they stand now."""
    last = Draft.objects.of(letter.case.school).filter(letter=letter).order_by("-number").first()
    return last.said("words") if last else ""


def whole(letter: Letter, words: str, signer: Person, on: date) -> str:
    """The letter as it goes out, in Markdown: its top, the date, the reference, the words, who signs, the clause."""
    school = letter.case.school
    top = fill(wording(school, LETTERHEAD)[0], {"school": escaped(school.name)}, labels())
    parts = [
        top,
        escaped(letter.said("to")),
        f"{date_format(on, 'j F Y')}  \nOur reference: {letter.reference}",
        words,
        f"Yours sincerely,\n\n{ROOM}\n\n{escaped(signer.name)}  \n{signs_as(signer)}",
    ]
    if (clause := clause_of(letter)) and letter.version:
        section = f", {escaped(clause.section)}" if clause.section else ""
        parts.append(f"---\n\nThis letter rests on clause {clause.id} of our policy{section}: {escaped(clause.says)}")
    return "\n\n".join(parts)


def pdf(markdown: str, reference: str) -> bytes:
    """A letter on paper."""
    return to_pdf(to_html(markdown), f"Letter {reference}")
