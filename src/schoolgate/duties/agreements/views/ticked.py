"""What a teacher has ticked of a class list so far: sealed in their session, and gone once it is written down."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from cryptography.exceptions import InvalidTag

from schoolgate.community.request import Request
from schoolgate.duties.agreements.classes import ClassText
from schoolgate.record.sealing import seal, unseal

KEY = "class_list"
SIGNED, DECLINED, AWAY = "signed", "declined", "away"


@dataclass
class Ticked:
    """The answers by a pupil's number, and why some declined. `shown` is the hash of the words they were shown."""

    shown: str = ""
    talked: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def those(self, answer: str) -> list[int]:
        """The pupils with an answer."""
        return [int(number) for number, given in self.answers.items() if given == answer]

    def untold(self) -> bool:
        """Whether it is still to be said why somebody declines."""
        return any(not self.reasons.get(str(number)) for number in self.those(DECLINED))


def read(request: Request, group: int, one: ClassText) -> Ticked:
    """The answers so far of those who may still give one; none where there are none, or they are not this person's."""
    purpose = _purpose(request, group, one.text.audience)
    try:
        kept = Ticked(**json.loads(unseal(request.session.get(KEY, ""), purpose=purpose)))
    except (InvalidTag, ValueError):
        return Ticked()
    still = {str(pupil.person.pk) for pupil in one.pupils if pupil.open}
    kept.answers = {number: answer for number, answer in kept.answers.items() if number in still}
    return kept


def write(request: Request, group: int, one: ClassText, ticked: Ticked) -> None:
    request.session[KEY] = seal(json.dumps(asdict(ticked)), purpose=_purpose(request, group, one.text.audience))


def forget(request: Request) -> None:
    request.session.pop(KEY, None)


def _purpose(request: Request, group: int, audience: str) -> str:
    return f"class list:{request.person.pk}:{group}:{audience}"
