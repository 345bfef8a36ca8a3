"""Posts go to a real WordPress while the worker that sends them is killed, again and again, at random moments.

Each worker is a process of its own, ended by SIGKILL within about the time that two posts take. Afterwards every post
is on the website once, with its picture once; none is lost; what is stored says where each stands; the ledger holds.

`bench/faults.py 200 50` kills 200 times while 50 posts go out (the default). Needs `script/setup tests`.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

KILLS, POSTS = 200, 50
LIVES = 2
LEASE = 2
"""Seconds after which a silent worker is taken for dead."""
PATIENCE = 900

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))


def main() -> int:
    given = [int(one) for one in sys.argv[1:3]]
    kills, posts = given + [KILLS, POSTS][len(given) :]
    import wordpress

    if absent := wordpress.missing():
        print(f"not installed: {absent}")
        return 2
    with tempfile.TemporaryDirectory() as folder, wordpress.site() as site:
        os.environ.update(SCHOOLGATE_DATA=folder, JOB_LEASE=str(LEASE))
        prepare()
        before = site.count(), site.count("attachment")
        release(site, posts)
        one = first()
        begun, interrupted = time.monotonic(), 0
        for _ in range(kills):
            interrupted += killed(one * LIVES)
        finish()
        wrong = [*lost(site, posts, before)]
        counts = f"kills {kills}, of them while a post was being sent {interrupted}, posts {posts}"
        print(f"{counts}, seconds {time.monotonic() - begun:.0f}, wrong {len(wrong)}")
        print(*wrong, sep="\n")
        return 1 if wrong else 0


def prepare() -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.web.settings")
    from schoolgate.cli import installation

    installation.start()
    installation.prepare()


def release(site: object, posts: int) -> None:
    """Everything is on its way, as if somebody had pressed the button: a policy that asks nobody."""
    from publishing.posting import here
    from schoolgate.publishing.posts.actions.asking import submit
    from schoolgate.publishing.posts.actions.writing import write
    from schoolgate.publishing.posts.words import Words

    at = here("glenwood", "wordpress", site.address, user=site.user, password=site.password)  # type: ignore[attr-defined]
    picture = a_picture(at.school, at.tess)
    for number in range(posts):
        words = Words("We planted trees.", f"Apple trees, row {number}", channels=(at.channel.pk,), pictures=(picture,))
        version, _ = write(at.tess, words)
        submit(at.tess, version.post, version.sha256, "")


def a_picture(school: object, by: object) -> int:
    """A picture that is ready, with nobody in it."""
    import io

    from django.utils import timezone
    from PIL import Image

    from schoolgate.publishing.pictures.models import Picture
    from schoolgate.record import vault

    file = io.BytesIO()
    Image.new("RGB", (640, 480), "green").save(file, "JPEG")
    kept = vault.put(file.getvalue())
    made = Picture(
        school=school, by=by, media="image/jpeg", width=640, height=480, size=kept.size, sha256=kept.sha256,
        vault_key=kept.key, looked_at=timezone.now(), described_at=timezone.now(), taken_with=Picture.TakenWith.SCHOOL,
    )  # fmt: skip
    made.keep(alt="Green leaves", device_answer="Ours")
    made.save()
    return int(made.pk)


def first() -> float:
    """How long one post takes when nobody is killed, in seconds."""
    from schoolgate.publishing.posts import sending
    from schoolgate.publishing.posts.models import Delivery

    number = Delivery.unscoped.order_by("pk").values_list("pk", flat=True)[0]
    begun = time.monotonic()
    sending.send(number)
    return time.monotonic() - begun


def killed(longest: float) -> int:
    """One worker, killed; 1 if a post was in its hand."""
    from django.db import connections
    from django.utils import timezone

    from schoolgate.publishing.posts.models import Delivery

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            from schoolgate.jobs.work import work

            work(threading.Event())
        finally:
            os._exit(3)
    time.sleep(LEASE / 2 + random.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it ended by itself"
    return int(Delivery.unscoped.filter(state="sending", lease__gt=timezone.now()).exists())


def finish() -> None:
    """A worker that nobody kills."""
    from schoolgate.jobs.work import work
    from schoolgate.publishing.posts.models import Delivery

    stop = threading.Event()
    worker = threading.Thread(target=work, args=(stop,))
    worker.start()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and Delivery.unscoped.exclude(state="out").exists():
        time.sleep(0.5)
    stop.set()
    worker.join()


def lost(site: object, posts: int, before: tuple[int, int]) -> Iterator[str]:
    """What is not there, is there twice, or is not where it is said to be."""
    from schoolgate.publishing.posts.models import Delivery
    from schoolgate.record import ledger

    states = Counter(Delivery.unscoped.values_list("state", flat=True))
    if states != Counter(out=posts):
        yield f"deliveries: {dict(states)}"
    for kind, was in zip(("post", "attachment"), before, strict=True):
        now = site.count(kind) - was  # type: ignore[attr-defined]
        if now != posts:
            yield f"{kind}: {now} on the website, not {posts}"
    for one in Delivery.unscoped.prefetch_related("references"):
        kinds = Counter(row.kind for row in one.references.all())
        if (kinds["post"], kinds["media"]) != (1, 1):
            yield f"{one}: {dict(kinds)}"
        for row in one.references.all():
            status, _ = site.stranger(row.address)  # type: ignore[attr-defined]
            if status != 200:
                yield f"{one}: {row.kind} answers {status}"
    if not ledger.verify().ok:
        yield "The ledger does not hold."


if __name__ == "__main__":
    sys.exit(main())
