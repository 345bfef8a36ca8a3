"""One click: a draft with a finding put right."""

from __future__ import annotations

from dataclasses import replace

from schoolgate.publishing.checking.model import Draft, Finding
from schoolgate.publishing.checking.words_of import CAPTION, places, tags


def mended(draft: Draft, finding: Finding) -> Draft:
    """The draft with `put` in the place of the words that the finding is about. Raises ValueError where it has none."""
    if finding.put is None:
        raise ValueError("This finding has nothing to put in the place of the words.")
    if finding.where == "title":
        return replace(draft, title=_put(draft.title, finding))
    if finding.where == "tags":
        return replace(draft, tags=tuple(_put(tags(draft), finding).replace("#", " ").split()))
    where, caption, _ = finding.where.partition(CAPTION)
    if where in places(draft) and not finding.does:
        at = places(draft).index(where)
        picture = draft.pictures[at]
        if caption:
            picture = replace(picture, caption=_put(picture.caption, finding))
        else:
            picture = replace(picture, alt=_put(picture.alt, finding))
        return replace(draft, pictures=(*draft.pictures[:at], picture, *draft.pictures[at + 1 :]))
    return replace(draft, text=_put(draft.text, finding))


def _put(words: str, finding: Finding) -> str:
    before, after = words[: finding.start], words[finding.end :]
    if not finding.put:
        before = before.rstrip(" ") if not after or after[0] in " .,;:!?)\n" else before
    return before + (finding.put or "") + after
