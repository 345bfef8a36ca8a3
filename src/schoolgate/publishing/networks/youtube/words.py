"""What YouTube is told of a film."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from schoolgate.publishing.networks.network import Outgoing

LONGEST_TITLE, LONGEST_WORDS, LONGEST_TAGS = 100, 5000, 500
MARK = re.compile("sg[0-9a-f]{20}")
# “Education” (videoCategories.list).
CATEGORY = "27"


def mark(key: str) -> str:
    """A tag that is worked out from the key: the film is found again by it. Nobody sees it on the film's page."""
    return f"sg{hashlib.sha256(key.encode()).hexdigest()[:20]}"


def size(text: str) -> int:
    return len(text.encode())


def about(post: Outgoing, key: str) -> dict[str, Any]:
    """A film that nobody sees yet."""
    snippet = {
        "title": post.title.strip(),
        "description": post.text.strip(),
        "tags": [mark(key), *(one.strip() for one in post.tags if one.strip())],
        "categoryId": CATEGORY,
        "defaultLanguage": post.language,
    }
    return {"snippet": snippet, "status": status("private")}


def status(privacy: str) -> dict[str, Any]:
    """All of it each time: what is left out is set back to what is usual.

    A school's films are said to be made for children: then YouTube shows no advertisements that follow who watches,
    keeps less about them, and lets nobody comment (support.google.com/youtube/answer/9632097, October 2023).
    """
    return {
        "privacyStatus": privacy,
        "selfDeclaredMadeForKids": True,
        "embeddable": True,
        "license": "youtube",
        "publicStatsViewable": False,
    }


def tags_length(tags: tuple[str, ...]) -> int:
    """As YouTube counts: commas between them, and quotes around each that has a space."""
    whole = [mark(""), *(one.strip() for one in tags if one.strip())]
    return sum(len(one) + 2 * (" " in one) for one in whole) + len(whole) - 1
