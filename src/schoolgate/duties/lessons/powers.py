"""Who may do what here: lessons."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    # The activity sheets; they help at home as well.
    "lesson.read": frozenset(
        {Role.STAFF, Role.GOVERNOR, Role.VOLUNTEER, Role.CONTRACTOR, Role.TECHNICIAN, Role.PARENT, Role.PUPIL}
    ),
    # What was taught to which class; and writing it down, of one's own classes.
    "lesson.see": frozenset({Role.STAFF, Role.GOVERNOR}),
    "lesson.record": frozenset({Role.STAFF}),
    # Of any class, and of the whole school.
    "lesson.record_any": frozenset({Role.HEAD, Role.SLT, Role.DSL}),
}
