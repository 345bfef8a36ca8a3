"""A light stemmer for the lexicon and the questions alike."""

from __future__ import annotations

import re
from functools import lru_cache

_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The word without its ending, so that post, posts, posted and posting are one. Not always a word."""
    root = word
    if word == "news":
        return word
    if len(root) > 4 and root.endswith("ies"):
        root = root[:-3] + "y"
    elif root.endswith(("sses", "shes", "ches", "xes", "zes")):
        root = root[:-2]
    elif (len(root) > 3 or root[:-1].isdigit()) and root.endswith("s") and not root.endswith(("ss", "us", "is")):
        root = root[:-1]
    for ending in ("ing", "ed"):
        bare = root.removesuffix(ending)
        if bare != root and len(bare) > 2 and _VOWEL.search(bare):
            doubled = bare[-1] == bare[-2] and bare[-1] not in "aelos"
            root = bare[:-1] if doubled else bare
            break
    return root[:-1] if len(root) > 3 and root.endswith("e") else root
