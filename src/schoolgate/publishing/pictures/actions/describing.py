"""The words that go out with a picture, and whose it is where it is from elsewhere."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.finding import holding
from schoolgate.community.models import Person, School
from schoolgate.community.names.roll import finder_of
from schoolgate.community.roles import Role
from schoolgate.policy.models import in_force
from schoolgate.publishing.checking.asked import asked
from schoolgate.publishing.checking.model import Draft, Known
from schoolgate.publishing.checking.model import Picture as Shown
from schoolgate.publishing.checking.names import findings
from schoolgate.publishing.pictures.actions.naming import held
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.pictures.nobodys import of_classes

ADULTS = (Role.STAFF, Role.GOVERNOR, Role.TECHNICIAN, Role.VOLUNTEER, Role.CONTRACTOR)


def describe(by: Person, picture: Picture, alt: str, source: str = "") -> None:
    """Keep the description. Raises Refused where a pupil's name stands in it that may not."""
    if names := names_in(by.school, alt):
        raise Refused(" ".join(names))
    with change(by, "picture.use", by.school) as ledger:
        found = held(by, picture)
        found.keep(alt=alt, **({"source": source} if found.made == Picture.Made.ELSEWHERE else {}))
        found.described_at = timezone.now()
        found.save(update_fields=["sealed", "described_at"])
        ledger.write("picture.described", found, letters=len(alt))


def reword(by: Person, picture: Picture, alt: str) -> None:
    """The same for words of which the check of a post has taken something out: what else it finds, it says there."""
    with change(by, "picture.use", by.school) as ledger:
        found = held(by, picture)
        found.keep(alt=alt)
        found.described_at = timezone.now() if alt.strip() else None
        found.save(update_fields=["sealed", "described_at"])
        ledger.write("picture.described", found, letters=len(alt))


def names_in(school: School, alt: str) -> list[str]:
    """What stands against these words beside a picture: a sentence for each pupil's name that the policy does not let
    stand there."""
    today = timezone.localdate()
    policy = in_force(school, today)
    known = Known(
        names=finder_of(school, Role.PUPIL, *ADULTS),
        pupils=frozenset(holding(school, Role.PUPIL).values_list("pk", flat=True)),
        school=school.name,
        others=of_classes(school),
        asked=asked(policy.clauses_on(today) if policy else ()),
    )
    found = findings(Draft(text="", pictures=(Shown(alt=alt),)), known)
    return list(dict.fromkeys(f"{one.message} {one.fix}" for one in found if one.level == "block"))
