"""A web page is copied in the background: everything that went over the wire, and a picture drawn of it."""

from __future__ import annotations

import gzip
import io
import resource
import subprocess
import sys
import time

import pytest
from PIL import Image
from warcio.archiveiterator import ArchiveIterator

from cases import a_case
from factories import somebody
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.evidence.actions.capturing import _opened, ask_for_copy, make_copy
from schoolgate.casework.evidence.actions.keeping import bytes_of
from schoolgate.casework.evidence.drawing import MEMORY
from schoolgate.casework.evidence.fetching import LARGEST, fetch
from schoolgate.casework.evidence.models import Capture, Item
from schoolgate.casework.evidence.page_parts import fetch_parts
from schoolgate.casework.evidence.scanning import EICAR
from schoolgate.community.change import Refused
from schoolgate.jobs.work import drain
from sites import here, serving
from typed import cells, fill, words

pytestmark = pytest.mark.django_db

HTML = {"Content-Type": "text/html; charset=utf-8"}


def drawn(colour):
    made = io.BytesIO()
    Image.new("RGB", (80, 80), colour).save(made, "PNG")
    return made.getvalue()


def page(*parts):
    body = "<style>body{margin:0;background:white}</style>" + "".join(parts)
    return (200, HTML, f"<html><body>{body}</body></html>".encode())


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


def copied(dsl, port, path="", case=None):
    case = case or a_case(dsl)
    asked = ask_for_copy(dsl, case, f"http://example.test/{path}")
    asked.keep(address=f"http://example.test:{port}/{path}")
    asked.save()
    make_copy(asked, here(port))
    asked.refresh_from_db()
    return asked


def colours(png):
    with Image.open(io.BytesIO(png)) as image:
        return {colour for _, colour in image.convert("RGB").getcolors(10_000_000)}


def test_everything_that_went_over_the_wire_is_kept_and_a_picture_of_it(dsl):
    with serving(
        start=(302, {"Location": "/post", "X-Odd": "caf\xe9: \xff"}, b""),
        post=page('<link rel=stylesheet href="/s.css"><h1>Cruel words</h1><img src="face.png"><script>x()</script>'),
        **{
            "s.css": (200, {"Content-Type": "text/css"}, b"body{background:#ff0000}"),
            "face.png": (200, {}, drawn("#0000ff")),
        },
    ) as (port, seen):
        asked = copied(dsl, port, "start")
    assert (asked.state, asked.item.kind, asked.item.by, asked.item.inert) == ("done", "capture", dsl, True)
    assert [path for path, _ in seen] == ["/start", "/post", "/s.css", "/face.png"]
    records = []
    for record in ArchiveIterator(io.BytesIO(bytes_of(asked.item)), check_digests="raise"):
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        records.append((record.rec_type, address.rpartition("/")[2], record.content_stream().read()))
    responses = [(name, body) for kind, name, body in records if kind == "response"]
    assert [name for name, _ in responses] == ["start", "post", "s.css", "face.png"]
    assert b"Cruel words" in responses[1][1]
    assert responses[3][1] == drawn("#0000ff")
    assert [kind for kind, _, _ in records].count("request") == 4
    (picture,) = asked.item.derivatives.all()
    assert (picture.kind, picture.media) == ("picture", "image/png")
    assert {(255, 0, 0), (0, 0, 255)} <= colours(bytes_of(picture))
    assert Entry.objects.of(dsl.school).filter(case=asked.case, kind="evidence").count() == 2


def test_what_a_page_points_to_inside_the_school_is_never_fetched(dsl):
    with serving(home=page('<img src="http://inside.test/a.png"><img src="file:///etc/passwd"><p>Words</p>')) as (
        port,
        seen,
    ):
        assert copied(dsl, port).state == "done"
    assert len(seen) == 1


def test_what_a_few_bytes_unfold_to_is_drawn_only_as_far_as_it_fits(dsl):
    packed = {"Content-Type": "text/css", "Content-Encoding": "gzip"}
    large = gzip.compress(b"/*" + b" " * (LARGEST - 5_000) + b"*/")
    red, blue = (
        gzip.compress(f"{name}{{background:{colour}}}".encode())
        for name, colour in (("body", "#ff0000"), ("p", "#0000ff"))
    )
    links = "".join(f'<link rel=stylesheet href="/{name}.css">' for name in ("red", "large", "larger", "blue"))
    css = {"red.css": red, "large.css": large, "larger.css": large, "blue.css": blue}
    with serving(home=page(links, "<p>Words</p>"), **{name: (200, packed, data) for name, data in css.items()}) as (
        port,
        _,
    ):
        whole = fetch_parts(fetch(f"http://example.test:{port}/", here(port)).last, here(port))
        asked = copied(dsl, port)
    opened = dict(_opened(whole, LARGEST))
    assert sum(len(data) for _, data in opened.values()) <= LARGEST
    assert [url.rpartition("/")[2] for url in opened] == ["red.css", "large.css", "blue.css"]
    (picture,) = asked.item.derivatives.all()
    assert {(255, 0, 0), (0, 0, 255)} <= colours(bytes_of(picture))


