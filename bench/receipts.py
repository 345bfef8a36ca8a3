"""How long a receipt code takes to check, beside a password, in one process; and how many letters a guesser has to try.

Each figure is the median of the rounds. A wrong code, and one that is no report's, must take as long as a right one.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from statistics import median

ROUNDS = 15


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SCHOOLGATE_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.web.settings")
        import django

        django.setup()
        from django.contrib.auth.hashers import check_password, make_password

        from schoolgate.casework.reports.receipts import BLOCK, COST, OPENS, code_of, hashed, is_it

        code, wrong = code_of("a form"), code_of("another form")
        kept, password = hashed(code), make_password("a long made-up password")
        print(f"{'a right code':<34}{took(lambda: is_it(code, kept)):>8.1f} ms")
        print(f"{'a wrong code':<34}{took(lambda: is_it(wrong, kept)):>8.1f} ms")
        print(f"{'a code that is no report’s':<34}{took(lambda: is_it(code, '')):>8.1f} ms")
        argon = took(lambda: check_password("a long made-up password", password))
        print(f"{'a password (argon2)':<34}{argon:>8.1f} ms")
        print(f"scrypt with n={COST}, r={BLOCK}: {128 * COST * BLOCK // 2**20} MB; {OPENS * 5} bits to guess")
    return 0


def took(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return median(times) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
