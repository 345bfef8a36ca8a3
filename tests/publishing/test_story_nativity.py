"""The nativity pictures and the film of the song, on networks that are reached at addresses of their own: Facebook and
YouTube. Each is a fake of its interface, asked over HTTP; all else is the whole product, told by the people in it."""

from __future__ import annotations

import io
import re
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from django.core import mail as post_office
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from carrying import SECRET, a_film, saved
from drawn_face import a_face
from factories import FamilyLinkFactory, pupil, somebody
from publishing.networks import meta, youtube
from publishing.networks.fakes import Fake
from publishing.noticeboard import hanging
from publishing.posting import Here, a_channel, approve, ask_for, delivery, here, write
from schoolgate.community.models import Person
from schoolgate.jobs.work import drain
from schoolgate.publishing.channels.models import Channel, Credential
from schoolgate.publishing.networks import known
from schoolgate.publishing.networks.facebook.adapter import Facebook
from schoolgate.publishing.networks.network import Account, Network
from schoolgate.publishing.networks.youtube.adapter import YouTube
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.posts.models import Post, Reference
from schoolgate.publishing.takedowns.models import Takedown
from schoolgate.record import vault
from typed import fill, words

pytestmark = pytest.mark.django_db
PURPOSES = ("website", "facebook", "youtube")


