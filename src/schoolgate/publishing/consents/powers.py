"""Who may do what with consents to be shown. For whom somebody speaks is asked beside."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    "consent.answer": frozenset(Role.values) - {Role.LEAVER},
    "consent.see": frozenset({Role.STAFF}),
    "consent.record": frozenset({Role.STAFF}),
    # Governors for the families of those who lead; whose turn it is the holders of the head's office say.
    "consent.disagreements": frozenset({Role.HEAD, Role.CHAIR, Role.GOVERNOR}),
    "consent.ask": frozenset({Role.HEAD, Role.SLT}),
    # The deputy while the lead is away, or where it is about the lead's own family: never.py.
    "never_show.keep": frozenset({Role.DSL, Role.DEPUTY_DSL}),
}
