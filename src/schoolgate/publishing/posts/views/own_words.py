"""Which numbers, addresses and names are the school's own."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.publishing.posts.actions.own_words import say_own_words
from schoolgate.publishing.posts.own import latest


class OwnWordsForm(forms.Form):
    details = forms.CharField(
        label="The school’s telephone numbers, email addresses and postcodes",
        help_text="As they stand at the head of your letters. Each may then stand in a post.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    names = forms.CharField(
        label="Names of houses, buildings and groups",
        help_text="One on each line, as you write them: Ruby House. The names of classes are known already.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@power("post.own_words")
@ask
def own_words(request: Request) -> HttpResponse:
    last = latest(request.person.school)
    initial = {"details": "\n".join(last.details), "names": "\n".join(last.names)} if last else {}
    form = OwnWordsForm(sent(request), initial=initial)
    return asked_and_done(
        request,
        form,
        lambda given: say_own_words(request.person, given["details"], given["names"].splitlines()),
        done="From now on the check knows that these are the school’s own.",
        to=reverse("posts"),
        title="What is the school’s own?",
        lead="The check of a post stops personal details and pupils’ names. It lets these through.",
        button="Save",
    )
