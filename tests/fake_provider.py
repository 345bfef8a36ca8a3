"""A fake OpenID provider on loopback, for the tests alone: written from OpenID Connect Core 1.0, Discovery 1.0 and RFC 7636.

It signs with RS256, takes each code once, and checks the client's secret, address and PKCE verifier as a real one does.
Whoever comes is signed in at once, as `FakeProvider.person`; `twist` puts something wrong into the next tokens.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENTS = ("client-of-google", "client-of-microsoft")
SECRET = "a secret of the tests"


class FakeProvider:
    def __init__(self) -> None:
        self.key, self.strange_key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.fresh()

    def fresh(self) -> None:
        """As at the start: nobody in particular, nothing wrong, no code given out."""
        self.person: dict[str, Any] = {}
        self.twist: dict[str, Any] = {}
        self.signed_with = self.key
        self.algorithm = "RS256"
        self.broken = False
        self.codes: dict[str, dict[str, str]] = {}

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes on to, with a code."""
        assert asked["response_type"] == "code"
        assert asked["client_id"] in CLIENTS
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """The answer to a code; None to one that is not good."""
        asked = self.codes.pop(sent.get("code", ""), None)
        verifier = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        good = (
            asked is not None
            and (sent.get("client_id"), sent.get("client_secret")) == (asked["client_id"], SECRET)
            and sent.get("grant_type") == "authorization_code"
            and sent.get("redirect_uri") == asked["redirect_uri"]
            and asked.get("code_challenge_method") == "S256"
            and asked.get("code_challenge") == challenge
        )
        if asked is None or not good:
            return None
        return {"access_token": "unused", "token_type": "Bearer", "expires_in": 3600, "id_token": self.sign(asked)}

    def sign(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "iat": now,
            "exp": now + 3600,
            "nonce": asked.get("nonce"),
        }
        claims |= {"sub": "somebody", **self.person, **self.twist}
        claims = {name: value for name, value in claims.items() if value is not None}
        key = "a key that everybody can make up, long enough" if self.algorithm == "HS256" else self.signed_with
        return jwt.encode(claims, key if self.algorithm != "none" else None, self.algorithm, headers={"kid": "one"})


def _handler(provider: FakeProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(at.query).items()}
            if provider.broken:
                self.send_error(503)
            elif at.path == "/.well-known/openid-configuration":
                self.say(provider.configuration())
            elif at.path == "/keys":
                self.say(provider.keys())
            elif at.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = provider.token({name: values[0] for name, values in parse_qs(body).items()})
            self.say(answer or {"error": "invalid_grant"}, 200 if answer else 400)

        def say(self, what: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(what).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing among the tests."""

    return Handler
