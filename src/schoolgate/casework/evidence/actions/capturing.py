"""A page of the web is copied as it is now: asked for by a person, fetched in the background."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.actions.keeping import NO_PICTURES, Prepared, keep, prepare
from schoolgate.casework.evidence.drawing import CannotDrawError, draw
from schoolgate.casework.evidence.fetching import LARGEST, Exchange, Fetched, Reach, UnreachableError, fetch
from schoolgate.casework.evidence.models import Capture, Item
from schoolgate.casework.evidence.page_parts import fetch_parts
from schoolgate.casework.evidence.warc import warc
from schoolgate.community.change import Refused, by_machine
from schoolgate.community.models import Person

GONE = (
    "The website says that there is nothing at this address (its answer was {status}), so there was nothing to copy. "
    "If you can see it, take a screenshot and add that instead."
)
HOW = "Fetched by Schoolgate from the public web, as anybody would see it who is not signed in."
DRAWN = "Drawn from the page without its scripts, by Schoolgate and not by a browser"
AS_IT_CAME = "The file at that address, taken out of the copy"
PAGE = ("text/html", "application/xhtml+xml", "")


def ask_for_copy(person: Person, case: Case, address: str) -> Capture:
    """Put the copying of an address among what waits. Raises Refused for a case for which nothing is ever kept."""
    from schoolgate.casework.evidence.jobs import copy_page

    with working(person, case) as (ledger, held):
        if held.no_pictures:
            raise Refused(NO_PICTURES)
        asked = Capture(case=held, by=person)
        asked.keep(address=address)
        asked.save()
        ledger.write("evidence.copy_asked", asked, case=held.pk)
        copy_page.later(capture=asked.pk)
    return asked


def make_copy(asked: Capture, reach: Reach | None = None) -> None:
    """Fetch what was asked for, outside any transaction, and keep it; or keep why not. A second run does nothing."""
    if asked.state != Capture.State.WAITING:
        return
    if asked.case.no_pictures:
        _end(asked, NO_PICTURES)
        return
    try:
        fetched = fetch(asked.said("address"), reach)
        if fetched.status >= 400:
            _end(asked, GONE.format(status=fetched.status))
            return
        files = _files(fetched, reach)
    except (UnreachableError, Refused) as error:
        _end(asked, str(error))
        return
    _keep(asked, *files)


def _files(fetched: Fetched, reach: Reach | None) -> tuple[Prepared, Prepared | None, str]:
    """The copy of everything that went over the wire, and a picture of it with how that came to be."""
    last = fetched.last
    if last.media not in PAGE:
        copy = prepare(warc(fetched.exchanges), "page.warc")
        return copy, prepare(last.content(), last.url.rpartition("/")[2] or "file"), AS_IT_CAME
    parts = fetch_parts(last, reach)
    copy = prepare(warc((*fetched.exchanges, *parts)), "page.warc")
    try:
        return copy, prepare(_drawn(last, parts), "page.png"), DRAWN
    except (CannotDrawError, UnreachableError):
        return copy, None, ""


def _drawn(last: Exchange, parts: tuple[Exchange, ...]) -> bytes:
    page = last.content()
    return draw(page, last.url, last.charset, dict(_opened(parts, LARGEST - len(page))))


def _opened(parts: tuple[Exchange, ...], left: int) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """The parts of a page without their compression, as many as fit: a few bytes of the wire can hold gigabytes."""
    for part in parts:
        if left <= 0:
            return
        try:
            data = part.content(left)
        except UnreachableError:
            continue
        left -= len(data)
        yield part.url, (part.media, data)


def _keep(asked: Capture, copy: Prepared, picture: Prepared | None, made_how: str) -> None:
    with by_machine(asked.case.school) as ledger:
        held = Capture.unscoped.select_for_update().select_related("case__school", "by").get(pk=asked.pk)
        ledger.write("evidence.copy_ended", held, case=held.case_id)
        if held.state != Capture.State.WAITING:
            return
        source = held.said("address")
        try:
            item = keep(ledger, held.case, copy, how=HOW, source=source, kind=Item.Kind.CAPTURE, by=held.by)
            if picture is not None:
                kind = Item.Kind.PICTURE
                keep(ledger, held.case, picture, how=HOW, source=source, kind=kind, parent=item, made_how=made_how)
        except Refused as no:
            _say(held, str(no))
            return
        held.state, held.item, held.ended_at = Capture.State.DONE, item, timezone.now()
        held.save()


def _end(asked: Capture, problem: str) -> None:
    with by_machine(asked.case.school) as ledger:
        held = Capture.unscoped.select_for_update().get(pk=asked.pk)
        ledger.write("evidence.copy_ended", held, case=held.case_id, failed=True)
        if held.state == Capture.State.WAITING:
            _say(held, problem)


def _say(held: Capture, problem: str) -> None:
    held.state, held.ended_at = Capture.State.FAILED, timezone.now()
    held.keep(problem=problem)
    held.save()
