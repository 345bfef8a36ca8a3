"""What a person decided about a comment is done on the network: again after a failure, and by a person where no machine
can. It counts as done once the network said so, or somebody did it."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from schoolgate.community import mail
from schoolgate.community.change import by_machine
from schoolgate.community.notices import tell
from schoolgate.publishing.channels.actions.connecting import refused
from schoolgate.publishing.channels.gate import BY_HAND, adapter
from schoolgate.publishing.channels.known import can_publish, label
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.moderation.fetching import end, note
from schoolgate.publishing.moderation.known import number
from schoolgate.publishing.moderation.models import Comment, Handling
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble, Unsupported, Unsure
from schoolgate.publishing.posts.limits import wait

log = logging.getLogger("schoolgate.publishing")
State, Wanted, What = Comment.State, Comment.Wanted, Handling.What
DONE: dict[str, tuple[Comment.State, Handling.What]] = {
    Wanted.HIDE: (State.HIDDEN, What.HIDDEN),
    Wanted.SHOW: (State.KEPT, What.SHOWN),
    Wanted.DELETE: (State.DELETED, What.DELETED),
}
MAIL = "Something on one of the school’s pages needs you"
BROKE_OFF = "Something went wrong while we asked the network. Look at it there."


def carry_out(pk: int, tries: int) -> datetime | None:
    """Do what is wanted of one comment. When to try again; None where nothing is left to do by machine."""
    found = Comment.unscoped.select_related("channel__school").filter(pk=pk).first()
    if found is None or not found.wanted:
        return None
    try:
        _ask(found)
    except Gone:
        _done(found, State.GONE, What.GONE)
    except Trouble as trouble:
        return _troubled(found, trouble, tries)
    except Exception as error:
        log.warning("Handling comment %s broke off: %s", pk, type(error).__qualname__)
        return _troubled(found, Failed(BROKE_OFF, again=True), tries)
    else:
        _done(found, *DONE[found.wanted])
    return None


def _ask(found: Comment) -> None:
    channel: Channel = found.channel
    if not can_publish(channel.network):
        raise Unsupported(BY_HAND.format(label(channel.network)))
    network = adapter(channel)
    match found.wanted:
        case Wanted.HIDE:
            network.hide_comment(found.network_id)
        case Wanted.SHOW:
            network.show_comment(found.network_id)
        case Wanted.DELETE:
            network.delete_comment(found.network_id)


def _done(found: Comment, state: Comment.State, what: Handling.What) -> None:
    with by_machine(found.channel.school) as ledger:
        held = Comment.unscoped.select_for_update(of=("self",)).get(pk=found.pk)
        if held.wanted != found.wanted:
            # Somebody wants something else by now, and a job for that waits.
            ledger.write("comment.wanted_otherwise", held)
            return
        held.hidden_there = state == State.HIDDEN
        end(held, state)
        note(held, what)
        ledger.write(f"comment.{what}", held)


def _troubled(found: Comment, trouble: Trouble, tries: int) -> datetime | None:
    again = isinstance(trouble, Unsure) or trouble.again
    if again and tries < number("tries"):
        after = trouble.after if isinstance(trouble, Failed) else None
        Comment.unscoped.filter(pk=found.pk).update(why=trouble.sentence[:300])
        return timezone.now() + timedelta(seconds=wait(tries, after))
    if isinstance(trouble, NoAccess):
        refused(found.channel)
    with by_machine(found.channel.school) as ledger:
        held = Comment.unscoped.select_for_update(of=("self",)).select_related("channel").get(pk=found.pk)
        ledger.write("comment.by_hand", held)
        if held.wanted != found.wanted or held.by_hand_by:
            return None
        held.why = trouble.sentence[:300]
        held.by_hand_by = timezone.now() + timedelta(hours=number("by_hand_hours"))
        held.save(update_fields=["why", "by_hand_by"])
        note(held, What.BY_HAND)
        people = [one for one in (held.channel.owner, held.channel.second) if one]
        path = reverse("comment", args=[held.pk])
        tell(people, f"A comment on {called(held.channel)} has to be {IN_WORDS[held.wanted]} by hand.", path)
        for one in people:
            mail.send(one, MAIL, path)
    return None


IN_WORDS: dict[str, str] = {Wanted.HIDE: "hidden", Wanted.SHOW: "shown again", Wanted.DELETE: "deleted"}
