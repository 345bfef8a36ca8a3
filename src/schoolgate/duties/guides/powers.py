"""Who may do what here: the guide for families. The guide itself is open to everybody, as the policy is."""

from collections.abc import Mapping

from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    "guide.read": frozenset({Role.STAFF, Role.GOVERNOR, Role.PARENT, Role.PUPIL, Role.VOLUNTEER}),
    # Who has had it and who has not; handing it over on paper. The office does that.
    "guide.give": frozenset({Role.STAFF}),
    "guide.manage": frozenset({Role.HEAD, Role.SLT}),
}
