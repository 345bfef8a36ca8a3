"""Form fields that several apps share."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms_gds.fields import DateInputField
from django.core.exceptions import ValidationError

PLAIN = {
    "max_length": "Shorten this to %(limit_value)d letters or fewer",
    "null_characters_not_allowed": "Take out the characters that cannot be seen, or type it again",
}
"""What Django says less plainly, by the code of the mistake."""


class DateField(DateInputField):  # type: ignore[misc]
    """A date in three boxes, with messages that say what to do.

    `what` names the date in them: DateField(label="When did it happen?", what="the date it happened").
    """

    def __init__(self, *, what: str = "a date", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.what = what
        self.error_messages["required"] = self.error_messages["incomplete"] = f"Enter {what}, with day, month and year"
        for box, field, name in zip(self.widget.widgets, self.fields, ("day", "month", "year"), strict=True):
            box.attrs["inputmode"] = "numeric"
            field.error_messages["incomplete"] = f"Add the {name}"
            field.validators[0].message = f"Type the {name} in numbers"

    def compress(self, data_list: tuple[str, str, str]) -> date | None:
        """The three boxes as a date. Raises ValidationError for a day that no calendar has."""
        try:
            day, month, year = (int(part) if part else None for part in data_list)
            return date(year, month, day) if day and month and year else None
        except ValueError as wrong:
            raise ValidationError(f"Check {self.what}: the calendar has no such day", code="invalid") from wrong
