"""The angry post, told in a real browser by everybody it concerns, under two policies."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.demonstration import Demonstration
from browser.stories import a_school, choose, newest, press, tell, visit


@pytest.fixture(scope="module")
def days_lane() -> Iterator[Demonstration]:
    yield from a_school("days-lane")


@pytest.fixture(scope="module")
def roman_road() -> Iterator[Demonstration]:
    yield from a_school("roman-road")


def look(page: Page, case: str, *, kind: str, affected: str, responsible: str, link: str) -> None:
    """The safeguarding lead looks at what it is, question by question."""
    page.goto(case)
    page.get_by_role("link", name="Look at what was told").first.click()
    page.get_by_label("What do you call it?").fill("Words on the school’s page")
    page.get_by_label("What happened, as far as you know?").fill("A mother wrote that a teacher is a bully.")
    for ticked in page.locator("main input[type=checkbox]:checked").all():
        ticked.uncheck()
    page.get_by_label(kind, exact=True).check()
    press(page, "Continue")
    page.get_by_role("button", name="Add people of the school").first.click()
    choose(page, affected)
    page.get_by_role("button", name="Add somebody else").nth(1).click()
    page.get_by_label("What are they called?").fill(responsible)
    page.get_by_label("Parent or carer").check()
    press(page, "Continue")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label(link).check()
    press(page, "Continue")
    page.get_by_label("Medium").check()
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    page.locator("main form button").last.click()
    expect(page.get_by_role("heading", name="Words on the school’s page")).to_be_visible()


def decide(page: Page, case: str, step: str, answer: str, why: str, told: str) -> None:
    """Decide on one step of the ladder, with a reason and what the person affected reads."""
    page.goto(f"{case}steps/")
    page.get_by_role("link", name=step, exact=True).click()
    page.get_by_label(answer, exact=True).check()
    if page.get_by_role("button", name="Continue", exact=True).count():
        press(page, "Continue")
    page.get_by_label(re.compile(r"^Why( is it right here)?\?$")).fill(why)
    for asked in (BEFORE, EARLY):
        if page.get_by_label(asked).count():
            page.get_by_label(asked).fill("They come later, if they are needed at all.")
    page.get_by_label("What may the person affected read about it?").fill(told)
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


BEFORE, EARLY = re.compile("^Why .* the steps before this one"), re.compile("take the step now")
POST = "A mother wrote on the school’s page that Tess Example is a bully. Many have answered."
REASONS = {
    "Ask in writing": ("We do not take it", "The talk comes first.", "We have not written to the other person."),
    "Ask the site to take it down": ("We do not take it", "Hers to take down.", "We have not asked the site."),
    "Call the police": ("It is not needed", "Unkind, but no threat and no crime.", "Nobody was threatened."),
}


def test_the_angry_post(browser: Browser, days_lane: Demonstration, tmp_path: Path) -> None:
    """It is not deleted. The teacher is told, gets a supporter, says what she wants, and can see what is being done and
    why the police are not called. The deputy closes it, and what is shared is checked outside the product."""
    school = days_lane
    dsl, case = the_post(browser, school)
    decide(dsl, case, "Talk to them", "We take this step", "She may feel unheard.", "We have asked to talk with them.")
    decide(
        dsl, case, "Ask them to take it down", "We take this step", "It hurts Tess.", "We asked for it to come down."
    )
    for step, (answer, why, told) in REASONS.items():
        decide(dsl, case, step, answer, why, told)
    own = support(browser, school, dsl, case)
    assert "We asked for it to come down." in own
    assert "DL-68" in own
    assert "She may feel unheard." not in own
    check_outside(dsl, case, tmp_path)
    close_by_deputy(visit(browser, school, "deputy"), dsl, case, "Put right", "She took it down after the talk.")


def test_the_angry_post_under_another_policy(browser: Browser, roman_road: Demonstration, tmp_path: Path) -> None:
    """The same mother, another policy: no ladder of letters, but the governors step in for the school's people. What she
    complains of goes the complaints way, looked into by the head, and by nobody it is about."""
    school = roman_road
    dsl, case = the_post(browser, school)
    dsl.goto(f"{case}steps/")
    named, unnamed = dsl.locator("main").inner_text().split("Steps your policy does not name")
    assert "Bring in the governors" in named
    assert "RR-39" in named
    assert "Ask in writing" in unnamed

    head = visit(browser, school, "head")
    complaint = open_complaint(dsl, head, school, case)
    let_in(dsl, case, "Hattie Example", "The governors are the head’s to call")
    decide(head, case, "Bring in the governors", "We take this step", "They speak for us all.", "The governors know.")
    decide(head, case, "Call the police", *REASONS["Call the police"])
    own = support(browser, school, dsl, case, complaint)
    assert "The governors know." in own
    assert "They speak for us all." not in own
    check_outside(dsl, case, tmp_path)

    look_at_complaint(head, complaint)
    write_back(head, complaint)
    decide(head, complaint, "Answer in writing", "We give them our answer", "I asked both.", "We have answered you.")
    deputy = visit(browser, school, "deputy")
    close_by_deputy(deputy, head, complaint, "Complaint partly upheld", "They talked, and agreed how to go on.")
    close_by_deputy(deputy, head, case, "Put right", "She took it down.")


def the_post(browser: Browser, school: Demonstration) -> tuple[Page, str]:
    """Somebody tells the school of the post, and the safeguarding lead looks at it: her page, and the case."""
    tell(
        visit(browser, school, width=360),
        school,
        POST,
        "Something untrue or hurtful about the school or staff",
        happening_to="Somebody who works at the school",
        by="A parent or carer",
    )
    dsl = visit(browser, school, "dsl")
    case = newest(dsl, school)
    look(
        dsl,
        case,
        kind="A post or comment about the school or its staff",
        affected="Tess Example",
        responsible="Maud Madeup",
        link="It could harm the school’s good name",
    )
    return dsl, case


def open_complaint(dsl: Page, head: Page, school: Demonstration, case: str) -> str:
    """What the mother complains of becomes a case of its own, which the safeguarding lead does not even see."""
    dsl.goto(case)
    dsl.get_by_role("link", name="Open it as a complaint").click()
    expect(dsl.get_by_text("Your policy does not say where a complaint goes")).to_be_visible()
    dsl.get_by_label("Maud Madeup").check()
    dsl.get_by_label("Tess Example").check()
    dsl.get_by_label("What do they complain about?").fill("She shouts at the class.")
    dsl.get_by_label("What would put it right?").fill("That she talks with them instead.")
    press(dsl, "Open it as a complaint")
    expect(dsl.get_by_text("It is a complaint now, in a case of its own")).to_be_visible()
    complaint = newest(head, school)
    assert dsl.goto(complaint).status == 404
    return complaint


def look_at_complaint(head: Page, complaint: str) -> None:
    """Whom it names stands there already, and nobody asks what happened outside the school."""
    head.goto(complaint)
    head.get_by_role("link", name="Look at what was told").first.click()
    head.get_by_label("What do you call it?").fill("Shouting in class")
    head.get_by_label("What happened, as far as you know?").fill("A mother says that a teacher shouts.")
    press(head, "Continue")
    head.get_by_label("Low").check()
    head.get_by_label("No", exact=True).check()
    press(head, "Continue")
    press(head, "Write it down")
    expect(head.get_by_role("heading", name="Shouting in class")).to_be_visible()


def write_back(head: Page, complaint: str) -> None:
    """The letter to the mother says where her complaint goes, and by when she has an answer."""
    decide(head, complaint, "Say that you have it", "We write back", "It came today.", "We have your complaint.")
    head.goto(f"{complaint}letters/write/complaint_received/")
    head.get_by_label("Maud Madeup").check()
    head.get_by_label("What it is about").fill("How your child’s class is spoken to.")
    press(head, "Write the letter")
    expect(head.get_by_text("You have our answer in writing by")).to_be_visible()
    head.get_by_role("link", name="I have posted it or handed it over").click()
    head.get_by_label("I have handed it over").check()
    today = date.today()
    for label, number in {"Day": today.day, "Month": today.month, "Year": today.year}.items():
        head.get_by_label(label).fill(str(number))
    head.locator("main form button").last.click()
    expect(head.get_by_text("SHA-256 of what went out")).to_be_visible()


def support(browser: Browser, school: Demonstration, dsl: Page, case: str, *others: str) -> str:
    """The teacher is told, gets a supporter and says what she wants; what she reads of what is done, and no case."""
    offer_support(
        dsl, case, "Tess Example", "Olly Example", "Somebody wrote unkind words about you on the school’s page."
    )
    tess = visit(browser, school, "teacher", width=360)
    tess.goto(read_own_support(tess, school))
    page = tess.locator("main").inner_text()
    assert "Nobody was threatened." in page
    assert "Maud" not in page
    for address in (case, *others):
        assert tess.goto(address).status == 404
    return page


def offer_support(page: Page, case: str, whom: str, supporter: str, happened: str) -> None:
    page.goto(f"{case}support/")
    page.get_by_role("link", name=re.compile("Offer support")).first.click()
    choose(page, supporter)
    page.get_by_label("What happened, in one plain sentence for them to read").fill(happened)
    page.locator("main form button").last.click()
    expect(page.get_by_role("heading", name=f"Looking after {whom}")).to_be_visible()


def read_own_support(page: Page, school: Demonstration) -> str:
    page.goto(f"{school.address}/")
    page.get_by_role("link", name="Say whether you would like support").first.click()
    own = page.url
    press(page, "Answer")
    page.get_by_label("Yes, please").check()
    page.locator("main form button").first.click()
    press(page, "Say what you want")
    page.locator("main textarea").first.fill("I want it to come down.")
    page.locator("main form button").first.click()
    expect(page.get_by_text("I want it to come down.")).to_be_visible()
    return own


def let_in(page: Page, case: str, whom: str, why: str) -> None:
    page.goto(f"{case}members/")
    press(page, "Let somebody else open it")
    page.get_by_label(whom).check()
    page.get_by_label("Why do they need it?").fill(why)
    press(page, "Let them open it")


def close_by_deputy(deputy: Page, by: Page, case: str, how: str, words: str) -> None:
    """Whoever decided in it cannot close it; the deputy, who did not, can."""
    by.goto(f"{case}close/")
    expect(by.get_by_text("You decided something in this case")).to_be_visible()
    let_in(by, case, "Denny Example", "To look over it and close it")
    deputy.goto(f"{case}close/")
    deputy.get_by_label(how, exact=True).check()
    deputy.get_by_label("Say how it ended, in a sentence or two").fill(words)
    press(deputy, "Close it")
    expect(deputy.get_by_text("Closed", exact=True).first).to_be_visible()


def check_outside(dsl: Page, case: str, folder: Path) -> None:
    """Share it with a named person, and check the bundle with nothing but Python."""
    dsl.goto(f"{case}sharing/")
    press(dsl, "Share with a named person")
    dsl.get_by_label("The police").check()
    dsl.get_by_label("Their name").fill("Ravi Madeup")
    dsl.get_by_label("Their office, and where it is").fill("Safer schools team, Madeup")
    press(dsl, "Continue")
    dsl.get_by_label("Why do they need it?").fill("They asked what the school has done.")
    press(dsl, "Continue")
    dsl.get_by_label("The response file").check()
    press(dsl, "Continue")
    dsl.locator("main form button").last.click()
    for _ in range(60):
        if dsl.get_by_role("button", name="Download the bundle").count():
            break
        dsl.wait_for_timeout(500)
        dsl.reload()
    with dsl.expect_download() as coming:
        dsl.get_by_role("button", name="Download the bundle").click()
    bundle, key = folder / "bundle.zip", folder / "key.txt"
    coming.value.save_as(bundle)
    dsl.get_by_role("button", name="Get the key").click()
    with dsl.expect_download() as coming:
        dsl.get_by_role("button", name="Save the key as a file").click()
    coming.value.save_as(key)
    assert verified(bundle, key, folder)["ok"]
    changed = bytearray(bundle.read_bytes())
    changed[len(changed) // 2] ^= 1
    bundle.write_bytes(changed)
    assert not verified(bundle, key, folder)["ok"]


def verified(bundle: Path, key: Path, folder: Path) -> dict[str, object]:
    """What the verifier that stands in the bundle says of it, in a Python that knows nothing of the product."""
    verifier = folder / "verify.py"
    if not verifier.exists():
        with zipfile.ZipFile(bundle) as inside:
            verifier.write_bytes(inside.read("verify.py"))
    words = [sys.executable, "-I", "-S", str(verifier), str(bundle), "--key", str(key), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return dict(json.loads(done.stdout))
