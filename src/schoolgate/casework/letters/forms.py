"""What somebody types for a letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.casework.letters.catalogue import by_days, fields, known_fields
from schoolgate.casework.letters.fields import unknown, used
from schoolgate.casework.letters.models import Sending
from schoolgate.casework.letters.recipients import Recipient
from schoolgate.community.fields import DateField

LONGEST = 20_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Begin(forms.Form):
    """Whom the letter is to, and what it needs to say. What is left empty becomes a gap to fill in later."""

    def __init__(self, found: list[Recipient], text: str, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.found = {one.code: one for one in found}
        self.fields["to"] = forms.ChoiceField(
            label="Who is it to?",
            choices=[Choice(one.code, one.label, hint=one.hint) for one in found],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose who the letter is to", "invalid_choice": "Choose from the list again"},
        )
        self.fields["name"] = forms.CharField(
            label="Their name",
            help_text="Only for a website, or for somebody who is not in the list.",
            max_length=200,
            required=False,
        )
        self.asked = [name for name in used(text) if fields()[name].ask]
        for name in self.asked:
            self.fields[name] = _field(name)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        to = self.found.get(given.get("to", ""))
        if to and not to.name and not given.get("name", "").strip():
            self.add_error("name", "Type the name of whoever the letter is to")
        return given

    def answers(self) -> dict[str, str]:
        """What was filled in, by field, as words."""
        given = ((name, self.cleaned_data.get(name)) for name in self.asked)
        return {name: f"{value:%-d %B %Y}" if isinstance(value, date) else str(value or "") for name, value in given}


def _field(name: str) -> forms.Field:
    field = fields()[name]
    if name == "by_date":
        soon = timezone.localdate() + timedelta(days=by_days())
        return DateField(label=field.ask, what="the day by which you ask for it", required=False, initial=soon)
    widget = _area(4) if field.long else forms.TextInput()
    return forms.CharField(label=field.ask, help_text=field.hint, max_length=4000, required=False, widget=widget)


class Words(forms.Form):
    words = forms.CharField(
        label="The words of the letter",
        help_text="A line between two paragraphs. **Two stars** make words bold. The school’s name, the date and who "
        "signs are put around it.",
        max_length=LONGEST,
        widget=_area(22),
        error_messages={"required": "Write the words of the letter"},
    )
    clause = forms.CharField(
        label="The clause of the policy that it rests on",
        help_text="Its number. It stands at the end of the letter. Leave it empty for none.",
        max_length=60,
        required=False,
    )
    after = forms.IntegerField(widget=forms.HiddenInput)


class _Goes(forms.Form):
    """What is asked before a letter goes out; the tick only where names stand in it."""

    def __init__(self, strays: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if strays:
            self.fields["sure"] = forms.BooleanField(
                label=f"I have looked, and these may stand in it: {', '.join(strays)}",
                error_messages={"required": "Tick that you have looked at the names, or change the letter"},
            )

    def sure(self) -> bool:
        return bool(self.cleaned_data.get("sure"))


class ByMail(_Goes):
    address = forms.EmailField(
        label="Their e-mail address",
        help_text="The e-mail says only that there is a letter, with a link to it. Look at the address twice.",
        error_messages={"required": "Type an e-mail address", "invalid": "Type an e-mail address, like name@home.uk"},
    )


class OnPaper(_Goes):
    how = forms.ChoiceField(
        label="How did it go out?",
        choices=[(Sending.How.POST, "I have posted it"), (Sending.How.HAND, "I have handed it over")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it went out"},
    )
    on = DateField(label="On which day?", what="the day it went out")

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Enter a day that is not in the future")
        return day


class Reword(forms.Form):
    """A school's own words for a kind of letter."""

    words = forms.CharField(
        label="The words",
        max_length=LONGEST,
        widget=_area(22),
        error_messages={"required": "Write the words, or go back to ours"},
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, key: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if strange := unknown(words, known_fields(self.key)):
            raise forms.ValidationError(
                f"There is no field called “{strange[0]}”. Choose one from the list, or take it out."
            )
        return words
