"""What the form asks, of whom, in which order, and what the answers mean: `telling.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from schoolgate.casework.evidence.actions.keeping import AT_MOST
from schoolgate.casework.reports.drafts import Form
from schoolgate.casework.reports.uploads import MOST_FILES
from schoolgate.policy.vocabulary import load_yaml

GROWN_UP, CHILD = "grown-up", "child"
VOICES = {GROWN_UP: "grown_up", CHILD: "child"}
"""The part of an address, and the name of its words."""
ORDER = {
    GROWN_UP: ("what", "topic", "danger", "where", "right", "hurt", "who", "files", "you"),
    CHILD: ("topic", "danger", "what", "where", "hurt", "who", "files", "you"),
}
NEEDED = ("what", "topic", "danger")
"""Questions without whose answers nothing is sent. They come first: after them it can be sent from any page."""
PICTURES = ("where", "files")
"""Questions that are not asked about a nude picture of a child: a file or a link could be an answer."""
ONLY_COMPLAINT: tuple[str, ...] = ("right",)
NO_COMPLAINT: tuple[str, ...] = ("where",)
"""Questions that are asked about a complaint alone, and those that are not asked about one."""
NAMED = ("hurt", "who")
"""Questions that take ticks, and names beside them."""
TAPPED = ("topic", "where", "danger")
"""Questions that a child answers with one tap on a drawing."""
NUDE = "nude"
HIDDEN = "We have this. It is not shown here again."


def asked(voice: str, form: Form) -> list[str]:
    """The questions of this form, in order."""
    without = NO_COMPLAINT if complains(form.answers) else ONLY_COMPLAINT
    without += (*PICTURES, "topic") if form.nude else ()
    return [key for key in ORDER[voice] if key not in without]


def needed(voice: str, form: Form, besides: str = "") -> str:
    """The first question that must be answered and is not yet, but for `besides`; '' for none."""
    left = (key for key in asked(voice, form) if key in NEEDED and key not in form.answers and key != besides)
    return next(left, "")


def next_after(voice: str, form: Form, key: str = "") -> str:
    """The first question after this one that has no answer yet; '' for the check, where there is none or whoever tells
    us has said that this is all."""
    if form.done:
        return needed(voice, form)
    keys = asked(voice, form)
    after = keys[keys.index(key) + 1 :] if key in keys else keys
    return next((one for one in after if one not in form.answers), "")


def words_of(voice: str, key: str) -> Mapping[str, str]:
    """How a question is put: `asks`, `hint`, and what else its fields say."""
    found: Mapping[str, str] = data()["questions"][key][VOICES[voice]]
    return {name: words.replace("{files}", str(MOST_FILES)).replace("{size}", AT_MOST) for name, words in found.items()}


def choices(voice: str, key: str) -> dict[str, tuple[str, str]]:
    """The answers to choose from, each with its words and its hint, where that question has any."""
    if key == "where":
        return {code: (words, "") for code, words in data()["where"].items()}
    said = data()["topics" if key == "topic" else key]
    name = VOICES[voice]
    return {code: (one[name], one.get("hint", "")) for code, one in said.items() if name in one}


def kinds_of(answers: Mapping[str, Any], *, nude: bool) -> list[str]:
    """The kinds of case that it may be, by what was chosen."""
    topic = NUDE if nude else answers.get("topic", "")
    found = list(data()["topics"].get(topic, {"kinds": ["other"]})["kinds"])
    if complains(answers):
        # How a member of staff behaved is for whoever looks at the complaint to say; danger goes to more than them.
        return [*found, *(["other"] if may_be_danger(answers) else [])]
    if any(data()["who"][code].get("staff") for code in answers.get("who", ())):
        found.append("staff_conduct")
    return list(dict.fromkeys(found))


def roles_ticked(answers: Mapping[str, Any]) -> list[str]:
    """The roles whose holders it is said to be about."""
    return [role for code in answers.get("who", ()) if (role := data()["who"][code].get("role"))]


def complains(answers: Mapping[str, Any]) -> bool:
    """Whether whoever tells us complains about the school."""
    topic: Mapping[str, str] = data()["topics"].get(answers.get("topic", ""), {})
    return topic.get("complaint") == "yes"


def may_be_danger(answers: Mapping[str, Any]) -> bool:
    """Whether somebody may be in danger, as far as was said: whoever is not sure may be."""
    return answers.get("danger") in ("yes", "unsure")


def is_grave(form: Form) -> bool:
    """Whether what was chosen may mean danger before a word of it is written."""
    return bool(data()["topics"].get(form.answers.get("topic"), {}).get("grave"))


def rows(voice: str, form: Form) -> list[tuple[str, str, str]]:
    """What was asked or said: (question's key, its words, the answer as it is shown)."""
    left = _left_out(voice, form)
    keys = [key for key in asked(voice, form) if key not in left]
    return [(key, words_of(voice, key)["asks"], _shown(voice, form, key)) for key in keys]


def left_out(voice: str, form: Form) -> list[tuple[str, str]]:
    """What was not asked, because whoever tells us said that this is all: (question's key, its words)."""
    return [(key, words_of(voice, key)["asks"]) for key in _left_out(voice, form)]


def _left_out(voice: str, form: Form) -> list[str]:
    # Half a page may be said with the button about a picture: names without a tick, and no key of their question.
    left = (key for key in asked(voice, form) if key not in form.answers and not in_words(voice, form.answers, key))
    return [key for key in left if not (key == "files" and form.files)]


def _shown(voice: str, form: Form, key: str) -> str:
    if key in form.hidden:
        return HIDDEN
    if key == "files":
        return "\n".join(one["name"] for one in form.files) or "None"
    return in_words(voice, form.answers, key) or "Not answered"


def in_words(voice: str, answers: Mapping[str, Any], key: str) -> str:
    """One answer as a person reads it; '' where there is none."""
    if key == "you":
        return "\n".join(filter(None, (answers.get("name", ""), answers.get("reach", ""))))
    if key in NAMED:
        known = choices(_other(voice), key) | choices(voice, key)
        ticked = [known[code][0] for code in answers.get(key, ()) if code in known]
        # A name may stand without a tick.
        return "\n".join(filter(None, [", ".join(ticked), answers.get(f"{key}_names", "")]))
    said = str(answers.get(key, ""))
    if key in TAPPED:
        known = choices(_other(voice), key) | choices(voice, key)
        return known[said][0] if said in known else said
    return said


def _other(voice: str) -> str:
    return CHILD if voice == GROWN_UP else GROWN_UP


def leads_away() -> str:
    """Where the button to leave quickly leads."""
    return str(data()["leave"]["address"])


@cache
def data() -> Any:
    return load_yaml(files("schoolgate.casework.reports").joinpath("telling.yaml").read_bytes())
