"""Starting a draft and changing it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.db.models import Max
from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person, School
from schoolgate.documents.guard import read_safely
from schoolgate.documents.model import Reading, UnreadableError
from schoolgate.documents.refusals import MAX_BYTES
from schoolgate.documents.stored import to_data
from schoolgate.policy.models import PolicyVersion, Upload, compiled
from schoolgate.policy.pack import PackError, raw
from schoolgate.policy.proposal import numbered, propose

# Reasons after which trying the same file again, or the head opening it, may help: the file is kept.
KEPT = frozenset({"encrypted", "scanned", "too_slow", "broken", "language"})
NO_RULES = "We found no rule in this file. Check that it is your policy, or start from the model instead."


def upload_policy(by: Person, name: str, data: bytes) -> PolicyVersion:
    """Read a policy file into a new draft.

    Raises Refused when it cannot be read, with what to do next; a file worth a second try is kept first.
    """
    if len(data) > MAX_BYTES:
        raise Refused("This file is larger than 20 MB. Save it without its pictures, then try again.")
    try:
        reading = read_safely(data, name)
    except UnreadableError as error:
        if error.code in KEPT:
            with change(by, "policy.write", by.school) as under_way:
                kept = _keep(by, name, data, str(error))
                under_way.write("policy.upload_kept", kept, sha256=kept.sha256, problem=error.code)
        raise Refused(str(error)) from None
    if not reading.clauses:
        raise Refused(NO_RULES)
    pack, reading = _proposed(by, reading)
    with change(by, "policy.write", by.school) as under_way:
        return _draft_of(under_way, by, _keep(by, name, data, ""), pack, reading)


def read_again(by: Person, upload: Upload) -> PolicyVersion:
    """Try a kept file once more. Raises Refused when it still cannot be read."""
    try:
        reading = read_safely(bytes(upload.data), upload.name)
    except UnreadableError as error:
        raise Refused(str(error)) from None
    if not reading.clauses:
        raise Refused(NO_RULES)
    pack, reading = _proposed(by, reading)
    with change(by, "policy.write", upload.school) as under_way:
        still_kept = Upload.objects.of(upload.school).filter(pk=upload.pk).exclude(problem="")
        if not still_kept.update(problem=""):
            raise Refused("This file has been read already. You find its draft in the list of versions.")
        return _draft_of(under_way, by, upload, pack, reading)


def _keep(by: Person, name: str, data: bytes, problem: str) -> Upload:
    sha256 = hashlib.sha256(data).hexdigest()
    kept = Upload.objects.of(by.school).filter(sha256=sha256).exclude(problem="").first()
    if problem and kept:
        return kept
    return Upload.objects.create(
        school=by.school,
        name=name[-200:],
        data=data,
        size=len(data),
        sha256=sha256,
        problem=problem[:300],
        by=by,
    )


def _proposed(by: Person, reading: Reading) -> tuple[dict[str, Any], Reading]:
    """The pack that a reading starts, checked, and the reading with the same clause numbers. Before any transaction:
    a long document takes its time."""
    reading = numbered(reading)
    pack = propose(reading)
    compiled(pack, by.school.name)
    return pack, reading


def _draft_of(under_way: Change, by: Person, upload: Upload, pack: dict[str, Any], reading: Reading) -> PolicyVersion:
    draft = _new_draft(by, by.school, pack, to_data(reading), upload)
    under_way.write("policy.uploaded", draft, sha256=upload.sha256, clauses=len(pack["clauses"]))
    return draft


def start_from(by: Person, name: str) -> PolicyVersion:
    """A new draft from a pack that comes with Schoolgate, such as the model."""
    with change(by, "policy.write", by.school) as under_way:
        draft = _new_draft(by, by.school, raw(name), {}, None)
        under_way.write("policy.started", draft, pack=name)
    return draft


def start_again_from(by: Person, version: PolicyVersion) -> PolicyVersion:
    """A new draft that begins as a copy of another version of the same school."""
    with change(by, "policy.write", version.school) as under_way:
        draft = _new_draft(by, version.school, version.pack, version.read, version.upload)
        under_way.write("policy.copied", draft, version=version.number)
    return draft


def _new_draft(
    by: Person, school: School, pack: dict[str, Any], read: dict[str, Any], upload: Upload | None
) -> PolicyVersion:
    # The school's row is locked, so that two drafts begun at once get two numbers.
    School.objects.select_for_update().get(pk=school.pk)
    highest = PolicyVersion.objects.of(school).aggregate(highest=Max("number"))["highest"] or 0
    return PolicyVersion.objects.create(
        school=school, number=highest + 1, pack=pack, read=read, upload=upload, made_by=by
    )


def put_away(by: Person, version: PolicyVersion) -> PolicyVersion:
    """Put away a draft that nobody needs. It stays on record, and a new draft can begin from it."""
    with change(by, "policy.write", version.school) as under_way:
        locked = PolicyVersion.objects.of(by.school).select_for_update().get(pk=version.pk)
        if locked.state != PolicyVersion.State.DRAFT:
            raise Refused("This version is not a draft any more, so it cannot be put away.")
        locked.state, locked.decided_by, locked.decided_at = PolicyVersion.State.SET_ASIDE, by, timezone.now()
        locked.save(update_fields=["state", "decided_by", "decided_at"])
        under_way.write("policy.put_away", locked)
    return locked


def change_details(by: Person, version: PolicyVersion, revision: int, details: dict[str, Any]) -> PolicyVersion:
    """Set the title, dates, approver and owner of a draft: keys of the pack, empty values dropped."""

    def edit(pack: dict[str, Any]) -> None:
        pack.update(details)
        for key in [key for key in ("approver", "owner", "dates") if not pack.get(key)]:
            pack.pop(key, None)

    return _edit(by, version, revision, edit, "policy.details_changed")


def change_clause(
    by: Person, version: PolicyVersion, revision: int, number: str, values: dict[str, Any]
) -> PolicyVersion:
    """Set keys of one clause of a draft, in the pack's own form; a key set to None or nothing is taken away."""

    def edit(pack: dict[str, Any]) -> None:
        clause = _clause(pack, number)
        clause.update(values)
        for key in [key for key, value in clause.items() if value in (None, "", [], {}, "no")]:
            del clause[key]
        if not any(clause.get(key) for key in ("rules", "controls", "duties", "workflow")):
            clause["informs"] = "yes"

    return _edit(by, version, revision, edit, "policy.clause_changed", clause=number)


