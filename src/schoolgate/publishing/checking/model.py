"""What goes into the check, and what comes out. Values only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from schoolgate.community.names.known import Key

if TYPE_CHECKING:
    from schoolgate.community.names.finder import Finder
    from schoolgate.publishing.networks.network import Problem

Kind = Literal[
    "full_name",
    "first_name",
    "consent_missing",
    "unnamed_face",
    "metadata_location",
    "unknown_device",
    "email",
    "phone",
    "postcode",
    "nhs_number",
    "ni_number",
    "whereabouts",
    "reading_age",
    "missing_label",
    "promise",
    "limit",
    "alt_text",
    "tone",
    "put_away",
]
Level = Literal["block", "warn"]
Device = Literal["", "ours", "unknown", "answered"]
Names = Literal["", "never", "first_name", "full_name"]


@dataclass(frozen=True)
class Face:
    """A face in a picture by its number there: somebody of the school, an outsider who agreed, or nobody whom anybody
    could know by it. None of these: nobody has said yet."""

    number: int
    person: Key | None = None
    pupil: bool = False
    outsider: bool = False
    nobody: bool = False

    @property
    def is_named(self) -> bool:
        return self.person is not None or self.outsider or self.nobody


@dataclass(frozen=True)
class Picture:
    """A picture or film as it would go out. `faces`: None where nobody has looked.

    `place`: the file still says where it was taken. `device`: what took it, as far as it says; “answered” is one that
    the school does not know and that somebody has answered for. `source`: whose it is, where it is from elsewhere.
    """

    alt: str = ""
    caption: str = ""
    faces: tuple[Face, ...] | None = ()
    film: bool = False
    place: bool = False
    device: Device = ""
    elsewhere: bool = False
    source: str = ""


@dataclass(frozen=True)
class Channel:
    """Where it is to go: what people call the network, what a consent for it is for, and what its adapter's `validate`
    said of the post."""

    called: str
    purpose: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What somebody wants to publish. `tags` have no #."""

    text: str
    title: str = ""
    tags: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What the policy asks of a post, and which clauses say so: `cited` has the numbers of clauses for each kind.

    `reading_age` in years, None for any. `names`: what may stand beside a picture, '' where the policy is silent.
    """

    reading_age: int | None = None
    label: bool = False
    names: Names = ""
    school_devices: bool = False
    cited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What is known about the school. `names` finds its pupils and adults; `pupils` are the keys of the pupils.

    `shown`: (person, purpose) for each yes that holds; what is not there is no. `school`: its name. `own`: addresses,
    numbers and postcodes that are its own. `others`: words with a name in them that are nobody's: houses, classes.
    """

    names: Finder | None = None
    pupils: Collection[Key] = frozenset()
    shown: Collection[tuple[Key, str]] = frozenset()
    school: str = ""
    own: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    asked: Asked = field(default_factory=Asked)


class Finding(NamedTuple):
    """One thing about a draft. `where`: “text”, “title”, “tags”, “picture 2”, “film 1”, “picture 2, face 3” or
    “picture 2, caption”; pictures and films are counted apart, as the networks' adapters do.

    `message` says what it is and why, `fix` what to do. `start` to before `end` are places in the words there (of a
    picture: its description); -1 where it is about all of it. `put`: what one click puts in their place. `does`: what
    else one click can do: name_face, cover_face, answer_device, clean. `clauses`: numbers; none where it is the
    product's own care.
    """

    kind: Kind
    level: Level
    where: str
    message: str
    fix: str = ""
    clauses: tuple[str, ...] = ()
    start: int = -1
    end: int = -1
    put: str | None = None
    does: str = ""
