"""One sentence more in a sound policy: what is broken is found, and what is sound is left alone."""

from __future__ import annotations

import pytest

from policy.lint.policies import added, findings, line_of

BROKEN = [
    (
        "superseded_guidance",
        "Cases are handled as Behaviour and Discipline in Schools sets out.",
        "Behaviour and Discipline",
    ),
    ("superseded_guidance", "The Data Protection Act 1998 applies to every picture.", "Data Protection Act 1998"),
    (
        "superseded_guidance",
        "Questions may also be put to the Local Safeguarding Children Board.",
        "Safeguarding Children Board",
    ),
    (
        "superseded_guidance",
        "The head teacher follows Working Together to Safeguard Children (2018).",
        "Working Together",
    ),
    ("superseded_guidance", "Lessons follow Teaching Online Safety in Schools.", "Teaching Online Safety"),
    ("superseded_guidance", "Lessons draw on Brightwater Trust Guidance (2009).", "(2009)"),
    ("superseded_guidance", "The school monitors e-mail without prior notice to anyone.", "without prior notice"),
    ("superseded_guidance", "A password for a page needs upper case letters and numbers.", "password"),
    ("password_expiry", "Passwords expire after 90 days.", "expire after 90 days"),
    ("password_expiry", "Keep your password to yourself and change it often.", "change it often"),
    ("password_expiry", "Change the password of each page once a term.", "once a term"),
    ("superseded_guidance", "Helpers have a CRB check first.", "CRB"),
    ("named_individual", "Approved by: J. Bramley", "J. Bramley"),
    ("placeholder", "The page is looked after by ??? in the office.", "???"),
    ("placeholder", "The page is run by the [insert role].", "[insert role]"),
    ("placeholder", "Calls are taken on xxxxx by the office.", "xxxxx"),
    ("placeholder", "The policy was approved by the chair: ................", "......"),
    ("placeholder", "The school will / will not allow games at lunch.", "will / will not"),
    ("placeholder", "Church schools only: the diocese has a page of its own.", "Church schools only"),
    ("dangling_reference", "The form is in Appendix B.", "Appendix B"),
    (
        "dangling_reference",
        "The full list is at https://www.saferinternet.org.uk/advice/sch ools_list.html",
        "saferinternet",
    ),
    ("dangling_reference", "More is at https://www.childnett.com/parents", "childnett"),
    (
        "broken_sentence",
        "Staff must not share pictures of trips • They must ask before they share a pupil's work.",
        "trips •",
    ),
    ("broken_sentence", "Volunteers complete and Acceptable Use Agreement first.", "complete and"),
    ("broken_sentence", "Each page is is checked on Fridays.", "is is"),
    ("broken_sentence", "Pupils do not to share their passwords.", "do not to share"),
    ("broken_sentence", "The head teacher discourages anyone to share jokes.", "discourages anyone to share"),
    ("broken_sentence", "Staff decline requests who are not family.", "requests who are"),
    ("broken_sentence", "Pages are looked at on Monday.The office keeps a list of them.", "."),
    (
        "broken_sentence",
        "A new page needs the agreement of the head teacher (or the deputy on the day.",
        "(or the deputy",
    ),
    ("broken_sentence", "It could result in their action being taken by the school.", "their action being taken"),
    ("broken_sentence", "New pages are told to the office before they are shown to the", "shown to the"),
    ("old_platform_name", "News goes out on Twitter each Friday.", "Twitter"),
    ("old_platform_name", "The choir has a MySpace page.", "MySpace"),
    ("old_platform_name", "Pupils ask about Instagram and Vine.", "Vine"),
    ("old_platform_name", "Films are put on You Tube.", "You Tube"),
    ("old_platform_name", "Pupils ask about What'sApp and its age limit.", "What'sApp"),
    ("old_platform_name", "Pupils ask about Tiktok and its age limit.", "Tiktok"),
    ("old_platform_name", "Pupils ask about Instagrm and its age limit.", "Instagrm"),
    ("typo_key_term", "The head teacher gives quidance on new pages.", "quidance"),
    ("typo_key_term", "Good practise is shared at staff meetings.", "practise"),
    ("typo_key_term", "The Designated Safety Lead keeps the list.", "Designated Safety Lead"),
    ("typo_key_term", "Everyone signs the Acceptable User Agreement.", "Acceptable User Agreement"),
    ("typo_key_term", "The schools website is checked each week.", "schools"),
    ("typo_key_term", "Saying so is a breach of confidentialty.", "confidentialty"),
    ("named_individual", "Author: Priya Bramley", "Priya Bramley"),
    ("named_individual", "BR/Oct 2025", "BR/Oct 2025"),
    ("named_individual", "Write to p.bramley@hazelbank.example with questions.", "p.bramley@"),
    ("unidentified_authority", "Staff who are unhappy use the proper process.", "the proper process"),
    ("unidentified_authority", "Staff must not promise anything unless authorised to do so.", "unless authorised"),
    ("unidentified_authority", "New pages need the approval of Hazel Bank School.", "approval of Hazel Bank School"),
    ("unidentified_authority", "Talk to your manager first.", "your manager"),
    ("unidentified_authority", "Unkind comments must be reported and looked into.", "must be reported"),
]

