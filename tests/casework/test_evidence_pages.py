"""Evidence in the browser: bring it, look at it with a reason, cover what others may not see."""

from __future__ import annotations

import base64
import io
import os
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from cases import a_case, joins, named
from factories import family, somebody
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.actions.keeping import bytes_of
from schoolgate.casework.evidence.models import Custody, Item
from schoolgate.casework.evidence.scanning import EICAR
from schoolgate.documents.writing import to_pdf
from schoolgate.imaging.cover import grid
from schoolgate.record import vault
from schoolgate.record.models import LedgerEntry
from typed import cells, fill, form_on, words

pytestmark = pytest.mark.django_db

PAGES = ["", "add/", "copy/", "{item}/", "{item}/open/", "{item}/cover/", "{item}/names/"]


def picture(colour="teal", size=(240, 160)):
    made = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(made, "PNG")
    return made.getvalue()


def at(case, page="", item=None):
    return f"/cases/{case.reference}/evidence/" + page.format(item=item.number if item else 0)


def bring(client, case, data, name="shot.png", **said):
    file = SimpleUploadedFile(name, data)
    values = {"file": file, "how": "The class teacher took it.", **said}
    return client.post(at(case, "add/"), values, follow=True)


def brought(client, case, data, name="shot.png", **said):
    answer = bring(client, case, data, name, **said)
    assert answer.status_code == 200, words(answer)
    return Item.unscoped.latest("pk")


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


@pytest.fixture
def client(sign_in, dsl):
    return sign_in(dsl)


def test_a_file_is_brought_and_stands_on_the_case_with_its_hash_and_who_brought_it(client, dsl):
    case = a_case(dsl)
    assert "Evidence" in words(client.get(f"/cases/{case.reference}/"))
    page = bring(client, case, b"He said it again.", "chat.txt", source="https://example.org/1")
    item = Item.unscoped.get()
    for said in ("chat.txt", "Text", item.sha256, dsl.name, "The class teacher took it.", "https://example.org/1"):
        assert said in words(page)
    assert cells(page, "Everybody who had it")[0][1:] == ["Received", dsl.name, "The class teacher took it."]
    (row,) = cells(client.get(at(case)), "What is kept")
    assert row[0] == f"{item.reference} chat.txt"
    assert row[3:] == [dsl.name, f"{item.sha256[:16]}…"]


@pytest.mark.parametrize(
    ("data", "says"), [(EICAR, "There is a virus in this file"), (b"", "That file is empty"), (None, "Choose a file")]
)
def test_what_cannot_be_kept_says_why_beside_the_field(client, dsl, data, says):
    case = a_case(dsl)
    values = {"how": "A pupil brought it."}
    if data is not None:
        values["file"] = SimpleUploadedFile("a.txt", data)
    page = client.post(at(case, "add/"), values)
    assert page.status_code == 422
    assert says in words(page)
    assert not Item.unscoped.exists()


def test_a_file_that_is_far_too_big_is_refused_before_it_is_read(client, dsl):
    case = a_case(dsl)

    class Never(io.RawIOBase):
        def readinto(self, _):
            raise AssertionError("a byte of it was read")

        def readable(self):
            return True

    answer = client.generic(
        "POST",
        at(case, "add/"),
        b"",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(4 * 1024**3), "wsgi.input": Never()},
    )
    assert answer.status_code == 413


def test_what_is_uploaded_never_lies_open_on_the_disk(client, dsl, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "missing")
    item = brought(client, a_case(dsl), b"x" * 5_000_000, "long.txt")
    assert item.size == 5_000_000


def test_opening_asks_why_and_the_line_is_there_before_the_bytes(client, dsl):
    case = a_case(dsl)
    item = brought(client, case, picture())
    page = client.get(at(case, "{item}/", item))
    assert b"data:image" not in page.content
    assert client.post(at(case, "{item}/open/", item), {"how": "copy"}).status_code == 422
    assert item.custody.count() == 1
    answer = client.post(at(case, "{item}/open/", item), {"why": "For the police", "how": "copy"})
    assert answer.content == bytes_of(item)
    assert answer["Content-Disposition"] == f'attachment; filename="{item.reference}.png"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    line = item.custody.last()
    assert (line.what, line.by, line.said("why")) == ("copied", dsl, "For the police")
    assert LedgerEntry.objects.filter(verb="evidence.copied", actor=dsl.pk).count() == 1


