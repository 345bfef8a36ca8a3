"""Who may do what with posts. Who may do it with which post stands in `finding.py`."""

from schoolgate.community.roles import Role

POWERS = {
    "post.see": frozenset({Role.STAFF, Role.GOVERNOR}),
    "post.write": frozenset({Role.STAFF}),
    "post.oversee": frozenset({Role.HEAD, Role.DSL}),
    "post.own_words": frozenset({Role.HEAD, Role.SLT}),
    "post.stop": frozenset({Role.HEAD}),
}
