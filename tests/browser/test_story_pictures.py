"""The nativity pictures, and consent withdrawn: stories 2 and 3, told in a real browser against a real WordPress and a
server of Mastodon's, by everybody whom they concern."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from PIL import Image
from PIL.ExifTags import IFD
from playwright.sync_api import Browser, Page, expect

from browser.demonstration import Demonstration
from browser.keys import tab_to
from browser.stories import a_school, approve, mailed, press, run, until, visit
from drawn_face import a_face
from mastodon_server import OURS, Server, running
from wordpress import Site

pytestmark = pytest.mark.whole
OPEN = """
from schoolgate.approvals.actions import deciding
from schoolgate.community.demo import person_called
from schoolgate.community.models import Person, School
from schoolgate.duties.agreements.actions.signing import sign
from schoolgate.duties.agreements.texts import current_text
from schoolgate.publishing.channels.actions import asking, assessing, proposing
from schoolgate.publishing.channels.demo import BOTH
from schoolgate.publishing.channels.known import usual_risks
from schoolgate.publishing.channels.standing import AGREEMENT
from django.utils import timezone
from datetime import timedelta

head, dina, tess, olly = (person_called(f"{{name}} Example") for name in ("Hattie", "Dina", "Tess", "Olly"))
text = current_text(head.school, AGREEMENT)
sign(tess, text, text.sha256)
for network, handle, address in {accounts!r}:
    channel = proposing.propose(
        tess, olly, network=network, handle=handle, address=address, purpose="What Year 5 and 6 do.",
        audience="everybody", email="office@alder-lane.example", moderate_every=7, agreed_with=dina,
    )
    risks = [{{**risk, "likelihood": 1, "harm": 2, "left": 1}} for risk in usual_risks(network)]
    assessing.assess(tess, channel, risks, timezone.localdate() + timedelta(days=300))
    assessing.attest(tess, channel, BOTH)
    deciding.approve(head, asking.ask(tess, channel), "Yes.")
    print("account", channel.pk)
"""
TABLET, PHONE = ("Made Up", "Tablet 10"), ("Somebody’s", "Phone 3")
MAKE, MODEL = 0x010F, 0x0110
MOTHER = "rosa@alder-lane.example"
# Who is in each, what is to be seen, and whether a telephone took it that the school does not know.
PICTURES = [
    ("Rafał", "A king carries a golden box.", False),
    ("Pip", "A shepherd laughs.", False),
    ("Nia", "An angel waits behind the curtain.", False),
    ("Rafał", "A king without his crown, after the play.", True),
    ("", "The stage before anybody came.", True),
    ("", "Paper stars on a dark wall.", False),
]
PLAY = "Our nativity play was warm, loud and full of stars.\n\nThank you to everybody who sewed, sang and clapped."


ADDRESSES = """
from schoolgate.publishing.posts.models import Reference
for one in Reference.unscoped.filter(delivery__post__reference={post!r}).order_by("pk"):
    print("at", one.kind, one.address)
"""
LAST_TRY = """
from schoolgate.publishing.posts.limits import limits
from schoolgate.publishing.posts.models import Reference
from schoolgate.publishing.posts.taking_down import take_down
waiting = Reference.unscoped.filter(gone_at=None).exclude(asked_at=None)
for number in set(waiting.values_list("delivery", flat=True)):
    take_down(number, limits().tries)
