"""Can somebody tell from the time of an answer that a case is there? Medians for a hidden case beside a missing one.

Both take turns in one run; “apart” is the difference of their medians in parts of how far single answers spread (the
distance between their quartiles): under 1, nobody tells them apart by asking once.
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parent))
ROUNDS = 400
MISSING = "C-00000000"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SCHOOLGATE_DATA"] = folder
        from board import start, timed

        start()
        print(f"{'who':<24}{'hidden':>10}{'missing':>10}{'spread':>10}{'apart':>8}")
        for who, client, reference in those():
            times: dict[str, list[float]] = {"hidden": [], "missing": []}
            for n in range(ROUNDS + 20):
                for kind, case in sorted((("hidden", reference), ("missing", MISSING)), reverse=bool(n % 2)):
                    taken = timed(partial(client.get, f"/cases/{case}/")) * 1000
                    if n >= 20:
                        times[kind].append(taken)
            hidden, missing = median(times["hidden"]), median(times["missing"])
            first, _, third = quantiles(times["missing"], n=4)
            print(
                f"{who:<24}{hidden:>7.2f} ms{missing:>7.2f} ms{third - first:>7.2f} ms"
                f"{abs(hidden - missing) / (third - first):>8.2f}"
            )
    return 0


def those():  # type: ignore[no-untyped-def]
    """Somebody who is no member, and somebody who is one and is named, each with a case they may not know of."""
    import logging

    from cases import a_case, named
    from factories import SchoolFactory, somebody
    from owing import signed_in

    logging.disable(logging.WARNING)
    school = SchoolFactory()
    head, dsl, deputy = (somebody(role, school=school, second_factor=False) for role in ("head", "dsl", "deputy_dsl"))
    case = a_case(head, deputy)
    named(case, deputy)
    yield "not a member", signed_in(dsl), case.reference
    yield "a member who is named", signed_in(deputy), case.reference


if __name__ == "__main__":
    raise SystemExit(main())
