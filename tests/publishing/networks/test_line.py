"""One request to a network, and each way in which it goes wrong, over real HTTP."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest

from publishing.networks.fakes import Answer, Asked, Fake, Fault, Reply, breaks, fails, on
from schoolgate.publishing.networks import http
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsure
from schoolgate.publishing.networks.http import LARGEST, Line, gone
from schoolgate.publishing.networks.network import Media
from schoolgate.publishing.networks.reading import Reader, md5


class Somewhere(Fake):
    """A network where things are put, and read again."""

    def __init__(self) -> None:
        self.things: list[dict[str, str]] = []
        self.file = b""
        super().__init__()

    @on("POST", "/v1/{place}/things")
    def put(self, asked: Asked, place: str) -> Answer:
        asked.need(asked.headers.get("authorization") == "Bearer t", "the token is in a header")
        self.things.append({"place": place, **asked.form})
        return Reply(201, {"id": str(len(self.things))})

    @on("GET", "/v1/things")
    def all(self, asked: Asked) -> Answer:
        return self.things

    @on("POST", "/files")
    def keep(self, asked: Asked) -> Answer:
        self.file = asked.files["file"].data
        return {"name": asked.files["file"].name, "alt": asked.form["alt"]}

    @on("PUT", "/raw")
    def raw(self, asked: Asked) -> Answer:
        self.file = asked.body
        return None

    @on("GET", "/shown")
    def shown(self, asked: Asked) -> Answer:
        return Reply(200 if "cache-control" not in asked.headers else 404)

    @on("GET", "/deleted")
    def deleted(self, asked: Asked) -> Answer:
        return Reply(410)

    @on("GET", "/elsewhere")
    def elsewhere(self, asked: Asked) -> Answer:
        return Reply(302, None, {"Location": "/login"})

    @on("GET", "/private")
    def private(self, asked: Asked) -> Answer:
        return Reply(401)


@pytest.fixture
def somewhere() -> Iterator[Somewhere]:
    with Somewhere() as fake:
        yield fake
    assert fake.wrong == []


@pytest.fixture
def line(somewhere: Somewhere) -> Line:
    return Line("The network", somewhere.transport("somewhere.example"))


THINGS = "https://somewhere.example/v1/here/things"
TOKEN = {"Authorization": "Bearer t"}


def put(line: Line) -> httpx.Response:
    return line.ask("POST", THINGS, data={"text": "a"}, headers=TOKEN)


def test_what_is_sent_arrives_and_is_answered(somewhere, line):
    assert put(line).json() == {"id": "1"}
    assert somewhere.things == [{"place": "here", "text": "a"}]
    assert somewhere.times("POST", "/v1/{place}/things") == 1


def test_a_line_that_breaks_is_unsure_where_something_was_to_change_and_to_be_tried_again_where_it_was_read(
    somewhere, line
):
    somewhere.next("POST", "/v1/{place}/things", breaks(done=True))
    with pytest.raises(Unsure):
        put(line)
    assert len(somewhere.things) == 1, "it was done all the same"
    somewhere.next("POST", "/v1/{place}/things", breaks(done=False))
    with pytest.raises(Unsure):
        put(line)
    assert len(somewhere.things) == 1
    somewhere.next("GET", "/v1/things", breaks(done=False))
    with pytest.raises(Failed) as error:
        line.ask("GET", "https://somewhere.example/v1/things")
    assert error.value.again
    assert len(line.ask("GET", "https://somewhere.example/v1/things").json()) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_network_that_asks_to_wait_is_waited_for(somewhere, line, status):
    somewhere.next("POST", "/v1/{place}/things", fails(status, after=37))
    with pytest.raises(Failed) as error:
        put(line)
    assert (error.value.again, error.value.after) == (True, 37)
    assert somewhere.things == []


def test_a_wait_until_a_date_is_told_by_the_networks_own_clock(somewhere, line):
    until = {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT", "Date": "Fri, 31 Dec 1999 23:59:29 GMT"}
    for headers, seconds in (
        (until, 30),
        (until | {"Retry-After": "soon"}, None),
        ({"Retry-After": "9999999"}, 86_400),
    ):
        somewhere.next("POST", "/v1/{place}/things", Fault(Reply(503, None, headers)))
        with pytest.raises(Failed) as error:
            put(line)
        assert error.value.after == seconds


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_gateway_that_lost_its_server_may_have_passed_it_on(somewhere, line, status):
    somewhere.next("POST", "/v1/{place}/things", fails(status))
    with pytest.raises(Unsure):
        put(line)
    somewhere.next("GET", "/v1/things", fails(status))
    with pytest.raises(Failed):
        line.ask("GET", "https://somewhere.example/v1/things")


def test_an_answer_without_end_is_not_read_to_its_end(somewhere, line):
    somewhere.next("GET", "/v1/things", Fault(Reply(200, b"x" * (LARGEST + 1))))
    with pytest.raises(Failed):
        line.ask("GET", "https://somewhere.example/v1/things")


def test_credentials_that_are_not_taken_are_no_access(somewhere, line):
    somewhere.next("POST", "/v1/{place}/things", fails(401))
    with pytest.raises(NoAccess) as error:
        put(line)
    assert "Bearer" not in str(error.value)


def test_nobody_there_is_certain_that_nothing_was_done():
    for address in ("http://127.0.0.1:9/", "https://nobody.invalid/"):
        with pytest.raises(Failed) as error:
            Line("The network").ask("POST", address)
        assert error.value.again


@pytest.mark.parametrize("address", ["", "somewhere", "ftp://somewhere.example/", "http://[::1"])
def test_what_is_no_address_is_not_tried_again(address):
    with pytest.raises(Failed) as error:
        Line("The network").ask("POST", address)
    assert not error.value.again


def test_an_adapter_may_say_first_what_an_answer_means(somewhere):
    def sees(answer: httpx.Response) -> Failed | None:
        return Failed("No more than ten a day.", again=False) if answer.status_code == 500 else None

    line = Line("The network", somewhere.transport("somewhere.example"), sees=sees)
    somewhere.next("POST", "/v1/{place}/things", fails(500))
    with pytest.raises(Failed, match="ten a day"):
        put(line)


def test_a_stranger_finds_nothing_only_where_nothing_is_and_no_cache_has_it(line):
    home = "https://somewhere.example"
    assert gone(line, f"{home}/deleted")
    assert not gone(line, f"{home}/shown"), "one of the two ways of asking still finds it"
    assert not gone(line, f"{home}/elsewhere")
    assert not gone(line, f"{home}/private")


def test_a_fault_on_the_way_says_nothing_of_whether_it_is_gone(somewhere, line):
    somewhere.next("GET", "/deleted", fails(502))
    with pytest.raises(Failed):
        gone(line, "https://somewhere.example/deleted")


def a_film(parts: int = 40) -> tuple[Media, bytes]:
    pieces = [os.urandom(30_001) for _ in range(parts)]
    return Media("video/mp4", sum(map(len, pieces)), lambda: iter(pieces)), b"".join(pieces)


def test_a_film_is_sent_in_parts_and_arrives_whole(somewhere, line):
    film, whole = a_film()
    sent = {"data": {"alt": "The song"}, "files": {"file": ("song.mp4", Reader(film), "video/mp4")}}
    assert line.ask("POST", "https://somewhere.example/files", **sent).json() == {"name": "song.mp4", "alt": "The song"}
    assert somewhere.file == whole
    assert "transfer-encoding" not in somewhere.asked[-1].headers, "its length is known before it begins"
    line.ask("PUT", "https://somewhere.example/raw", content=film.parts())
    assert somewhere.file == whole


def test_a_film_is_sent_for_as_long_as_it_takes(somewhere, line, monkeypatch):
    clock = SimpleNamespace(now=0.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(http, "time", clock)

    def slowly() -> Iterator[bytes]:
        for _ in range(4):
            clock.now += http.SECONDS
            yield b"film"

    line.ask("PUT", "https://somewhere.example/raw", content=slowly())
    assert somewhere.file == b"film" * 4


def test_a_reader_is_a_file_from_its_beginning():
    film, whole = a_film(3)
    reader = Reader(film)
    assert reader.seek(0, io.SEEK_END) == film.size
    assert reader.seek(0) == 0
    assert reader.read(10) == whole[:10]
    assert reader.read() == whole[10:]
    reader.seek(0)
    assert b"".join(iter(lambda: reader.read(7_000), b"")) == whole
    with pytest.raises(io.UnsupportedOperation):
        reader.seek(5)
    assert len(md5(film)) == 32


def test_a_fake_tells_what_is_against_the_contract():
    with Somewhere() as fake:
        line = Line("The network", fake.transport("somewhere.example"))
        assert line.ask("POST", THINGS, data={"text": "a"}).status_code == 400
        assert line.ask("GET", "https://somewhere.example/v2/things").status_code == 404
        assert fake.wrong == [
            "POST /v1/here/things: not so: the token is in a header",
            "GET /v2/things: not so: there is such a thing to ask",
        ]
        assert fake.things == []
        with pytest.raises(AssertionError, match="none of this network's"):
            line.ask("GET", "https://elsewhere.example/")
