"""Words to be found by, at the end of a post, for networks that find them in its text."""

from __future__ import annotations

import re

from schoolgate.publishing.networks.network import Outgoing

WORD = re.compile(r"[^\W_]+")


def hashtag(tag: str) -> str:
    """“Sports & games” as #SportsGames: each word with a capital, for who listens to it. Empty where no letter is."""
    words = WORD.findall(tag)
    joined = "".join(word if len(words) == 1 else word[0].upper() + word[1:] for word in words)
    return f"#{joined}" if any(letter.isalpha() for letter in joined) else ""


def with_tags(post: Outgoing) -> str:
    """The words of a post, or its title where it has none, and its tags below."""
    tags = " ".join(dict.fromkeys(found for tag in post.tags if (found := hashtag(tag))))
    return "\n\n".join(part for part in (post.text.strip() or post.title.strip(), tags) if part)
