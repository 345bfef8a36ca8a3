"""What somebody meets when they take a course: its steps, for them, today."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.community.roles import Role
from schoolgate.duties.training.material import body, number
from schoolgate.duties.training.models import Course
from schoolgate.duties.training.steps import Step, questions, steps
from schoolgate.duties.training.tenquestions import keep_in_mind, ten_questions
from schoolgate.policy.models import PolicyVersion, in_force

POLICY = "policy"
ASKED_AS = (Role.STAFF, Role.GOVERNOR, Role.VOLUNTEER, Role.CONTRACTOR, Role.PARENT)
"""The roles that questions about the policy are asked of, the first that somebody has."""


@dataclass(frozen=True, slots=True)
class Taking:
    """The steps of a course for one person. `mark` changes when the steps do: answers to others do not count."""

    course: Course
    steps: tuple[Step, ...]
    version: PolicyVersion | None
    mark: str

    @property
    def questions(self) -> list[int]:
        return questions(self.steps)

    def score(self, answers: dict[int, int]) -> int:
        """How many questions have the right answer, by the number of the step and the place of the answer."""
        return sum(answers.get(step) == self.steps[step - 1].right for step in self.questions)

    def passes(self, score: int) -> bool:
        return score * 100 >= len(self.questions) * number("pass_mark")

    @property
    def to_pass(self) -> int:
        """How many right answers are enough."""
        return -(-len(self.questions) * number("pass_mark") // 100)


def taking(course: Course, person: Person) -> Taking:
    """The course for this person. One that is held elsewhere, or asks of a policy that is not there, has no steps."""
    if course.included != POLICY:
        found = steps(body(course.included) if course.included else course.body)
        return Taking(course, found, None, hash_of(found))
    version = in_force(person.school)
    role = next((role for role in ASKED_AS if role in person.roles()), Role.STAFF)
    if version is None:
        return Taking(course, (), None, hash_of(()))
    today = timezone.localdate()
    asked = ten_questions(version.rulebook, role, today)
    if asked:
        asked = keep_in_mind((clause for clause in version.clauses if clause.in_force(today)), role) + asked
    return Taking(course, asked, version, hash_of(asked))


def hash_of(found: tuple[Step, ...]) -> str:
    return sha256(repr(found).encode()).hexdigest()[:16]
