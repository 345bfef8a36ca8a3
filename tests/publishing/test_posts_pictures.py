"""Pictures in a post: who may be shown where is asked of every face, and of the pictures' bytes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from factories import FamilyLinkFactory, pupil, somebody
from pictures import a_picture
from publishing.posting import approve, ask_for, delivery, here, latest, words, write
from schoolgate.jobs.work import drain
from schoolgate.publishing.channels.models import Credential
from schoolgate.publishing.consents.models import Consent
from schoolgate.publishing.posts.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(wall):
    return here("days-lane")


@pytest.fixture
def ola(at):
    """A pupil, whose mother is on the roll."""
    child = pupil(at.school)
    FamilyLinkFactory(child=child, adult=somebody("parent", school=at.school))
    return child


def says(child, yes: bool, purpose: str = "noticeboard") -> None:
    mother = child.adult_links.get().adult
    Consent(school=child.school, person=child, purpose=purpose, yes=yes, said_by=mother, how="signed_in").save()


def ready(at, *people):
    return a_picture(at.tess, *people, alt="Children dig in the garden.", taken_with="school")


def put_in(client, reference: str, *pictures) -> str:
    places = {f"place_{one.pk}": number for number, one in enumerate(pictures, start=1)}
    page = client.post(f"/posts/{reference}/pictures/", places, follow=True)
    assert page.status_code == 200
    return words(page)


def test_a_face_without_a_yes_is_not_shown_and_nobody_learns_why(at, ola, sign_in):
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    page = put_in(tess, reference, ready(at, ola))
    assert "Has to change" in page
    assert "We may not show this face on the noticeboard." in page
    assert ask_for(tess, reference).status_code == 422


def test_with_a_yes_it_goes_out_in_the_order_that_was_chosen(at, ola, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    says(ola, yes=True)
    reference = write(tess, at.channel)
    first, second = ready(at, ola), ready(at)
    put_in(tess, reference, second, first)
    assert latest(reference).pictures == [second.pk, first.pk]
    ask_for(tess, reference)
    assert head.get(f"/posts/{reference}/pictures/2/{first.pk}/").status_code == 200
    approve(head, reference)
    drain()
    sent = delivery(reference)
    assert sent.state == "out"
    assert wall.posts[sent.key].media[1].alt == "Children dig in the garden."
    shown = sent.references.filter(kind="media").order_by("media").values_list("picture", flat=True)
    assert list(shown) == [second.pk, first.pk]


def test_a_yes_that_is_withdrawn_before_it_goes_out_stops_it(at, ola, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    says(ola, yes=True)
    reference = write(tess, at.channel)
    put_in(tess, reference, ready(at, ola))
    ask_for(tess, reference)
    approve(head, reference)
    says(ola, yes=False)
    drain()
    assert not wall.pinned
    assert (delivery(reference).state, delivery(reference).problem) == ("stopped", "check")
    assert Post.unscoped.get(reference=reference).state == "refused"
    assert "Not this one" in words(tess.get("/"))


def test_what_may_not_be_shown_any_more_is_nobodys_to_publish_by_hand(at, ola, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    says(ola, yes=True)
    reference = write(tess, at.channel)
    put_in(tess, reference, ready(at, ola))
    ask_for(tess, reference)
    approve(head, reference)
    says(ola, yes=False)
    Credential.unscoped.all().delete()
    drain()
    assert delivery(reference).state == "stopped"


def test_a_yes_that_is_withdrawn_while_it_is_being_sent_takes_it_down_again(at, ola, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    says(ola, yes=True)
    reference = write(tess, at.channel)
    put_in(tess, reference, ready(at, ola))
    ask_for(tess, reference)
    approve(head, reference)
    wall.after = lambda _: says(ola, yes=False)
    drain()
    assert wall.pinned
    assert not wall.posts
    assert not delivery(reference).references.filter(gone_at=None).exists()
    assert Post.unscoped.get(reference=reference).state == "down"
    assert "Not this one" in words(tess.get("/"))


def test_a_picture_that_changed_after_the_approval_is_not_sent(at, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    picture = ready(at)
    reference = write(tess, at.channel)
    put_in(tess, reference, picture)
    ask_for(tess, reference)
    approve(head, reference)
    picture.keep(alt="Something else.")
    picture.save()
    drain()
    assert not wall.pinned
    assert delivery(reference).problem == "changed"


def test_only_pictures_that_are_ready_can_be_chosen(at, sign_in):
    tess = sign_in(at.tess)
    unnamed = a_picture(at.tess, None, taken_with="school")
    reference = write(tess, at.channel)
    page = tess.get(f"/posts/{reference}/pictures/")
    assert f"place_{unnamed.pk}" not in page.content.decode()
    assert "1 more is not ready yet" in words(page)
    put_away = ready(at)
    put_in(tess, reference, put_away)
    put_away.ended_at = timezone.now()
    put_away.save()
    assert "was changed or put away" in words(ask_for(tess, reference))
    assert Post.unscoped.get(reference=reference).state == "draft"


def test_a_picture_of_a_post_is_for_those_who_may_see_the_post(at, sign_in):
    tess, picture = sign_in(at.tess), ready(at)
    reference = write(tess, at.channel)
    put_in(tess, reference, picture)
    address = f"/posts/{reference}/pictures/2/{picture.pk}/"
    assert tess.get(address).status_code == 200
    assert sign_in(somebody("staff", school=at.school)).get(address).status_code == 404
    assert tess.get(f"/posts/{reference}/pictures/1/{picture.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("picture", "says"),
    [
        ({"taken_with": ""}, "Say what it was taken with"),
        ({"looked_at": None}, "Nobody has looked for faces in this picture yet"),
        ({"alt": ""}, "This picture has no words"),
        ({"made": "elsewhere"}, "nobody has said whose it is"),
    ],
)
def test_a_picture_that_is_not_ready_any_more_stops_the_post_and_says_once_what_is_to_do(at, sign_in, picture, says):
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    chosen = ready(at)
    put_in(tess, reference, chosen)
    for name in set(picture) - {"alt"}:
        setattr(chosen, name, picture[name])
    chosen.keep(**{name: picture[name] for name in set(picture) & {"alt"}})
    chosen.save()
    page = words(tess.get(f"/posts/{reference}/"))
    assert page.count("Has to change") == 1
    assert says in page
    assert ask_for(tess, reference).status_code == 422


def test_a_picture_that_was_put_away_is_a_finding_of_its_own(at, sign_in):
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    gone, stays = ready(at), ready(at)
    put_in(tess, reference, gone, stays)
    gone.ended_at = timezone.now()
    gone.save()
    page = words(tess.get(f"/posts/{reference}/"))
    assert "Picture 1 It is not ready to be used. It was put away. Use another picture." in page


def test_a_finding_about_a_film_leads_to_the_film_and_not_to_the_first_picture(at, sign_in):
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    picture, film = ready(at), ready(at)
    put_in(tess, reference, picture, film)
    film.kind, film.looked_at = "film", None
    film.save()
    page = tess.get(f"/posts/{reference}/").content.decode()
    assert "Nobody has watched this film yet" in page
    assert f'href="/pictures/{film.pk}/"' in page
    assert f'href="/pictures/{picture.pk}/"' not in page


def test_one_click_changes_the_description_of_the_picture_itself(at, wall, sign_in):
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    other, picture = ready(at), a_picture(at.tess, alt="Children dig. Ring 07700 900123.", taken_with="school")
    page = put_in(tess, reference, other, picture)
    assert "Picture 2 “07700 900123” looks like a telephone number" in page
    assert "Take it out" in page
    fixed = {"number": 0, "sha256": latest(reference).sha256}
    page = words(tess.post(f"/posts/{reference}/fix/", fixed, follow=True))
    assert "That is put right" in page
    assert "Nothing stands in the way" in page
    picture.refresh_from_db()
    assert picture.said("alt") == "Children dig. Ring."
    assert ask_for(tess, reference).status_code == 200


def test_it_is_not_offered_while_another_post_with_the_picture_waits_to_go_out(at, sign_in):
    tess = sign_in(at.tess)
    pupil(at.school, name="Digby Garden", given_name="Digby", family_name="Garden")
    picture, first, second = ready(at), write(tess, at.channel), write(tess, at.channel, title="Again")
    put_in(tess, first, picture)
    put_in(tess, second, picture)
    ask_for(tess, first)
    picture.keep(alt="Digby Garden and others.")
    picture.save()
    page = words(tess.get(f"/posts/{second}/"))
    assert "is a pupil’s full name" in page
    assert "Put it right" not in page
    assert "Open the picture" in page
    before = latest(second).number
    tess.post(f"/posts/{second}/fix/", {"number": 0, "sha256": latest(second).sha256})
    assert latest(second).number == before


def test_the_page_of_a_picture_says_where_it_is_out_and_where_one_like_it_is(at, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    picture, again = ready(at), ready(at)
    reference = write(tess, at.channel)
    put_in(tess, reference, picture)
    ask_for(tess, reference)
    assert "is out on" not in words(tess.get(f"/pictures/{picture.pk}/"))
    approve(head, reference)
    drain()
    for one, says in ((picture, "It is out on"), (again, "One that looks the same is out on")):
        page = tess.get(f"/pictures/{one.pk}/")
        assert f"{says} noticeboard: school" in words(page)
        assert f'href="/posts/{reference}/"' in page.content.decode()
