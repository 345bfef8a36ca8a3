"""What somebody types on the training pages."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.community.fields import PLAIN, DateField
from schoolgate.community.models import School
from schoolgate.duties.training.catalogue import courses
from schoolgate.duties.training.material import topics
from schoolgate.duties.training.models import Course
from schoolgate.duties.training.steps import CourseError, steps
from schoolgate.policy.wording import capital


class AnswerForm(forms.Form):
    """The answers of one question; the value is the answer's place, from 0."""

    answer = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer", "invalid_choice": "Choose an answer from the list"},
    )

    def __init__(self, answers: list[str], data: Any = None) -> None:
        super().__init__(data)
        choices = [Choice(str(place), words) for place, words in enumerate(answers)]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]


class CourseForm(forms.Form):
    title = forms.CharField(
        label="What is the course called?",
        max_length=150,
        error_messages={"required": "Enter what it is called", **PLAIN},
    )
    topics = forms.MultipleChoiceField(
        label="What does it cover?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Your policy asks for training by topic. A course is asked for where it covers one.",
        choices=lambda: [Choice(name, capital(label)) for name, label in topics().items()],
    )
    elsewhere = forms.CharField(
        label="Where is it held?",
        required=False,
        max_length=200,
        help_text="The name of the provider or a web address. Leave this empty for a course that is read here.",
        error_messages=PLAIN,
    )
    body = forms.CharField(
        label="The course, to be read here",
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Begin each page with ## and its heading. Under a question, begin each wrong answer with - [ ], the "
        "right one with - [x], and say under each why, behind >. Ask at least three questions, and one for each topic. "
        "Leave this empty for a course held elsewhere.",
        error_messages=PLAIN,
    )
    expires_months = forms.IntegerField(
        label="For how many months does it count?",
        required=False,
        min_value=1,
        max_value=120,
        help_text="Leave it empty if it does not run out. Your policy may still ask for it more often.",
        error_messages={
            "invalid": "Enter a number of months, such as 12",
            "min_value": "Enter 1 month or more",
            "max_value": "Enter 120 months or fewer",
        },
    )

    def __init__(self, course: Course | None = None, data: Any = None) -> None:
        initial = {name: getattr(course, name) for name in self.base_fields} if course else None
        super().__init__(data, initial=initial)
        if course and course.included:
            for name in ("title", "elsewhere", "body"):
                del self.fields[name]
        self.included = bool(course and course.included)

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"])
        try:
            steps(body)
        except CourseError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return body

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if not self.included and "body" in found and bool(found["body"]) == bool(found.get("elsewhere")):
            self.add_error("elsewhere", "Say where the course is held, or write it below: one of the two")
        return found


class SessionForm(forms.Form):
    course = forms.ChoiceField(label="Which course?", error_messages={"required": "Choose a course"})
    on = DateField(label="On which day?", what="the day of the session")
    led_by = forms.CharField(
        label="Who leads it?",
        max_length=150,
        help_text="A person or an organisation.",
        error_messages={"required": "Enter who leads it", **PLAIN},
    )

    def __init__(self, school: School, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})
        choices = [("", "Choose a course"), *((course.key, course.title) for course in courses(school))]
        self.fields["course"].choices = choices  # type: ignore[attr-defined]


class AttendanceForm(forms.Form):
    there = forms.MultipleChoiceField(
        label="Who was there?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose people from the list"},
    )

    def __init__(self, people: list[tuple[int, str]], ticked: list[int], data: Any = None) -> None:
        super().__init__(data, initial={"there": [str(pk) for pk in ticked]})
        choices = [Choice(str(pk), name) for pk, name in people]
        self.fields["there"].choices = choices  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    why = forms.CharField(
        label="What is wrong with it?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In a sentence. The person whom it is about reads it.",
        error_messages={"required": "Say what is wrong with it", **PLAIN},
    )


class FindForm(forms.Form):
    name = forms.CharField(label="Find by name", required=False, max_length=100)


class ImportForm(forms.Form):
    file = forms.FileField(
        label="Your file",
        help_text="A CSV file, 2 MB at most.",
        error_messages={"required": "Choose a file", "empty": "This file is empty. Choose another one"},
    )
