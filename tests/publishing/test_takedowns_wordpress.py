"""A mother takes her yes back: on a real WordPress a stranger finds no post, no picture and no small copy of it."""

from __future__ import annotations

import pytest
from PIL import Image

from drawn_face import a_face
from factories import FamilyLinkFactory, pupil, somebody
from pictures import a_picture
from publishing.posting import approve, ask_for, delivery, here, write
from schoolgate.community.models import Mail
from schoolgate.jobs.work import drain
from schoolgate.publishing.consents.actions.answering import answer
from schoolgate.publishing.takedowns.models import Takedown

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


def test_every_address_is_gone_small_copies_too(wordpress, sign_in):
    at = here("days-lane", "wordpress", wordpress.address, user=wordpress.user, password=wordpress.password)
    child, mother = pupil(at.school), somebody("parent", school=at.school)
    FamilyLinkFactory(child=child, adult=mother)
    answer(mother, child, {"website": True})
    tess = sign_in(at.tess)
    reference = write(tess, at.channel, title="Apple trees")
    large = a_face().resize((1200, 900), Image.Resampling.BILINEAR)
    picture = a_picture(at.tess, child, image=large, alt="A child digs in the garden.")
    tess.post(f"/posts/{reference}/pictures/", {f"place_{picture.pk}": 1})
    ask_for(tess, reference)
    approve(sign_in(at.head), reference)
    drain()
    rows = list(delivery(reference).references.all())
    addresses = [row.address for row in rows]
    assert {row.kind for row in rows} == {"post", "media", "copy"}
    assert len(addresses) > 3
    assert {wordpress.stranger(address)[0] for address in addresses} == {200}

    answer(mother, child, {"website": False})
    assert Takedown.unscoped.get().done_at is None
    drain()
    assert {wordpress.stranger(address)[0] for address in addresses} <= {404, 410}
    assert Takedown.unscoped.get().done_at is not None
    assert Mail.objects.of(at.school).filter(person=mother).exists()