"""


@dataclass
class Played:
    """What the first story leaves to the second: the addresses of the two posts."""

    school: Demonstration
    website: Site
    network: Server
    reached: ExitStack
    tess: Page
    head: Page
    on_website: str = ""
    on_network: str = ""


@pytest.fixture(scope="module")
def played(browser: Browser, wordpress: Site) -> Iterator[Played]:
    """One child may be shown everywhere, one not on Mastodon, and one nowhere, for a reason that only one person knows."""
    with ExitStack() as reached:
        address = reached.enter_context(running())
        network = Server(address, Server(address, "").somebody("alderlane", OURS))
        for school in a_school("days-lane"):
            accounts = [("wordpress", "Our class blog", wordpress.address), ("mastodon", "alderlane", address)]
            run(school, OPEN.format(accounts=accounts))
            pages = [visit(browser, school, who) for who in ("teacher", "head")]
            at = Played(school, wordpress, network, reached, *pages)
            say_yes_by_link(visit(browser, school, width=320), school, "Rafał")
            say_yes_on_paper(visit(browser, school, "office"), school, "Pip Example", "Pat Example")
            never_show(visit(browser, school, "dsl"), school, "Nia Example")
            play(at)
            yield at


def play(at: Played) -> None:
    """Six pictures come in at once. Those that may not go somewhere are left out, and the rest is approved and goes."""
    tess = at.tess
    connect(at)
    bring(tess, at.school)
    for name, alt, phone in PICTURES:
        finish(tess, name, alt, phone=phone)

    write(tess, at.school, "Our nativity play", "Website or blog: Our class blog", "Mastodon: alderlane")
    press(tess, "Choose pictures")
    press(tess, f"Put all {len(PICTURES)} new ones in")
    findings = tess.locator(".sg-finding")
    expect(findings.filter(has_text="We may not show this face on Mastodon. ")).to_have_count(1)
    never = findings.filter(has_text="We may not show this face on Mastodon or the website. ")
    expect(never).to_have_count(1)
    assert "court" not in tess.content()
    never.get_by_role("button", name="Leave the picture out").click()
    expect(tess.get_by_text("The picture is left out, and the post is checked again.")).to_be_visible()
    press(tess, "Change it")
    tess.get_by_label("Mastodon: alderlane").uncheck()
    press(tess, "Save and check")
    at.on_website = ask_for(tess)

    write(tess, at.school, "The king’s crown", "Mastodon: alderlane")
    press(tess, "Choose pictures")
    tess.get_by_label("Place of “A king carries a golden box.”").fill("1")
    tess.get_by_label("Place of “The stage before anybody came.”").fill("2")
    press(tess, "Save and check")
    at.on_network = ask_for(tess)
    for title in ("Our nativity play", "The king’s crown"):
        approve(at.head, at.school, title, "It is lovely.")
    for post in (at.on_website, at.on_network):
        tess.goto(post)
        until(tess, "See it there")


def test_the_nativity_pictures(played: Played) -> None:
    """A stranger finds five pictures on the website and two on Mastodon, in all their sizes, and nothing in them but
    what is to be seen."""
    stranger = played.website.stranger
    shown = addresses(played, played.on_website)
    assert [kind for kind, _ in shown].count("media") == len(PICTURES) - 1
    assert {stranger(address)[0] for _, address in shown} == {200}
    pictures = [address for kind, address in shown if kind == "media"]
    pictures += [address for kind, address in addresses(played, played.on_network) if kind == "media"]
    assert len(pictures) == len(PICTURES) - 1 + 2
    for address in pictures:
        status, data = stranger(address)
        assert status == 200
        assert not Image.open(io.BytesIO(data)).getexif()
    _, page = stranger(shown[0][1])
    assert "A shepherd laughs." in page.decode()
    assert "Pip" not in page.decode()


def test_consent_withdrawn(browser: Browser, played: Played) -> None:
    """In May the boy’s mother says no to everything, by the link she was given. One network cannot be reached and is
    somebody’s task; she gets a letter once a stranger finds nothing any more."""
    at, tess = played, played.tess
    on_website = [address for _, address in addresses(at, at.on_website)]
    on_network = [address for kind, address in addresses(at, at.on_network) if kind == "media"]
    at.reached.close()
    mother = visit(browser, at.school, width=320)
    mother.goto(link_about(mother, at.school, "Rafał"))
    press(mother, "Say no to everything")
    expect(mother.get_by_text("We have written down no to everything.")).to_be_visible()

    tess.goto(at.on_website)
    until(tess, "A stranger who asks for it finds nothing")
    assert {at.website.stranger(address)[0] for address in on_website} <= {404, 410}

    tess.goto(at.on_network)
    until(tess, "was not reached")
    run(at.school, LAST_TRY)  # which comes an hour and a half after the first
    tess.goto(f"{at.school.address}/")
    tess.get_by_role("link", name="Take something down by hand from Mastodon: alderlane").click()
    at.head.goto(f"{at.school.address}/takedowns/")
    expect(at.head.get_by_text("Somebody has to do it")).to_be_visible()
    assert "Rafał" not in at.head.locator("main").inner_text()

    # The server is there again, and has lost all it had: as if somebody had deleted it by hand.
    with running(int(at.network.address.rpartition(":")[2])):
        press(tess, "I have taken all of these down")
        until(tess, "A stranger who asks for it finds nothing")
        assert {at.website.stranger(address)[0] for address in on_network} <= {404, 410}
    mother.goto(mailed(at.school, MOTHER, "gone")[0])
    expect(mother.get_by_role("heading", name="The pictures of Rafał are gone")).to_be_visible()
    expect(mother.get_by_text("Gone", exact=True)).to_have_count(2)


def addresses(at: Played, post: str) -> list[tuple[str, str]]:
    """Everything of a post that stands in public: what it is, and where."""
    said = run(at.school, ADDRESSES.format(post=post.rstrip("/").rpartition("/")[2]))
    rows = [line.split() for line in said.splitlines() if line.startswith("at ")]
    return [(kind, address) for _, kind, address in rows]


def ask_for(tess: Page) -> str:
    """Ask for approval, having looked at what only a person can tell; the post’s own page."""
    tess.get_by_label("I have looked at these myself").check()
    press(tess, "Ask for approval")
    expect(tess.get_by_text("Sent to Dina Example and Hattie Example.")).to_be_visible()
    return tess.url


def connect(at: Played) -> None:
    """What signs in is tried at once, and never shown again."""
    tess = at.tess
    tess.goto(f"{at.school.address}/")
    tess.get_by_role("link", name="Connect an account: Website or blog, Our class blog").click()
    press(tess, "Connect it")
    tess.get_by_label("User name").fill(at.website.user)
    tess.get_by_label("Application password").fill("not this one")
    press(tess, "Try it and save")
    expect(tess.locator(".govuk-error-summary")).to_be_visible()
    tess.get_by_label("User name").fill(at.website.user)
    tess.get_by_label("Application password").fill(at.website.password)
    press(tess, "Try it and save")
    expect(tess.get_by_text("It works.")).to_be_visible()
    tess.goto(f"{at.school.address}/")
    tess.get_by_role("link", name="Connect an account: Mastodon, alderlane").click()
    press(tess, "Connect it")
    tess.locator("main input[type=password]").fill(at.network.token)
    press(tess, "Try it and save")
    expect(tess.get_by_text("It works.")).to_be_visible()


def say_yes_by_link(phone: Page, school: Demonstration, child: str) -> None:
    """The boy's mother was sent a link for each of her children; she answers with the keyboard alone."""
    phone.goto(link_about(phone, school, child))
    for place in phone.locator("main fieldset").all():
        said_no = place.get_by_label("No").is_checked()
        tab_to(phone, "No" if said_no else "Yes")
        phone.keyboard.press("ArrowUp" if said_no else "Space")
        expect(place.get_by_label("Yes")).to_be_checked()
    tab_to(phone, "Save my answers")
    phone.keyboard.press("Enter")
    expect(phone.locator(".govuk-notification-banner")).to_be_visible()


