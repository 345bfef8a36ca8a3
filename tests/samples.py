"""A real row for the addresses that speak of one, by the route's name: `SAMPLES[name](school) -> keyword arguments`.

A route without a sample is still tried, with a row that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from case_samples import CASE_SAMPLES
from channel_samples import CHANNEL_SAMPLES
from factories import (
    AbsenceFactory,
    DutyFactory,
    GroupFactory,
    MembershipFactory,
    RoleHoldingFactory,
    TermFactory,
    a_text,
    family,
    pupil,
    somebody,
)
from moderation_samples import MODERATION_SAMPLES
from pictures import a_picture
from posts_samples import POST_SAMPLES
from schoolgate.approvals.actions import asking
from schoolgate.community.change import by_machine
from schoolgate.community.invitations import hashed
from schoolgate.community.models import Invitation, Notice, RosterImport, School
from schoolgate.duties.actions.letting_off import let_off
from schoolgate.duties.agreements.actions.drafting import start_draft
from schoolgate.duties.agreements.actions.signing import sign
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.duties.lessons.actions.teaching import teach
from schoolgate.duties.searches.actions import opening, shortlist
from schoolgate.duties.searches.models import Post
from schoolgate.duties.training.actions.courses import add_course
from schoolgate.duties.training.actions.sessions import plan_session, record_attendance
from schoolgate.duties.training.catalogue import course_called
from schoolgate.duties.training.models import Session
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.holders import holders
from schoolgate.policy.models import PolicyVersion, Upload
from schoolgate.publishing.consents.actions.linking import issue
from schoolgate.publishing.consents.actions.never import set_flag
from schoolgate.publishing.consents.actions.rounds import begin
from schoolgate.publishing.consents.models import ConsentLink, PaperSheet
from schoolgate.publishing.pictures.models import Album, Device
from schoolgate.publishing.takedowns.models import Asker, Takedown


def _picture(school: School) -> dict[str, Any]:
    return {"number": a_picture(somebody("staff", school=school), None).pk}


def _film(school: School) -> dict[str, Any]:
    return {"number": a_picture(somebody("staff", school=school), kind="film").pk}


def _album(school: School) -> dict[str, Any]:
    return {"number": Album.objects.create(school=school, by=somebody("staff", school=school)).pk}


def _person(school: School) -> dict[str, Any]:
    return {"pk": somebody("staff", school=school).pk}


def _holding(school: School) -> dict[str, Any]:
    held = RoleHoldingFactory(person__school=school)
    return {"pk": held.person_id, "holding": held.pk}


def _family(school: School) -> dict[str, Any]:
    _, child = family(school)
    return {"pk": child.pk, "link": child.adult_links.get().pk}


def _class(school: School) -> dict[str, Any]:
    return {"pk": GroupFactory(school=school).pk}


def _in_class(school: School) -> dict[str, Any]:
    member = MembershipFactory(group__school=school)
    return {"pk": member.group_id, "membership": member.pk}


def _in_team(school: School) -> dict[str, Any]:
    return {"pk": MembershipFactory(group__school=school, group__kind="account_admins").pk}


def _term(school: School) -> dict[str, Any]:
    return {"pk": TermFactory(school=school).pk}


def _away(school: School) -> dict[str, Any]:
    absence = AbsenceFactory(person__school=school)
    return {"pk": absence.person_id, "absence": absence.pk}


def _told(school: School) -> dict[str, Any]:
    person = somebody("staff", school=school)
    return {"pk": Notice.objects.create(person=person, words="Something happened.", url="/you/").pk}


def _draft(school: School) -> dict[str, Any]:
    return {"number": drafting.start_from(somebody("head", school=school), "windmill-hill").number}


def _sent(school: School) -> dict[str, Any]:
    head = somebody("head", school=school)
    return {"number": adopting.send(head, drafting.start_from(head, "windmill-hill")).number}


def _in_force(school: School) -> dict[str, Any]:
    version = PolicyVersion.objects.of(school).get(**_sent(school))
    adopting.adopt(somebody("governor", school=school), version, date(2020, 9, 1))
    return {"number": version.number}


def _asked(school: School) -> dict[str, Any]:
    _in_force(school)
    return {"school": school.slug}


def _kept(school: School) -> dict[str, Any]:
    head = somebody("head", school=school)
    kept = Upload.objects.create(
        school=school,
        name="a.txt",
        data=b"Staff must be kind.",
        sha256="0" * 64,
        size=19,
        problem="Try again.",
        by=head,
    )
    return {"pk": kept.pk}


def _bound(kind: str) -> Callable[[School], dict[str, Any]]:
    """A clause of a draft that has rules, controls or duties, and the first of them."""

    def sample(school: School) -> dict[str, Any]:
        draft = drafting.start_from(somebody("head", school=school), "windmill-hill")
        clause = next(clause for clause in draft.pack["clauses"] if kind in clause)
        control = next(iter(clause[kind])) if kind == "controls" else ""
        return {"number": draft.number, "clause": clause["id"], "index": 0, "control": control}

    return sample


def _offer(school: School) -> dict[str, Any]:
    return {"pk": somebody("staff", school=school, account=None, offered_to=somebody("staff").account).pk}


def _failed_job(school: School) -> dict[str, Any]:
    failed = DBTaskResult.objects.create(
        status="FAILED",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="schoolgate.jobs.jobs.forget_finished",
        backend_name="default",
        run_after=timezone.now(),
        finished_at=timezone.now(),
    )
    return {"job": failed.pk}


def _owed(school: School) -> dict[str, Any]:
    return {"pk": DutyFactory(school=school, person=somebody("staff", school=school)).pk}


def _let_off(school: School) -> dict[str, Any]:
    duty = DutyFactory(school=school, person=somebody("staff", school=school))
    let_off(somebody("head", school=school), duty, "On leave")
    return {"pk": duty.pk}


def _owed_row(school: School) -> dict[str, Any]:
    _owed(school)
    return {"kind": "errand", "key": "sign", "audience": "staff"}


def _invitation(school: School) -> dict[str, Any]:
    made = Invitation.unscoped.create(
        person=somebody("parent", school=school, account=None, address="pat@home.example"),
        address="pat@home.example",
        secret_hash=hashed("a-secret"),
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"pk": made.pk, "secret": "a-secret"}


def _request(school: School) -> dict[str, Any]:
    """Somebody asks for a role for themselves."""
    facts = {"role": "volunteer", "from_date": "", "to_date": "", "acting": ""}
    somebody("head", school=school)
    asker = somebody("staff", school=school)
    return {"pk": asking.ask_for_role(asker, asker, facts, "To help").pk}


def _course(school: School) -> dict[str, Any]:
    body = "## Read\n" + "## Ask\nWhich?\n- [x] This\n- [ ] That\n" * 3
    return {"key": add_course(somebody("head", school=school), title="Ours", topics=["law"], body=body).key}


def _session(school: School) -> dict[str, Any]:
    course = course_called(school, "risk")
    assert course
    lead = somebody("dsl", school=school)
    return {"pk": plan_session(lead, course, on=timezone.localdate(), led_by="Somebody").pk}


def _completion(school: School) -> dict[str, Any]:
    session = Session.objects.of(school).get(**_session(school))
    learner = somebody("staff", school=school)
    record_attendance(somebody("dsl", school=school), session, [learner], [learner])
    return {"pk": session.completions.get().pk}


def _declared(school: School) -> dict[str, Any]:
    somebody("head", school=school)
    return {
        "reference": declare(somebody("staff", school=school), kinds()["something_else"], {"about": "none"}).reference
    }


def _post(school: School) -> dict[str, Any]:
    head, searcher = somebody("head", school=school), somebody("staff", school=school)
    post = opening.open_post(head, title="Teacher", needed_by=timezone.localdate(), searcher=searcher, panel=[head])
    return {"reference": post.reference}


def _candidate(school: School) -> dict[str, Any]:
    found = _post(school)
    post = Post.objects.of(school).get(**found)
    added = {"name": "Ann Applicant", "stage": "shortlisted", "shortlisted_on": timezone.localdate()}
    number = shortlist.add_candidate(post.searcher, post, **added).number
    return {**found, "number": number, "search": 1}


def _roster(state: str) -> Callable[[School], dict[str, Any]]:
    """A file of people that was uploaded: ready to bring in, to be matched, or of several schools."""

    def sample(school: School) -> dict[str, Any]:
        mapping = {
            "kind": "spreadsheet",
            "headings": ["Name", "Role"],
            "guess": {"name": "Name"},
            "schools": {"1": "A"},
        }
        counts = {"added": 1, "changed": 0, "left": 0, "unchanged": 0}
        plan = {"counts": counts, "shown": [["added", "Pip Example", "pupil", "Year 3"]]} if state == "ready" else {}
        if state == "ready":
            mapping["columns"] = {"name": "Name", "role": "Role"}
        row = RosterImport.objects.create(
            school=school, name="a.csv", sha256="0" * 64, data=b"Name,Role", mapping=mapping, plan=plan, state=state
        )
        return {"pk": row.pk}

    return sample


def _lesson(school: School) -> dict[str, Any]:
    head = somebody("head", school=school)
    return {"pk": teach(head, group=None, on=timezone.localdate(), activity="day").pk}


def _agreement(audience: str = "staff") -> Callable[[School], dict[str, Any]]:
    """A text that is asked for."""

    def sample(school: School) -> dict[str, Any]:
        return {"audience": a_text(school, audience).audience}

    return sample


def _draft_text(school: School) -> dict[str, Any]:
    return {"pk": start_draft(somebody("head", school=school), "staff").pk}


def _published_text(school: School) -> dict[str, Any]:
    return {"pk": a_text(school, "staff").pk}


def _class_text(school: School) -> dict[str, Any]:
    a_text(school, "ks2")
    return {"pk": MembershipFactory(group__school=school, person=pupil(school)).group_id, "audience": "ks2"}


def _childs_text(school: School) -> dict[str, Any]:
    a_text(school, "ks2")
    return {"pk": family(school)[1].pk}


def _signed(school: School) -> dict[str, Any]:
    text = a_text(school, "staff")
    return {"pk": sign(somebody("staff", school=school), text, text.sha256).pk}


def _at_desk(school: School) -> dict[str, Any]:
    a_text(school, "visitor")
    return {"pk": somebody("volunteer", school=school, account=None).pk}


def _shown(school: School) -> dict[str, Any]:
    _, child = family(school)
    return {"pk": child.pk}


def _consent_link(school: School) -> dict[str, Any]:
    parent, child = family(school)
    with by_machine(school) as ledger:
        issue(ledger, parent, child)
    link = ConsentLink.objects.of(school).get()
    ConsentLink.objects.of(school).update(secret_hash=hashed(f"consent{link.pk}"))
    return {"secret": f"consent{link.pk}"}


def _consent_round(school: School) -> dict[str, Any]:
    family(school)
    return {"pk": begin(somebody("head", school=school), timezone.localdate() + timedelta(days=9)).pk}


def _consent_sheet(school: School) -> dict[str, Any]:
    return {"pk": PaperSheet.unscoped.create(school=school, by=somebody("staff", school=school)).pk}


def _never_shown(school: School) -> dict[str, Any]:
    lead = holders(school, ["dsl"], falls_to=["deputy_dsl"])[0]
    return {"pk": set_flag(lead, pupil(school), "A court order.").pk}


def _takedown_letter(school: School) -> dict[str, Any]:
    parent, child = family(school)
    delivery = POST_SAMPLES["post_again"](school)["delivery"]
    made = Takedown.objects.create(school=school, person=child, delivery_id=delivery, done_at=timezone.now())
    secret = f"takedown{made.pk}"
    Asker.objects.create(takedown=made, by=parent, told_at=timezone.now(), secret_hash=hashed(secret))
    return {"secret": secret}


SAMPLES: dict[str, Callable[[School], dict[str, Any]]] = {
    **MODERATION_SAMPLES,
    **POST_SAMPLES,
    "letter_wording": lambda school: {"key": "closing"},
    "letter_wording_ours": lambda school: {"key": "closing"},
    "cases_person": _person,
    "agreement": _agreement(),
    "agreement_sign": _agreement(),
    "agreement_decline": _agreement(),
    "agreement_for_child": _childs_text,
    "agreement_sign_for_child": _childs_text,
    "agreement_decline_for_child": _childs_text,
    "signature": _signed,
    "signature_pdf": _signed,
    "agreement_class": _class_text,
    "agreement_class_list": _class_text,
    "agreement_class_why": _class_text,
    "agreement_class_check": _class_text,
    "agreement_desk_person": _at_desk,
    "agreement_desk_words": _at_desk,
    "agreement_desk_decline": _at_desk,
    "agreement_text": _published_text,
    "agreement_register": _published_text,
    "agreement_keep_words": _published_text,
    "agreement_call_off": _published_text,
    "agreement_stop": _published_text,
    "agreement_write": _draft_text,
    "agreement_publish": _draft_text,
    "agreement_throw_away": _draft_text,
    "guide": _asked,
    "guide_print": _asked,
    "lesson": _lesson,
    "lesson_take_back": _lesson,
    "lesson_activity": lambda school: {"key": "think-ks2"},
    "lesson_sheet": lambda school: {"key": "think-ks2"},
    "training_course": _course,
    "training_step": lambda school: {**_course(school), "number": 1},
    "training_finish": _course,
    "training_course_change": _course,
    "training_course_away": _course,
    "training_session": _session,
    "training_completion": _completion,
    "training_certificate": _completion,
    "training_completion_withdraw": _completion,
    "training_person": _person,
    "try_job_again": _failed_job,
    "duty_names": _owed_row,
    "duty_names_csv": _owed_row,
    "remind_row": _owed_row,
    "remind_one": _owed,
    "duty_let_off": _owed,
    "duty_ask_again": _let_off,
    "invite_person": _person,
    "help_back_in": _person,
    "call_off_invitation": _invitation,
    "roster": _roster("ready"),
    "roster_bring_in": _roster("ready"),
    "roster_call_off": _roster("ready"),
    "roster_columns": _roster("reading"),
    "roster_school": _roster("problems"),
    "invitation": _invitation,
    "accept_school": _offer,
    "decline_school": _offer,
    "person": _person,
    "assign_role": _person,
    "remove_person": _person,
    "end_role": _holding,
    "person_details": _person,
    "person_manager": _person,
    "person_address": lambda school: {"pk": somebody("governor", school=school, account=None).pk},
    "family_add": _person,
    "family_end": _family,
    "person_away": _person,
    "person_back": _away,
    "you_back": _away,
    "notice": _told,
    "class": _class,
    "class_name": _class,
    "class_end": _class,
    "class_pupils": _class,
    "class_teachers": _class,
    "member_out": _in_class,
    "team_out": _in_team,
    "term": _term,
    "term_remove": _term,
    "declaration": _declared,
    "declaration_act": lambda school: {**_declared(school), "verb": "ask"},
    "search_post": _post,
    "search_people": _post,
    "search_close": _post,
    "search_hold": _post,
    "search_let_go": _post,
    "search_independent": _post,
    "search_list": _post,
    "search_add_candidate": _post,
    "search_candidate": _candidate,
    "search_told": _candidate,
    "search_take_off": _candidate,
    "search_letter": _candidate,
    "search_result": _candidate,
    "search_finding": _candidate,
    "search_put": _candidate,
    "consent": _shown,
    "consent_no": _shown,
    "takedown_letter": _takedown_letter,
    "consent_link": _consent_link,
    "consent_link_no": _consent_link,
    "consent_paper": _shown,
    "consent_form": _shown,
    "consent_forms": _class,
    "consent_round": _consent_round,
    "consent_sheet": _consent_sheet,
    "never_show_one": _never_shown,
    "ask": _asked,
    "request": _request,
    "request_new": lambda school: {**_in_force(school), "act": "use.logo"},
    "request_answer": _request,
    "request_withdraw": _request,
    "request_decide": _request,
    "request_question": _request,
    "request_revoke": _request,
    "request_paper": _request,
    "answer": lambda school: {**_asked(school), "act": "befriend.pupil"},
    "policy_text": _asked,
    "policy_read_again": _kept,
    "version": _in_force,
    "version_clauses": _in_force,
    "version_fixed": _in_force,
    "version_coverage": _in_force,
    "version_copy": _in_force,
    "version_defects": _draft,
    "version_try": _draft,
    "version_changes": _draft,
    "version_send": _draft,
    "version_put_away": _draft,
    "version_take_back": _sent,
    "version_adopt": _sent,
    "version_set_aside": _sent,
    "version_call_off": _in_force,
    "version_details": _draft,
    "clause_add": _draft,
    "clause": _bound("rules"),
    "clause_words": _bound("rules"),
    "clause_remove": _bound("rules"),
    "rule_add": _bound("rules"),
    "rule": _bound("rules"),
    "rule_remove": _bound("rules"),
    "control_add": _bound("controls"),
    "control_remove": _bound("controls"),
    "duty_add": _bound("duties"),
    "duty": _bound("duties"),
    "duty_remove": _bound("duties"),
    "album": _album,
    "album_waiting": _album,
    "picture": _picture,
    "picture_image": _picture,
    "picture_small": _picture,
    "picture_numbered": _picture,
    "picture_words": _picture,
    "picture_device": _picture,
    "picture_put_away": _picture,
    "film_who": _film,
    "picture_cover": _picture,
    "picture_original": lambda school: {"number": a_picture(somebody("staff", school=school), original_sha256="0").pk},
    "device_end": lambda school: {"device": Device.objects.create(school=school, name="Tablet 4", make="Made Up").pk},
    "picture_looked": _picture,
    "picture_face_add": _picture,
    "picture_face": lambda school: {**_picture(school), "face": 1},
    "picture_face_image": lambda school: {**_picture(school), "face": 1},
    **CASE_SAMPLES,
    **CHANNEL_SAMPLES,
}