def add_clause(by: Person, version: PolicyVersion, revision: int, after: str, values: dict[str, Any]) -> PolicyVersion:
    """Add a clause to a draft, after the one numbered `after`, or first when that is ''."""

    def edit(pack: dict[str, Any]) -> None:
        clauses = pack["clauses"]
        if any(clause["id"] == values["id"] for clause in clauses):
            raise Refused(f"There is a clause {values['id']} already. Give the new one another number.")
        place = next((i + 1 for i, clause in enumerate(clauses) if clause["id"] == after), 0)
        clauses.insert(place, {"informs": "yes", **values})

    return _edit(by, version, revision, edit, "policy.clause_added", clause=str(values["id"]))


def remove_clause(by: Person, version: PolicyVersion, revision: int, number: str) -> PolicyVersion:
    """Take a clause out of a draft."""

    def edit(pack: dict[str, Any]) -> None:
        pack["clauses"].remove(_clause(pack, number))

    return _edit(by, version, revision, edit, "policy.clause_removed", clause=number)


def _clause(pack: dict[str, Any], number: str) -> dict[str, Any]:
    for clause in pack["clauses"]:
        if clause["id"] == number:
            found: dict[str, Any] = clause
            return found
    raise Refused(f"There is no clause {number} in this draft any more. Go back to the list of clauses.")


def _edit(
    by: Person,
    version: PolicyVersion,
    revision: int,
    edit: Callable[[dict[str, Any]], None],
    verb: str,
    **detail: str,
) -> PolicyVersion:
    """Change a draft's pack, if it is still the revision that the person saw and the result is sound."""
    with change(by, "policy.write", version.school) as under_way:
        locked = PolicyVersion.objects.of(by.school).select_for_update().get(pk=version.pk)
        if locked.state != PolicyVersion.State.DRAFT:
            raise Refused("This version is not a draft any more, so it cannot be changed. Start a new draft from it.")
        if locked.revision != revision:
            raise Refused(
                "Somebody changed this draft while you were on this page. Look at it again, then make your change."
            )
        edit(locked.pack)
        try:
            compiled(locked.pack, locked.school.name)
        except PackError as error:
            raise Refused(_plain(error)) from None
        locked.revision += 1
        locked.save(update_fields=["pack", "revision"])
        under_way.write(verb, locked, revision=locked.revision, **detail)
    return locked


def _plain(error: PackError) -> str:
    """The first mistake, without the file and line that a person at a form does not see."""
    return str(error).splitlines()[0].split(": ", 1)[-1]
