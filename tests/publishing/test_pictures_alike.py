"""The same picture elsewhere in the library is known again, and what was made from it is no other."""

from __future__ import annotations

import pytest
from PIL import Image

from carrying import a_photo
from factories import pupil, somebody
from pictures import a_picture
from schoolgate.publishing.consents.models import Consent, Purpose
from schoolgate.publishing.pictures.actions.covering import cover
from schoolgate.publishing.pictures.alike import alike_to
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


def a_scene(seed: int) -> Image.Image:
    """Ten bright and dark patches, others for each number."""
    small = Image.new("L", (5, 4))
    small.putdata([(seed * 37 + place * place * (seed + 3) * 11) % 256 for place in range(20)])
    return small.resize((640, 480), Image.Resampling.BICUBIC).convert("RGB")


def test_a_smaller_copy_is_known_again_and_another_picture_is_not(teacher):
    first = a_picture(teacher, image=a_scene(1))
    other = a_picture(teacher, image=a_scene(2))
    copy = a_picture(teacher, image=a_scene(1).resize((320, 240)))
    assert alike_to(copy) == [first]
    assert alike_to(other) == []


def test_of_another_school_nothing_is_known(teacher):
    a_picture(somebody("staff"), image=a_scene(1))
    assert alike_to(a_picture(teacher, image=a_scene(1))) == []


def test_a_copy_of_one_who_may_not_be_shown_says_so_first(teacher, sign_in):
    """The copy shows nobody by its faces, which nobody has named; the first did."""
    a_picture(teacher, image=a_scene(1))
    a_picture(teacher, pupil(teacher.school), image=a_scene(1))
    copy = a_picture(teacher, None, image=a_scene(1).resize((320, 240)))
    page = words(sign_in(teacher).get(f"/pictures/{copy.pk}/"))
    assert "which may not be shown as it is" in page
    assert page.index("which may not be shown") < page.index("This looks like picture 1")


def test_a_covered_one_is_not_its_own_copy_and_a_new_copy_of_the_first_meets_both(teacher):
    first = a_picture(teacher, None, image=a_photo())
    covered = cover(teacher, first, {1}, "blur")
    assert alike_to(covered) == []
    assert alike_to(first) == []
    again = a_picture(teacher, None, image=a_photo().resize((320, 240)))
    assert first in alike_to(again)


def test_a_copy_of_what_was_covered_is_told(teacher, sign_in):
    """Whoever brings the first one again is told that faces had to be covered in it, though everybody in it agreed."""
    adult = somebody("staff", school=teacher.school)
    Consent.objects.create(
        school=teacher.school, person=adult, purpose=Purpose.WEBSITE, yes=True, said_by=adult, how="signed_in"
    )
    first = a_picture(teacher, adult, image=a_photo())
    cover(teacher, first, {1}, "blur")
    again = a_picture(teacher, None, image=a_photo())
    page = words(sign_in(teacher).get(f"/pictures/{again.pk}/"))
    assert "in which faces were covered or cut off" in page


def test_one_that_somebody_may_not_see_is_named_and_not_opened(teacher, sign_in):
    colleague = somebody("staff", school=teacher.school)
    theirs = a_picture(colleague, image=a_scene(1))
    mine = a_picture(teacher, image=a_scene(1))
    page = sign_in(teacher).get(f"/pictures/{mine.pk}/")
    assert f"This looks like picture {theirs.pk}" in words(page)
    assert f'href="/pictures/{theirs.pk}/"' not in page.content.decode()