@pytest.fixture(autouse=True)
def _no_other_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is looked up: what the archive would copy from Facebook's and YouTube's true pages is not to be had."""
    looked_up = socket.getaddrinfo

    def of_this_machine(host: Any, *given: Any, **more: Any) -> Any:
        if host not in ("127.0.0.1", "localhost"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return looked_up(host, *given, **more)

    monkeypatch.setattr(socket, "getaddrinfo", of_this_machine)


def reached(monkeypatch: pytest.MonkeyPatch, adapter: type[Network], fake: Fake, hosts: tuple[str, ...]) -> None:
    """The network's own hosts are this fake, as the product's lines to it go."""

    def here(account: Account) -> Network:
        return adapter(replace(account, transport=fake.transport(*hosts)))

    for name in ("can", "called", "asks", "name"):
        setattr(here, name, getattr(adapter, name))
    module = f"{adapter.name}_at_hand"
    monkeypatch.setitem(sys.modules, f"{known.__package__}.{module}", SimpleNamespace(here=here))
    monkeypatch.setitem(known.WHERE, adapter.name, f"{module}:here")


@pytest.fixture
def facebook(monkeypatch) -> Iterator[meta.FakeMeta]:
    with meta.FakeMeta() as fake:
        reached(monkeypatch, Facebook, fake, meta.HOSTS)
        yield fake
    assert fake.wrong == []


@pytest.fixture
def films(monkeypatch) -> Iterator[youtube.FakeYouTube]:
    with youtube.FakeYouTube(now=datetime.now(UTC)) as fake:
        reached(monkeypatch, YouTube, fake, youtube.HOSTS)
        yield fake
    assert fake.wrong == []


@pytest.fixture
def wall(monkeypatch):
    with hanging() as wall:
        monkeypatch.setitem(known.PURPOSES, "noticeboard", "website")
        yield wall


@dataclass
class Nativity:
    here: Here
    website: Channel
    page: Channel
    films: Channel
    mother: Person
    boy: Person
    girl: Person
    tess: Client
    head: Client


@pytest.fixture
def at(wall, facebook, films, sign_in) -> Nativity:
    """A website, a Page and a channel. The boy may be shown on all; the girl on all but Facebook."""
    school = here("days-lane")
    page = a_channel(school.tess, school.head, "facebook", handle="Alder Lane")
    channel = a_channel(school.tess, school.head, "youtube", handle="@alderlane")
    boy, girl = (pupil(school.school, name=name, given_name=name[:-8]) for name in ("Rafał Example", "Pip Example"))
    mother = somebody("parent", school=school.school)
    for child in (boy, girl):
        FamilyLinkFactory(child=child, adult=mother)
    client = sign_in(mother)
    fill(client, f"/consents/{boy.pk}/", **dict.fromkeys(PURPOSES, "yes"))
    fill(client, f"/consents/{girl.pk}/", website="yes", youtube="yes", facebook="no")
    tess = sign_in(school.tess)
    connect(tess, page, "EAAB-another", page=meta.PAGE, token=meta.TOKEN)
    connect(tess, channel, "run-out", **youtube.SECRETS)
    return Nativity(school, school.channel, page, channel, mother, boy, girl, tess, sign_in(school.head))


def connect(tess: Client, channel: Channel, wrong: str, **secrets: str) -> None:
    """What signs in is tried with the network at once."""
    channel.credential.delete()
    secret = list(secrets)[-1]
    at = f"/accounts/{channel.pk}/connect/"
    assert tess.post(at, {**secrets, secret: wrong}).status_code == 422
    page = tess.post(at, secrets, follow=True)
    assert "It works" in words(page)
    assert secrets[secret] not in page.content.decode()


def later() -> None:
    """The worker does what it has put off, too."""
    DBTaskResult.objects.filter(run_after__isnull=False).update(run_after=timezone.now())
    drain()


def bring(tess: Client, *files: SimpleUploadedFile) -> list[Picture]:
    tess.post("/pictures/add/", {"pictures": files, "made": "taken"})
    drain()
    return list(Picture.unscoped.order_by("-pk")[: len(files)][::-1])


def a_picture_of(tess: Client, child: Person, alt: str, place: tuple[int, int]) -> Picture:
    """A photograph that says where and with what it was taken; its face is named, and it is described."""
    said = Image.Exif()
    said[0x010F], said[0x0110], said[0x010E] = "Canon", "EOS 2000D", SECRET
    file = SimpleUploadedFile("play.jpg", saved(a_face((800, 600), place), "JPEG", exif=said))
    [picture] = bring(tess, file)
    assert picture.faces.count() == 1
    ready(tess, picture, alt, "faces/1/", child)
    return picture


def the_film_of(tess: Client, *children: Person) -> Picture:
    """Somebody watches it to its end and says who is in it."""
    [film] = bring(tess, SimpleUploadedFile("song.mp4", a_film()))
    ready(tess, film, "Children sing under a paper star.", "who/", *children)
    return film


def ready(tess: Client, picture: Picture, alt: str, named_at: str, *people: Person) -> None:
    at = f"/pictures/{picture.pk}/"
    for one in people:
        tess.post(f"{at}{named_at}", {"people": one.pk})
    tess.post(f"{at}looked/")
    tess.post(f"{at}device/", {"taken_with": "school", "answer": "The camera of Year 5."})
    page = tess.post(f"{at}words/", {"alt": alt}, follow=True)
    assert "It can be used in a post." in words(page)
    picture.refresh_from_db()


def put_in(tess: Client, reference: str, *pictures: Picture) -> str:
    places = {f"place_{one.pk}": number for number, one in enumerate(pictures, start=1)}
    return words(tess.post(f"/posts/{reference}/pictures/", places, follow=True))


def publish(at: Nativity, reference: str) -> None:
    assert ask_for(at.tess, reference).status_code == 200
    approve(at.head, reference)
    drain()


def stranger(fake: Fake, hosts: tuple[str, ...], address: str) -> int:
    with httpx.Client(transport=fake.transport(*hosts)) as client:
        return client.get(address).status_code


def test_two_pictures_cannot_go_to_facebook_and_the_film_goes_to_youtube_unlisted(at, wall, facebook, films):
    his = a_picture_of(at.tess, at.boy, "A king carries a golden box.", (250, 150))
    hers = [
        a_picture_of(at.tess, at.girl, alt, (290 + 20 * n, 150))
        for n, alt in enumerate(["A shepherd laughs.", "A shepherd bows."])
    ]
    song = the_film_of(at.tess, at.boy, at.girl)

    post = write(at.tess, at.website, title="Our nativity play", channels=[at.website.pk, at.page.pk])
    said = put_in(at.tess, post, his, *hers)
    assert said.count("We may not show this face on Facebook.") == 2
    assert ask_for(at.tess, post).status_code == 422
    fill(at.tess, f"/posts/{post}/change/", channels=[str(at.website.pk)])
    publish(at, post)
    [shown] = wall.posts.values()
    assert [one.alt for one in shown.media] == [one.said("alt") for one in (his, *hers)]
    assert facebook.of("photo") == []

    on_page = write(at.tess, at.page, title="", channels=[at.page.pk])
    put_in(at.tess, on_page, his)
    publish(at, on_page)
    [photo], [row] = facebook.of("photo"), facebook.of("post")
    assert photo["alt"] == "A king carries a golden box."
    assert SECRET.encode() not in photo["data"]
    assert not Image.open(io.BytesIO(photo["data"])).getexif()
    assert row["photos"] == [photo["id"]]
    sent = delivery(on_page)
    assert sent.state == "out"
    files = sent.references.filter(kind="copy")
    assert {one.picture for one in files} == {his}
    assert {stranger(facebook, meta.HOSTS, one.address) for one in files} == {206}

    sung = write(at.tess, at.films, title="The song of the stars", channels=[at.films.pk], unlisted="on", tags="choir")
    put_in(at.tess, sung, song)
    assert films.films == {}
    publish(at, sung)
    [film] = films.films.values()
    assert film["status"]["privacyStatus"] == "unlisted"
    assert film["status"]["selfDeclaredMadeForKids"] is True
    assert film["snippet"]["title"] == "The song of the stars"
    assert SECRET.encode() not in films.bytes[film["id"]]
    assert films.bytes[film["id"]] == vault.get(song.vault_key)
    sent = delivery(sung)
    assert sent.state == "processing"
    assert "The network works on it" in words(at.tess.get(f"/posts/{sung}/"))
    later()
    assert delivery(sung).state == "processing"
    film["status"]["uploadStatus"] = "processed"
    films.thumbnails |= {f"{film['id']}/{name}.jpg" for name in ("maxresdefault", "hq720", "0", "2", "3")}
    later()
    assert delivery(sung).state == "out"
    stills = {one.address for one in sent.references.filter(kind="copy", picture=song)}
    assert {f"https://i.ytimg.com/vi/{name}" for name in films.thumbnails} <= stills
    feed = Client().get(f"/schools/{at.here.school.slug}/posts.atom").content.decode()
    assert "Our nativity play" in feed
    assert "The song of the stars" not in feed


def out(at: Nativity, channel: Channel, picture: Picture, **more: Any) -> str:
    reference = write(at.tess, channel, **more)
    put_in(at.tess, reference, picture)
    publish(at, reference)
    return reference


def tag(page: Any) -> str:
    """How the post stands, as the tag at its top says."""
    return LexborHTMLParser(page.content.decode()).css_first("main .govuk-tag").text(strip=True)


def test_in_may_his_mother_says_no_and_all_of_it_comes_down(at, wall, facebook, films, sign_in):
    """Of what Facebook's pages show no stranger can tell, so a person looks; until then nobody is told that it is gone."""
    his, song = a_picture_of(at.tess, at.boy, "A king.", (250, 150)), the_film_of(at.tess, at.boy, at.girl)
    on_website, on_page = out(at, at.website, his), out(at, at.page, his, title="")
    sung = out(at, at.films, song, title="The song of the stars", unlisted="on")
    next(iter(films.films.values()))["status"]["uploadStatus"] = "processed"
    later()
    assert [delivery(one).state for one in (on_website, on_page, sung)] == ["out"] * 3
    stills = {one.address for one in Reference.unscoped.filter(kind="copy", picture=song)}
    assert len(stills) >= len(films.thumbnails) > 0

    mother = sign_in(at.mother)
    mother.post(f"/consents/{at.boy.pk}/no/")
    assert tag(at.tess.get(f"/posts/{sung}/")) == "Being taken down"
    rows = words(at.tess.get("/posts/"))
    assert rows.count("Being taken down") == 3
    post_office.outbox.clear()
    films.asked.clear()
    drain()
    assert wall.posts == films.films == {}
    assert facebook.of("post") == facebook.of("photo") == []
    looked = {f"https://{one.host}{one.path}" for one in films.asked if one.host == "i.ytimg.com"}
    assert looked == stills
    assert {stranger(films, youtube.HOSTS, one) for one in stills} == {404}
    assert [Post.unscoped.get(reference=one).state for one in (on_website, on_page, sung)] == ["down", "out", "down"]

    left = delivery(on_page).references.filter(gone_at=None)
    assert {one.kind for one in left} == {"post", "media"}
    assert not left.filter(removed_at=None).exists()
    assert Takedown.unscoped.filter(done_at=None).count() == 1
    assert not [one for one in post_office.outbox if "/gone/" in one.body]
    assert "See for yourself whether something is gone from Facebook: Alder Lane" in words(at.tess.get("/"))
    assert "Somebody at the school looks" in words(mother.get("/takedowns/mine/"))
    page = at.tess.get(f"/posts/{on_page}/")
    assert tag(page) == "Being taken down"
    assert "Facebook does not tell a stranger whether this is gone." in words(page)
    assert "I have taken" not in words(page)

    at.tess.post(f"/posts/{on_page}/gone/{left[0].pk}/", {"all": "yes"})
    drain()
    assert Post.unscoped.get(reference=on_page).state == "down"
    assert {one.looked_by for one in delivery(on_page).references.filter(kind__in=("post", "media"))} == {at.here.tess}
    page = words(at.tess.get(f"/posts/{on_page}/"))
    assert f"{at.here.tess.name} looked at 2 of them" in page
    assert not Takedown.unscoped.filter(done_at=None).exists()
    [mail] = [one for one in post_office.outbox if "/gone/" in one.body]
    letter = words(Client().get(re.search(r"/gone/\S+", mail.body)[0]))
    assert "The pictures of Rafał are gone" in letter
    assert "Of 2 only a person can tell: somebody at the school looked, and they are gone." in letter


