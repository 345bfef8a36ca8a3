"""The demonstration school's comments: praise, criticism, a child who is named, and something that sells trees."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.approvals.actions import deciding as approvals
from schoolgate.community.demo import person_called
from schoolgate.community.models import Person, School
from schoolgate.publishing.channels.actions import connecting
from schoolgate.publishing.channels.models import Channel, Credential
from schoolgate.publishing.moderation.actions import deciding, rounds
from schoolgate.publishing.moderation.fetching import take_in
from schoolgate.publishing.moderation.known import places
from schoolgate.publishing.networks.network import Comment
from schoolgate.publishing.posts.actions.asking import submit
from schoolgate.publishing.posts.actions.removing import published_by_hand
from schoolgate.publishing.posts.actions.writing import write
from schoolgate.publishing.posts.models import Delivery
from schoolgate.publishing.posts.reaching import runs
from schoolgate.publishing.posts.words import Words

HARVEST = "Thank you for everything that you brought to our harvest table.\n\nThe food bank filled two vans with it."
ADDRESS = "https://www.school.example/harvest/"
SAID = (
    ("Robin Ashexample", "My daughter talked about nothing else all weekend. Thank you!"),
    ("Paula Parentexample", "Tess Example never answers my letters. I am not happy with this school."),
    ("Nan Oakexample", "Is that Pip Example at the back? Pip lives next door to us, at number 4."),
    ("Trees Ltdexample", "Half price today only: https://trees.test/offer"),
)


def fill(school: School) -> None:
    """Olly looked the website over, and then people wrote. Selma hides what sells trees, and somebody has to do it by
    hand, because the website is not connected in the demonstration."""
    olly, selma = person_called("Olly Example"), person_called("Selma Example")
    assert olly.school == school
    site = runs(olly).get(network="wordpress")
    sent = _published(olly, site)
    rounds.look_over(olly, site, list(places(site.network)), [], "Nothing new.")
    now = timezone.now()
    for number, (author, text) in enumerate(SAID, start=1):
        at = now - timedelta(hours=9 - number)
        made = take_in(sent, Comment(str(number), author, text, at, address=f"{ADDRESS}#comment-{number}"))
    deciding.hide(selma, made, "spam", "It sells trees, and has nothing to do with us.")


def _published(olly: Person, site: Channel) -> Delivery:
    """A post that is out, put there by hand: nothing goes out of the demonstration."""
    words = Words(HARVEST, "Two vans full", channels=(site.pk,))
    version, gated = write(olly, words, reference="P-EXAMPLE3")
    # What is not connected is not published on; it is forgotten again below.
    credential = Credential(channel=site, by=olly, tested_at=timezone.now())
    credential.keep(user="office")
    credential.save()
    request = submit(olly, version.post, version.sha256, "For the website.")
    if request is not None and gated.answer:
        approvals.approve(request.asked.order_by("pk")[0], request, "Good news.")
    rows = Delivery.objects.of(site.school).filter(version=version)
    rows.update(state=Delivery.State.BY_HAND)
    published_by_hand(olly, rows.get(), ADDRESS)
    connecting.disconnect(olly, site)
    return rows.select_related("channel", "post").get()