def test_a_picture_at_an_address_is_kept_as_it_is_beside_the_copy(dsl):
    with serving(**{"a.png": (200, {"Content-Type": "image/png"}, drawn("teal"))}) as (port, _):
        asked = copied(dsl, port, "a.png")
    (picture,) = asked.item.derivatives.all()
    assert bytes_of(picture) == drawn("teal")
    assert picture.called() == "a.png"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((404, {}, b"gone"), "its answer was 404"),
        ((200, HTML, b"<p>" + EICAR), "virus"),
        ((302, {"Location": "http://inside.test/"}, b""), "public web"),
    ],
)
def test_what_cannot_be_copied_makes_no_item_and_says_what_to_do_instead(dsl, sign_in, answer, says):
    case = a_case(dsl)
    with serving(home=answer) as (port, _):
        reach = here(port, **{"inside.test": ["10.0.0.1"]})
        asked = ask_for_copy(dsl, case, f"http://example.test:{port}/")
        make_copy(asked, type(reach)(reach.resolve, reach.allowed, reach.ports | {80}, reach.trust))
    assert not Item.unscoped.exists()
    assert Capture.unscoped.get().state == "failed"
    said = words(sign_in(dsl).get(f"/cases/{case.reference}/evidence/"))
    assert says in said
    assert "screenshot" in said


def test_doing_it_twice_copies_it_once(dsl):
    with serving(home=page("<p>Words</p>")) as (port, seen):
        asked = copied(dsl, port)
        make_copy(asked, here(port))
        make_copy(Capture.unscoped.get(), here(port))
    assert Item.unscoped.count() == 2
    assert len(seen) == 1


def test_a_page_is_asked_for_and_the_reason_why_not_stands_on_the_case(dsl, sign_in):
    case, client = a_case(dsl), sign_in(dsl)
    done = fill(client, f"/cases/{case.reference}/evidence/copy/", address="http://nothing.invalid/post")
    assert "http://nothing.invalid/post Being copied" in words(done)
    drain()
    said = words(client.get(f"/cases/{case.reference}/evidence/"))
    assert "There is no website of that name. Take a screenshot" in said
    wrong = client.post(f"/cases/{case.reference}/evidence/copy/", {"address": "file:///etc/passwd"})
    assert wrong.status_code == 422


def test_nothing_is_fetched_for_a_case_about_a_nude_picture_also_when_that_is_known_later(dsl):
    case = a_case(dsl)
    with serving(home=page("<p>Words</p>")) as (port, seen):
        asked = Capture(case=case, by=dsl)
        asked.keep(address=f"http://example.test:{port}/")
        asked.save()
        Case.unscoped.filter(pk=case.pk).update(no_pictures=True)
        make_copy(Capture.unscoped.get(), here(port))
    assert seen == []
    assert not Item.unscoped.exists()
    case.refresh_from_db()
    with pytest.raises(Refused, match="Do not look"):
        ask_for_copy(dsl, case, "https://example.org/")


def test_what_draws_is_bound_before_it_reads_anything():
    command = [sys.executable, "-m", "schoolgate.casework.evidence.drawing"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        until = time.monotonic() + 20
        while resource.prlimit(child.pid, resource.RLIMIT_AS)[0] != MEMORY and time.monotonic() < until:
            time.sleep(0.05)
        bound = resource.prlimit(child.pid, resource.RLIMIT_AS), resource.prlimit(child.pid, resource.RLIMIT_FSIZE)
        child.kill()
    assert bound == ((MEMORY, MEMORY), (0, 0))


def test_a_page_that_takes_too_long_to_draw_is_kept_without_a_picture(dsl, monkeypatch):
    monkeypatch.setattr("schoolgate.casework.evidence.drawing.SECONDS", 0.01)
    with serving(home=page("<p>Words</p>")) as (port, _):
        asked = copied(dsl, port)
    assert asked.state == "done"
    assert not asked.item.derivatives.exists()


def test_the_list_names_the_copy_and_the_picture(dsl, sign_in):
    with serving(home=page("<p>Words</p>")) as (port, _):
        asked = copied(dsl, port)
    rows = cells(sign_in(dsl).get(f"/cases/{asked.case.reference}/evidence/"), "What is kept")
    assert ["page.warc" in row[0] for row in rows] == [True, False]
    assert rows[1][1] == "Picture"
