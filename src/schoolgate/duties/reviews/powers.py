"""Who may do what with reviews. Which of them somebody may record stands in `standing.may_record`."""

from schoolgate.community.roles import Role

POWERS = {
    "review.see": frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT, Role.GOVERNOR, Role.TECHNICIAN}),
    "review.record": frozenset({Role.STAFF, Role.GOVERNOR, Role.VOLUNTEER, Role.CONTRACTOR, Role.TECHNICIAN}),
    "review.note_change": frozenset({Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.TECHNICIAN}),
}
