"""Markdown to safe HTML, HTML to a PDF that can be read aloud."""

from __future__ import annotations

import pypdfium2
import pytest

from schoolgate.documents.writing import passages, to_html, to_pdf


def test_tags_and_scripts_in_the_text_are_shown_and_not_obeyed():
    made = to_html("**Bold** <script>alert(1)</script> [here](javascript:alert(1)) ![seen](https://x.example/p.png)")
    assert "<strong>Bold</strong>" in made
    assert "<script" not in made
    assert 'href="javascript' not in made
    assert "<img" not in made


def test_a_table_is_a_table():
    assert "<td>b</td>" in to_html("| a |\n|---|\n| b |")


def test_markdown_without_its_marks_is_a_line_for_each_passage():
    text = "## I *will*\n\nRead\nit `all`.\n\n- be **kind**\n- [ask](https://x.example/)\n"
    assert passages(text) == ["I will", "Read it all.", "be kind", "ask"]


@pytest.fixture(scope="module")
def paper() -> bytes:
    return to_pdf(to_html("# Zoë’s certificate\n\nShe learned it."), "A certificate")


def test_the_words_can_be_read_out_of_the_pdf(paper):
    page = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
    assert "Zoë’s certificate" in page
    assert "1 of 1" in page


def test_it_is_tagged_titled_and_in_english(paper):
    document = pypdfium2.PdfDocument(paper)
    assert document.get_metadata_dict()["Title"] == "A certificate"
    assert document.is_tagged()
    raw = pypdfium2.raw
    length = raw.FPDFCatalog_GetLanguage(document, None, 0)
    room = (raw.FPDF_WCHAR * (length // 2))()
    raw.FPDFCatalog_GetLanguage(document, room, length)
    assert "".join(map(chr, room)).rstrip("\0") == "en-GB"


def test_a_document_fetches_nothing(caplog):
    made = to_pdf(
        '<p>Words</p><img src="file:///etc/hostname"><link rel="stylesheet" href="http://127.0.0.1/x.css">', "T"
    )
    assert made.startswith(b"%PDF")
    assert "Failed to load" in caplog.text
