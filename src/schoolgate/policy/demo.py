"""The demonstration school's policy: one that is years overdue, and a new version waiting for the governors."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.policy.actions import adopting, drafting

OLD = "alder-lane-2019.md"
ADOPTED = date(2019, 11, 4)


# What the head put right in what the reader made of the old policy: words of the clause, and the keys she set.
CORRECTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "tell the head teacher",
        {
            "who": ["staff"],
            "rules": [
                {"act": "befriend.pupil", "effect": "tell", "tell": "head"},
                {"act": "hide.friend_request", "effect": "forbid"},
            ],
            "controls": {"report.friend_request": ["head"]},
        },
    ),
    (
        "name or logo on a personal profile",
        {
            "who": ["staff"],
            "rules": [
                {
                    "act": "name.school",
                    "effect": "need",
                    "when": {"place": "profile"},
                    "approval": ["head"],
                    "written": "yes",
                },
                {"act": "use.logo", "effect": "need", "approval": ["head"], "written": "yes"},
            ],
            "controls": {"approver.school_name": ["head"], "approver.written": "yes"},
        },
    ),
    ("changed every six weeks", {"who": ["staff"], "controls": {"password.max_age_days": "42"}}),
    (
        "before they use the school's computers",
        {
            "who": ["staff", "contractor", "volunteer", "parent", "pupil"],
            "controls": {
                "agreement.audiences": ["staff", "visitor", "contractor", "parent", "ks1", "ks2"],
                "agreement.before_access": "yes",
            },
            "duties": [{"kind": "agreement", "what": "sign the acceptable use agreement", "when": "before_access"}],
        },
    ),
    ("talk the agreement through", {"who": ["staff"], "controls": {"agreement.discussed_with_pupils": "yes"}}),
    ("sign the agreement for their child", {"who": ["parent"], "controls": {"agreement.signed_by_parent": ["ks1"]}}),
)


def fill(school: School) -> None:
    """Put the old policy in force, and send the model's version to the governors."""
    head, chair = person_called("Hattie Example"), person_called("Chandra Example")
    assert head.school == school
    document = files("schoolgate.policy").joinpath("demonstration", OLD).read_bytes()
    draft = drafting.upload_policy(head, OLD, document)
    for words, values in CORRECTIONS:
        number = next(clause.id for clause in draft.clauses if words in clause.says)
        draft = drafting.change_clause(head, draft, draft.revision, number, values)
    adopting.adopt(chair, adopting.send(head, draft), ADOPTED)
    adopting.send(head, drafting.start_from(head, "model"))
