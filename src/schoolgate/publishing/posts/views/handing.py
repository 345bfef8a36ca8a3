"""A picture or film of a delivery, for the network that fetches it: while it is being sent, and at no other time."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from schoolgate.community.change import by_machine
from schoolgate.community.powers import PUBLIC, power
from schoolgate.publishing.networks.errors import Trouble
from schoolgate.publishing.pictures import showing
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.posts.actions.stopping import is_stopped
from schoolgate.publishing.posts.allowed import why_not
from schoolgate.publishing.posts.handing import fetches, mark
from schoolgate.publishing.posts.models import Delivery
from schoolgate.publishing.posts.words import pictures_of

State = Delivery.State


@power(PUBLIC)
@require_safe
def media(request: HttpRequest, delivery: int, place: int, said: str) -> HttpResponseBase:
    """The same 404 for whatever stands in the way, so that nobody learns what there is."""
    rows = Delivery.unscoped.filter(pk=delivery, state__in=(State.SENDING, State.PROCESSING))
    taken = rows.select_related("channel", "post__school", "post__by", "version").first()
    if taken is None:
        raise Http404
    picture = _picture(taken, place)
    if picture is None or not constant_time_compare(said, mark(taken, place, picture)) or not _is_open(taken):
        raise Http404
    answer = showing.whole(picture)
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    if request.method == "GET":
        with by_machine(taken.post.school) as ledger:
            ledger.write("post.media_fetched", taken, place=place, picture=picture.pk, tries=taken.tries)
    return answer


def _picture(taken: Delivery, place: int) -> Picture | None:
    """What stands in that place of the version, as it is sent."""
    shown = pictures_of(taken.post.school, taken.version.pictures)
    return shown[place] if place < len(shown) and shown[place].vault_key else None


def _is_open(taken: Delivery) -> bool:
    """Whether the network may have it now: this try is under way, and nothing has come to forbid it meanwhile."""
    if taken.state == State.SENDING and (taken.lease is None or taken.lease <= timezone.now()):
        return False
    if not fetches(taken) or is_stopped(taken.post.school):
        return False
    taken.version.post = taken.post
    try:
        return why_not(taken) is None
    except Trouble:
        return False