def test_a_picture_is_shown_drawn_anew_inside_the_page_and_once(client, dsl):
    case = a_case(dsl)
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(made, "JPEG", comment=b"a secret comment")
    item = brought(client, case, made.getvalue(), "a.jpg")
    page = client.post(at(case, "{item}/open/", item), {"why": "To see what it is", "how": "show"})
    inside = base64.b64decode(re.search(rb"data:image/png;base64,([^\"]+)", page.content).group(1))
    assert b"secret" not in inside
    with Image.open(io.BytesIO(inside)) as image:
        assert (image.format, image.size) == ("PNG", (60, 40))
    assert item.custody.last().what == "opened"
    assert b"data:image" not in client.get(at(case, "{item}/open/", item)).content


def test_the_pages_of_a_pdf_are_shown_as_a_picture(client, dsl):
    case = a_case(dsl)
    item = brought(client, case, to_pdf("<h1>What was said</h1>", "Notes"), "notes.pdf")
    page = client.post(at(case, "{item}/open/", item), {"why": "To read it", "how": "show"})
    inside = base64.b64decode(re.search(rb"data:image/png;base64,([^\"]+)", page.content).group(1))
    with Image.open(io.BytesIO(inside)) as image:
        assert image.width == 1100
        assert image.convert("L").getextrema()[0] < 60
    broken = brought(client, case, b"%PDF-1.7\nnothing at all\n%%EOF", "b.pdf")
    page = client.post(at(case, "{item}/open/", broken), {"why": "To read it", "how": "show"})
    assert "cannot be shown here" in words(page)


def test_what_could_do_something_is_never_shown_and_handed_out_as_plain_bytes(client, dsl):
    case = a_case(dsl)
    item = brought(client, case, b"<html><script>alert(1)</script>", "../../holiday.png")
    page = client.get(at(case, "{item}/", item))
    assert "kept closed" in words(page)
    assert "holiday.png" in words(page)
    for how in ("show", "copy"):
        answer = client.post(at(case, "{item}/open/", item), {"why": "To look", "how": how})
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"] == f'attachment; filename="{item.reference}.bin"'
        assert "sandbox" in answer["Content-Security-Policy"]
    for page in ("{item}/cover/", "{item}/names/"):
        assert client.get(at(case, page, item)).status_code == 404


def test_words_that_look_like_a_page_are_shown_as_words(client, dsl):
    case = a_case(dsl)
    item = brought(client, case, b"I <b>hate</b> you & her", "a.txt")
    page = client.post(at(case, "{item}/open/", item), {"why": "To look", "how": "show"})
    assert b"&lt;b&gt;hate" in page.content


@pytest.mark.parametrize("data", [b"words", b"<script>alert(1)</script>"])
def test_the_name_of_a_restricted_item_and_how_it_came_stand_nowhere_until_it_is_opened(client, dsl, data):
    case = a_case(dsl)
    said = {"how": "Zebedee’s mother sent it.", "source": "https://zebedee.example"}
    item = brought(client, case, data, "Zebedee.txt", restricted="on", **said)
    sharing = f"/cases/{case.reference}/sharing/"
    client.post(sharing + "new/whom/", {"kind": "police", "name": "Paula Sergeant", "office": "A team"})
    client.post(sharing + "new/why/", {"why": "They asked."})
    client.post(sharing + "new/what/", {"chronology": "none", "items": [item.pk]})
    client.post(sharing + "new/apart/", {"why_apart": "They asked for it."})
    new = [sharing + f"new/{step}/" for step in ("what", "apart", "check")]
    check = client.get(new[-1])
    assert f"{item.reference}, a restricted piece of evidence (file)" in words(check)
    referral = client.post(new[-1])["Location"]
    for url in (at(case), at(case, "{item}/", item), f"/cases/{case.reference}/", sharing, referral, *new):
        answer = client.get(url, follow=True)
        assert answer.status_code == 200
        assert "zebedee" not in answer.content.decode().lower(), url
    assert b"zebedee" not in client.post(new[0], {}).content.lower()
    page = client.post(at(case, "{item}/open/", item), {"why": "To decide", "how": "show"})
    for part in ("Zebedee.txt", *said.values()):
        assert part in words(page)
    assert b"<script>alert" not in page.content


def test_a_restricted_picture_is_covered_only_by_who_says_why(client, dsl):
    item = brought(client, case := a_case(dsl), picture(), restricted="on")
    url = at(case, "{item}/cover/", item)
    for answer in (client.get(url), client.post(url, {"square": "1"}), client.post(url, {"cover": "yes"})):
        assert b"data:image" not in answer.content
    assert (Item.unscoped.count(), item.custody.count()) == (1, 1)

    page = client.post(url, {"why": "For the panel"})
    assert b"data:image" in page.content
    assert (item.custody.last().what, item.custody.last().said("why")) == ("opened", "For the panel")
    sent = {**form_on(page), "square": []}
    assert "at least one square" in words(client.post(url, sent))
    client.post(url, {**sent, "square": ["0", "13"]})
    assert Item.unscoped.latest("pk").parent == item
    assert Item.unscoped.latest("pk").restricted


