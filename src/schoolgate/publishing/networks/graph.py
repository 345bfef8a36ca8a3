"""Meta's Graph API: how Facebook and Instagram are asked, what they say went wrong, and what a stranger finds.

Read on 2026-11-21 in developers.facebook.com: Graph API changelog (v26.0 of 2026-07-29 is the latest; its end is not
announced, and each version lives for two years at least), Handling Errors, Rate Limits, Batch Requests, debug_token.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import quote

import httpx

from schoolgate.publishing.networks.asked_about import became_of
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble, Unsupported, Unsure
from schoolgate.publishing.networks.http import LONGEST_WAIT, SAFE, Line, Row, row_of
from schoolgate.publishing.networks.network import Account, Answer, Reference

VERSION = "v26.0"
HOST = "graph.facebook.com"
# The hosts of the files themselves, which are shown to whoever has the address.
FILES = ("fbcdn.net", "cdninstagram.com")
A_PAGE = 50
# A token for an hour is what Meta's own pages hand out first; it would end before the first post.
SHORTEST_LIFE = timedelta(days=1)

NO_TOKEN = (102, 190)
MAY_NOT = (3, 10, *range(200, 300))
TOO_OFTEN = (4, 9, 17, 32, 341, 613, *range(80000, 80015))
PASSING = (1, 2)
NOT_THERE = ((100, 33), (803, 0))
BLOCKED, TWICE = 368, 506


class Graph:
    """The line to the Graph API with one token. `home`: the number of what the token is for, a Page or an account.
    `says`: what an error means, by its subcode, where only this network has it."""

    def __init__(self, called: str, account: Account, home: str, says: Mapping[int, Trouble] | None = None) -> None:
        self.called, self._home = called, home
        self._token = account.secrets.get("token", "").strip()
        self._line = Line(called, account.transport, sees=partial(trouble, called, says or {}))

    def ask(self, method: str, path: str, *, host: str = HOST, harmless: bool = False, **sent: Any) -> Row:
        """What it answers, read. Raises one of `errors`."""
        sent.setdefault("headers", {"Authorization": f"Bearer {self._token}"})
        answer = self._line.ask(method, f"https://{host}/{VERSION}/{path}", harmless=harmless, **sent)
        return self._line.row(answer, reading=harmless or method in (*SAFE, "DELETE"))

    def rows(self, path: str, params: Mapping[str, Any], most: int = 1000) -> Iterator[Row]:
        """Each row of a list, so many at most."""
        asked: dict[str, Any] = {**params, "limit": A_PAGE}
        for _ in range(-(-most // A_PAGE)):
            said = self.ask("GET", path, params=asked)
            rows = said.get("data")
            yield from (row for row in rows or () if isinstance(row, dict))
            following = str((said.get("paging") or {}).get("next") or "")
            if not rows or not following:
                return
            # The address of the next page has the token in it: only the place in the list is taken from there.
            asked.update({k: v for k, v in httpx.URL(following).params.items() if k != "access_token"})

    def do(self, method: str, number: str, what: str, **sent: Any) -> None:
        """Change something, and have it said that it was done. Raises Failed where it is not said."""
        if self.ask(method, number, harmless=True, **sent).get("success") is not True:
            raise Failed(f"{self.called} did not {what} it. Do it there by hand.", again=False)

    def delete(self, number: str) -> Answer:
        try:
            self.do("DELETE", number, "delete")
        except Trouble as error:
            return self.refused(error)
        return Answer()

    def refused(self, error: Trouble) -> Answer:
        """What became of a removal that ended in this: “not there” is believed only of what the token could see."""
        if isinstance(error, Gone):
            try:
                self.see_home()
            except Trouble as unseen:
                return became_of(unseen)
        return became_of(error)

    def see_home(self) -> None:
        """“Not there” may also mean that the token may not see it: what it is for, if it can be read, tells them apart.
        Raises NoAccess where that cannot be read either."""
        try:
            self.ask("GET", self._home, params={"fields": "id"})
        except Gone:
            raise NoAccess("The token does not reach the account any more. Make a new one and give it here.") from None

    def check(self, needed: Iterable[str], kind: str = "") -> None:
        """See what the token itself may do, how long, and that it is of this kind, if it has to be of one. Raises
        NoAccess with a sentence if that is not enough."""
        about, now = self._about()
        if about is None:  # it is not told to everybody; what follows asks for the account itself
            return
        if not about.get("is_valid"):
            raise NoAccess(f"{self.called} does not take this token. Make a new one.")
        if kind and about.get("type") != kind:
            raise NoAccess("This is the token of a user, not of the Page. Take the one that stands beside the Page.")
        if missing := [name for name in needed if name not in about.get("scopes", ())]:
            raise NoAccess(f"The token may not do everything that is needed. It also needs: {', '.join(missing)}.")
        ends = int(about.get("expires_at") or 0)
        if ends and now and datetime.fromtimestamp(ends, UTC) < now + SHORTEST_LIFE:
            raise NoAccess("This token ends today. Whoever set up the school’s app at Meta can make one that lasts.")

    def _about(self) -> tuple[Row | None, datetime | None]:
        """What the token is, asked in a batch: alone it would stand in the address of the request."""
        about = [{"method": "GET", "relative_url": f"debug_token?input_token={quote(self._token, safe='')}"}]
        form = {"access_token": self._token, "include_headers": "false", "batch": json.dumps(about)}
        answer = self._line.ask("POST", f"https://{HOST}/{VERSION}/", harmless=True, data=form)
        try:
            [one] = json.loads(answer.content)
            said = json.loads(one["body"])
            if "error" in said and said["error"].get("code") in NO_TOKEN:
                raise NoAccess(_no_token(self.called))
            return said.get("data"), parsedate_to_datetime(answer.headers["Date"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return None, None


def trouble(called: str, says: Mapping[int, Trouble], answer: httpx.Response) -> Trouble | None:
    """What is wrong with an answer, where Meta itself says so; None for a good one, and for what only says that
    something is wrong: that is read as of any other network."""
    status = answer.status_code
    if 300 <= status < 400:
        return Failed(f"{called} sends us elsewhere. Show this to whoever looks after Schoolgate.", again=False)
    error = (row_of(answer) or {}).get("error")
    if status < 400:
        return None
    if not isinstance(error, dict):
        unknown = status < 500 and status not in (401, 429)
        return Failed(f"{called} does not take this ({status}).", again=False) if unknown else None
    return meant(called, says, error, changing=answer.request.method == "POST", after=regained(answer))


def meant(
    called: str, says: Mapping[int, Trouble], error: Mapping[str, Any], *, changing: bool, after: float | None
) -> Trouble:
    """What an error of the Graph API means."""
    code, subcode = int(error.get("code") or 0), int(error.get("error_subcode") or 0)
    if subcode in says:
        return says[subcode]
    if code in NO_TOKEN:
        return NoAccess(_no_token(called))
    if code in MAY_NOT:
        return NoAccess(f"{called} says that the token may not do this ({code}). Look at its permissions.")
    if (code, subcode) in NOT_THERE or code == 803:
        return Gone(f"{called} says that it is not there any more.")
    if code in TOO_OFTEN:
        return Failed(f"{called} asks us to wait. It will be tried again.", again=True, after=after)
    if code == BLOCKED:
        return Failed(f"{called} has blocked this for a while, for its own rules. Look at the account.", again=False)
    if code == TWICE:
        return Failed(f"{called} says that the same stands there already. Look at it there.", again=False)
    if code in PASSING or error.get("is_transient"):
        if changing:
            return Unsure(f"{called} has a fault just now. We look whether it is there before we try again.")
        return Failed(f"{called} has a fault just now. It will be tried again.", again=True)
    number = f"{code}/{subcode}" if subcode else str(code)
    return Failed(f"{called} does not take this ({number}). Look whether it can be done there by hand.", again=False)


def _no_token(called: str) -> str:
    return f"{called} does not take the token any more. Make a new one and give it here."


def regained(answer: httpx.Response) -> float | None:
    """Seconds until it may be asked again, by the header of the business use cases, which counts in minutes."""
    try:
        said = json.loads(answer.headers["X-Business-Use-Case-Usage"])
        minutes = [float(one.get("estimated_time_to_regain_access") or 0) for rows in said.values() for one in rows]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return min(max(minutes) * 60, LONGEST_WAIT) if minutes and max(minutes) > 0 else None


def same(one: str, other: str) -> bool:
    """Whether two texts are the same words, however they are spaced."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def handle(text: str) -> str:
    """A name of an account to compare by: small letters, without an @; Facebook has no dots in it."""
    return re.sub(r"[@.\s]", "", text).casefold()


