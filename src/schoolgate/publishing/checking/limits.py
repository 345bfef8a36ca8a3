"""What the chosen networks would not take, as their adapters say, and pictures that nobody has described."""

from __future__ import annotations

from collections.abc import Iterator

from schoolgate.publishing.checking.model import Draft, Finding, Known
from schoolgate.publishing.checking.words_of import places


def findings(draft: Draft, _known: Known) -> Iterator[Finding]:
    undescribed = set()
    for where, picture in zip(places(draft), draft.pictures, strict=True):
        if not picture.alt.strip() and not picture.film:
            undescribed.add(where)
            yield Finding(
                "alt_text",
                "block",
                where,
                "This picture has no words for people who cannot see it.",
                "Say in a sentence what it shows, without names.",
                does="describe",
            )
    for channel in draft.channels:
        for problem in channel.problems:
            if problem.kind != "alt_text" or problem.where not in undescribed:
                yield Finding(problem.kind, "block", problem.where, problem.message, problem.fix)
