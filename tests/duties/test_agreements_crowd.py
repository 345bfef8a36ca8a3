"""Several sign, publish or tick a class at once: one outcome, and one gentle sentence for everybody else."""

from __future__ import annotations

import pytest

from crowds import one_did, outcome

pytestmark = pytest.mark.whole
CROWD = """
from crowds import at_once
from factories import GroupFactory, MembershipFactory, SchoolFactory, a_text, pupil, somebody
from schoolgate.duties.agreements.actions import drafting, in_class, publishing, signing
from schoolgate.duties.agreements.models import AgreementText, Signature

school = SchoolFactory()
head, teacher = somebody("head", school=school), somebody("staff", school=school)
staff, young = a_text(school, by=head), a_text(school, "ks2", by=head)
group = GroupFactory(school=school)
MembershipFactory(group=group, person=teacher, leads=True)
pupils = [MembershipFactory(group=group, person=pupil(school)).person.pk for _ in range(3)]
draft = drafting.start_draft(head, "parent", "## One")
def tick():
    return in_class.sign_class(teacher, group, young, young.sha256, signed=pupils, declined={}).signed
print(json.dumps({
    "signed": at_once(lambda: signing.sign(teacher, staff, staff.sha256)),
    "ticked": at_once(tick),
    "begun": at_once(lambda: drafting.start_draft(head, "governor", "## Two")),
    "published": at_once(lambda: publishing.publish(head, draft, draft.sha256)),
    "rows": [Signature.unscoped.count(), AgreementText.unscoped.count()],
}))
"""


def _check(said: dict[str, list[str]]) -> None:
    for what, sentence in {
        "signed": "This has been signed already",
        "begun": "There is a draft of this agreement already",
        "published": "This is no draft any more",
    }.items():
        assert one_did(said[what], sentence), said[what]
    assert said["ticked"] == ["0"] * 5 + ["3"]
    assert said["rows"] == [4, 4]


def test_one_outcome_on_the_embedded_database(tmp_path):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path)}))


def test_one_outcome_on_postgresql(tmp_path, postgresql):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path), "DATABASE_URL": postgresql}))
