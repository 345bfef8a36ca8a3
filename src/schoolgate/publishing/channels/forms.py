"""What somebody types about an official account, its risks and who can run it."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.casework.removals.routes import networks as every_network
from schoolgate.community.fields import DateField
from schoolgate.community.models import Person, School
from schoolgate.duties.owing import Asked
from schoolgate.publishing.channels.actions.proposing import PRIVATE
from schoolgate.publishing.channels.known import grades, networks, number
from schoolgate.publishing.channels.models import Attestation, Channel
from schoolgate.publishing.channels.standing import is_private, moderate_at_most, who_agrees
from schoolgate.publishing.networks.known import purpose
from schoolgate.publishing.networks.network import Ask

LONG = {"max_length": "Make this shorter"}


class WhichNetwork(forms.Form):
    network = forms.ChoiceField(
        label="Which network is it for?", widget=forms.RadioSelect, error_messages={"required": "Choose a network"}
    )

    def __init__(self, now: Asked, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        named = now.values("account.networks")
        # The policy says website or blog; both are one thing here.
        ours = {"website" if name == "blog" else name for name in named}
        choices = []
        for name, known in networks().items():
            hint = "Not among those that the policy names" if ours and purpose(name) not in ours else ""
            choices.append(Choice(name, known["label"], hint=hint))
        self.fields["network"].choices = choices  # type: ignore[attr-defined]


class Handle(forms.Form):
    handle = forms.CharField(max_length=100, error_messages={"required": "Type what it is called", **LONG})
    address = forms.URLField(
        max_length=300,
        assume_scheme="https",
        error_messages={
            "required": "Type the address",
            "invalid": "Check the address. It begins with https:// and has a dot in its name",
            **LONG,
        },
    )

    def __init__(self, network: str, data: Any = None, initial: Any = None) -> None:
        known = networks()[network]
        usual = (known.get("address") or {}).get("usual", "")
        super().__init__(data, initial={"address": usual, **(initial or {})})
        for name in ("handle", "address"):
            if name in known:
                self.fields[name].label, self.fields[name].help_text = known[name]["label"], known[name]["hint"]
            else:
                del self.fields[name]


class Purpose(forms.Form):
    purpose = forms.CharField(
        label="What is it for?",
        help_text="What you will show there, and why it helps. Everybody can read this on the list of our accounts.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": "Say what it is for", **LONG},
    )
    audience = forms.ChoiceField(
        label="Who is it for?",
        widget=forms.RadioSelect,
        choices=[Choice(value, text) for value, text in Channel.Audience.choices],
        error_messages={"required": "Choose who it is for"},
    )


class Email(forms.Form):
    email = forms.EmailField(
        label="Which e-mail address does it hang on?",
        help_text="An address of the school that two people can read, never a private one. "
        "Whoever reads its mail can get into the account.",
        error_messages={
            "required": "Type the e-mail address",
            "invalid": "Check the address, such as a@school.example",
        },
    )

    def __init__(self, school: School, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.school = school

    def clean_email(self) -> str:
        mail = str(self.cleaned_data["email"])
        if is_private(self.school, mail):
            raise forms.ValidationError(PRIVATE)
        return mail


class Moderation(forms.Form):
    moderate_every = forms.IntegerField(
        label="Every how many days is it looked over?",
        min_value=1,
        error_messages={"required": "Type a number of days", "invalid": "Type a number of days, such as 7"},
    )
    agreed_with = forms.ChoiceField(
        label="Who agreed to this?",
        widget=forms.RadioSelect,
        error_messages={"required": "Speak with one of them first, then choose them"},
    )

    def __init__(self, now: Asked, data: Any = None, initial: Any = None) -> None:
        most, people = moderate_at_most(now), who_agrees(now)
        usual = min(most, number("moderate_every_days"))
        super().__init__(data, initial={"moderate_every": usual, **(initial or {})})
        field = self.fields["moderate_every"]
        clause = now.clause_of("moderation.interval_days")
        field.help_text = "Comments are read and what harms is hidden. " + (
            f"{_at_least(most)}, by {clause} of the policy." if clause else f"{_at_least(most)}."
        )
        field.max_value, field.error_messages["max_value"] = most, _at_most(most)  # type: ignore[attr-defined]
        field.error_messages["min_value"] = "Choose 1 day or more"
        self.most = most
        if people:
            choices = [(str(person.pk), person.name) for person in people]
            self.fields["agreed_with"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["agreed_with"]

    def clean_moderate_every(self) -> int:
        days = int(self.cleaned_data["moderate_every"])
        if days > self.most:
            raise forms.ValidationError(_at_most(self.most))
        return days


def _at_most(days: int) -> str:
    return "Choose 1: it is looked over every day" if days == 1 else f"Choose {days} days or fewer"


def _at_least(days: int) -> str:
    return "Every day" if days == 1 else f"At least every {days} days"


class Safe(forms.Form):
    what = forms.MultipleChoiceField(
        label="What is so, or will be from its first day?",
        widget=forms.CheckboxSelectMultiple,
        choices=Attestation.What.choices,
        error_messages={"required": "Tick both once they are so"},
    )

    def clean_what(self) -> list[str]:
        said = list(self.cleaned_data["what"])
        if set(said) != set(Attestation.What.values):
            raise forms.ValidationError("An account needs both. Tick both once they are so")
        return said


class Risk(forms.Form):
    what = forms.CharField(
        label="What could go wrong?",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=200,
        error_messages={"required": "Say what could go wrong", **LONG},
    )
    likelihood = forms.ChoiceField(
        label="How likely is it?", widget=forms.RadioSelect, error_messages={"required": "Choose how likely it is"}
    )
    harm = forms.ChoiceField(
        label="How much harm would it do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much harm it would do"},
    )
    measures = forms.CharField(
        label="What is done about it?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": "Say what is done about it", **LONG},
    )
    left = forms.ChoiceField(
        label="How much risk is left then?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much risk is left"},
    )

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for name in ("likelihood", "harm", "left"):
            choices = [(str(value), words.capitalize()) for value, words in grades(name).items()]
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ReviewOn(forms.Form):
    review_on = DateField(
        label="When are the risks looked at again?",
        what="the day",
        help_text=f"Within {number('assessment_at_most_months')} months.",
    )

    def clean_review_on(self) -> Any:
        day, today = self.cleaned_data["review_on"], timezone.localdate()
        if day is None or not 0 < (day - today).days <= number("assessment_at_most_months") * 31:
            raise forms.ValidationError(f"Choose a day within {number('assessment_at_most_months')} months from now")
        return day


class Connect(forms.Form):
    """What a network's adapter asks for. What is secret is never shown again, on the page either."""

    def __init__(self, asks: tuple[Ask, ...], data: Any = None) -> None:
        super().__init__(data)
        for ask in asks:
            self.fields[ask.name] = forms.CharField(
                label=ask.label,
                help_text=ask.hint,
                max_length=4000,
                strip=not ask.secret,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}) if ask.secret else forms.TextInput(),
                error_messages={"required": f"Type the {ask.label[:1].lower()}{ask.label[1:]}"},
            )


