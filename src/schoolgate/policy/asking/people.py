"""Who asks, who would do it, and to whom: read from the words, and left unknown where they do not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from schoolgate.policy.asking.lexicon import BREAK, Phrasebook, data, listed
from schoolgate.policy.asking.stemming import stem

HERE = "her"  # the stem of "here"
STATED = frozenset({"i", "we", "he", "she", "they", "who", "that"})  # before a verb: said, not asked


class Mention(NamedTuple):
    """A person of this role named in the words from `start` up to `end`."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class People:
    """`asker` and `actor` are roles, or '' where the words do not say; `others` the roles done to or spoken of.

    `first_person` is whether the asker would do it; `passive` whether it is done to the one named. `places` are
    the same as concepts (asked_by.parent, by.staff, to.pupil) with the words that say so.
    """

    asker: str
    actor: str
    others: frozenset[str]
    first_person: bool
    passive: bool
    places: tuple[tuple[str, tuple[int, int]], ...]


@cache
def _book() -> Phrasebook:
    people = data("people")
    signs = {f"asker {role}": words for role, words in people["asker"].items()}
    return Phrasebook(people["roles"] | signs, _classes())


def _classes() -> dict[str, tuple[str, ...]]:
    return {"digit": tuple(str(n) for n in range(1, 19)), "childage": tuple(str(n) for n in range(5, 18))}


@cache
def glue(kind: str) -> frozenset[str]:
    """The stems of the small words of one kind: modals, determiners, words skipped before a person, passives."""
    return frozenset(stem(word) for word in listed(data("people")["glue"][kind]))


def stems() -> frozenset[str]:
    """Every stem that the words for people know."""
    return _book().stems


def read(words: Sequence[str], typed: Sequence[str]) -> People:
    """The people in a question, given its stems and the words as typed."""
    mentions, signs = _mentions(words)
    by_start = {m.start: m for m in mentions}
    asker, label, sign = _asker(words, by_start, signs)
    named, first_person, passive = _actor(words, typed, by_start, label)
    doing = named if named is not None and not passive else None
    places = [(f"asked_by.{asker}", sign)] if asker else []
    used = {label} | ({doing.start} if doing else set())
    others = {m.role: (m.start, m.end) for m in reversed(mentions) if m.start not in used}
    done_to = {"me", "us"} & set(words)
    if doing and asker and done_to:
        others.setdefault(asker, sign)
    actor = doing.role if doing else "" if passive and named else asker
    if actor:
        places.append((f"by.{actor}", (doing.start, doing.end) if doing else sign))
    places += [(f"to.{role}", place) for role, place in others.items()]
    return People(asker, actor, frozenset(others), first_person, passive, tuple(places))


def _mentions(words: Sequence[str]) -> tuple[list[Mention], list[tuple[str, int, int]]]:
    """People named, the longest phrase at each place, the last of a chain; and the signs of who is asking."""
    spans: list[Mention] = []
    signs: list[tuple[str, int, int]] = []
    for concept, start, end in _book().find(words):
        kind, _, role = concept.partition(" ")
        if role:
            signs.append((role, start, end))
        else:
            spans.append(Mention(kind, start, end))
    spans.sort(key=lambda m: (m.start, -m.end))
    chained: list[Mention] = []
    for mention in spans:
        if chained and mention.start < chained[-1].end:
            if mention.end > chained[-1].end and mention.start > chained[-1].start:
                chained[-1] = Mention(mention.role, chained[-1].start, mention.end)
            continue
        before = chained[-1] if chained else None
        if before and mention.start == before.end:
            chained[-1] = Mention(mention.role, before.start, mention.end)
        elif before and _belongs(words[before.end : mention.start]):
            chained[-1] = Mention(before.role, before.start, mention.end)
        else:
            chained.append(mention)
    return chained, signs


def _belongs(between: Sequence[str]) -> bool:
    """Whether these words tie one person to another, as "of" does in "the mother of a pupil"."""
    return between[0] in {"of", "from", "in", "at"} and set(between[1:]) <= glue("determiners") | {"my", "their", "thi"}


