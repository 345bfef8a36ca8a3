"""Say whose face it is; mark one that the machine missed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from django.db.models import Max
from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.imaging.cover import grid
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.models import Purpose
from schoolgate.publishing.consents.standing import may_be_shown
from schoolgate.publishing.consents.withdrawing import withdrawn
from schoolgate.publishing.pictures.models import Face, Picture

Other = Literal["outsider", "nobody"]
NO_SQUARE = "Tick the squares that the face is in."
MOST_FACES = 200


def held(person: Person, picture: Picture) -> Picture:
    """The picture, held while it is changed. Raises Refused for one that is not there any more."""
    found = (
        Picture.objects.of(person.school).select_for_update(of=("self",)).filter(pk=picture.pk, ended_at=None).first()
    )
    if found is None:
        raise Refused("This picture was put away. Use another one.")
    return found


def name_face(by: Person, face: Face, who: Person | Other) -> None:
    """It is this person's; or somebody's from outside who agreed; or nobody can be known by it."""
    with change(by, "picture.use", by.school) as ledger:
        picture = held(by, face.picture)
        person = who if isinstance(who, Person) else None
        if person and person.school_id != picture.school_id:
            raise Refused("Choose somebody of your school.")
        face.person, face.outsider, face.nobody = person, who == "outsider", who == "nobody"
        face.named_by, face.named_at = by, timezone.now()
        face.save()
        ledger.write("picture.face_named", picture, face=face.number, who=who.pk if isinstance(who, Person) else who)
        _look_where_it_is_out(ledger, person)


def add_face(by: Person, picture: Picture, squares: Collection[int]) -> Face:
    """A face that the machine missed: it is in these squares of the picture's grid. Raises Refused."""
    with change(by, "picture.use", by.school) as ledger:
        found = held(by, picture)
        boxes = grid(found.width, found.height)
        inside = [boxes[number] for number in set(squares) if 0 <= number < len(boxes)]
        if not inside:
            raise Refused(NO_SQUARE)
        last = Face.objects.of(by.school).filter(picture=found).aggregate(last=Max("number"))["last"] or 0
        if last >= MOST_FACES:
            raise Refused("There are too many faces in this picture. Cut out a part of it first.")
        face = Face.objects.create(
            picture=found,
            number=last + 1,
            left=min(box.left for box in inside),
            top=min(box.top for box in inside),
            right=max(box.right for box in inside),
            bottom=max(box.bottom for box in inside),
            added=True,
        )
        ledger.write("picture.face_added", found, face=face.number)
    return face


def say_who(by: Person, film: Picture, who: Person | Other) -> Face:
    """Somebody is in a film. Raises Refused where they are in it already."""
    with change(by, "picture.use", by.school) as ledger:
        found = held(by, film)
        known = Face.objects.of(by.school).filter(picture=found)
        person = who if isinstance(who, Person) else None
        if person and known.filter(person=person).exists():
            raise Refused("You have said already that they are in it.")
        number = (known.aggregate(last=Max("number"))["last"] or 0) + 1
        face = Face(picture=found, number=number, left=0, top=0, right=0, bottom=0, added=True)
        face.person, face.outsider = person, who == "outsider"
        face.named_by, face.named_at = by, timezone.now()
        face.save()
        ledger.write("film.who", found, face=number, who=person.pk if person else "outsider")
        _look_where_it_is_out(ledger, person)
    return face


def _look_where_it_is_out(ledger: Change, person: Person | None) -> None:
    """The picture may be out already: then it comes down from where they may not be shown."""
    if person is None:
        return
    stands = may_be_shown([person], Purpose.values, timezone.localdate(), out=True)
    if kept := frozenset(purpose for (_, purpose), standing in stands.items() if standing != Standing.YES):
        withdrawn.send(Face, ledger=ledger, person=person, purposes=kept)


def looked_myself(by: Person, picture: Picture) -> None:
    """Somebody looked, and every face in it is numbered: for where the machine could not look."""
    with change(by, "picture.use", by.school) as ledger:
        found = held(by, picture)
        found.looked_at = timezone.now()
        found.save(update_fields=["looked_at"])
        ledger.write("picture.looked_at", found, faces=found.faces.count())
