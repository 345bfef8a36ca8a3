"""The forms on paper, one for each pupil of a class, or for one pupil."""

from __future__ import annotations

from html import escape

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from schoolgate.community.models import Group, Person, School
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.documents.writing import to_pdf
from schoolgate.publishing.consents import asking
from schoolgate.publishing.consents.reading import pupils
from schoolgate.publishing.consents.words import meanings

POWER = "consent.record"
TITLE = "May we show pictures of your child?"
BOX = "&#9744;"


@power(POWER)
@require_safe
def of_class(request: Request, pk: int) -> HttpResponse:
    school = request.person.school
    group = get_object_or_404(Group.objects.of(school).filter(kind=Group.Kind.CLASS), pk=pk)
    members = group.memberships.filter(leads=False).values("person")
    return _forms(school, list(pupils(school).filter(pk__in=members)))


@power(POWER)
@require_safe
def of_one(request: Request, pk: int) -> HttpResponse:
    school = request.person.school
    return _forms(school, [get_object_or_404(pupils(school), pk=pk)])


def _forms(school: School, people: list[Person]) -> HttpResponse:
    """A page for each, the first by itself and each other on a new sheet."""
    rows = "".join(
        f"<tr><th scope='row'>{escape(purpose.label)}<br><small>{escape(meanings()[purpose].means)} "
        f"{escape(meanings()[purpose].seen)}</small></th><td>{BOX} Yes</td><td>{BOX} No</td></tr>"
        for purpose in asking.purposes(school)
    )
    body = "".join(_form(school, person, rows, first=not number) for number, person in enumerate(people))
    response = HttpResponse(to_pdf(body or "<p>Nobody is in this class.</p>", TITLE), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="pictures.pdf"'
    return response


def _form(school: School, person: Person, rows: str, *, first: bool) -> str:
    new_page = "" if first else " style='break-before: page'"
    return (
        f"<section{new_page}><h1>May we show pictures of {escape(person.name)}?</h1><p>{escape(school.name)}</p>"
        "<p>Tick yes or no for each. What you leave out is no. You can change your mind at any time: tell the school "
        f"office. If anybody who answers for your child says no, it is no.</p><table>{rows}</table>"
        "<p>Your name: ____________________________________</p>"
        "<p>Signed: ______________________________ Date: ______________</p></section>"
    )
