"""The same policy, whatever kind of file it comes as, is read the same."""

from __future__ import annotations

import pytest

from documents import elmbrook
from schoolgate.documents.model import Reading
from schoolgate.documents.reader import read_file

FILES = {
    "policy.txt": elmbrook.as_text().encode(),
    "old-editor.txt": elmbrook.as_text().encode("cp1252"),
    "notepad.txt": elmbrook.as_text().encode("utf-16"),
    "no-mark.txt": elmbrook.as_text().encode("utf-16-le"),
    "dos.txt": elmbrook.as_text().replace("\n", "\r\n").encode(),
    "policy.md": elmbrook.as_markdown().encode(),
    "policy.html": elmbrook.as_html().encode(),
    "policy.docx": elmbrook.as_docx(),
    "policy.pdf": elmbrook.as_pdf(),
}


@pytest.fixture(params=FILES)
def reading(request: pytest.FixtureRequest) -> Reading:
    return read_file(FILES[request.param], request.param)


def test_every_rule_is_found_with_its_force(reading: Reading) -> None:
    assert [clause.modality.value for clause in reading.clauses] == elmbrook.MODALITIES


def test_the_header_table_says_who_and_when(reading: Reading) -> None:
    assert reading.dates == {"adopted": "2025-03-14", "review_due": "2027-03"}
    assert reading.people == {"approver": "Resources Committee", "owner": "Deputy Headteacher"}
    assert reading.document.title.lower() == "social media and acceptable use policy"


def test_a_list_takes_its_bearer_and_force_from_the_line_above(reading: Reading) -> None:
    listed = [clause for clause in reading.clauses if clause.lead]
    assert [clause.lead for clause in listed] == ["Staff must not:"] * 3
    assert all([label.value for label in clause.who] == ["staff"] for clause in listed)
    assert [clause.act.value for clause in listed if clause.act] == [
        "befriend.pupil",
        "post.pupil_image",
        "disclose.confidential",
    ]


def test_each_clause_knows_its_section_and_its_number(reading: Reading) -> None:
    numbered = [clause for clause in reading.clauses if clause.section.startswith("3.")]
    assert [clause.path for clause in numbered] == [("1.",), ("2.",), ("3.",)]
    assert [label.value for clause in numbered for label in clause.who] == ["head", "staff", "parent"]


def test_conditions_and_pointers_are_kept(reading: Reading) -> None:
    permitted = next(clause for clause in reading.clauses if "named from the picture" in clause.text)
    assert permitted.conditions == (
        "with the permission of the headteacher",
        "unless a pupil can be named from the picture",
    )
    pointing = next(clause for clause in reading.clauses if clause.text.startswith("See Section"))
    assert [(reference.kind, reference.target) for reference in pointing.references] == [
        ("section", "3"),
        ("appendix", "A"),
    ]


def test_what_a_browser_does_not_show_is_no_rule() -> None:
    text = " ".join(clause.text for clause in read_file(FILES["policy.html"], "policy.html").clauses)
    assert "log in" not in text
    assert "var" not in text


def test_a_running_footer_is_in_no_clause_but_stays_on_its_page() -> None:
    reading = read_file(elmbrook.as_pdf(footer="Elmbrook Primary School, reviewed May 2026, page {}"), "policy.pdf")
    assert reading.document.pages > 1
    assert not any("page 1" in clause.text or "page 2" in clause.text for clause in reading.clauses)
    assert {line.role for line in reading.document.lines if "Elmbrook Primary School, reviewed" in line.text} == {
        "furniture"
    }


def test_what_the_file_really_is_counts_more_than_its_name() -> None:
    assert read_file(FILES["policy.html"], "policy.pdf").document.kind == "html"
    assert read_file(FILES["policy.pdf"], "policy.doc").document.kind == "pdf"
    assert read_file(FILES["policy.docx"], "policy").document.kind == "docx"


def test_word_keeps_what_was_added_and_leaves_what_was_struck_out() -> None:
    import io

    import docx
    from docx.oxml import parse_xml

    word = docx.Document()
    word.add_paragraph("Staff must lock their screens.")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    changed = f'<w:p {space}><w:r><w:t xml:space="preserve">Staff </w:t></w:r><w:del><w:r><w:delText>may</w:delText></w:r></w:del><w:ins><w:r><w:t>must not</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> lend their passwords.</w:t></w:r></w:p>'
    word.element.body.insert(1, parse_xml(changed))
    out = io.BytesIO()
    word.save(out)
    assert [clause.text for clause in read_file(out.getvalue(), "a.docx").clauses] == [
        "Staff must lock their screens.",
        "Staff must not lend their passwords.",
    ]


def test_a_pdf_whose_bullets_are_drawn_and_not_written_still_has_its_list() -> None:
    import io

    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.drawString(
        60, 760, "Each member of staff is lent a laptop for work, and with it come a few duties of care for"
    )
    page.drawString(60, 746, "it. Staff must:")
    items = [
        ("lock the laptop when they leave the room, even if it is only for a minute or two, and", 722),
        ("carry it in its case;", 708),
        ("ask before they install anything", 694),
        ("tell the office if it is lost", 680),
    ]
    for text, height in items:
        if not text.startswith("carry"):
            page.circle(80, height + 4, 2, fill=1)
        page.drawString(90, height, text)
    page.save()
    read = read_file(out.getvalue(), "laptops.pdf").clauses
    assert [(clause.modality.value, clause.text.split()[0]) for clause in read] == [
        ("must", "lock"),
        ("must", "ask"),
        ("must", "tell"),
    ]
    assert read[0].text.endswith("carry it in its case;")


def test_characters_that_no_policy_prints_are_left_out():
    words = "Staff must be kind to every pupil. " * 200
    reading = read_file((words + "Staff must\x00 not shout.\x01\n").encode(), "policy.txt")
    assert not any(c < " " for line in reading.document.lines for c in line.text)
