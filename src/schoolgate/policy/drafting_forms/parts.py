"""Groups of fields of a long form."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.layout import Div


class Part(Div):  # type: ignore[misc]
    """Fields that belong together, under a heading and a hint."""

    template = "policy/rule_part.html"

    def __init__(self, *fields: Any, title: str = "", hint: str = "", css_class: str = "") -> None:
        super().__init__(*fields, css_class=css_class)
        self.title, self.hint = title, hint


class Details(Part):
    """Fields that only some people need, behind a click."""

    template = "policy/rule_details.html"

    def __init__(self, *fields: Any, title: str, hint: str = "", open: bool = False) -> None:
        super().__init__(*fields, title=title, hint=hint)
        self.open = open
