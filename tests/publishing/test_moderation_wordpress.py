"""A comment on a real WordPress: read, hidden so that a stranger does not find it, shown again, and deleted by two."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.posting import approve, ask_for, delivery, here, words, write
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.jobs.work import drain
from schoolgate.publishing.moderation import jobs
from schoolgate.publishing.moderation.models import Comment, Reading

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


def reads() -> None:
    Reading.unscoped.update(next_at=timezone.now() - timedelta(minutes=1))
    jobs.look_after_all()
    drain()


def test_from_the_website_to_the_list_and_back(wordpress, sign_in):
    at = here("days-lane", "wordpress", wordpress.address, user=wordpress.user, password=wordpress.password)
    tess, head = sign_in(at.tess), sign_in(at.head)
    reference = write(tess, at.channel)
    ask_for(tess, reference)
    approve(head, reference)
    drain()
    [post] = delivery(reference).references.all()
    number = post.network_id.partition("/")[2]
    wordpress.comment(number, "Robin Ash", "Buy cheap watches at once.")
    wordpress.comment(number, "Petra Fern", "I am not happy with the trees.")
    # The website holds this one back until somebody approves it.
    wordpress.comment(number, "Sam Oak", "What time does it begin?", approved=0)
    reads()
    page = words(head.get("/comments/"))
    assert "cheap watches" in page
    assert "held back by the network" in page
    spam = next(one for one in Comment.unscoped.all() if "watches" in one.said("text"))

    def seen() -> bytes:
        status, body = wordpress.stranger(post.address)
        assert status == 200
        return body

    assert b"cheap watches" in seen()
    head.post(f"/comments/{spam.pk}/hide/", {"ground": "spam", "why": "It sells watches."})
    drain()
    assert b"cheap watches" not in seen()
    assert b"not happy with the trees" in seen()
    reads()
    spam.refresh_from_db()
    assert (spam.state, spam.hidden_there) == ("hidden", True)

    head.post(f"/comments/{spam.pk}/show/", {"why": "We look at it together."})
    drain()
    assert b"cheap watches" in seen()

    head.post(f"/comments/{spam.pk}/delete/", {"ground": "child", "why": "It names a child behind the watches."})
    approved = {"answer": "approve", "reason": "Yes.", "conditions": ""}
    asked = ApprovalRequest.unscoped.get(kind="comment")
    sign_in(at.dsl).post(f"/requests/{asked.pk}/decide/", approved)
    drain()
    spam.refresh_from_db()
    assert spam.state == "deleted"
    assert b"cheap watches" not in seen()
    assert wordpress.php(f"echo count(get_comments(['post_id' => {number}, 'status' => 'all']));") == "2"

    held_back = next(one for one in Comment.unscoped.all() if "What time" in one.said("text"))
    head.post(f"/comments/{held_back.pk}/show/", {"why": "It is a good question."})
    drain()
    assert b"What time does it begin" in seen()
