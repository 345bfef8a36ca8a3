"""What is handed in is kept as it came, once, with its hash and who brought it; or it is refused, gently."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
import zlib

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from PIL import Image

from cases import a_case
from factories import somebody
from schoolgate.casework.cases.actions.merging import join
from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.evidence.actions.covering import cover
from schoolgate.casework.evidence.actions.keeping import LARGEST, bytes_of, keep, prepare
from schoolgate.casework.evidence.actions.opening import whole
from schoolgate.casework.evidence.models import Custody, Item
from schoolgate.casework.evidence.scanning import EICAR
from schoolgate.casework.evidence.sniffing import clean_name, look
from schoolgate.community.change import Refused
from schoolgate.record.growing import AppendOnlyError
from schoolgate.record.models import LedgerEntry
from schoolgate.record.vault import VaultError

pytestmark = pytest.mark.django_db


def picture(media: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "teal") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, media)
    return made.getvalue()


def archive(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, data in files.items():
            packed.writestr(name.replace("__", "/").replace("CT", "[Content_Types].xml"), data)
    return made.getvalue()


def kept(case, person, data, **said):
    with working(person, case) as (ledger, held):
        return keep(ledger, held, data, **{"name": "words.txt", "how": "Brought by the class teacher.", **said})


def on_disk():
    return {path for path in (settings.DATA / "vault").rglob("*") if path.is_file()}


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


def test_what_is_kept_has_its_hash_its_line_of_custody_its_line_of_the_chronology_and_its_ledger_entry(dsl):
    case = a_case(dsl)
    item = kept(case, dsl, b"He said it again.", source="https://example.org/post/1")
    assert bytes_of(item) == b"He said it again."
    assert item.sha256 == hashlib.sha256(b"He said it again.").hexdigest()
    assert (item.size, item.media, item.inert, item.by) == (17, "text/plain", False, dsl)
    assert (item.called(), item.said("source")) == ("words.txt", "https://example.org/post/1")
    line = item.custody.get()
    assert (line.what, line.by, line.said("why")) == (Custody.What.RECEIVED, dsl, "Brought by the class teacher.")
    entry = Entry.objects.of(dsl.school).filter(case=case, kind="evidence").get()
    assert item.sha256 in entry.said("words")
    assert entry.about == f"evidence.item:{item.pk}"
    written = LedgerEntry.objects.get(verb="evidence.received")
    assert item.sha256 in written.detail
    assert "words" not in written.detail


def test_its_name_and_its_words_lie_open_nowhere(dsl):
    case = a_case(dsl)
    kept(case, dsl, b"Zebedee wrote this", name="Zebedee.txt", how="From Zebedee", source="https://zebedee.example")
    rows = [
        *Item.unscoped.values(),
        *Custody.unscoped.values(),
        *LedgerEntry.objects.values(),
        *Entry.unscoped.values(),
    ]
    assert "zebedee" not in str(rows).lower()
    assert not any(b"Zebedee" in path.read_bytes() for path in on_disk())


def test_items_are_numbered_within_their_case_so_that_nobody_learns_how_much_others_hold(dsl):
    one, other = a_case(dsl), a_case(dsl)
    numbers = [kept(case, dsl, b"words").reference for case in (one, other, one, other, other)]
    assert numbers == ["E-1", "E-1", "E-2", "E-2", "E-3"]


def test_two_items_of_a_case_never_have_one_number(dsl):
    item = kept(a_case(dsl), dsl, b"words")
    again = Item(case=item.case, number=item.number, kind="file", vault_key="1" * 32, size=1, sha256="", media="")
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_an_item_is_written_once(dsl):
    item = kept(a_case(dsl), dsl, b"words")
    item.sha256 = "0" * 64
    with pytest.raises(AppendOnlyError):
        item.save()
    with pytest.raises(AppendOnlyError):
        Item.objects.of(dsl.school).update(sha256="0" * 64)
    with pytest.raises(AppendOnlyError):
        item.delete()
    with pytest.raises(AppendOnlyError):
        item.custody.get().delete()


def test_a_file_put_in_the_place_of_another_is_found_out(dsl):
    case = a_case(dsl)
    one, other = kept(case, dsl, b"one"), kept(case, dsl, b"two")
    one.vault_key = other.vault_key
    with pytest.raises(VaultError, match=one.reference):
        bytes_of(one)


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"x" * (LARGEST + 1), "25 MB"), (EICAR, "virus"), (b"first words " + EICAR + b" last", "virus")],
    ids=["empty", "too big", "virus", "virus within"],
)
def test_what_cannot_be_kept_is_refused_with_what_to_do_next_and_leaves_nothing(dsl, data, says):
    case, before = a_case(dsl), on_disk()
    with pytest.raises(Refused, match=says) as refusal:
        kept(case, dsl, data)
    assert "." in str(refusal.value)
    assert not Item.unscoped.exists()
    assert on_disk() == before


def test_nothing_at_all_is_kept_for_a_case_about_a_nude_picture(dsl):
    case, before = a_case(dsl, no_pictures=True), on_disk()
    for data in (picture(), b"words", prepare(picture(), "a.png")):
        with pytest.raises(Refused, match="Do not look"):
            kept(case, dsl, data)
    assert not Item.unscoped.exists()
    assert on_disk() == before


def test_nothing_reads_what_was_kept_before_it_was_known_also_where_it_has_moved_since(dsl):
    old, nude = a_case(dsl), a_case(dsl, no_pictures=True)
    item = kept(old, dsl, b"words")
    join(dsl, old, nude.reference, "The same picture.")
    # Whoever read it would find that it is gone.
    next((settings.DATA / "vault").glob(f"*/{item.vault_key}")).unlink()
    for read in (lambda: bytes_of(item), lambda: cover(dsl, old, item, [0]), lambda: whole(dsl, old, item)):
        with pytest.raises(Refused, match="Do not look"):
            read()
    assert not Custody.unscoped.filter(what="broken").exists()


def test_that_nothing_may_be_kept_is_read_anew_not_from_the_row_in_hand(dsl):
    case = a_case(dsl)
    with working(dsl, case) as (ledger, held):
        ledger.write("case.looked_at", held)
        Case.unscoped.filter(pk=case.pk).update(no_pictures=True)
        with pytest.raises(Refused):
            keep(ledger, held, b"words", name="a.txt", how="Brought.")


def test_a_derivative_names_its_parent_and_is_as_restricted_as_it(dsl):
    case = a_case(dsl)
    item = kept(case, dsl, picture(), name="a.png", restricted=True)
    child = kept(case, dsl, picture(), parent=item, made_how="Covered", kind=Item.Kind.DERIVATIVE)
    assert (child.parent, child.restricted, child.made_how) == (item, True, "Covered")
    assert [line.what for line in item.custody.all()] == ["received", "derived"]
    assert list(item.derivatives.all()) == [child]
    assert Entry.objects.of(dsl.school).filter(case=case, kind="evidence", restricted=True).count() == 2


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (picture("HEIF"), "image/heic"),
        (b"%PDF-1.7\n1 0 obj<</OpenAction[3 0 R/Fit]>>\n%%EOF", "application/pdf"),
        (b"\0\0\0\x18ftypisom" + bytes(12), "video/mp4"),
        (b"\0\0\0\x18ftypqt  " + bytes(12), "video/quicktime"),
        (b"\x1a\x45\xdf\xa3webm", "video/webm"),
        (b"ID3\x03", "audio/mpeg"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
        ("Plain wörds, 3 < 4.".encode(), "text/plain"),
        (
            archive(CT=b"<x/>", word__document=b"<x/>"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_what_a_file_is_comes_from_its_content_whatever_its_name_says(data, media):
    assert look(data) == (media, False, "")


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script>",
        b'\xef\xbb\xbf <svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
        b"#!/bin/sh\nrm -r x",
        b"MZ\x90\0",
        b"\x7fELF",
        archive(a=b"x"),
        archive(CT=b"<x/>", word__document=b"<x/>", word__vbaProject=b"Sub AutoOpen"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20),
        b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>",
        picture("GIF") + archive(a=b"x"),
        picture("JPEG") + b"%PDF-1.4\n%%EOF",
        picture("PNG") + b"<script>alert(1)</script>",
        b"%PDF-1.4\n%%EOF" + archive(a=b"x"),
        archive(CT=b"<x/>", word__document=b"%PDF-1.4"),
        b"\x89PNG\r\n\x1a\nbut no picture",
        picture("PNG")[:60],
        b"\0\x01\x02 nobody knows",
        b"PK\x03\x04 broken",
    ],
)
def test_what_could_do_something_or_is_two_things_at_once_is_inert(data):
    assert look(data).inert


TYPES = '<Types><Override PartName="/word/x.bin" ContentType="application/{}"/></Types>'
LEADS = '<Relationships><Relationship Type="{}/{}" TargetMode="External" Target="https://a.example/x"/></Relationships>'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def office(types: str = "<x/>", rels: str = "<x/>", **more: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", more.pop("packed", zipfile.ZIP_DEFLATED)) as packed:
        packed.writestr("[Content_Types].xml", types)
        packed.writestr("word/document.xml", "<x/>")
        packed.writestr("word/_rels/settings.xml.rels", rels)
        for name, data in more.items():
            packed.writestr(f"word/{name}", data)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        office(TYPES.format("vnd.ms-office.vbaProject")),
        office(TYPES.format("vnd.ms-office.vbaProject").encode("utf-16")),
        office(TYPES.format("vnd.ms-word.document.macroEnabled.main+xml")),
        office(TYPES.format("vnd.openxmlformats-officedocument.oleObject")),
        office(rels=LEADS.format(RELATED, "attachedTemplate")),
        office(rels=LEADS.format(RELATED, "attachedTemplate").replace("External", " external ")),
        office(rels=LEADS.format(RELATED, "image")),
        office(rels=LEADS.format("https://a.example", "hyperlink")),
        office(rels=LEADS.format("http://schemas.microsoft.com/office/2006/relationships", "vbaProject")),
        office(rels='<!DOCTYPE x [<!ENTITY a "External">]><x TargetMode="&a;"/>'),
        office(rels="<x"),
        office(rels=" " * (21 * 1024 * 1024) + "<x/>"),
        office(harmless=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        office(harmless=b"PK\x03\x04"),
        office(VBAPROJECT=b"x"),
        office(packed=zipfile.ZIP_BZIP2),
    ],
)
def test_a_document_with_macros_or_one_that_fetches_something_is_inert_whatever_its_parts_are_called(data):
    assert look(data).inert


@pytest.mark.parametrize(
    "data",
    [
        office(rels=LEADS.format(RELATED, "hyperlink")),
        office(rels=LEADS.format("http://purl.oclc.org/ooxml/officeDocument/relationships", "hyperlink")),
        office(TYPES.format("vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"), x=bytes(20)),
        office(media=picture()),
    ],
)
def test_a_document_with_links_and_pictures_is_none_that_does_something(data):
    assert not look(data).inert


def pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"\n".join(objects) + b"\n%%EOF"


def packed(inside: bytes, said: bytes = b"/Type/ObjStm/Filter/FlateDecode", squeeze=zlib.compress) -> bytes:
    return b"7 0 obj<<" + said + b"/N 1/First 4>>stream\r\n" + squeeze(inside) + b"\nendstream endobj"


SCRIPT = b"1 0 <</S/JavaScript/JS(x)>>"


@pytest.mark.parametrize(
    "data",
    [
        pdf(b"1 0 obj<</OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>>>endobj"),
        pdf(b"1 0 obj<</Names<</Emb#65dded#46iles 2 0 R>>>>endobj"),
        pdf(packed(SCRIPT)),
        pdf(packed(b"1 0 <</Type/Font>>"), packed(SCRIPT)),
        pdf(packed(SCRIPT.replace(b"S", b"#53"))),
        pdf(packed(SCRIPT, b"/Type/Obj#53tm/Filter/FlateDecode")),
        pdf(packed(SCRIPT, b"/Type/ObjStm/X(stream )/Filter/FlateDecode")),
        pdf(packed(SCRIPT, b"/Type 9 0 R/Filter/FlateDecode"), b"9 0 obj/ObjStm endobj"),
        pdf(packed(SCRIPT.hex().encode(), b"/Type/ObjStm/Filter[/FlateDecode/ASCIIHexDecode]")),
        pdf(packed(b"", b"/Type/ObjStm/Filter/LZWDecode", lambda _: b"\x80\x0b")),
        pdf(packed(bytes(21 * 1024 * 1024))),
        pdf(packed(b"1 0 <<>>") * 20_001),
        pdf(packed(b"1 0 <<>>", squeeze=lambda inside: zlib.compress(inside)[:-6])),
    ],
)
def test_a_pdf_that_does_something_is_inert_however_that_is_written(data):
    assert look(data).inert


def test_a_pdf_with_packed_objects_that_do_nothing_is_none_that_does_something():
    harmless = packed(b"1 0 <</Type/Font/BaseFont/A#20B>>")
    content = (
        b"8 0 obj<</Filter/FlateDecode/DecodeParms<<>>>>stream\n" + zlib.compress(b"q /JS Q") + b"\nendstream endobj"
    )
    assert look(pdf(content, harmless, content, harmless)) == ("application/pdf", False, "")


def test_an_archive_of_very_many_names_is_inert_before_they_are_listed(monkeypatch):
    many = archive(CT=b"<x/>", **{f"word__{number}": b"" for number in range(5_001)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert look(many) == ("application/zip", True, "It could do something when it is opened.")


def test_a_small_file_that_holds_an_enormous_picture_is_never_drawn():
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    assert len(made.getvalue()) < 100_000
    assert look(made.getvalue()).inert


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.png", "a.png"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("line\nbreak\0.txt", "linebreak.txt"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
    ],
)
def test_a_name_is_cleaned_to_be_shown(name, shown):
    assert clean_name(name) == shown


def test_hostile_bytes_are_always_looked_at_without_falling_over():
    for head in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"PK\x03\x04", b"PK\x05\x06"):
        for _ in range(20):
            assert look(head + os.urandom(200)).inert


def test_when_a_case_is_joined_to_another_its_evidence_goes_with_it(dsl):
    old, into = a_case(dsl), a_case(dsl)
    item, stays = kept(old, dsl, b"words"), kept(into, dsl, b"other words")
    join(dsl, old, into.reference, "The same chat.")
    assert set(Item.objects.of(dsl.school).filter(case=into)) == {item, stays}
    line = item.custody.last()
    assert (line.what, line.by) == ("moved", dsl)
    assert line.said("why") == (
        f"From {old.reference}, where it was E-1, to {into.reference}, where it is E-2, as it is about the same."
    )
    assert [each.what for each in stays.custody.all()] == ["received"]
    assert bytes_of(Item.unscoped.get(pk=item.pk)) == b"words"
