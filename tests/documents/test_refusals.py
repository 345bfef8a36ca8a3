"""Files we cannot read: each gets one gentle sentence and what to do, soon and without harm."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from documents import elmbrook
from schoolgate.documents import guard
from schoolgate.documents.guard import read_safely
from schoolgate.documents.model import UnreadableError
from schoolgate.documents.reader import read_file

WELSH = (
    "Rhaid i bob aelod o staff ddefnyddio'r cyfryngau cymdeithasol yn gyfrifol. Ni ddylai staff fod yn ffrindiau gyda disgyblion ar "
    "gyfryngau cymdeithasol. Mae'r ysgol yn gofyn i rieni beidio â rhoi lluniau o blant eraill ar y we. Bydd y pennaeth yn delio gydag "
    "unrhyw gwynion ac mae rhaid i bawb ddilyn y polisi hwn yn yr ysgol ac yn y cartref. "
) * 3
SHORT_WELSH = (
    "Rhaid i staff beidio ag ychwanegu disgyblion fel ffrindiau ar-lein. Ni ddylai rhieni rannu lluniau o blant eraill. "
    "Bydd y pennaeth yn ymateb i bob cwyn."
)
FRENCH = (
    "Le personnel de cette école ne doit pas accepter les élèves comme amis sur les réseaux sociaux, ni publier leurs photos sans accord. "
    * 8
)


def pdf(pages: int, words: str = "Staff must not share passwords with anybody at all.") -> bytes:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out)
    for _ in range(pages):
        page.drawString(50, 700, words)
        page.showPage()
    page.save()
    return out.getvalue()


def scan() -> bytes:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.rect(50, 50, 300, 600, fill=1)
    page.showPage()
    page.save()
    return out.getvalue()


def locked_pdf(strength: int = 40, password: str = "secret") -> bytes:
    """A PDF really encrypted, with a key of 40 or 128 bits."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt=StandardEncryption(password, ownerPassword="owner", strength=strength))
    page.drawString(50, 700, "Staff must not share passwords.")
    page.save()
    return out.getvalue()


def locked_word() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 200_000_000)
    return out.getvalue()


def spreadsheet() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


BAD = {
    "nothing.txt": (b"", "empty"),
    "blank.docx": (b" \r\n\t\n", "empty"),
    "hollow.html": (b"<!doctype html><html><body><script>x()</script></body></html>", "empty"),
    "locked.pdf": (locked_pdf(), "encrypted"),
    "locked-128.pdf": (locked_pdf(128), "encrypted"),
    "locked.docx": (locked_word(), "encrypted"),
    "scan.pdf": (scan(), "scanned"),
    "photo.pdf": (b"\xff\xd8\xff\xe0" + b"\x10" * 500, "scanned"),
    "long.pdf": (pdf(101), "too_long"),
    "long.txt": (b"Staff must not share passwords. " * 20_000, "too_long"),
    "big.pdf": (b"%PDF-1.4" + b"x" * (20 * 1024 * 1024), "too_big"),
    "bomb.docx": (bomb(), "bomb"),
    "torn.docx": (elmbrook.as_docx()[:900], "broken"),
    "torn.pdf": (b"%PDF-1.7\nnothing else", "broken"),
    "sheet.xlsx": (spreadsheet(), "unknown_kind"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "unknown_kind"),
    "rich.rtf": (b"{\\rtf1 Staff must not}", "unknown_kind"),
    "program.txt": (b"MZ\x90\0" + b"\0\1\2" * 300, "unknown_kind"),
    "polisi.txt": (WELSH.encode(), "language"),
    "byr.txt": (SHORT_WELSH.encode(), "language"),
    "reglement.txt": (FRENCH.encode(), "language"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_we_cannot_read_gets_its_reason(name: str) -> None:
    data, code = BAD[name]
    with pytest.raises(UnreadableError) as refused:
        read_file(data, name)
    assert refused.value.code == code


@pytest.mark.parametrize("name", BAD)
def test_the_reason_is_short_and_says_what_to_do(name: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_file(*reversed([name, BAD[name][0]]))
    message = str(refused.value)
    assert len(message.split()) < 40
    assert any(verb in message for verb in ("Upload", "upload", "Save", "Check"))


def test_a_pdf_that_is_locked_only_against_changes_is_read() -> None:
    (clause,) = read_file(locked_pdf(128, password=""), "policy.pdf").clauses
    assert clause.modality.value == "must_not"


def test_a_short_english_note_without_rules_is_no_foreign_language() -> None:
    note = "It was a sunny day and the children were happy to be in the garden with their teachers."
    assert read_file(note.encode(), "note.txt").clauses == ()


def test_a_policy_in_two_languages_is_read_for_its_english() -> None:
    reading = read_file((elmbrook.as_text() * 2 + WELSH).encode(), "dwyieithog.txt")
    assert any("friend requests" in clause.text for clause in reading.clauses)


def test_a_stranger_s_file_is_read_in_a_process_apart_with_the_same_result() -> None:
    assert read_safely(elmbrook.as_pdf(), "policy.pdf") == read_file(elmbrook.as_pdf(), "policy.pdf")


@pytest.mark.parametrize("name", ["bomb.docx", "locked.pdf", "polisi.txt", "torn.docx", "big.pdf"])
def test_a_stranger_s_bad_file_is_refused_with_the_same_reason(name: str) -> None:
    data, code = BAD[name]
    with pytest.raises(UnreadableError) as refused:
        read_safely(data, name)
    assert refused.value.code == code


def test_ten_thousand_pages_are_refused_at_once() -> None:
    kids = b"3 0 R " * 10_000
    data = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 10000/Kids[" + kids
    data += b"]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n"
    start = time.monotonic()
    with pytest.raises(UnreadableError) as refused:
        read_safely(data, "endless.pdf")
    assert refused.value.code == "too_long"
    assert time.monotonic() - start < guard.SECONDS


def test_a_file_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS", 0.01)
    with pytest.raises(UnreadableError) as refused:
        read_safely(elmbrook.as_docx(), "policy.docx")
    assert refused.value.code == "too_slow"


def test_a_file_that_eats_memory_is_stopped() -> None:
    """A small PDF whose one stream unpacks to 600 MB."""
    import zlib

    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b" " * 10_000_000) for _ in range(60)) + packer.flush()
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    body += (
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(stream)
        + stream
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n"
    )
    start = time.monotonic()
    with pytest.raises(UnreadableError) as refused:
        read_safely(body, "heavy.pdf")
    assert refused.value.code in ("bomb", "broken", "scanned", "too_slow")
    assert time.monotonic() - start < guard.SECONDS + 2
