"""A page that is opened in the tests."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page by its address; `who` is a kind of person of the demonstration school, or nobody for a stranger.

    Words in braces stand in the name of a link, on the page whose address comes before them; the link's own address
    says what is to stand in their place.
    `press` names a button to press on it: then it is what follows that is looked at, and that has the status.
    """

    path: str
    who: str = ""
    status: int = 200
    press: str = ""
