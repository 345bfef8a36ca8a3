"""What the people pages give to the menu."""

from collections.abc import Iterator

from django.urls import reverse

from schoolgate.community.models import Person
from schoolgate.community.today import MenuItem, Task

MENU = [MenuItem("People", "people", "people.see", "See who is at the school, and change their roles")]


def tasks(person: Person) -> Iterator[Task]:
    for offer in person.account.offers() if person.account else []:
        yield Task(f"Say whether you belong to {offer.school.name}", reverse("choose_school"), "They have added you.")
