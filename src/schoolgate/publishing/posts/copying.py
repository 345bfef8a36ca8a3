"""What was published is copied as anybody sees it: the page and its parts, as a WARC file for the archive."""

from __future__ import annotations

from schoolgate.casework.evidence.fetching import Reach, UnreachableError, fetch
from schoolgate.casework.evidence.page_parts import fetch_parts
from schoolgate.casework.evidence.warc import warc
from schoolgate.community.change import by_machine
from schoolgate.publishing.posts.models import Copy, Delivery
from schoolgate.record import vault

OUT = (Delivery.State.OUT, Delivery.State.PROCESSING)


def copy(number: int, reach: Reach | None = None) -> Copy | None:
    """Copy the page of a delivery that is out, once. None where there is nothing to copy, or it cannot be had."""
    found = Delivery.unscoped.select_related("post__school").get(pk=number)
    page = found.references.filter(kind="post", asked_at=None, gone_at=None).exclude(address="").first()
    if page is None or found.state not in OUT or found.copies.exists():
        return None
    try:
        fetched = fetch(page.address, reach)
        if fetched.status >= 400:
            return None
        exchanges = (*fetched.exchanges, *fetch_parts(fetched.last, reach))
    except UnreachableError:
        return None
    kept = vault.put(warc(exchanges))
    with by_machine(found.post.school) as ledger:
        made = Copy(delivery=found, address=page.address, vault_key=kept.key, sha256=kept.sha256, size=kept.size)
        made.save()
        ledger.write("post.copied", made, delivery=found.pk, sha256=kept.sha256)
    return made