def test_what_a_person_says_is_gone_and_a_stranger_finds_is_not(at, facebook, sign_in):
    his = a_picture_of(at.tess, at.boy, "A king.", (250, 150))
    on_page = out(at, at.page, his, title="")
    facebook.lingers = True
    sign_in(at.mother).post(f"/consents/{at.boy.pk}/no/")
    drain()
    files = delivery(on_page).references.filter(kind="copy", gone_at=None)
    assert files
    left = delivery(on_page).references.filter(gone_at=None).exclude(by_hand_by=None)
    at.tess.post(f"/posts/{on_page}/gone/{left[0].pk}/", {"all": "yes"})
    drain()
    assert set(delivery(on_page).references.filter(gone_at=None).values_list("kind", flat=True)) == {"copy"}
    at.tess.post(f"/posts/{on_page}/gone/{files[0].pk}/")
    drain()
    assert delivery(on_page).references.filter(gone_at=None).count() == len(files)


def test_a_film_that_youtube_works_on_comes_down_and_is_no_task_for_anybody(at, films, sign_in):
    """One of its pictures is still shown for a while: that is waited for, and nobody is asked to publish it by hand."""
    sung = out(at, at.films, the_film_of(at.tess, at.boy), title="The song of the stars", unlisted="on")
    assert delivery(sung).state == "processing"
    [name] = films.films
    sign_in(at.mother).post(f"/consents/{at.boy.pk}/no/")
    films.stays = f"{name}/hqdefault.jpg"
    drain()
    later()
    assert films.films == {}
    assert delivery(sung).state == "processing"
    page = words(at.tess.get(f"/posts/{sung}/"))
    assert "it can still be seen" in page
    assert "by hand" not in page
    films.thumbnails.clear()
    later()
    assert Post.unscoped.get(reference=sung).state == "down"


def test_what_an_account_showed_that_is_not_connected_any_more_comes_down_by_hand(at, facebook, sign_in):
    """Whether it is gone is asked as a stranger asks, so nothing that signs in is needed for that."""
    his = a_picture_of(at.tess, at.boy, "A king.", (250, 150))
    on_page = out(at, at.page, his, title="")
    at.tess.post(f"/accounts/{at.page.pk}/disconnect/")
    assert not Credential.unscoped.filter(channel=at.page).exists()
    sign_in(at.mother).post(f"/consents/{at.boy.pk}/no/")
    drain()
    sent = delivery(on_page)
    assert not sent.references.filter(by_hand_by=None).exists()
    facebook.things = {number: row for number, row in facebook.things.items() if row["is"] == "page"}
    facebook.page_status = 404
    at.tess.post(f"/posts/{on_page}/gone/{sent.references.first().pk}/", {"all": "yes"})
    drain()
    assert Post.unscoped.get(reference=on_page).state == "down"
    assert not Takedown.unscoped.filter(done_at=None).exists()
