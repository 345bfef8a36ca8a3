"""Who is asking, and whether they may: every page passes through here, and the default is no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from schoolgate.community.change import Refused
from schoolgate.community.handing import WHILE_HANDED_OVER, open_meanwhile
from schoolgate.community.models import Account, Person
from schoolgate.community.powers import ACCOUNT, NOBODY, PUBLIC, holds, power_of
from schoolgate.community.request import AnyRequest
from schoolgate.community.signin import has_second_factor

Answer = Callable[[HttpRequest], HttpResponseBase]

NO_POWER = "Your role at this school does not open this page. If you think it should, ask your head teacher."
NO_ROLE = "You have no role at a school here today, so you are signed out. If that is wrong, ask your school’s office."
CHOSEN = "person"
"""The session's note of which of an account's people is here."""
TOO_OLD = "password_too_old"
"""The session's note that the password they came in with is older than a policy lets it grow: how many days it may."""
WITH_OLD_PASSWORD = frozenset(
    {
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_logout",
    }
)
BEFORE_SECOND_FACTOR = frozenset(
    {
        "choose_school",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "account_logout",
        "account_reauthenticate",
        "help",
        "privacy",
        "accessibility",
        "permission",
        "tell_schools",
        "tell_receipt",
        "tell_talk",
        "tell_talk_leave",
        "tell_leave_any",
        "tell_help_any",
        "tell",
        "tell_help",
        "tell_leave",
        "tell_sent",
        "tell_check",
        "tell_files",
        "tell_picture",
        "tell_now",
        "tell_question",
    }
)
"""What opens before a second step that is needed: the way to set it up, pages that say nothing about anybody, and the
form for everybody, which does not know who opens it."""


def person(get_response: Answer) -> Answer:
    """Put `person` and `persons` on the request. An account that is nobody's, nor offered anybody, is signed out."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        here = cast(AnyRequest, request)
        here.persons = request.user.current_persons() if isinstance(request.user, Account) else []
        if isinstance(request.user, Account) and not here.persons and not request.user.offers():
            logout(request)
            messages.info(request, NO_ROLE)
        here.person = _current(here)
        return get_response(request)

    return answer


def _current(request: AnyRequest) -> Person | None:
    if len(request.persons) == 1:
        return request.persons[0]
    # None as yet for somebody at several schools, until they choose.
    chosen = request.session.get(CHOSEN) if request.persons else None
    return next((one for one in request.persons if one.pk == chosen), None)


class PowerMiddleware:
    """A view that names no power answers nobody. A stranger gets 404, somebody without the power 403."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: AnyRequest, view: Callable[..., Any], *_: Any) -> HttpResponseBase | None:
        asked = power_of(view)
        if asked is None or asked == NOBODY:
            raise Http404
        account = request.user
        if not isinstance(account, Account):
            if asked == PUBLIC:
                return None
            raise Http404
        name = request.resolver_match.url_name if request.resolver_match else None
        handed_over = open_meanwhile(request)
        if handed_over and request.path not in handed_over and name not in WHILE_HANDED_OVER:
            return redirect(handed_over[0])
        if TOO_OLD in request.session:
            return None if name in WITH_OLD_PASSWORD else redirect("account_change_password")
        here = request.person
        needed = name not in BEFORE_SECOND_FACTOR and here is not None and here.needs_second_factor()
        if needed and not has_second_factor(account):
            return redirect("mfa_index")
        if asked in (PUBLIC, ACCOUNT):
            return None
        if request.person is None:
            return redirect("choose_school")
        if not holds(request.person, asked):
            raise Refused(NO_POWER)
        return None