def link_about(page: Page, school: Demonstration, child: str) -> str:
    for link in mailed(school, MOTHER, "consent"):
        page.goto(link)
        if child in page.locator("h1").inner_text():
            return link
    raise AssertionError(f"she got no link for {child}")


def say_yes_on_paper(office: Page, school: Demonstration, name: str, parent: str) -> None:
    """A parent's paper comes to the office: yes to the website, and nothing of Mastodon."""
    office.goto(f"{school.address}/consents/papers/?name={name.partition(' ')[0]}")
    office.get_by_label(name).check()
    press(office, "Continue")
    office.get_by_label(parent).check()
    office.get_by_label("On paper, signed").check()
    office.get_by_role("group", name="The school’s website").get_by_label("Yes").check()
    press(office, "Write this down")
    expect(office.get_by_text(f"We have written down what {parent} said")).to_be_visible()


def never_show(dsl: Page, school: Demonstration, name: str) -> None:
    dsl.goto(f"{school.address}/never-show/")
    press(dsl, "Never show somebody")
    dsl.goto(f"{dsl.url}?name={name.partition(' ')[0]}")
    dsl.get_by_label(name).check()
    dsl.locator("main form").last.locator("textarea, input[type=text]").last.fill("A court order of May.")
    press(dsl, "Never show them")
    expect(dsl.get_by_text(f"{name} is not shown anywhere from now on.")).to_be_visible()


def bring(tess: Page, school: Demonstration) -> None:
    """All in one upload; the page says by itself when they were looked at."""
    tess.goto(f"{school.address}/pictures/add/")
    files = [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": photograph(number, name, phone=phone)}
        for number, (name, _, phone) in enumerate(PICTURES)
    ]
    tess.get_by_label("Choose the pictures").set_input_files(files)
    press(tess, "Add them")
    expect(tess.get_by_role("heading", name="Your pictures")).to_be_visible(timeout=90_000)
    tess.locator("main .sg-card a").first.click()


def photograph(number: int, name: str, *, phone: bool) -> bytes:
    """As a camera makes it: who made it, where it was, and a face if somebody is in it."""
    image = (
        a_face((800, 600), (250 + 20 * number, 150)) if name else Image.new("RGB", (800, 600), (60, 20 * number, 90))
    )
    said = image.getexif()
    said[MAKE], said[MODEL] = PHONE if phone else TABLET
    said.get_ifd(IFD.GPSInfo).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    made = io.BytesIO()
    image.save(made, "JPEG", exif=said)
    return made.getvalue()


def finish(tess: Page, name: str, alt: str, *, phone: bool) -> None:
    """Whose face it is, what is to be seen, and what took it; then the next one of the upload."""
    if name:
        tess.get_by_role("link", name="Face 1").click()
        tess.goto(f"{tess.url}?name={name}")
        tess.get_by_label(name).check()
        press(tess, "Save")
    tess.get_by_role("link", name="Describe it").click()
    tess.get_by_label("What it shows").fill(alt)
    press(tess, "Save")
    if phone:
        tess.get_by_role("link", name="Say what it was taken with").click()
        tess.get_by_label("With the school’s, which is not on the list of devices").check()
        tess.get_by_label("Who took it, and why with this?").fill("Olly, with the new tablet of the office.")
        press(tess, "Save")
    expect(tess.get_by_text("It can be used in a post.")).to_be_visible()
    if tess.get_by_role("button", name="Go on to the next picture").count():
        press(tess, "Go on to the next picture")


def write(tess: Page, school: Demonstration, title: str, *accounts: str) -> None:
    tess.goto(f"{school.address}/posts/new/")
    tess.get_by_label("Title").fill(title)
    tess.get_by_label("What do you want to say?").fill(PLAY)
    for account in accounts:
        tess.get_by_label(account).check()
    press(tess, "Save and check")