def test_a_restricted_text_is_redacted_only_by_who_says_why(client, dsl):
    item = brought(client, case := a_case(dsl), b"Zoe said it.", "a.txt", restricted="on")
    url = at(case, "{item}/names/", item)
    assert "Say why you open it" in words(client.post(url, {"words": "zoe", "do": "see"}))
    assert item.custody.count() == 1

    page = fill(client, url, words="zoe", why="For the panel", do="see")
    assert "[removed] said it." in words(page)
    assert item.custody.last().said("why") == "For the panel"
    client.post(url, {**form_on(page), "do": "keep"})
    assert bytes_of(Item.unscoped.latest("pk")) == b"[removed] said it."


def test_a_byte_changed_in_the_vault_is_found_and_nothing_of_it_is_shown(client, dsl, settings):
    case = a_case(dsl)
    item = brought(client, case, b"words that matter", "a.txt")
    assert "those that were kept" in words(client.post(at(case, "{item}/check/", item), follow=True))
    file = settings.DATA / "vault" / item.vault_key[:2] / item.vault_key
    whole = bytearray(file.read_bytes())
    whole[-3] ^= 1
    file.write_bytes(whole)
    for page, values in (("{item}/open/", {"why": "To look", "how": "show"}), ("{item}/check/", {})):
        answer = client.post(at(case, page, item), values)
        assert answer.status_code == 403
        assert "not what was kept" in words(answer)
        assert b"matter" not in answer.content
    assert [line.what for line in item.custody.all()] == ["received", "verified", "opened", "broken", "broken"]


def test_squares_of_a_picture_are_covered_in_a_child_and_the_original_stays(client, dsl):
    case = a_case(dsl)
    original = picture()
    item = brought(client, case, original)
    page = client.get(at(case, "{item}/cover/", item))
    assert item.custody.last().what == "opened"
    assert page.content.count(b'type="checkbox"') == len(grid(240, 160))
    assert client.post(at(case, "{item}/cover/", item), {}).status_code == 422
    done = client.post(at(case, "{item}/cover/", item), {"square": ["0", "13", "999999", "x"]}, follow=True)
    child = Item.unscoped.latest("pk")
    assert (child.parent, child.kind, child.by) == (item, "derivative", dsl)
    assert "2 of 96 squares covered: A1, B2" in words(done)
    with Image.open(io.BytesIO(bytes_of(child))) as after, Image.open(io.BytesIO(original)) as before:
        for number, box in enumerate(grid(240, 160)):
            same = after.crop(box).tobytes() == before.convert("RGB").crop(box).tobytes()
            assert same == (number not in (0, 13))
            assert same or after.crop(box).getcolors() == [(400, (0, 0, 0))]
    assert bytes_of(item) == original
    assert cells(client.get(at(case, "{item}/", item)), "Made from it")[0][0].startswith(child.reference)


def test_a_face_that_the_computer_finds_is_ticked_already(client, dsl):
    from drawn_face import a_face

    case = a_case(dsl)
    made = io.BytesIO()
    a_face((640, 480), (220, 120), 100).save(made, "PNG")
    item = brought(client, case, made.getvalue())
    page = client.get(at(case, "{item}/cover/", item)).content.decode()
    ticked = {int(number) for number in re.findall(r'value="(\d+)" aria-label="\w+" checked', page)}
    assert "1 face was found" in " ".join(page.split())
    middle = next(
        number
        for number, box in enumerate(grid(640, 480))
        if box.left <= 270 < box.right and box.top <= 190 < box.bottom
    )
    assert middle in ticked
    assert 0 not in ticked
    assert len(ticked) < len(grid(640, 480)) / 2


def test_names_are_taken_out_of_a_text_in_a_child_after_a_look(client, dsl, school):
    case = a_case(dsl)
    named(case, somebody("pupil", school=school, name="Zoë Example"))
    named(case, "Bartholomew Made-Up")
    item = brought(client, case, "ZOE said it. Zoë Example and bartholomew, of no1gang. Zoeology.".encode(), "a.txt")
    page = fill(client, at(case, "{item}/names/", item), words="no1gang\nnobody", do="see")
    left = "[name 1] said it. [name 1] and [name 2], of [removed]. Zoeology."
    assert left in words(page)
    assert Item.unscoped.count() == 1
    page = fill(client, at(case, "{item}/names/", item), words="no1gang", do="keep")
    child = Item.unscoped.latest("pk")
    assert bytes_of(child).decode() == left
    assert (child.parent, child.made_how) == (item, "4 names and words replaced")
    assert child.called() == "redacted.txt"
    assert "redacted.txt, made from E-1" in words(client.get(at(case)))
    assert b"ZOE" in bytes_of(item)
    nothing = client.post(at(case, "{item}/names/", item), {"words": "", "do": "see"})
    assert nothing.status_code == 422


