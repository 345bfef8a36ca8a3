"""Who may do what here: support. Beyond these, a file is opened by whoever it is about, by whoever looks after them,
and by those who may open the case: `access.py`."""

from collections.abc import Mapping

from schoolgate.casework.cases.powers import POWERS as CASE_POWERS
from schoolgate.community.roles import Role

POWERS: Mapping[str, frozenset[str]] = {
    # Of one's own, or one's child's.
    "support.own": frozenset(Role.values) - {Role.LEAVER},
    # Any member of staff can be asked to look after somebody; whoever works on the case reads it with them.
    "support.give": CASE_POWERS["case.open"],
}
