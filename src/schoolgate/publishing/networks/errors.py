"""What can go wrong with a network. Each carries one gentle sentence for a page: what happened and what to do next.

None of them ever holds a secret, or words of a post.
"""

from __future__ import annotations


class Trouble(Exception):  # noqa: N818 - these are read as sentences: `except Unsure`
    """Nothing was done, or it is not known whether it was. `again`: the same may go well later."""

    again = False

    @property
    def sentence(self) -> str:
        return str(self)


class Unsupported(Trouble):
    """The network has no way to do this: a person has to, at the address, by a deadline."""


class NoAccess(Trouble):
    """The network does not take the credentials, or they may not do this. Nothing was done."""


class Failed(Trouble):
    """The network said no, or could not be reached. Nothing was done.

    `after`: it may go well again not before so many seconds, where the network said so.
    """

    def __init__(self, sentence: str, *, again: bool, after: float | None = None) -> None:
        super().__init__(sentence)
        self.again = again
        self.after = after


class Unsure(Trouble):
    """The request may have arrived and no answer came: look before doing it again."""


class Gone(Failed):
    """What was asked about is not on the network any more, as the network itself says."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, again=False)