def test_nobody_outside_the_case_learns_that_there_is_evidence(client, sign_in, dsl, school):
    case = a_case(dsl)
    item = brought(client, case, picture())
    parent, child = family(school)
    teacher, head = somebody("staff", school=school), somebody("head", school=school)
    other = somebody("dsl")
    named(case, child)
    named(case, head)
    joins(case, head)
    joins(case, parent)
    lines = Custody.unscoped.count()
    for person in (teacher, head, other, somebody("technician", "dsl", school=school)):
        outside = sign_in(person)
        for page in PAGES:
            assert outside.get(at(case, page, item)).status_code == 404, (person, page)
            assert outside.post(at(case, page, item), {"why": "x", "how": "copy"}).status_code in (404, 405)
        assert outside.post(at(case, "{item}/check/", item)).status_code == 404
    assert sign_in(parent).get(at(case)).status_code in (403, 404)
    assert Custody.unscoped.count() == lines


def test_an_item_answers_only_at_its_own_case(client, dsl):
    one, other = a_case(dsl), a_case(dsl)
    item = brought(client, one, b"words", "a.txt")
    for page in PAGES[3:]:
        assert client.get(at(other, page, item)).status_code == 404


def test_nothing_is_added_shown_or_copied_for_a_case_about_a_nude_picture(client, dsl, settings):
    case = a_case(dsl)
    item = brought(client, case, picture())
    Case.unscoped.filter(pk=case.pk).update(no_pictures=True)
    files = sorted(path.name for path in settings.DATA.rglob("*") if path.is_file() and "vault" in path.parts)
    lines = Custody.unscoped.count()
    answers = [
        bring(client, case, picture()),
        client.get(at(case, "add/")),
        client.get(at(case, "copy/")),
        client.post(at(case, "copy/"), {"address": "https://example.org/"}),
        client.post(at(case, "{item}/open/", item), {"why": "To look", "how": "show"}),
        client.post(at(case, "{item}/open/", item), {"why": "To look", "how": "copy"}),
        client.get(at(case, "{item}/cover/", item)),
        client.post(at(case, "{item}/cover/", item), {"square": "1"}),
    ]
    for answer in answers:
        assert answer.status_code == 403
        assert "Do not look at it again" in words(answer)
        assert b"data:image" not in answer.content
    assert "Do not look at it again" in words(client.get(at(case)))
    assert Item.unscoped.count() == 1
    assert Custody.unscoped.count() == lines
    assert files == sorted(path.name for path in settings.DATA.rglob("*") if path.is_file() and "vault" in path.parts)


def test_a_closed_case_takes_nothing_more_and_can_still_be_looked_at(client, dsl):
    case = a_case(dsl)
    item = brought(client, case, b"words", "a.txt")
    Case.unscoped.filter(pk=case.pk).update(state=Case.State.CLOSED)
    page = bring(client, case, b"more", "b.txt")
    assert page.status_code == 422
    assert "closed" in words(page)
    shown = client.post(at(case, "{item}/open/", item), {"why": "An appeal", "how": "show"})
    assert "words" in words(shown)
    assert "Add a file" not in words(client.get(at(case)))


def test_the_list_does_not_grow_without_end_nor_ask_the_database_more(client, dsl):
    case = a_case(dsl)
    for number in range(3):
        brought(client, case, b"words", f"{number}.txt")
    with CaptureQueriesContext(connection) as few:
        client.get(at(case))
    for number in range(30):
        brought(client, case, b"words", f"{number}.txt")
    with CaptureQueriesContext(connection) as many:
        page = client.get(at(case))
    assert len(cells(page, "What is kept")) == 25
    assert len(many) <= len(few)
    assert len(cells(client.get(at(case) + "?page=2"), "What is kept")) == 8


def test_every_file_of_the_vault_is_spoken_of_by_a_row_and_the_sweep_leaves_them(client, dsl, settings):
    from schoolgate.casework.evidence.actions.sweeping import sweep_vault

    item = brought(client, a_case(dsl), b"words", "a.txt")
    orphan = vault.put(b"left behind")

    for key in (item.vault_key, orphan.key):
        os.utime(settings.DATA / "vault" / key[:2] / key, (0, 0))
    sweep_vault()
    assert bytes_of(item) == b"words"
    with pytest.raises(vault.VaultError):
        vault.get(orphan.key)


def test_urls_of_evidence_are_those_of_its_case(dsl):
    case = a_case(dsl)
    assert reverse("evidence_item", args=[case.reference, 3]) == at(case) + "3/"
