"""Allauth's forms in our words: a label above every field, nothing inside it, and errors that say what to do."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest

from schoolgate.community.actions.inviting import again
from schoolgate.policy.signin import compositions, schools_of


class PlainWords(forms.Form):
    """Takes the words out of the boxes and puts them above, with what to type and what to do when it is missing."""

    words: ClassVar[dict[str, tuple[str, str, str]]] = {}
    """Field name: its label, its hint, and what it says when it is left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text, field.error_messages["required"] = self.words[name]


EMAIL = ("Email address", "", "Enter your email address")
NEW_PASSWORD = ("New password", "At least 12 characters. Three random words work well.", "Enter a new password")
LETTERS_AND_NUMBERS = "At least 12 characters, letters and numbers. Three random words and a number work well."
AGAIN = ("New password again", "", "Enter the new password again")
CODE = ("One-time code", "Six digits from your app, or one of your recovery codes.", "Enter the code from your app")


class ChosenPassword(PlainWords):
    """Says what a password is made of, where a policy says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "alphanumeric" in compositions(schools_of(getattr(self, "user", None))):
            self.fields["password1"].help_text = LETTERS_AND_NUMBERS


class SignIn(PlainWords, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    words: ClassVar = {"login": EMAIL, "password": ("Password", "", "Enter your password")}


class ConfirmPassword(PlainWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    words: ClassVar = {"password": ("Password", "", "Enter your password")}


class ForgottenPassword(PlainWords, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    words: ClassVar = {"email": EMAIL}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send it to whoever has an account, and a new invitation to whoever was invited and has none."""
        if not self.users:
            again(self.cleaned_data["email"])
        return str(super().save(request, **kwargs))


class NewPassword(ChosenPassword, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link that was sent."""

    words: ClassVar = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ChangePassword(ChosenPassword, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password, by the old one."""

    words: ClassVar = {
        "oldpassword": ("Password now", "", "Enter the password you use now"),
        "password1": NEW_PASSWORD,
        "password2": AGAIN,
    }


class FirstPassword(ChosenPassword, account.SetPasswordForm):  # type: ignore[misc]
    """A password for somebody who has signed in with Google or Microsoft until now."""

    words: ClassVar = {"password1": NEW_PASSWORD, "password2": AGAIN}


class OneTimeCode(PlainWords, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""

    words: ClassVar = {"code": CODE}


class ConfirmOneTimeCode(PlainWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something that matters."""

    words: ClassVar = {"code": CODE}


class FirstOneTimeCode(PlainWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    words: ClassVar = {"code": ("One-time code", "The six digits that your app shows now.", CODE[2])}


class NewPasskey(PlainWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A passkey with a name to know it by."""

    words: ClassVar = {
        "name": ("Name of this passkey", "So that you know it again, such as “school laptop”.", "Enter a name"),
        "passwordless": (
            "Let me sign in with this passkey alone",
            "It will ask for your fingerprint, face or PIN, and you will not need your password.",
            "",
        ),
    }


class RenamedPasskey(PlainWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """A better name for a passkey."""

    words: ClassVar = {"name": ("Name of this passkey", "", "Enter a name")}
