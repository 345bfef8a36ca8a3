"""One page with every component on it, each with the awkward values that a school will give it."""

from __future__ import annotations

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines

from schoolgate.community.fields import DateField
from schoolgate.community.today import OVERDUE, Task

LONG = "A very long name without an end, such as Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Primary"

PAGE = """
{% extends "base.html" %}{% load components %}
{% block title %}Every component{% endblock %}
{% block back %}{% breadcrumbs "Home" "/" "Policies" "/policies/" %}{% back "/" %}{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">Every component</h1>
{% for name in verdicts %}{% verdict name %} {% answer name "Clause AL-4 decided." %}{% endfor %}
{% for name in modalities %}{% modality name %} {% endfor %}
{% tag "New" "green" %}
<h2 class="govuk-heading-m">Tasks</h2>{% task_list tasks %}
<h2 class="govuk-heading-m">Summary</h2>{% summary_list rows %}
{% table "Versions" columns cells numbers="2" %}
{% inset %}Set <strong>apart</strong>{% endinset %}
{% warning "This cannot be undone." %}
{% details "More about this" %}<p>Only for some.</p>{% enddetails %}
{% nothing "No versions yet" %}Send us the policy to begin.{% endnothing %}
<div id="results">{% pagination page %}</div>
{% filter_form filter %}
{% clause_card clauses.0 %}{% clause_card clauses.1 outweighed=True %}
{% progress 3 10 "Clauses read" %}
{% timeline entries %}
{% bar_chart "Clauses by kind" points "Clauses" %}
{% line_chart "Questions asked" points "Questions" %}
{% beside lines clauses_of_document %}
{% post_button "Adopt this version" "/adopt/" version="3" %}
<form method="post" novalidate enctype="multipart/form-data">{% csrf_token %}{% fields form %}{% button "Send" %}{% button "Add" url="/" style="secondary" %}</form>
{% endblock %}
"""


class Everything(forms.Form):
    """Every kind of field that the pages use."""

    name = forms.CharField(label="Name", help_text="As it stands on the policy.")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    role = forms.ChoiceField(
        label="Who is asking?",
        widget=forms.RadioSelect,
        choices=[
            Choice("staff", "A member of staff", hint="Paid by the school"),
            Choice("parent", "A parent", divider="or"),
            Choice("other", "Somebody else"),
        ],
    )
    topics = forms.MultipleChoiceField(
        label="About what?", widget=forms.CheckboxSelectMultiple, choices=[("p", "Pictures"), ("m", "Messages")]
    )
    sort = forms.ChoiceField(label="Sort", choices=[("a", "A policy"), ("b", LONG)])
    sure = forms.BooleanField(label="I have read it", help_text="All of it.")
    when = DateField(label="When does it start?", what="the date it starts", help_text="For example, 1 9 2026")
    document = forms.FileField(label="The policy", help_text="A Word, PDF or text file, up to 20 MB.")
    why = forms.CharField(label="Why?", widget=forms.Textarea)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        plain = [name for name in self.fields if name != "why"]
        self.helper.layout = Layout(*plain, Field.textarea("why", rows=4, max_words=50))


class Filter(forms.Form):
    text = forms.CharField(label="Words", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), ("must", "Must")])


def clause(number: int, first: int, last: int) -> dict[str, object]:
    return {
        "id": f"AL-{number}",
        "section": "Pictures",
        "who": ["staff", "former_pupil"],
        "modality": "must_not",
        "says": f"Nobody posts a picture of a child ({number}). {LONG}",
        "first": first,
        "last": last,
        "url": f"/clauses/AL-{number}/",
    }


def context(form: forms.Form) -> dict[str, object]:
    """What the gallery shows, with `form` in whatever state it is."""
    return {
        "form": form,
        "filter": Filter(),
        "verdicts": ["forbidden", "needs", "discouraged", "allowed", "silent", "depends"],
        "modalities": ["must", "must_not", "should", "should_not", "may", "statement"],
        "tasks": [
            Task("Sign the agreement", "/sign/", "It was due on 2 September.", OVERDUE),
            {"title": "Nothing to click", "status": "Done"},
        ],
        "rows": [("Name", LONG, "/change/"), ("Kind", "A policy")],
        "columns": ["Version", "Adopted", "Clauses", "State"],
        "cells": [
            [
                {"text": LONG, "url": "/v/1/"},
                "1 September 2026",
                12,
                {"text": "", "tag": "In force", "colour": "green"},
            ],
            ["Old <b>one</b>", "1 September 2021", 9, {"text": "Then", "verdict": "silent"}],
        ],
        "page": Paginator(range(500), 10).page(7),
        "clauses": [clause(1, 1, 2), clause(2, 4, 4)],
        "clauses_of_document": [clause(3, 2, 3), clause(4, 5, 5)],
        "lines": ["Title", "First rule", "    goes on here", "", LONG],
        "entries": [{"title": "Adopted", "at": "1 September 2026", "by": "A governor", "text": "By vote."}],
        "points": [("Must", 12), ("Should", 4), ("May", 0)],
    }


def render(request: HttpRequest, form: forms.Form) -> str:
    return engines["django"].from_string(PAGE).render(context(form), request)
