"""Answer what the policy asks people to declare by a date."""

from __future__ import annotations

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.duties.actions.ending import end
from schoolgate.duties.declarations.models import Declaration, Nothing
from schoolgate.duties.declarations.owing import KIND, open_duties

NOT_ASKED = "You are not asked to declare anything today. If there is something, you can tell the school at any time."


def declare_nothing(by: Person) -> Nothing:
    """Say that there is nothing to declare of all that is asked now. Raises Refused where nothing is."""
    with change(by, "declaration.make", by.school) as ledger:
        keys = sorted(open_duties(by).select_for_update().values_list("key", flat=True))
        if not keys:
            raise Refused(NOT_ASKED)
        said = Nothing.unscoped.create(school=by.school, by=by, keys=keys)
        ledger.write("declaration.nothing", said, keys=keys)
        end_asked(by, said)
    return said


def end_asked(by: Person, evidence: Declaration | Nothing) -> None:
    """End all that somebody is asked to declare, inside the change that made the evidence."""
    for duty in list(open_duties(by)):
        end(by, KIND, duty.key, evidence)
