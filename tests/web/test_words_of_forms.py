"""A form that is not filled in says which answer is missing, never “This field is required.”"""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.urls import get_resolver

from schoolgate.web.forms import PlainWords

DEFAULT = "This field is required."


def below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def test_no_form_of_ours_leaves_the_missing_answer_without_a_name() -> None:
    assert get_resolver().url_patterns  # every view, and so every form, is read
    ours = {form for form in below(forms.BaseForm) if form.__module__.startswith("schoolgate.")}
    assert len(ours) > 10
    nameless = [
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if field.required and not isinstance(field.widget, forms.HiddenInput)
        if field.error_messages["required"] == DEFAULT
        if not (issubclass(form, PlainWords) and name in form.words)
    ]
    assert nameless == []


def test_what_does_not_fit_says_what_to_do() -> None:
    class Name(forms.Form):
        name = forms.CharField(max_length=20)

    assert Name({"name": "x" * 21}).errors["name"] == ["Shorten this to 20 letters or fewer"]
    assert "Take out" in Name({"name": "Zo\0e"}).errors["name"][0]