class Found(forms.Form):
    network = forms.ChoiceField(label="Where did you find it?", error_messages={"required": "Choose where"})
    where = forms.CharField(
        label="Its web address, or its name there",
        max_length=300,
        error_messages={"required": "Type its address or its name", **LONG},
    )
    whose = forms.ChoiceField(
        label="Whose is it?",
        widget=forms.RadioSelect,
        choices=[
            Choice("ours", "Somebody of our school started it", hint="I run it, or will from now on"),
            Choice("not", "It is not ours, or we do not know"),
        ],
        error_messages={"required": "Choose whose it is"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        ours = {name: known["label"] for name, known in networks().items()}
        others = {name: known.label for name, known in every_network().items() if name not in ours}
        self.fields["network"].choices = [("", "Choose"), *ours.items(), *others.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("whose") == "ours" and given.get("network") and given["network"] not in networks():
            self.add_error("network", "We keep no accounts there. Close it, or speak with the head teacher first")
        return given


class WhoCanRunIt(forms.Form):
    people = forms.TypedMultipleChoiceField(
        label="Who can do everything with the account?",
        help_text="Open its settings, and tick those who stand there.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick everybody who stands there", "invalid_choice": "Choose from the list"},
    )
    others = forms.ChoiceField(
        label="Does anybody else stand there?",
        widget=forms.RadioSelect,
        choices=[("no", "No, nobody else"), ("yes", "Yes, somebody who is not on this list")],
        error_messages={"required": "Choose whether anybody else stands there"},
    )

    def __init__(self, people: list[Person], data: Any = None) -> None:
        # Nobody is ticked beforehand: who says it has looked.
        super().__init__(data)
        self.fields["people"].choices = [(person.pk, person.name) for person in people]  # type: ignore[attr-defined]


class WhoTheyAre(forms.Form):
    """Each whom the network named, and which of our people that is."""

    NOBODY = "0"

    def __init__(self, listed: list[dict[str, str]], people: list[Person], data: Any = None) -> None:
        super().__init__(data)
        choices = [("", "Choose"), (self.NOBODY, "Nobody whom we know"), *((str(p.pk), p.name) for p in people)]
        for number_, one in enumerate(listed):
            self.fields[f"admin_{number_}"] = forms.ChoiceField(
                label=f"Who is “{one['name'] or one['handle']}”?",
                help_text=one["handle"] if one["name"] else "",
                choices=choices,
                initial=one["person"],
                error_messages={"required": "Choose who it is"},
            )
