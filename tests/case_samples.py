"""A real row for the addresses of casework that speak of one: a part of `samples.py`."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from PIL import Image

from cases import a_case, a_whole_case, named
from factories import (
    somebody,
)
from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.evidence.actions.keeping import keep
from schoolgate.casework.evidence.sharing.actions.referring import Wishes, refer
from schoolgate.casework.letters.actions.sending import send_by_mail
from schoolgate.casework.letters.actions.writing import begin as begin_letter
from schoolgate.casework.letters.catalogue import templates
from schoolgate.casework.letters.models import Letter
from schoolgate.casework.letters.recipients import recipients
from schoolgate.casework.removals.actions.removing import add as add_removal
from schoolgate.casework.reports.actions.inside import report_from
from schoolgate.casework.reports.models import Report
from schoolgate.casework.steps.models import Step
from schoolgate.casework.support.actions.offering import offer
from schoolgate.community.models import Mail, School
from schoolgate.record.sealing import unseal


def _to_agree(school: School) -> dict[str, Any]:
    case = a_case(head := somebody("head", school=school), somebody("chair", school=school))
    step = Step(case=case, rung="talk", decision="taken", needs=[["head"], ["chair"]], fills=0, waits_for=1, by=head)
    step.keep(why="A made-up reason.")
    step.save()
    return {"reference": case.reference, "rung": "talk"}


def _case(school: School) -> dict[str, Any]:
    return {"reference": a_case(somebody("head", school=school)).reference}


def _whole_case(school: School) -> dict[str, Any]:
    return a_whole_case(somebody("head", school=school))


def _begun_letter(school: School) -> dict[str, Any]:
    head = somebody("head", school=school)
    case, template = a_case(head), templates()["closing"]
    to = next(one for one in recipients(case, template) if one.kind == Letter.To.OTHER)
    answers = {"what": "A post.", "outcome": "It is gone."}
    letter = begin_letter(head, case, template, to, "Pat Example", answers)
    return {"reference": case.reference, "letter": letter.reference, "number": 1, "key": template.key}


def _letter(school: School) -> dict[str, Any]:
    found = _begun_letter(school)
    letter = Letter.objects.of(school).select_related("by__school", "case__school").get(reference=found["letter"])
    return {**found, "pk": send_by_mail(letter.by, letter, "pat@home.example").pk}


def _sent_letter(school: School) -> dict[str, Any]:
    _letter(school)
    return {"secret": unseal(Mail.objects.of(school).get().path, purpose="mail").split("/")[-2]}


def _removal(school: School) -> dict[str, Any]:
    head = somebody("head", school=school)
    case = a_case(head)
    given = {"address": "https://made-up.example/1", "network": "other", "kind": "post", "ground": "bullying"}
    return {"reference": case.reference, "number": add_removal(head, case, **given).number}


def _supported(school: School) -> dict[str, Any]:
    """A case with somebody who is supported, and somebody else whom it affects and who is not yet."""
    lead, helper = somebody("dsl", school=school), somebody("staff", school=school)
    case = a_case(lead)
    first, second = (named(case, somebody("staff", school=school), "affected") for _ in range(2))
    file = offer(lead, case, first, supporter=helper, happened="Something was written about you.", every=7)
    return {"reference": case.reference, "party": second.key, "person": helper.pk, "file": file.reference}


def _evidence(data: bytes) -> Callable[[School], dict[str, Any]]:
    def sample(school: School) -> dict[str, Any]:
        case = a_case(head := somebody("head", school=school))
        with working(head, case) as (ledger, held):
            return {
                "reference": case.reference,
                "number": keep(ledger, held, data, name="a.txt", how="Brought.").number,
            }

    return sample


def _shared(school: School) -> dict[str, Any]:
    """A case of which something was shared."""
    case = a_case(lead := somebody("dsl", school=school))
    wishes = Wishes(kind="police", name="Pat Example", office="Made Up Police", why="Asked.", chronology="response")
    return {"reference": case.reference, "referral": refer(lead, case, wishes).referral.reference, "step": "whom"}


def _told_us(school: School) -> dict[str, Any]:
    """Somebody told us of something, signed in."""
    made = report_from(somebody("staff", school=school), "Unkind messages in a chat.", ["bullying"])
    return {"school": school.slug, "reference": made.reference, "voice": "child", "question": "what", "after": "what"}


def _report_of_case(school: School) -> dict[str, Any]:
    somebody("dsl", school=school)
    made = Report.objects.of(school).get(reference=_told_us(school)["reference"])
    return {"reference": made.case.reference, "report": made.reference}


def _a_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (24, 24), "teal").save(made, "PNG")
    return made.getvalue()


CASE_SAMPLES: dict[str, Callable[[School], dict[str, Any]]] = {
    **dict.fromkeys(("evidence", "evidence_add", "evidence_copy"), _case),
    **dict.fromkeys(("evidence_item", "evidence_check", "evidence_open", "evidence_redact"), _evidence(b"Words.")),
    "evidence_cover": _evidence(_a_picture()),
    "removals": _case,
    "removal_add": _case,
    "removal": _removal,
    "removal_author": _removal,
    "removal_network": _removal,
    "removal_helpline": _removal,
    "removal_look": _removal,
    "removal_gone": _removal,
    "removal_still_there": _removal,
    "removal_give_up": _removal,
    **dict.fromkeys(("sharing", "share", "referral", "referral_bundle", "referral_key", "referral_again"), _shared),
    "letters": _case,
    "letter_choose": _case,
    "letter_write": _letter,
    "letter": _letter,
    "letter_words": _begun_letter,
    "letter_paper": _letter,
    "letter_draft": _letter,
    "letter_mail": _letter,
    "letter_handed_over": _letter,
    "letter_put_away": _begun_letter,
    "letter_stop": _letter,
    "letter_read": _sent_letter,
    "case": _case,
    "case_no_pictures": _whole_case,
    "case_look": _whole_case,
    "case_look_check": _whole_case,
    "case_look_at": _whole_case,
    "case_lead": _whole_case,
    "case_named": _whole_case,
    "case_named_end": _whole_case,
    "case_name": _whole_case,
    "case_name_other": _whole_case,
    "case_name_unknown": _whole_case,
    "case_threshold": _whole_case,
    "case_officer": _whole_case,
    "case_members": _whole_case,
    "case_openings": _whole_case,
    "case_member_add": _whole_case,
    "case_member_end": _whole_case,
    "case_chronology": _whole_case,
    "case_chronology_print": _whole_case,
    "case_line": _whole_case,
    "case_note": _whole_case,
    "case_tasks": _whole_case,
    "case_task_add": _whole_case,
    "case_task_done": _whole_case,
    "case_task_hand_over": _whole_case,
    "case_links": _whole_case,
    "case_link_add": _whole_case,
    "case_link_end": _whole_case,
    "case_join": _whole_case,
    "case_close": _whole_case,
    "case_reopen": _whole_case,
    "case_challenges": _whole_case,
    "case_challenge_add": _whole_case,
    "case_challenge": _whole_case,
    "steps": _case,
    "steps_showing": _case,
    "steps_not_taken": _case,
    "steps_showing_pdf": _case,
    "step": lambda school: {**_case(school), "rung": "talk"},
    "step_decide": lambda school: {**_case(school), "rung": "talk", "decision": "taken"},
    "step_agree": _to_agree,
    "support_of_case": _supported,
    "support_offer": _supported,
    "support_offer_words": _supported,
    "support_file": _supported,
    "support_want_for": _supported,
    "support_write_to": _supported,
    "support_check_in": _supported,
    "support_cannot": _supported,
    "support_go_on": _supported,
    "support_end": _supported,
    "support_supporter": _supported,
    "support_happened": _supported,
    "support_family": _supported,
    "support_own": _supported,
    "support_answer": _supported,
    "support_want": _supported,
    "support_write": _supported,
    "support_not_all_right": _supported,
    "support_enough": _supported,
    "tell": _told_us,
    "tell_help": _told_us,
    "tell_leave": _told_us,
    "tell_sent": _told_us,
    "tell_door": _told_us,
    "tell_check": _told_us,
    "tell_files": _told_us,
    "tell_picture": _told_us,
    "tell_now": _told_us,
    "tell_question": _told_us,
    "told_one": _told_us,
    "case_report": _report_of_case,
    "case_complaint": _case,
}
