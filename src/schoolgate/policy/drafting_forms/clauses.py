"""The words of a clause, a new clause, and the details of the whole policy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.policy.clause import EFFECTS
from schoolgate.policy.drafting_forms.base import OfDraft, RoughDate, Words, in_order, who_field
from schoolgate.policy.wording import Raw, as_list, capital, effect_of, words

NUMBER = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9.()-]{0,19}")


class ClauseWords(OfDraft):
    says = Words(
        label="What does it say?",
        help_text="One rule, in plain words. People see this sentence when it decides an answer.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say what the clause says",
            "max_length": "Shorten this, or make two clauses of it",
        },
    )
    section = Words(
        label="Which section does it stand in?",
        max_length=200,
        error_messages={"required": "Type the name of the section"},
    )
    who = who_field("Whom does it bind?", "Choose all that apply. Staff takes in the head teacher and senior leaders.")
    modality = forms.ChoiceField(
        label="How strongly?",
        choices=[Choice(name, capital(w["label"]), hint=w["hint"]) for name, w in words("modality").items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how strongly it binds them"},
    )
    general = forms.ChoiceField(
        label="Is it a general rule of conduct?",
        help_text="Such as “do nothing to harm the school’s good name”. A general rule decides no question by itself. "
        "People see it where the policy does not say.",
        choices=[Choice("no", "No"), Choice("yes", "Yes")],
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )

    def __init__(self, revision: int, clause: Raw, data: Any = None) -> None:
        initial = {key: clause[key] for key in ("says", "section", "modality")}
        initial |= {"who": as_list(clause["who"]), "general": clause.get("general", "no")}
        super().__init__(revision, data, initial)
        self.clause = clause

    def raw(self) -> dict[str, Any]:
        """The keys of the clause that this form decides."""
        told = self.cleaned_data
        values: dict[str, Any] = {key: told[key] for key in ("says", "section", "modality")}
        values["who"] = in_order(told["who"], self.clause["who"])
        values["general"] = "yes" if told["general"] == "yes" else None
        if told["modality"] != self.clause["modality"] and self.clause.get("rules"):
            values["rules"] = [self._kept(rule, told["modality"]) for rule in self.clause["rules"]]
        return values

    def _kept(self, rule: Mapping[str, Any], modality: str) -> dict[str, Any]:
        """A rule whose effect followed from the modality goes on following; where no effect follows, it is written."""
        if effect_of(rule, modality):
            return dict(rule)
        return {**rule, "effect": EFFECTS[self.clause["modality"]]}


class AddClause(ClauseWords):
    after = forms.ChoiceField(label="Where does it stand?", required=False)
    number = forms.CharField(
        label="Its number",
        help_text="People see it beside every answer that the clause decides.",
        max_length=20,
        error_messages={"required": "Give the clause a number"},
    )
    field_order = ("after", "number", "says", "section", "who", "modality", "general")

    def __init__(self, revision: int, clauses: list[Raw], after: str, data: Any = None) -> None:
        before = next((c for c in clauses if c["id"] == after), clauses[-1] if clauses else None)
        last = str(before["id"]) if before else ""
        section = str(before["section"]) if before else ""
        super().__init__(revision, {"says": "", "section": section, "who": [], "modality": ""}, data)
        self.fields["after"].initial = last
        self.fields["number"].initial = next_number([clause["id"] for clause in clauses], last)
        first = [("", "First of all")]
        self.fields["after"].choices = first + [(c["id"], f"After {c['id']}: {c['says'][:60]}") for c in clauses]  # type: ignore[attr-defined]

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        if not NUMBER.fullmatch(number):
            raise forms.ValidationError("Use letters and digits, with at least one digit, such as 12 or S-4")
        return number

    def raw(self) -> dict[str, Any]:
        return {"id": self.cleaned_data["number"]} | {key: value for key, value in super().raw().items() if value}


def next_number(numbers: Iterable[str], like: str) -> str:
    """The next free number of the kind of `like`: "HB-97" where HB-96 is the highest, "c012" after "c011"."""
    counted = re.compile(r"(.*?)(\d+)")
    found = counted.fullmatch(like)
    prefix, digits = found.groups() if found else ("", "0")
    same = [m[2] for number in numbers if (m := counted.fullmatch(number)) and m[1] == prefix]
    return f"{prefix}{max(map(int, same), default=0) + 1:0{len(digits)}}"


class Details(OfDraft):
    title = Words(
        label="What is it called?", max_length=200, error_messages={"required": "Type the title of the policy"}
    )
    adopted = RoughDate(label="When was it adopted?", required=False)
    reviewed = RoughDate(label="When was it last reviewed?", required=False)
    review_due = RoughDate(label="When is the next review due?", required=False)
    approver = Words(
        label="Who approves it?", help_text="A group or a role, such as the full governing body.", required=False,
        max_length=200,
    )  # fmt: skip
    owner = Words(
        label="Who looks after it?", help_text="A role rather than a name, such as the head teacher.", required=False,
        max_length=200,
    )  # fmt: skip

    def __init__(self, revision: int, pack: Raw, data: Any = None) -> None:
        initial = {key: pack.get(key, "") for key in ("title", "approver", "owner")}
        super().__init__(revision, data, initial | dict(pack.get("dates") or {}))

    def raw(self) -> dict[str, Any]:
        told = self.cleaned_data
        dates = {key: told[key] for key in ("adopted", "reviewed", "review_due") if told[key]}
        return {"title": told["title"], "dates": dates, "approver": told["approver"], "owner": told["owner"]}
