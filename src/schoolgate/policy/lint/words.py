"""Which known word another is one slip from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Near:
    """Known words, to be found from a slip of one letter: added, dropped, changed or swapped with its neighbour.

    Two words one slip apart share what is left when a letter is dropped from each, so only those are compared.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_stem: dict[str, list[str]] = {}
        self._longest = 0
        for word in words:
            self._longest = max(self._longest, len(word))
            for stem in _stems(word):
                self._by_stem.setdefault(stem, []).append(word)

    def one_slip_from(self, word: str) -> list[str]:
        """The known words exactly one slip from this one, in their order."""
        # A word of a hundred thousand letters is near to nothing, and its stems would fill the memory.
        if len(word) > self._longest + 1:
            return []
        found = dict.fromkeys(known for stem in _stems(word) for known in self._by_stem.get(stem, ()))
        return [known for known in found if known != word and one_slip(word, known)]


def one_slip(a: str, b: str) -> bool:
    """Whether one letter added, dropped, changed or swapped with its neighbour makes `a` into `b`."""
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) > 1 or a == b:
        return False
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    )


def _stems(word: str) -> Iterator[str]:
    yield word
    yield from {word[:i] + word[i + 1 :] for i in range(len(word))}
