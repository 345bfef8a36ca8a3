"""Personal details in the words of a draft: addresses of e-mail, telephone numbers, postcodes, NHS and National
Insurance numbers. What only looks like one is none: every check digit and prefix is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from phonenumbers import (
    Leniency,
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    PhoneNumberType,
    format_number,
    is_valid_number,
    number_type,
    parse,
)

from schoolgate.policy.vocabulary import load_yaml
from schoolgate.publishing.checking.model import Draft, Finding, Kind, Known
from schoolgate.publishing.checking.words_of import fields

EMAIL = re.compile(
    r"(?<![\w.@+-])[\w.!#$%&'*+/=?^`{|}~-]*[\w+-]@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?![\w-])",
    re.IGNORECASE,
)
NHS = re.compile(r"(?<![\w.,/+-])(?<!isbn )(?<!isbn: )(?<!isbn-10 )\d{3}([ -]?)\d{3}\1\d{4}(?![\w/]|[.,-]\d)")
INSURANCE = re.compile(r"(?<!\w)([a-z])([a-z])[ -]?(\d\d)[ -]?(\d\d)[ -]?(\d\d)[ -]?([a-d])(?!\w)", re.IGNORECASE)
POSTCODE = re.compile(
    # The letters that stand in each place: Royal Mail and ISO, BS 7666-0:2006.
    r"(?<![\w-])([a-pr-uwyz][a-hk-y]?)(\d[\da-hjkmnp-y]?)(\s?)(\d[abd-hjlnp-uw-z]{2})(?![\w-])",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"\d(?:st|nd|rd|th)")
ORGANISATIONS = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
}
"""Kinds of number that no family has at home: helplines, box offices."""

CALLED = {
    "email": "an e-mail address",
    "phone": "a telephone number",
    "postcode": "a postcode",
    "nhs_number": "an NHS number",
    "ni_number": "a National Insurance number",
}
MAY_BE_OURS = {"email", "phone", "postcode"}


class Spot(NamedTuple):
    kind: Kind
    start: int
    end: int


def findings(draft: Draft, known: Known) -> Iterator[Finding]:
    own = {plain(each) for each in known.own}
    for where, words in fields(draft):
        for kind, start, end in spots(words):
            said = words[start:end]
            if plain(said) not in own:
                message = f"“{said}” looks like {CALLED[kind]}. What is published can be found and kept by anybody."
                fix = "Take it out, or give the school’s own." if kind in MAY_BE_OURS else "Take it out."
                yield Finding(kind, "block", where, message, fix, start=start, end=end, put="")


def spots(words: str) -> list[Spot]:
    """Every personal detail in it, in order; none overlaps another."""
    taken: list[Spot] = []
    for spot in (*_emails(words), *_insurance(words), *_phones(words), *_nhs(words), *_postcodes(words)):
        if not any(spot.start < other.end and other.start < spot.end for other in taken):
            taken.append(spot)
    return sorted(taken, key=lambda spot: spot.start)


def plain(said: str) -> str:
    """One way of writing an address, a number or a postcode, for comparing: 01928 722345 is +44 1928 722345."""
    if "@" in said:
        return said.strip().lower()
    try:
        number = parse(said, "GB")
    except NumberParseException:
        return re.sub(r"\W", "", said).upper()
    return format_number(number, PhoneNumberFormat.E164)


def is_nhs(digits: str) -> bool:
    """Whether the last of ten digits is the check digit of an NHS number: modulus 11 (NHS Data Dictionary)."""
    if len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9]) and check != 10


def is_insurance(first: str, second: str) -> bool:
    """Whether a National Insurance number may begin with these two letters."""
    rules = _data()["insurance"]
    return (
        first not in rules["not_first"]
        and second not in rules["not_second"]
        and first + second not in rules["not_prefixes"].split()
    )


def _emails(words: str) -> Iterator[Spot]:
    for found in EMAIL.finditer(words):
        yield Spot("email", *found.span())


def _insurance(words: str) -> Iterator[Spot]:
    for found in INSURANCE.finditer(words):
        if is_insurance(found[1].upper(), found[2].upper()):
            yield Spot("ni_number", *found.span())


def _nhs(words: str) -> Iterator[Spot]:
    for found in NHS.finditer(words.lower()):
        if is_nhs(re.sub(r"\D", "", found[0])):
            yield Spot("nhs_number", *found.span())


def _postcodes(words: str) -> Iterator[Spot]:
    areas = _areas()
    for found in POSTCODE.finditer(words):
        area, _, space, inward = found.groups()
        shouted = found[0].isupper()
        if area.upper() in areas and (shouted or (space and not ORDINAL.fullmatch(inward) and found[0].islower())):
            yield Spot("postcode", *found.span())


def _phones(words: str) -> Iterator[Spot]:
    for found in PhoneNumberMatcher(words, "GB", Leniency.POSSIBLE):
        before = words[max(0, found.start - 2) : found.start]
        part_of_a_number = re.search(r"\d[.,/-]?\Z", before) or re.match(r"\d[.,]", found.raw_string)
        if not part_of_a_number and _is_somebodys(found.number, found.raw_string):
            yield Spot("phone", found.start, found.end)


def _is_somebodys(number: PhoneNumber, written: str) -> bool:
    if is_valid_number(number):
        return number_type(number) not in ORGANISATIONS and written.lstrip("(").startswith(("0", "+"))
    national = str(number.national_number)
    return written.startswith(("0", "+44", "(0")) and any(
        national.startswith(begins) and len(national) == len(begins) + int(more)
        for begins, more in _data()["drama"].items()
    )


@cache
def _areas() -> frozenset[str]:
    return frozenset(_data()["postcode_areas"].split())


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.publishing.checking").joinpath("personal.yaml").read_bytes())
