"""Who may do what here: training."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

ADULTS = frozenset(
    {Role.STAFF, Role.GOVERNOR, Role.VOLUNTEER, Role.CONTRACTOR, Role.TECHNICIAN, Role.PARENT},
)
LEADS = frozenset({Role.HEAD, Role.SLT, Role.DSL, Role.DEPUTY_DSL})

POWERS: Mapping[str, frozenset[str]] = {
    "training.take": ADULTS,
    # Which courses there are, and what they cover.
    "training.manage": frozenset({Role.HEAD, Role.SLT, Role.DSL}),
    # Write down who has completed what; nobody their own.
    "training.record": LEADS,
}
