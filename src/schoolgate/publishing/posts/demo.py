"""The demonstration school's posts: a draft in which the check found something, and one that waits for approval."""

from __future__ import annotations

from schoolgate.community.demo import person_called
from schoolgate.community.models import School
from schoolgate.publishing.posts.actions.asking import submit
from schoolgate.publishing.posts.actions.writing import write
from schoolgate.publishing.posts.reaching import runs
from schoolgate.publishing.posts.words import Words

FAIR = (
    "Our summer fair was full of cake.\n\nThank you to everybody who baked. We promise that there will be more next "
    "year. Write to olly@home.example if you would like to help."
)
TREES = "We planted twelve apple trees behind the hall.\n\nIt rained. Nobody minded."


def fill(school: School) -> None:
    olly = person_called("Olly Example")
    assert olly.school == school
    site = runs(olly).get(network="wordpress")
    write(olly, Words(FAIR, "A fair full of cake", channels=(site.pk,)), reference="P-EXAMPLE")
    words = Words(TREES, "Apple trees", ("garden",), channels=(site.pk,))
    version, gated = write(olly, words, reference="P-EXAMPLE2")
    if gated.answer and gated.answer.groups:
        submit(olly, version.post, version.sha256, "For the website, and the newsletter can have it too.")
