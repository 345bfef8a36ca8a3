"""What the forms of a draft share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.http import QueryDict

from schoolgate.documents.dates import dates_in
from schoolgate.policy.dates import last_day
from schoolgate.policy.pack import DATED
from schoolgate.policy.vocabulary import roles
from schoolgate.policy.wording import as_list, capital, date_words


class OfDraft(forms.Form):
    """A form that remembers which revision of the draft its page showed."""

    def __init__(self, revision: int, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={**(initial or {}), "revision": revision})
        self.now = revision
        # Last, because the first field of a page may be its heading.
        self.fields["revision"] = forms.IntegerField(
            widget=forms.HiddenInput, error_messages={"required": "Open this page again, then make your change"}
        )

    @property
    def helper(self) -> FormHelper:
        """How it is drawn: each question in bold, so that a page of several is easy to run an eye over."""
        helper = FormHelper(self)
        bold = {"label_size": Size.for_label(Size.SMALL), "legend_size": Size.for_legend(Size.SMALL)}
        helper.layout = Layout(*(Field(name, context=bold) for name in self.fields))
        return helper

    def catch_up(self) -> None:
        """Let the next try start from the draft as it is now."""
        data = cast(QueryDict, self.data).copy()
        data["revision"] = str(self.now)
        self.data = data


class Words(forms.CharField):
    """A few words; line breaks and double spaces become one space."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value) or "").split())


class RoughDate(forms.CharField):
    """A date as exact as the policy gives it: a day, a month, a term or a year. Cleans to the pack's form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "As exact as you know it, such as 14 September 2026 or autumn term 2026.")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return date_words(value) if isinstance(value, str) and DATED.fullmatch(value) else value

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value) or "")
        if not typed:
            return ""
        found = [typed.lower()] if DATED.fullmatch(typed.lower()) else [d.iso for d in dates_in(typed, bare_years=True)]
        try:
            last_day(found[0])
        except (IndexError, ValueError):
            raise forms.ValidationError(
                "Type a date such as 14 September 2026, September 2026 or autumn term 2026"
            ) from None
        return found[0]


def in_order(chosen: Iterable[str], before: Any) -> list[str]:
    """What was chosen, those that stood there before in their old order first."""
    chosen = list(chosen)
    old = [one for one in as_list(before) if one in chosen]
    return [*old, *(one for one in chosen if one not in old)]


def bound_choices() -> list[Choice]:
    """Whom a clause or a rule can bind."""
    return [Choice("everyone", "Everyone"), *(Choice(name, capital(role["label"])) for name, role in roles().items())]


def who_field(label: str, help_text: str = "Choose all that apply.") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=bound_choices(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose whom it binds"},
    )
