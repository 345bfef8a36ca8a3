"""Everything that a school has published and that stands there now, as a feed for anybody (Atom, RFC 4287)."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from schoolgate.community.models import School
from schoolgate.community.powers import PUBLIC, power
from schoolgate.policy.models import has_policy
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.posts.models import Delivery
from schoolgate.publishing.posts.views.one import heading

LATEST = 50
KEPT = "public, max-age=300"


@power(PUBLIC)
@require_safe
def feed(_request: HttpRequest, school: str) -> HttpResponse:
    """Only what is out, on a channel for everybody, listed where it stands, and not about to go. No names of staff."""
    found = School.objects.filter(slug=school).first()
    if found is None or not has_policy(found):
        raise Http404
    address = settings.ADDRESS + reverse("posts_feed", args=[school])
    made = Atom1Feed(title=found.name, link=settings.ADDRESS, description="", feed_url=address, language="en-gb")
    rows = Delivery.objects.of(found).filter(
        state=Delivery.State.OUT,
        post__down_asked_at=None,
        channel__audience=Channel.Audience.EVERYBODY,
        version__unlisted=False,
        references__kind="post",
        references__asked_at=None,
        references__gone_at=None,
    )
    for one in rows.select_related("version").prefetch_related("references").distinct().order_by("-out_at")[:LATEST]:
        where = next((row.address for row in one.references.all() if row.kind == "post" and row.address), "")
        if where:
            made.add_item(
                title=heading(one.version),
                link=where,
                description=one.version.said("text"),
                unique_id=where,
                pubdate=one.out_at,
                updateddate=one.out_at,
            )
    response = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = KEPT
    return response
