"""In the demonstration: a drawing of a sports day, with one face that waits for a name."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.publishing.pictures.actions.bringing import File, bring
from schoolgate.publishing.pictures.actions.describing import describe
from schoolgate.publishing.pictures.actions.devices import add_device
from schoolgate.publishing.pictures.actions.naming import add_face, name_face
from schoolgate.publishing.pictures.actions.taking_in import take_in_album
from schoolgate.publishing.pictures.models import Album, Picture

SIZE = (960, 640)


def fill(school: School) -> None:
    office = person_called("Olly Example")
    add_device(person_called("Ita Example"), "Tablet 4, Year 2", "Made Up", "Tablet 10")
    album = bring(office, [File("sports day.png", _drawing())], Album.Made.TAKEN)
    take_in_album(album)
    picture = Picture.objects.of(school).get(arrival__album=album)
    for number, squares in enumerate(((38, 39), (43, 44)), picture.faces.count() + 1):
        face = add_face(office, picture, squares)
        if number == 1:
            name_face(office, face, "nobody")
    describe(office, picture, "Two children run to the finishing line on a green field.")


def _drawing() -> bytes:
    """Two runners on a field: circles and lines."""
    image = Image.new("RGB", SIZE, (190, 220, 240))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 380, *SIZE), fill=(110, 160, 90))
    for x, shirt in ((220, (180, 60, 60)), (620, (60, 90, 170))):
        pen.ellipse((x, 240, x + 70, 320), fill=(224, 172, 140))
        pen.rounded_rectangle((x - 5, 320, x + 75, 450), 12, fill=shirt)
        pen.line((x + 20, 450, x - 20, 560), fill=(40, 40, 60), width=22)
        pen.line((x + 50, 450, x + 95, 550), fill=(40, 40, 60), width=22)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()
