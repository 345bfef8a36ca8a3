"""Who may do what with official accounts. Beyond these, only those who have a part in an account: reaching.py.

Technicians see neither what is published nor what signs in for it.
"""

from collections.abc import Mapping

from schoolgate.community.roles import Role

RUNS = {Role.STAFF, Role.GOVERNOR}

POWERS: Mapping[str, frozenset[str]] = {
    # The register: each their own, governors how many.
    "channel.see": frozenset(RUNS),
    "channel.propose": frozenset({Role.STAFF}),
    # Only of the accounts that they own or are second for.
    "channel.run": frozenset(RUNS),
    "channel.oversee": frozenset({Role.HEAD, Role.DSL}),
}
