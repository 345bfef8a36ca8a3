"""What the person affected reads of what is done, what is not, and why; and what nobody has told them yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from schoolgate.casework.reports.naming import Names
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.standing import Rung, ladder
from schoolgate.casework.support.access import sees_steps
from schoolgate.casework.support.models import SupportFile
from schoolgate.policy.clause import Clause

TO_TELL = (Step.Decision.TAKEN, Step.Decision.NOT_YET, Step.Decision.NOT_TAKEN, Step.Decision.PASSED_OVER)


@dataclass(frozen=True, slots=True)
class News:
    """One decision as the person affected reads it, and nothing else of the step."""

    decision: str
    words: str
    clause: Clause | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What they read, in the order of the ladder. `silent` are decisions for which nothing was written that they may
    read; `naming` those whose words name somebody else of the case, and are kept from them for that."""

    news: tuple[News, ...] = ()
    silent: tuple[Rung, ...] = ()
    naming: tuple[Rung, ...] = ()

    def those(self, *decisions: str) -> list[News]:
        return [news for news in self.news if news.decision in decisions]

    @property
    def untold(self) -> tuple[Rung, ...]:
        return self.silent + self.naming


def standing(file: SupportFile) -> Standing:
    """Where it stands for whom a file is. Nothing of it is for somebody who is not affected, or may have done it."""
    if not sees_steps(file):
        return Standing()
    news: list[News] = []
    silent: list[Rung] = []
    naming: list[Rung] = []
    names = Names(file.case)
    for rung in ladder(file.case):
        if rung.step is None or rung.decision not in TO_TELL:
            continue
        words = rung.told()
        if not words:
            silent.append(rung)
        elif names.stand_in(words, {file.person_id}):
            naming.append(rung)
        else:
            news.append(News(rung.decision, words, rung.clause, rung.step.at))
    return Standing(tuple(news), tuple(silent), tuple(naming))
