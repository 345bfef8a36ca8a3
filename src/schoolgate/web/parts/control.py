"""The input of a field: its look, and which hint and which errors are read out with it."""

from django import forms
from django.forms import BoundField, Widget
from django.forms.widgets import Input

LOOKS: tuple[tuple[type[Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.PasswordInput, "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    (Input, "govuk-input"),
)


def draw(field: BoundField, *, counted: bool = False) -> str:
    """The widget of a bound field. `counted`: a message under it counts characters or words."""
    widget = field.field.widget
    if isinstance(widget, forms.MultiWidget):
        _mark_boxes(field, widget)
        return str(field)
    look = next((classes for kind, classes in LOOKS if isinstance(widget, kind)), "")
    classes = [look, widget.attrs.get("class", ""), f"{look.split()[0]}--error" if look and field.errors else ""]
    if counted:
        classes.append("govuk-js-character-count")
    told = [f"{field.auto_id}_hint"] if field.help_text else []
    told += [f"{field.auto_id}_{n}_error" for n, _ in enumerate(field.errors, start=1)]
    told += [f"{field.auto_id}-info"] if counted else []
    widget.attrs["class"] = " ".join(dict.fromkeys(" ".join(classes).split()))
    if told:
        widget.attrs["aria-describedby"] = " ".join(told)
    return str(field)


def _mark_boxes(field: BoundField, widget: forms.MultiWidget) -> None:
    """Mark the boxes that are wrong; all of them, when the fault is in the whole."""
    parts = [bool(getattr(part.widget, "errors", ())) for part in getattr(field.field, "fields", ())]
    for box, wrong in zip(widget.widgets, parts, strict=True):
        if field.errors and (wrong or not any(parts)):
            box.attrs["class"] += " govuk-input--error"
