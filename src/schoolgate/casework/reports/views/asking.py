"""The questions, one a page; the help that comes first; and the path for a nude picture of a child."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.reports import drafts, uploads
from schoolgate.casework.reports.drafts import Form
from schoolgate.casework.reports.forms import OneQuestion
from schoolgate.casework.reports.questions import (
    CHILD,
    NUDE,
    ORDER,
    PICTURES,
    TAPPED,
    asked,
    choices,
    is_grave,
    may_be_danger,
    needed,
    next_after,
    words_of,
)
from schoolgate.casework.reports.views.common import (
    frame,
    lines,
    place_at,
    public,
    put_away,
    token_in,
    under_way,
    was_sent,
    with_token,
)
from schoolgate.casework.reports.views.elsewhere import WHICH, elsewhere, is_of_another, is_the_same, which
from schoolgate.community.change import Refused
from schoolgate.community.models import School
from schoolgate.community.request import AnyRequest
from schoolgate.community.views.asking import ask
from schoolgate.policy.worries import Worry, worry

TOO_MANY = (
    f"You can add {uploads.MOST_FILES} files here. Send these first: you can add more afterwards, with your code."
)
DONE = "done"
"""The button that says that this is all: what was typed on its page is kept, and the check comes next."""
ABOUT_A_PICTURE = "picture"
"""The button of every page that says that a picture shows a child with few or no clothes on."""


@public
@ask
def question(request: AnyRequest, school: str, voice: str, question: str) -> HttpResponse:
    return _question(request, place_at(school, voice), voice, question)


@public
@ask
def files(request: AnyRequest, school: str, voice: str) -> HttpResponse:
    """The one question that takes files, as long as it is not about a nude picture of a child."""
    where = place_at(school, voice)
    form = under_way(request, where)
    if request.method == "POST" and not (form and form.nude):
        uploads.take_some(request)
    return _question(request, where, voice, "files")


def _question(request: AnyRequest, where: School, voice: str, key: str) -> HttpResponse:
    asks = request.method != "POST"
    if asks and was_sent(request, where):
        return put_away(redirect(address(where, voice, key)), where, token_in(request))
    form = under_way(request, where) or drafts.begun()
    if asks and form.answers.get("voice", voice) != voice:
        return redirect("tell_door", school=where.slug, voice=voice)
    if form.nude and key in (*PICTURES, "topic"):
        return redirect("tell_picture", school=where.slug, voice=voice)
    if key not in asked(voice, form):
        raise Http404
    if not asks:
        if is_of_another(request, form) and (refused := _of_another(request, where, voice, key, form)):
            return refused
        try:
            return _answered(request, where, voice, key, form)
        except drafts.GoneError:
            return redirect("tell", school=where.slug)
    return _page(request, where, voice, form, OneQuestion(voice, key, form))


def _of_another(request: AnyRequest, where: School, voice: str, key: str, form: Form) -> HttpResponse | None:
    """The answer to what a page of another form sends; None where it may go on all the same."""
    under = None if form.is_new else form
    if _about_a_picture(request):
        # Never left unheard: it is said of the form under way, or begins one, where nothing was typed for another.
        return redirect("tell_picture", school=where.slug, voice=voice) if under else None
    page = OneQuestion(voice, key, form, request.POST) if key != "files" else None
    if page and under and not request.POST.get(WHICH) and is_the_same(page, form):
        return None
    return elsewhere(request, where, voice, under, page)


def _about_a_picture(request: AnyRequest) -> bool:
    return ABOUT_A_PICTURE in request.POST or request.POST.get("topic") == NUDE


def _answered(request: AnyRequest, where: School, voice: str, key: str, form: Form) -> HttpResponse:
    if _about_a_picture(request):
        return _no_pictures(request, where, voice, key, form)
    if key == "files":
        return _with_files(request, where, voice, form)
    page, done = OneQuestion(voice, key, form, request.POST), DONE in request.POST
    if done and _is_tapped(voice, key) and key not in request.POST:
        _keep(form, voice, key, {}, done=True)
        return _on(where, voice, form, key)
    if not page.is_valid():
        return _page(request, where, voice, form, page)
    _keep(form, voice, key, page.answers(), page.shows(), done=done)
    return _on(where, voice, form, key)


def _is_tapped(voice: str, key: str) -> bool:
    return voice == CHILD and key in TAPPED


def _keep(
    form: Form, voice: str, key: str, answers: dict[str, Any], shows: Collection[str] = (), *, done: bool = False
) -> None:
    with drafts.changing(form) as held:
        held.done |= done
        # Another page may have said meanwhile that it is about a picture: then no link is taken.
        if not (held.nude and key in PICTURES):
            held.answers |= {**answers, "voice": voice}
            held.hidden = [name for name in held.hidden if name not in shows]


def _no_pictures(request: AnyRequest, where: School, voice: str, key: str, form: Form) -> HttpResponse:
    """At once: no file and no link from here on, and none of those that were given. What was typed stays."""
    typed = _typed(OneQuestion(voice, key, form, request.POST)) if key in ORDER[voice] else {}
    with drafts.changing(form) as held:
        held.answers |= {**typed, "topic": NUDE, "voice": voice}
        held.hidden = [name for name in held.hidden if name not in typed]
        drafts.no_pictures(held)
    return with_token(redirect("tell_picture", school=where.slug, voice=voice), where, form.token)


def _typed(page: OneQuestion) -> dict[str, Any]:
    """What was typed and ticked on a page that was left half done: all of it but links."""
    page.full_clean()
    found = {name: value for name, value in page.cleaned_data.items() if value}
    return {name: value for name, value in found.items() if name not in (*PICTURES, "topic")}


def _with_files(request: AnyRequest, where: School, voice: str, form: Form) -> HttpResponse:
    if number := request.POST.get("remove"):
        with drafts.changing(form) as held:
            drafts.drop_file(held, number)
        return with_token(redirect("tell_files", school=where.slug, voice=voice), where, form.token)
    page = OneQuestion(voice, "files", form, request.POST, request.FILES)
    if not page.is_valid():
        return _page(request, where, voice, form, page)
    given = page.cleaned_data["files"]
    for one in given:
        try:
            # Looked at before the form is held: a scanner may take a while.
            ready = uploads.prepared(one)
        except Refused as no:
            page.add_error("files", str(no))
            continue
        with drafts.changing(form) as held:
            if held.nude:
                return redirect("tell_picture", school=where.slug, voice=voice)
            if len(held.files) >= uploads.MOST_FILES:
                page.add_error("files", TOO_MANY)
                break
            if not drafts.has_room():
                page.add_error("files", uploads.FULL)
                break
            drafts.add_file(held, ready.data, ready.name, ready.scanned)
            held.hidden = [name for name in held.hidden if name != "files"]
    if page.errors:
        again = drafts.found(form.token) or form
        return with_token(_page(request, where, voice, again, page), where, form.token)
    if "add" in request.POST:
        return with_token(redirect("tell_files", school=where.slug, voice=voice), where, form.token)
    _keep(form, voice, "files", {"files": "done"}, done=DONE in request.POST)
    return _on(where, voice, form, "files")


def _page(request: AnyRequest, where: School, voice: str, form: Form, page: OneQuestion) -> HttpResponse:
    key = page.key
    keys = asked(voice, form)
    before = keys[keys.index(key) - 1] if keys.index(key) else ""
    tapped = _is_tapped(voice, key)
    context = frame(
        where,
        form=page,
        key=key,
        voice=voice,
        child=voice == CHILD,
        words=words_of(voice, key),
        back_url=address(where, voice, before) if before else reverse("tell", args=[where.slug]),
        number=keys.index(key) + 1,
        of=len(keys),
        nude=form.nude,
        # The answer of this page is sent with the button; a drawing is not tapped with it.
        may_end=not needed(voice, form, besides="" if tapped else key),
        which=which(form),
        files=form.files if key == "files" and "files" not in form.hidden else [],
        hidden=key in form.hidden,
        taps=[(code, said) for code, (said, _) in choices(voice, key).items()] if tapped else [],
    )
    template = "tap" if tapped else "files" if key == "files" else "question"
    return render(request, f"reports/{template}.html", context, status=422 if page.errors else 200)


def _on(where: School, voice: str, kept: Form, key: str) -> HttpResponse:
    """To the next question, or first to the help that what was told calls for."""
    form = drafts.found(kept.token)
    if form is None:
        raise drafts.GoneError
    found = worry(str(form.answers.get("what", ""))) if key == "what" else None
    due = f"worry:{found.kind}" if found else ""
    if (key == "danger" and may_be_danger(form.answers)) or (key == "topic" and voice == CHILD and is_grave(form)):
        due = key
    if due and due not in form.told:
        with drafts.changing(form) as held:
            held.told.append(due)
        return with_token(redirect("tell_now", school=where.slug, voice=voice, after=key), where, form.token)
    return with_token(redirect(following(where, voice, form, key)), where, form.token)


def following(where: School, voice: str, form: Form, key: str) -> str:
    """The address of the first question after this one that has no answer yet; of the check where there is none."""
    left = next_after(voice, form, key)
    return address(where, voice, left) if left else reverse("tell_check", args=[where.slug, voice])


def address(where: School, voice: str, key: str) -> str:
    if key == "files":
        return reverse("tell_files", args=[where.slug, voice])
    return reverse("tell_question", args=[where.slug, voice, key])


@public
@require_safe
def now(request: AnyRequest, school: str, voice: str, after: str) -> HttpResponse:
    """Help first, for what was told; then on with the form, which takes everything all the same."""
    where = place_at(school, voice)
    form = under_way(request, where)
    if form is None:
        return redirect("tell", school=where.slug)
    found: Worry | None = None
    if after == "what" and "what" not in form.hidden:
        found = worry(str(form.answers.get("what", "")))
    context = frame(
        where,
        voice=voice,
        child=voice == CHILD,
        worry=found,
        may_be_picture=found is not None and found.kind == "nude_image" and not form.nude,
        danger=after in ("danger", "topic"),
        emergency=lines("emergency"),
        others=lines("childline") if voice == CHILD else lines("nspcc", "samaritans"),
        go_on=following(where, voice, form, after),
        key=after,
        picture_action=reverse("tell_picture", args=[where.slug, voice]),
        nude=form.nude,
    )
    return render(request, "reports/now.html", context)


@public
@ask
def picture(request: AnyRequest, school: str, voice: str) -> HttpResponse:
    """A picture shows a child with few or no clothes on: what never to do, whom to call, and on in words alone.

    It can be said here too, before anything was answered. Nothing is taken with it.
    """
    where = place_at(school, voice)
    form = under_way(request, where)
    if request.method == "POST":
        try:
            return _no_pictures(request, where, voice, "", form or drafts.begun())
        except drafts.GoneError:
            return redirect("tell", school=where.slug)
    adult = voice != CHILD
    context = frame(
        where,
        voice=voice,
        child=not adult,
        said=form is not None and form.nude,
        wrote=form is not None and any(form.answers.get(key) for key in form.answers if key not in ("topic", "voice")),
        begin_anew=reverse("tell_door", args=[where.slug, voice]),
        calls=lines("emergency", "police", "nspcc", "report_remove", "iwf", "ceop")
        if adult
        else lines("childline", "report_remove", "ceop", "emergency"),
        go_on=following(where, voice, form, "") if form else address(where, voice, ORDER[voice][0]),
    )
    return render(request, "reports/picture.html", context)
