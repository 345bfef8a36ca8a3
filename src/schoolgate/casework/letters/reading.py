"""What letters brought to those affected: the words in them, from when one was handed over, posted or opened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.letters.models import Letter, Sending
from schoolgate.casework.steps.telling import Reader, reader, who_reads


def listen() -> None:
    who_reads.connect(_readers, dispatch_uid="letters")


def _readers(case: Case, **_: Any) -> list[Reader]:
    sent = Letter.objects.of(case.school).filter(case=case, state=Letter.State.SENT, party__part=Party.Part.AFFECTED)
    found = []
    for letter in sent.select_related("party", "case__school").prefetch_related("sendings"):
        since = min((at for each in letter.sendings.all() if (at := _arrived(each))), default=None)
        if letter.party and since:
            found.append(_reader(letter, letter.party, since))
    return found


def _reader(letter: Letter, party: Party, since: datetime) -> Reader:
    words = _plain(letter.said("whole"))
    return Reader(reader(party), since, lambda rung: bool(rung.told()) and _plain(rung.told()) in words)


def _arrived(sending: Sending) -> datetime | None:
    """A link that nobody opened has brought nothing."""
    return sending.opened_at if sending.how == Sending.How.MAIL else sending.at


def _plain(words: str) -> str:
    return " ".join(words.split())
