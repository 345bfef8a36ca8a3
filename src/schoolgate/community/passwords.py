"""Passwords that are refused beside Django's own: the one in use, and what anybody who knows the school would try."""

from __future__ import annotations

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from schoolgate.community.models import Account, Person

OFTEN = (
    *("password", "passwort", "passphrase", "welcome", "letmein", "changeme", "qwerty", "qwertyuiop", "admin", "login"),
    *("secret", "abcdef", "abc", "iloveyou", "teacher", "pupil", "school", "primary", "secondary", "academy", "infant"),
    *(
        "junior",
        "nursery",
        "college",
        "schoolgate",
        "classroom",
        "headteacher",
        "office",
        "staff",
        "parent",
        "governor",
    ),
    *("spring", "summer", "autumn", "winter", "january", "february", "march", "april", "june", "july", "august"),
    *("september", "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday"),
    "governor",
)
"""Words that people build a password on when they are made to have one."""
READ_AS = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})
FEWEST = 5
"""Letters that have to be left when everything easy to guess is taken out."""


class NotTheSame:
    """A validator for Django: a new password is another one than the old."""

    WORDS = "This is the password you have already. Choose another one."

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError for the password that is in use."""
        if user is not None and user.pk and user.has_usable_password() and user.check_password(password):
            raise ValidationError(self.WORDS, code="same")

    def get_help_text(self) -> str:
        return self.WORDS


class NotGuessable(CommonPasswordValidator):
    """A validator for Django: no common password with signs around it, and not the school's name with a little more."""

    WORDS = "This password is easy to guess. Put three words together that have nothing to do with you or the school."

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError for what is common, or made of the school, the person and a common word."""
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())
        if core in self.passwords or _left(password, _names(user)) < FEWEST:
            raise ValidationError(self.WORDS, code="guessable")

    def get_help_text(self) -> str:
        return self.WORDS


def _left(password: str, names: set[str]) -> int:
    """How many letters are left of a password without names and common words, read as people disguise them."""
    easy = sorted({*OFTEN, *names}, key=len, reverse=True)
    rest = [re.sub(r"[^\w]|[\d_]", "", read) for read in (password.lower(), password.lower().translate(READ_AS))]
    for word in easy:
        rest = [read.replace(word, "") for read in rest]
    # "aaaaaaaaaaaa" says no more than "a".
    return min(len(re.sub(r"(.)\1+", r"\1", read)) for read in rest)


def _names(user: Account | None) -> set[str]:
    """The words of the schools and of the person, as they might stand in a password."""
    if user is None:
        return set()
    persons: list[Person] = user.current_persons() if user.pk else [user.made_for] if user.made_for else []
    said = " ".join([re.sub(r"[@.]", " ", user.email), *(f"{one.name} {one.school.name}" for one in persons)])
    return {word for word in re.findall(r"\w+", said.lower()) if len(word) > 2}
