"""In the demonstration: what was kept for a case, and what of it was shared."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.demo import POST
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.actions.keeping import keep, prepare
from schoolgate.casework.evidence.sharing import demo as sharing
from schoolgate.community.demo import person_called
from schoolgate.community.models import School

SAID = """Paula Parentexample: Tess Example is a bully. My son is afraid of her.
Another parent: That is not what I see at the gate.
Paula Parentexample: Ask Tess what she said to him.
"""
FRAME, CARD = (640, 480), (60, 50, 580, 430)


def fill(school: School) -> None:
    lead, case = person_called("Dina Example"), Case.objects.of(school).get(reference=POST)
    address = "https://page.example/alder-lane/posts/1"
    with working(lead, case) as (ledger, held):
        how = "The school office took this screenshot before the post was hidden."
        keep(ledger, held, prepare(_screenshot(), "post.png"), how=how, source=address)
        how = "The school office copied the words of the post and its answers."
        keep(ledger, held, prepare(SAID.encode(), "post and answers.txt"), how=how, source=address)
    sharing.fill(school)


def _screenshot() -> bytes:
    """A post with a face that is nobody's: circles."""
    image = Image.new("RGB", FRAME, (233, 238, 240))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(CARD, 12, fill="white", outline=(183, 203, 201))
    pen.ellipse((85, 75, 155, 145), fill=(150, 170, 190))
    for box, colour in (
        ((97, 80, 143, 142), (50, 35, 25)),
        ((101, 88, 139, 140), (224, 172, 140)),
        ((107, 105, 115, 110), (245, 245, 245)),
        ((125, 105, 133, 110), (245, 245, 245)),
        ((110, 105, 114, 110), (40, 30, 20)),
        ((128, 105, 132, 110), (40, 30, 20)),
        ((117, 112, 123, 122), (205, 145, 115)),
        ((112, 126, 128, 131), (170, 70, 70)),
    ):
        pen.ellipse(box, fill=colour)
    pen.text((175, 85), "Paula Parentexample", fill="black", font_size=24)
    pen.text((175, 117), "on the page of Alder Lane", fill=(90, 100, 105), font_size=18)
    for line, words in enumerate(SAID.splitlines()):
        pen.text((85, 185 + 60 * line), words.partition(": ")[2], fill="black", font_size=24)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()
