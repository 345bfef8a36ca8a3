"""A post on a real WordPress: out once, seen by a stranger, and taken down until nobody finds it."""

from __future__ import annotations

import pytest
from django.test import override_settings

from publishing.posting import approve, ask_for, delivery, here, write
from schoolgate.jobs.work import drain
from schoolgate.publishing.posts.models import Post

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


def test_a_post_goes_to_the_website_once_and_is_gone_once_a_stranger_finds_nothing(wordpress, sign_in):
    at = here("days-lane", "wordpress", wordpress.address, user=wordpress.user, password=wordpress.password)
    tess, head = sign_in(at.tess), sign_in(at.head)
    before = wordpress.count()
    reference = write(tess, at.channel, title="Apple trees", tags="orchard")
    ask_for(tess, reference)
    approve(head, reference)
    drain()
    drain()
    sent = delivery(reference)
    assert sent.state == "out"
    assert wordpress.count() == before + 1
    [row] = sent.references.all()
    status, body = wordpress.stranger(row.address)
    assert status == 200
    assert b"twelve apple trees" in body

    with override_settings(ADDRESS="https://school.example"):
        feed = tess.get(f"/schools/{at.school.slug}/posts.atom")
    assert row.address in feed.content.decode()

    tess.post(f"/posts/{reference}/down/")
    drain()
    row.refresh_from_db()
    assert row.gone_at is not None
    assert wordpress.stranger(row.address)[0] == 404
    assert Post.unscoped.get(reference=reference).state == "down"
    assert row.address not in tess.get(f"/schools/{at.school.slug}/posts.atom").content.decode()