def _asker(
    words: Sequence[str], by_start: dict[int, Mention], signs: list[tuple[str, int, int]]
) -> tuple[str, int, tuple[int, int]]:
    """The asker's role, where they name themselves (-1 where they do not), and the words that say so."""
    for at in range(len(words)):
        mention = by_start.get(_self(words, by_start, at))
        if mention and mention.role != "colleague":
            return mention.role, mention.start, (mention.start, mention.end)
    if not signs:
        return "", -1, (0, 0)
    order = list(data("people")["asker"])
    role, start, end = min(signs, key=lambda sign: (sign[0] != "parent", sign[1] - sign[2], order.index(sign[0])))
    return role, -1, (start, end)


def _self(words: Sequence[str], by_start: dict[int, Mention], at: int) -> int:
    """Where the asker is named after "as", "being" or "I am" at this place, or before "here"; -1 if they are not."""
    if at in by_start and at <= 2 and words[by_start[at].end : by_start[at].end + 1] == [HERE]:
        return at  # TA here
    if words[at] in {"as", "being"}:
        place = at + 1
    elif tuple(words[at : at + 2]) in {("i", "am"), ("we", "are")}:
        place = at + 2
    else:
        return -1
    if words[place : place + 1] == ["of"]:
        return -1
    while place < len(words) and place not in by_start and words[place] in glue("determiners"):
        place += 1
    if place not in by_start and place + 1 in by_start and words[place - 1] in {"a", "an"}:
        return place + 1  # I am a history teacher
    return place


def _actor(
    words: Sequence[str], typed: Sequence[str], by_start: dict[int, Mention], label: int
) -> tuple[Mention | None, bool, bool]:
    """Who would do it if it is somebody named; whether it is the asker; whether it is done to them."""
    found: tuple[Mention, bool] | None = None
    for at, word in enumerate(words):
        asks = word in glue("modals") and not (at and words[at - 1] in STATED)
        if not asks and word not in {"for", "if", "when", "let", "befor"}:
            continue
        place = _subject(words, by_start, at)
        if words[place : place + 1] in (["i"], ["we"]):
            if asks or word == "befor":
                return None, True, bool(set(words[place + 1 : place + 3]) & glue("passive"))
            continue
        mention = by_start.get(place)
        if not mention or mention.start == label or found or word == "am":
            continue
        if asks or _acts(word, words, mention.end):
            after = words[mention.end : mention.end + 3]
            if not set(after[:1]) & glue("belongings") and after != ["need", "to", "know"]:
                found = (mention, mention.role != "school" and _done_to(words, typed, mention.end))
    return (found[0], False, found[1]) if found else (None, False, False)


def _done_to(words: Sequence[str], typed: Sequence[str], end: int) -> bool:
    """Whether what follows a person says that it is done to them: "be punished", not "be friends" or "be posting"."""
    doing = any(word.endswith("ing") and word != "being" for word in typed[end : end + 3])
    passive = bool(set(words[end : end + 2]) & glue("passive"))
    return passive and not doing and not set(words[end : end + 3]) & glue("active")


def _subject(words: Sequence[str], by_start: dict[int, Mention], at: int) -> int:
    """Where the subject of the verb at this place stands."""
    place = at + 1
    while place < len(words) and words[place] in glue("skipped") and place not in by_start:
        place += 1
    if place - at > 1 and place not in by_start and place + 1 in by_start and words[place] not in {"i", "we"}:
        return place + 1  # my maths teacher
    return place


def _acts(word: str, words: Sequence[str], end: int) -> bool:
    """Whether a person named after "for", "if", "when" or "let" is the one who would do it."""
    if word == "for":
        return words[end : end + 1] == ["to"]
    if word == "if" and set(words[end : end + 1]) & glue("consenting"):
        return False
    towards_asker = {"me", "you", "us", "my"} if word == "let" else {"me", "you", "us"}
    return words[end : end + 1] not in ([], [BREAK]) and not towards_asker & set(words[end : end + 6])
