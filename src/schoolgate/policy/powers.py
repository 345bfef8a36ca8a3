"""Who may do what with a school's policy."""

from schoolgate.community.roles import Role

POWERS = {
    "policy.read": frozenset(Role.values) - {Role.LEAVER},
    "policy.see_drafts": frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT, Role.GOVERNOR}),
    "policy.write": frozenset({Role.HEAD, Role.DSL, Role.SLT}),
    "policy.send": frozenset({Role.HEAD}),
    "policy.adopt": frozenset({Role.GOVERNOR}),
}