def at(said: str) -> datetime:
    """A moment as Meta writes it: 2026-11-21T10:00:00+0000."""
    return datetime.strptime(said, "%Y-%m-%dT%H:%M:%S%z")


def gone(line: Line, reference: Reference) -> bool:
    """Whether a stranger finds nothing at its address. A file is served to whoever has its address, so there the answer
    tells. Meta shows a page to strangers as it likes (whole, as a request to sign in, or as “not available”, all with
    the same status), so of a page only 404 and 410 tell; for all else Unsupported is raised, and a person looks."""
    if not reference.address:
        raise Unsupported(f"There is no address to ask at. Look for it on {line.called}.")
    host = httpx.URL(reference.address).host
    is_file = any(host == one or host.endswith(f".{one}") for one in FILES)
    for headers in ({}, {"Cache-Control": "no-cache", "Pragma": "no-cache"}):
        # Of a film a byte is enough.
        asked = {**headers, **({"Range": "bytes=0-0"} if is_file else {})}
        try:
            answer = line.ask("GET", reference.address, headers=asked)
        except NoAccess:
            answer = None
        if answer is not None and (answer.status_code in (404, 410) or (is_file and _ended(answer))):
            continue
        if is_file:
            return False
        raise Unsupported(
            f"{line.called} does not tell a stranger whether this is gone. Open its address where you are not "
            "signed in, and say here what you see."
        )
    return True


def _ended(answer: httpx.Response) -> bool:
    """The address of a file ends on a day that stands in it: after that it shows nothing to anybody."""
    return answer.status_code == 403 and b"URL signature expired" in answer.content[:500]