SOUND = [
    "The safeguarding governor has read the current Working together to safeguard children and the plan of 2018.",
    "Teachers keep to the Teachers’ Standards, and governors to the Equality Act 2010.",
    "A password is changed once somebody else may know it.",
    "The school follows the edition of Keeping children safe in education that is in force.",
    "The Data Protection Act 2018 applies to every picture.",
    "Cases are handled as section 89 of the Education and Inspections Act 2006 allows.",
    "The rules for pictures are in section 4.",
    "Passwords do not expire, and are changed only when somebody else may know them.",
    "A long password of three random words is best, and there is no need to change it regularly.",
    "News goes out on X (formerly Twitter) each Friday.",
    "The garden club grows a vine, and its page is on facebook and YouTube.",
    "News is on Facebook, Instagram, WhatsApp, TikTok, Snapchat, LinkedIn and WordPress.",
    "Pupils practise asking for help, and teachers think about their own practice.",
    "The Vine Room is open at lunch, and the periscope in it is a delight.",
    "This page says what the head teacher will do to mend things and what staff do to help.",
    "Ask the people in the pictures who have not been asked before.",
    "Sharing images is a choice, and contacting parents is part of the job.",
    "Tell us the name of the page, and give us the link.",
    "The head teacher, the designated safeguarding lead or the chair of governors may be asked.",
    "Unkind comments must be reported to the head teacher on the same day.",
    "Staff must not promise anything unless the head teacher has authorised it.",
    "See https://www.gov.uk/government/publications/keeping-children-safe-in-education--2 for more.",
    "The school [sic] named in the letter was another one.",
    "Write to office@hazelbank.example with questions.",
    "Staff had had no training before, and that that was a risk is plain.",
    "An hour is enough, a university may ask for a unique link, and an MP may visit.",
    "The page is looked after by the office; the office also answers messages (within a day).",
    "Pictures of the play, e.g. the final scene, may be shown in the hall.",
    "The school's website and the pupils' work are shown at the open day.",
    "The Health and Safety Executive, the Department for Education and Ofsted have pages of their own.",
    "Ms is a title that some staff use.",
    "The deputy head teacher, the SENCO and the DSL meet once a month.",
    "Staff may use the school's own account in lessons with the approval of the head teacher.",
]


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in BROKEN}))
def test_each_broken_sentence_is_found_and_nothing_else(kind: str) -> None:
    wanted = [(sentence, words) for of, sentence, words in BROKEN if of == kind]
    text = added(*(sentence for sentence, _ in wanted))
    found = findings(text)
    assert [f.kind for f in found] == [kind] * len(wanted), found
    for finding, (sentence, words) in zip(found, wanted, strict=True):
        assert words in finding.words
        assert finding.lines[0] == line_of(text, sentence)


def test_sound_sentences_are_left_alone() -> None:
    assert findings(added(*SOUND)) == []
