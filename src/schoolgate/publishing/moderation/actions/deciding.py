"""Somebody looked at a comment, leaves it standing, hides it with a reason, or shows it again.

Criticism is never taken down, and nobody decides about what may be about them: then they ask somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable

from schoolgate.approvals.actions.asking import make
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.publishing.moderation.actions.holding import NOT_NOW, POWER, held
from schoolgate.publishing.moderation.carrying_out import DONE
from schoolgate.publishing.moderation.fetching import end, note
from schoolgate.publishing.moderation.known import grounds
from schoolgate.publishing.moderation.models import Comment, Handling
from schoolgate.publishing.moderation.policy import says
from schoolgate.publishing.moderation.reaching import KIND, concerned, kept_from, looked_after_by
from schoolgate.publishing.networks import known as networks

State, Wanted, What = Comment.State, Comment.Wanted, Handling.What
CRITICISM = (
    "It stays. Criticism is never taken down by the school that it criticises. You can answer it, invite whoever wrote "
    "it to talk, or raise it so that somebody looks into it."
)
CAN_HIDE = "This network lets us hide a comment, so for this it is hidden and not deleted. Hide it instead."


def look(by: Person, numbers: Iterable[int]) -> int:
    """Somebody has looked at these and nothing is to be done about them. How many were new."""
    with change(by, POWER, by.school) as ledger:
        mine = looked_after_by(by).order_by().values("pk")
        rows = Comment.objects.of(by.school).select_for_update(of=("self",))
        found = list(rows.filter(pk__in=list(numbers), state=State.NEW, wanted="", channel__in=mine))
        seen(ledger, found)
        pks = [one.pk for one in found]
        ledger.write("comments.looked_at", by, comments=pks)
    return len(found)


def seen(ledger: Change, found: Iterable[Comment]) -> None:
    for one in found:
        one.state = State.SEEN
        one.save(update_fields=["state"])
        note(one, What.SEEN, ledger)


def leave(by: Person, comment: Comment, why: str) -> None:
    """It stays, and somebody says why: whoever it may be about too, since nobody is silenced by that."""
    with held(by, comment, decides=False) as (ledger, row):
        if row.wanted or row.state == State.HIDDEN:
            raise Refused(NOT_NOW)
        row.state = State.KEPT
        row.save(update_fields=["state"])
        note(row, What.KEPT, ledger, why)
        ledger.write("comment.kept", row)


def hide(by: Person, comment: Comment, ground: str, why: str) -> ApprovalRequest | None:
    """Hide it for a rule of the page that it breaks. Where it may be about `by`, somebody else is asked: that request.

    Raises Refused for criticism, and where nobody else could decide.
    """
    may_be_hidden(ground)
    if concerned(comment, [by]):
        return _ask(by, comment, Wanted.HIDE, ground, why)
    with held(by, comment) as (ledger, row):
        if row.wanted or row.state == State.HIDDEN:
            raise Refused(NOT_NOW)
        begin(ledger, row, Wanted.HIDE, ground, why)
    return None


def show(by: Person, comment: Comment, why: str) -> None:
    """Show again what is hidden."""
    with held(by, comment) as (ledger, row):
        if row.wanted or not (row.state == State.HIDDEN or row.hidden_there):
            raise Refused(NOT_NOW)
        begin(ledger, row, Wanted.SHOW, "", why)


def ask_to_delete(by: Person, comment: Comment, ground: str, why: str) -> ApprovalRequest:
    """Ask a second person to have it deleted: for what must not stand anywhere, or where it cannot be hidden."""
    may_be_deleted(comment, ground)
    return _ask(by, comment, Wanted.DELETE, ground, why)


def _ask(by: Person, comment: Comment, what: str, ground: str, why: str) -> ApprovalRequest:
    with held(by, comment, decides=False) as (ledger, row):
        if row.wanted or (what == Wanted.HIDE and row.state == State.HIDDEN):
            raise Refused(NOT_NOW)
        facts = {"comment": row.pk, "what": what, "ground": ground}
        made = make(by, ApprovalRequest(kind=KIND, facts=facts, words=why), kept_from(row))
        ledger.write("comment.asked", row, request=made.pk, what=what)
    return made


def may_be_hidden(ground: str) -> None:
    if grounds()[ground].never:
        raise Refused(CRITICISM)


def may_be_deleted(comment: Comment, ground: str) -> None:
    """Raises Refused where it is to be hidden instead, or stays."""
    may_be_hidden(ground)
    if can_hide(comment) and not grounds()[ground].deleted:
        raise Refused(CAN_HIDE)


def can_hide(comment: Comment) -> bool:
    network = comment.channel.network
    return network in networks.WHERE and networks.adapter(network).can.hide


def begin(ledger: Change, row: Comment, wanted: str, ground: str, why: str) -> None:
    """It is to be done on the network from now on, within a change that somebody with the right made."""
    from schoolgate.publishing.moderation.jobs import carry_out

    row.wanted, row.why, row.by_hand_by = wanted, "", None
    row.save(update_fields=["wanted", "why", "by_hand_by"])
    clauses = [clause.id for clause in says(ledger.school).every]
    note(row, What(wanted), ledger, why, ground=ground, clauses=clauses)
    ledger.write(f"comment.{wanted}_asked", row, ground=ground, clauses=list(clauses))
    carry_out.later(comment=row.pk)


def done_by_hand(by: Person, comment: Comment) -> None:
    """Somebody did it on the network themselves. The next reading tells whether it is so, where the network says."""
    with held(by, comment, decides=False) as (ledger, row):
        if not row.wanted or row.by_hand_by is None:
            raise Refused(NOT_NOW)
        state, what = DONE[row.wanted]
        row.hidden_there = state == State.HIDDEN
        end(row, state)
        note(row, what, ledger)
        ledger.write(f"comment.{what}", row, by_hand=True)


def try_again(by: Person, comment: Comment) -> None:
    """Have the machine try once more."""
    from schoolgate.publishing.moderation.jobs import carry_out

    with held(by, comment, decides=False) as (ledger, row):
        if not row.wanted:
            raise Refused(NOT_NOW)
        row.by_hand_by, row.why = None, ""
        row.save(update_fields=["by_hand_by", "why"])
        ledger.write("comment.tried_again", row)
        carry_out.later(comment=row.pk)
