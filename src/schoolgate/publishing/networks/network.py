"""One protocol for every network, and the values that go in and come out.

An adapter knows no framework, database or wall clock. It answers done only for what the network said that it did;
whatever else happened is one of `errors.py`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal, NamedTuple, Protocol

import httpx

from schoolgate.publishing.networks.errors import Unsupported


@dataclass(frozen=True)
class Account:
    """An official account: its handle, the address of its network or website, and its credentials by name."""

    handle: str = ""
    address: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    transport: httpx.BaseTransport | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Ask:
    """One thing that somebody who connects an account types: its name in `Account.secrets`, its label, where it is
    found. `secret`: it is sealed and never shown again."""

    name: str
    label: str
    hint: str = ""
    secret: bool = True


@dataclass(frozen=True)
class Capabilities:
    """What a network takes and can do. Lengths are what `length` counts, sizes bytes and pixels; None: no limit.

    `fetches`: it is not sent media but fetches them, each at its `Media.address`.
    """

    longest: int | None = None
    length: Callable[[str], int] = len
    title: bool = False
    longest_title: int | None = None
    pictures: int = 0
    picture_types: frozenset[str] = frozenset({"image/jpeg", "image/png"})
    picture_bytes: int | None = None
    picture_side: int | None = None
    longest_alt: int | None = 0
    film: bool = False
    film_types: frozenset[str] = frozenset({"video/mp4"})
    film_bytes: int | None = None
    film_with_pictures: bool = False
    needs: Literal["words", "words or media", "media", "film"] = "words or media"
    fetches: bool = False
    pages: bool = False
    unlisted: bool = False
    comments: bool = False
    hide: bool = False
    delete: bool = False
    remove: bool = False
    admins: bool = False


@dataclass(frozen=True)
class Media:
    """A picture or film as it will be published. `parts()` gives its bytes, `size` of them, and can be asked again.
    `address` is where a network that fetches for itself finds it meanwhile."""

    type: str
    size: int
    parts: Callable[[], Iterable[bytes]] = field(repr=False)
    alt: str = ""
    caption: str = ""
    width: int = 0
    height: int = 0
    address: str = ""

    @property
    def data(self) -> bytes:
        return b"".join(self.parts())

    @property
    def is_film(self) -> bool:
        return self.type.startswith("video/")


def media(data: bytes, type: str, **about: str | int) -> Media:
    """Media that is already in memory."""
    return Media(type, len(data), lambda: (data,), **about)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Outgoing:
    """What goes out: plain words (an empty line between paragraphs), and what is shown with them, in order.

    `page`: a page of a website, not one of its posts. `unlisted`: only for who has the address. `language` is a BCP 47
    tag. `tags` are words to be found by, without a #. `over`: on a website, the first picture stands over the post and
    beside it in lists, and not in its text.
    """

    text: str = ""
    title: str = ""
    media: tuple[Media, ...] = ()
    page: bool = False
    unlisted: bool = False
    language: str = "en-GB"
    tags: tuple[str, ...] = ()
    over: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a network would not take a post: where (“text”, “title”, “picture 2”), in words, and what to do."""

    kind: Literal["limit", "alt_text"]
    where: str
    message: str
    fix: str


@dataclass(frozen=True)
class Reference:
    """Something that stands in public: the post, a media of it, or a copy of that media (another size, a thumbnail, a
    page of its own). `id` is the network's; `address` is empty where it has none. `media` counts from 0."""

    kind: Literal["post", "media", "copy"]
    id: str
    address: str = ""
    media: int | None = None


@dataclass(frozen=True)
class Published:
    """Everything that a post put in public, the post first."""

    references: tuple[Reference, ...]

    @property
    def post(self) -> Reference | None:
        return next((one for one in self.references if one.kind == "post"), None)

    @property
    def address(self) -> str:
        return self.post.address if self.post else ""


Outcome = Literal["done", "already gone", "failed", "unsupported"]


class Answer(NamedTuple):
    """What became of one try to remove something. “done” and “already gone” are what the network itself said; `why` is
    a sentence for whoever has to do it by hand; `again`: the same may go well later."""

    outcome: Outcome = "done"
    why: str = ""
    again: bool = False


@dataclass(frozen=True)
class Removal:
    """What became of one reference; the rest is an `Answer`."""

    reference: Reference
    outcome: Outcome
    why: str = ""
    again: bool = False


@dataclass(frozen=True)
class Comment:
    """What somebody wrote below a post, as plain words. `answers` is the id of the comment that it answers. `hidden` is
    None where the network does not tell."""

    id: str
    author: str
    text: str
    at: datetime
    hidden: bool | None = False
    address: str = ""
    answers: str = ""


@dataclass(frozen=True)
class Admin:
    """Somebody who can do everything with the account, as far as the network tells."""

    id: str
    name: str
    handle: str = ""
    email: str = ""


State = Literal["live", "processing", "gone", "failed"]


class Network(Protocol):
    """An adapter. Its methods ask the network when they are called, and raise one of `errors.py` where it does not
    answer, says no, or has no such thing; an adapter subclasses this, so that what it leaves out is seen."""

    name: ClassVar[str]
    called: ClassVar[str]
    can: ClassVar[Capabilities]
    asks: ClassVar[tuple[Ask, ...]]

    def __init__(self, account: Account) -> None: ...

    @abstractmethod
    def check_access(self) -> None:
        """See that the credentials are taken and may do what is needed. Raises NoAccess with a sentence if not."""
        ...

    @abstractmethod
    def validate(self, post: Outgoing) -> list[Problem]:
        """What stands in the way, without asking the network."""
        ...

    @abstractmethod
    def publish(self, post: Outgoing, key: str) -> Published:
        """Put it in public once: with a key that was used before, what is there already is found and gone on with."""
        ...

    @abstractmethod
    def look(self, key: str, post: Outgoing) -> Published | None:
        """The whole post that stands there under this key; None where there is none, or only a part of it."""
        ...

    @abstractmethod
    def remains(self, key: str, post: Outgoing) -> Published | None:
        """Whatever was put there under this key, whole or not: what has to be removed when a post is given up."""
        ...

    @abstractmethod
    def poll(self, published: Published) -> State:
        """How the post is now: films are processed for a while, and somebody may have deleted it there."""
        ...

    @abstractmethod
    def fetch_comments(self, published: Published, since: datetime | None = None) -> list[Comment]:
        """The comments since then, the oldest first; all of them without `since`. Some may come a second time."""
        ...

    @abstractmethod
    def hide_comment(self, comment_id: str) -> None: ...

    def show_comment(self, comment_id: str) -> None:  # noqa: ARG002 (for networks that can)
        """Show again what was hidden."""
        raise Unsupported("The network does not let us show this comment again. Do it there by hand.")

    @abstractmethod
    def delete_comment(self, comment_id: str) -> None: ...

    @abstractmethod
    def remove(self, published: Published) -> list[Removal]:
        """Take it all down, media too: one answer for each reference. What was not reached is “failed”, not raised."""
        ...

    @abstractmethod
    def confirm_gone(self, reference: Reference) -> bool:
        """Whether a stranger who asks at its address finds nothing. Raises Failed where nobody answers."""
        ...

    @abstractmethod
    def verify_admins(self) -> list[Admin]: ...
