"""What stands on X for one post: put there, found again, taken down, and looked for as a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.asked_about import became_of
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble, Unsure
from schoolgate.publishing.networks.hashtags import with_tags
from schoolgate.publishing.networks.http import Line, Row, gone
from schoolgate.publishing.networks.network import Answer, Outgoing, Published, Reference, Removal
from schoolgate.publishing.networks.x import said, words
from schoolgate.publishing.networks.x.api import Api
from schoolgate.publishing.networks.x.uploading import upload

# The number of a post tells when it was made: milliseconds since this moment, above its lowest 22 bits
# (docs.x.com/fundamentals/x-ids, August 2026).
FIRST = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)
SHOWN = {"expansions": "attachments.media_keys", "media.fields": "alt_text,preview_image_url,type,url,variants"}
PAGES = 3
# Each picture stands at one address, in these sizes.
SIZES = ("thumb", "small", "medium", "large", "orig")
OEMBED = "https://publish.x.com/oembed"
ONLY_A_PERSON = (
    "X shows strangers a page at every address, whether a post is there or not, and did not answer what else can be "
    "asked. Look without being signed in: a post that is gone says so."
)


def at(number: str) -> datetime:
    return FIRST + timedelta(milliseconds=int(number) >> 22)


def put(api: Api, post: Outgoing, handle: str) -> Published:
    numbers = [upload(api, one) for one in post.media]
    about: Row = {"text": with_tags(post)} | ({"media": {"media_ids": numbers}} if numbers else {})
    made = api.ask("POST", "tweets", json=about)
    try:
        return _read(api, str(made["data"]["id"]), handle)
    except (Trouble, KeyError, TypeError):
        raise Unsure(said.NO_ANSWER) from None


def _read(api: Api, number: str, handle: str) -> Published:
    page = api.ask("GET", f"tweets/{number}", params=SHOWN)
    if "data" not in page:
        raise Gone(said.GONE)
    return references(page["data"], page, handle)


def found(api: Api, post: Outgoing, key: str) -> Published | None:
    """The account's own post with these words and pictures, made since the key was: X keeps nothing of a key."""
    begun, text = keys.begun(key), with_tags(post)
    descriptions = ["" if one.is_film else one.alt.strip() for one in post.media]
    me = api.ask("GET", "users/me")["data"]
    about = {**SHOWN, "max_results": "100", "exclude": "retweets,replies"}
    if begun is not None:
        about["start_time"] = begun.strftime("%Y-%m-%dT%H:%M:%SZ")
    for page in api.pages(f"users/{me['id']}/tweets", about, PAGES):
        for row in page.get("data", []):
            shown = [one.get("alt_text", "") for one in _media(row, page)]
            if shown == descriptions and words.same(text, row["text"]):
                return references(row, page, me["username"])
    return None


def _media(row: Row, page: Row) -> list[Row]:
    by_key = {one["media_key"]: one for one in page.get("includes", {}).get("media", [])}
    return [by_key[one] for one in row.get("attachments", {}).get("media_keys", []) if one in by_key]


def references(row: Row, page: Row, handle: str) -> Published:
    """The post, each picture in each size, each film in each quality with the picture that stands for it."""
    number = str(row["id"])
    post = Reference("post", number, f"https://x.com/{handle}/status/{number}")
    shown = enumerate(_media(row, page))
    return Published((post, *(one for place, media in shown for one in _files(number, media, place))))


def _files(number: str, media: Row, place: int) -> Iterator[Reference]:
    # A media cannot go without its post, so it is named with it.
    name = f"{number}/{media['media_key']}"
    if url := media.get("url"):
        addresses = [url, *(f"{url}?name={size}" for size in SIZES)]
    else:
        films = sorted(media.get("variants") or [], key=lambda one: -int(one.get("bit_rate", 0)))
        addresses = [one["url"] for one in films if one.get("url")]
    if still := media.get("preview_image_url"):
        addresses += [still, *(f"{still}?name={size}" for size in SIZES)]
    for order, address in enumerate(dict.fromkeys(addresses or [""])):
        yield Reference("copy" if order else "media", name, address, place)


def taken_down(api: Api, published: Published) -> list[Removal]:
    numbers = dict.fromkeys(one.id.partition("/")[0] for one in published.references)
    answers = {number: _deleted(api, number) for number in numbers}
    return [Removal(one, *answers[one.id.partition("/")[0]]) for one in published.references]


def _deleted(api: Api, number: str) -> Answer:
    try:
        row = api.ask("DELETE", f"tweets/{number}", harmless=True)
    except Trouble as error:
        return became_of(error)
    if row.get("data", {}).get("deleted") is not True:
        return Answer("failed", "X did not delete it. Delete it there.")
    return Answer()


def is_gone(stranger: Line, reference: Reference) -> bool:
    """Files are asked for at their addresses. A post's own page is shown to strangers whatever is there, so X is asked
    for what it gives to websites that show posts (publish.x.com/oembed, for everybody): 404 says that it has no such
    post (oembed.com, 2.3.4.1), and is believed only while it does answer for the account."""
    if reference.kind != "post":
        return gone(stranger, reference.address)
    account, _, _ = reference.address.partition("/status/")
    status = _oembed(stranger, reference.address)
    if status in (404, 410) and _oembed(stranger, account) == 200:
        return True
    if status == 200:
        return False
    raise Failed(ONLY_A_PERSON, again=False)


def _oembed(stranger: Line, address: str) -> int:
    try:
        return stranger.ask("GET", OEMBED, params={"url": address}, headers={"Cache-Control": "no-cache"}).status_code
    except NoAccess:
        return 401
