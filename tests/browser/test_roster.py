"""A technician brings a spreadsheet in, in a real browser: the page follows the work by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from browser.checks import violations
from browser.demonstration import Demonstration

SHEET = (
    "Forename,Surname,Type,Year group,Mother,Mother's email\nZoë,Example,Pupil,Year 5,Zelda Example,zelda@x.example\n"
)


def test_a_spreadsheet_from_upload_to_the_list_of_people(
    demonstration: Demonstration, signed_in: Callable[[str], BrowserContext], tmp_path: Path
) -> None:
    file = tmp_path / "new-pupils.csv"
    file.write_text(SHEET)
    page = signed_in("technician").new_page()
    page.goto(f"{demonstration.address}/people/")
    page.get_by_role("button", name="Bring in a file").click()
    page.get_by_role("button", name="Upload a file").click()
    page.get_by_label("Choose the file of your people").set_input_files(file)
    page.get_by_role("button", name="Upload", exact=True).click()

    expect(page.get_by_label("“Mother's email” holds")).to_have_value("contact1_email")
    page.get_by_label("No, only some of them").check()
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", name="What will change")).to_be_visible()
    expect(page.get_by_text("People who will be added: 2")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Zoë Example")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Bring them in").click()
    page.get_by_role("button", name="Bring them in").click()
    expect(page.get_by_role("heading", name="Your people are in")).to_be_visible()
    assert violations(page) == []

    page.get_by_role("button", name="See the people").click()
    page.get_by_label("Name").fill("Zelda")
    page.get_by_label("Name").press("Enter")
    expect(page.get_by_role("link", name="Zelda Example")).to_be_visible()
    page.close()
