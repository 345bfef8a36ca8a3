"""What was published is kept as a stranger saw it."""

from __future__ import annotations

import io

import pytest
from warcio.archiveiterator import ArchiveIterator

import sites
from publishing.noticeboard import hanging
from publishing.posting import ask_for, delivery, here, write
from schoolgate.jobs.work import drain
from schoolgate.publishing.posts.copying import copy
from schoolgate.publishing.posts.models import Copy

pytestmark = pytest.mark.django_db


def test_the_page_is_kept_whole_and_once(sign_in):
    with (
        hanging(),
        sites.serving(trees=(200, {"Content-Type": "text/html"}, b"<p>Twelve apple trees</p>")) as (port, _),
    ):
        at = here("glenwood")
        tess = sign_in(at.tess)
        reference = write(tess, at.channel)
        ask_for(tess, reference)
        drain()
        sent = delivery(reference)
        sent.references.update(address=f"http://example.test:{port}/trees")
        kept = copy(sent.pk, sites.here(port))
        assert kept is not None
        assert copy(sent.pk, sites.here(port)) is None
    assert Copy.unscoped.count() == 1
    file = b"".join(tess.get(f"/posts/{reference}/copies/{kept.pk}/").streaming_content)
    records = ArchiveIterator(io.BytesIO(file))
    answers = [one.content_stream().read() for one in records if one.rec_type == "response"]
    assert answers == [b"<p>Twelve apple trees</p>"]


def test_nothing_within_a_private_network_is_copied(sign_in):
    with hanging():
        at = here("glenwood")
        tess = sign_in(at.tess)
        reference = write(tess, at.channel)
        ask_for(tess, reference)
        drain()
        sent = delivery(reference)
        sent.references.update(address="http://127.0.0.1/trees")
        assert copy(sent.pk) is None
    assert not Copy.unscoped.exists()
