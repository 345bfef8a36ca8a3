"""Policies as schools, councils and trusts lay them out: each a few lines of our own, read from outside."""

from __future__ import annotations

from schoolgate.documents.labels import explain
from schoolgate.documents.model import ReadClause
from schoolgate.documents.reader import read_file


def clauses(text: str, name: str = "policy.txt") -> tuple[ReadClause, ...]:
    return read_file(text.encode(), name).clauses


def forces(text: str, name: str = "policy.txt") -> list[tuple[str, list[str]]]:
    """Each clause as its force and whom it binds."""
    return [(clause.modality.value, [label.value for label in clause.who]) for clause in clauses(text, name)]


def test_headings_in_capitals_and_bullets_of_every_shape() -> None:
    text = """STAFF RULES

Staff must:
\u2022 log out when they leave a room
\u00b7 keep passwords secret
\uf0b7 tell the office if a device is lost
o Ask before they install anything
\u2013 lock the laptop away at night
"""
    assert forces(text) == [("must", ["staff"])] * 5


def test_bullets_swallowed_into_one_line_are_parted() -> None:
    text = "Staff should not:\n- argue online \u25a1 post when angry \u25a1 join pupils' group chats\n"
    assert [clause.text for clause in clauses(text)] == ["argue online", "post when angry", "join pupils' group chats"]


def test_a_council_policy_with_numbered_paragraphs_and_nested_letters() -> None:
    text = """4. Use of accounts

4.1 Employees shall not use a council device for gambling.

4.2 The Headteacher may permit reasonable personal use, provided that:
(a) it is outside working hours;
(b) it costs the school nothing.

4.3 Line managers are responsible for telling new starters about this policy.
"""
    read = clauses(text)
    assert [clause.section for clause in read] == ["4. Use of accounts"] * len(read)
    assert forces(text)[0] == ("must_not", ["staff"])
    assert ("may", ["head"]) in forces(text)
    assert forces(text)[-1] == ("must", ["staff"])


def test_a_sentence_cut_by_a_page_and_its_footer_is_whole() -> None:
    pages = [
        "Riverside Academy\n\nStaff must report any message that worries them to the designated\n\nPage 1 of 3",
        "Riverside Academy\n\nsafeguarding lead on the same day.\n\nVolunteers may not take photographs.\n\nPage 2 of 3",
        "Riverside Academy\n\nParents should speak to the office first.\n\nPage 3 of 3",
    ]
    read = clauses("\f".join(pages))
    assert (
        read[0].text
        == "Staff must report any message that worries them to the designated safeguarding lead on the same day."
    )
    assert forces("\f".join(pages)) == [("must", ["staff"]), ("must_not", ["volunteer"]), ("should", ["parent"])]


def test_a_do_and_do_not_table() -> None:
    text = """# Online conduct

| Do | Don't |
|----|-------|
| Keep your profile private | Add pupils as friends |
| Think before you post | Post pictures of the school day |
"""
    assert [force for force, _ in forces(text, "conduct.md")] == ["must", "must_not", "must", "must_not"]


def test_a_table_of_roles() -> None:
    text = """# Who does what

| Role | Responsibility |
|------|----------------|
| Headteacher | Approve each new account and keep a list of them |
| Governors | Review this policy every year |
| All staff | Read and sign this policy |
"""
    assert forces(text, "roles.md") == [("must", ["head"]), ("must", ["governor"]), ("must", ["staff"])]


def test_do_not_under_a_heading_that_names_the_bearer() -> None:
    text = """## Parents and carers

- Do not post pictures of other people's children.
- Please speak to the class teacher first.
- Never name a member of staff in a complaint online.
"""
    assert forces(text, "p.md") == [("must_not", ["parent"]), ("should", ["parent"]), ("must_not", ["parent"])]


def test_a_heading_gives_its_force_to_bare_items() -> None:
    text = """## Unacceptable use by pupils

- Filming a fight and sharing it
- Pretending to be somebody else online
"""
    assert forces(text, "p.md") == [("must_not", ["pupil"]), ("must_not", ["pupil"])]


