"""What a server of Bluesky's says when it says no: a fake answers as the real one was seen to, and as the lexicon says."""

from __future__ import annotations

import pytest

from publishing.networks.fakes import Answer, Asked, Fake, Reply, on
from schoolgate.publishing.networks.bluesky.adapter import Bluesky
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsure
from schoolgate.publishing.networks.network import Account, Outgoing

POST, KEY = Outgoing("We ran."), "0" * 32


class Server(Fake):
    """A server of which only the signing in goes well."""

    said: Reply = Reply(500)

    @on("POST", "/xrpc/com.atproto.server.createSession")
    def sign_in(self, asked: Asked) -> Answer:
        asked.need(asked.json == {"identifier": "a.example", "password": "b"}, "name and password, and no more")
        return {"did": "did:plc:a", "accessJwt": "x.y.z"}

    @on("GET", "/xrpc/com.atproto.repo.getRecord")
    def record(self, asked: Asked) -> Answer:
        return Reply(400, {"error": "RecordNotFound"})

    @on("POST", "/xrpc/com.atproto.repo.createRecord")
    def made(self, asked: Asked) -> Answer:
        return self.said


@pytest.mark.parametrize(
    ("said", "kind", "again", "words_"),
    [
        (Reply(400, {"error": "ExpiredToken", "message": "x"}), Failed, True, "ran out"),
        (Reply(400, {"error": "InvalidToken", "message": "x"}), NoAccess, False, "App passwords"),
        (Reply(401, b"<html>"), NoAccess, False, "App passwords"),
        (Reply(400, {"error": "AccountDeactivated"}), NoAccess, False, "switched off"),
        (Reply(403, {"error": "InsufficientScope"}), NoAccess, False, "does not let"),
        (Reply(400, {"error": "BlobNotFound"}), Failed, True, "whole"),
        (Reply(429, {"error": "RateLimitExceeded"}, {"Retry-After": "7"}), Failed, True, "wait"),
        (Reply(502, b"<html>"), Unsure, False, "look"),
        (Reply(200, b"<html>"), Unsure, False, "cannot be read"),
        (Reply(302, None, {"Location": "https://elsewhere.example"}), Failed, False, "no server"),
        (Reply(400, {"error": "<b>", "message": "the words of the post"}), Failed, False, "does not take this. Look"),
        (Reply(400, ["x"]), Failed, False, "does not take this"),
    ],
)
def test_what_goes_wrong_is_one_sentence(said, kind, again, words_):
    with Server() as server:
        server.said = said
        ours = Bluesky(Account("a.example", server.address, {"password": "b"}))
        with pytest.raises(kind, match=words_) as error:
            ours.publish(POST, KEY)
        assert type(error.value) is kind
        assert error.value.again == again
        assert server.wrong == []


def test_an_account_that_is_switched_off_is_said_so():
    class Off(Server):
        @on("POST", "/xrpc/com.atproto.server.createSession")
        def sign_in(self, asked: Asked) -> Answer:
            return {"did": "did:plc:a", "accessJwt": "x.y.z", "active": False, "status": "deactivated"}

    with Off() as server, pytest.raises(NoAccess, match="switched off"):
        Bluesky(Account("a.example", server.address, {"password": "b"})).check_access()


def test_a_post_that_was_taken_and_is_not_shown_is_unsure():
    with Server() as server:
        server.said = Reply(200, {"uri": "at://x", "cid": "y"})
        with pytest.raises(Unsure):
            Bluesky(Account("a.example", server.address, {"password": "b"})).publish(POST, KEY)