def test_the_list_of_what_is_not_acceptable() -> None:
    text = """The following are **not** considered acceptable:

- The use of the school crest without permission from the Headteacher.
- Rude remarks about any member of the school.
"""
    read = clauses(text)
    assert [clause.modality.value for clause in read] == ["must_not", "must_not"]
    assert read[0].conditions == ("without permission from the Headteacher",)


def test_an_advice_lead_in_passes_over_a_blank_line_to_that_they() -> None:
    text = """Staff will be advised as follows:

That they check who can see their profile.

That they do not behave online in a way that may:

- harm the good name of the school
- upset a family
"""
    assert forces(text) == [("should", ["staff"]), ("should_not", ["staff"]), ("should_not", ["staff"])]


def test_a_list_the_head_discourages_may_also_hold_good_advice() -> None:
    text = """The Headteacher strongly discourages staff from the following:

- They should not join group chats with pupils.
- Not to follow parents.
- They think about how a picture looks to a family.
"""
    assert forces(text) == [("should_not", ["staff"]), ("should_not", ["staff"]), ("should", ["staff"])]


def test_a_pupil_s_agreement_binds_the_pupil_who_signs_it() -> None:
    text = """Pupil Acceptable Use Agreement

1. I will keep my password to myself.
2. I will not open messages from people I do not know.
3. I understand that the school can see what I do on its computers.
"""
    assert forces(text) == [("must", ["pupil"]), ("must_not", ["pupil"]), ("must", ["pupil"])]


def test_a_staff_agreement_binds_staff() -> None:
    text = "Staff Code of Conduct\n\n1. I will not lend my laptop.\n2. I have read the data protection policy.\n"
    assert forces(text) == [("must_not", ["staff"]), ("must", ["staff"])]


def test_two_rules_in_one_sentence_are_two_clauses() -> None:
    text = "If a pupil sends a friend request, staff must decline it and must tell the headteacher.\n"
    assert forces(text) == [("must", ["staff"]), ("must", ["staff"])]


def test_who_is_asked_matters_not_who_asks() -> None:
    assert forces("We expect parents and carers to set a good example online.\n") == [("should", ["parent"])]
    assert forces("The school encourages pupils to tell an adult when something feels wrong.\n") == [
        ("should", ["pupil"])
    ]
    assert forces("Parents will be informed of any serious incident.\n") == [("must", ["school"])]
    assert forces("It is not acceptable for staff to text pupils.\n") == [("must_not", ["staff"])]
    assert forces("No member of staff may publish a pupil's full name.\n") == [("must_not", ["staff"])]


def test_words_that_only_say_what_might_happen_are_no_permission() -> None:
    assert forces("There may be times when the network is slow.\n") == []
    assert forces("Social media can be a force for good.\n") == []
    assert forces("Pupils who may be at risk must be supported by staff.\n") == [("must", ["pupil"])]


def test_metadata_whose_labels_and_values_stand_apart() -> None:
    text = """Brookfield Primary School

E-safety Policy

Last reviewed:
Next review:

September 2024
September 2025

Introduction

Staff must follow this policy.

AB/Sept 2023
"""
    reading = read_file(text.encode(), "policy.txt")
    assert reading.document.title == "E-safety Policy"
    assert reading.dates == {"reviewed": "2024-09", "review_due": "2025-09"}


def test_metadata_in_sentences_and_in_footers() -> None:
    text = "Staff must follow this policy.\n\nThis policy was approved by the Full Governing Body on 3rd May 2024. This policy will be reviewed in Summer 2026.\n"
    reading = read_file(text.encode(), "policy.txt")
    assert reading.dates == {"adopted": "2024-05-03", "review_due": "2026-summer"}
    assert reading.people["approver"].lower() == "full governing body"


def test_every_label_can_say_which_words_decided_it() -> None:
    clause = clauses("Staff must not accept friend requests from pupils unless they are family.\n")[0]
    said = " ".join(explain(clause))
    for words in ("must not", "Staff", "befriend.pupil", "unless they are family"):
        assert words in said


def test_two_labels_on_one_line_keep_their_own_values():
    text = (
        b"Hazel Bank School\n\nApproved by: the governing body. Next review: September 2024.\n\nStaff must be kind.\n"
    )
    reading = read_file(text, "policy.txt")
    assert reading.dates == {"review_due": "2024-09"}
    assert reading.people["approver"] == "governing body"
