"""How well the reader reads: its clauses beside the 353 that people found, and its speed beside plain extraction.

Needs two places, given by the environment: SCHOOLGATE_POLICIES, a folder of policy texts (NAME.txt), and
SCHOOLGATE_CLAUSES, a table of the clauses wanted (id, who, modality…). `bench/gold/NAME.csv` says where in
each text each wanted clause stands: first and last line, and the columns it starts and ends at.

How the two are aligned. A wanted clause and a read one meet where they share lines and at least 60 % of the
words of the shorter. A wanted clause is *found* when it meets any (recall); a read clause is *right* when it
meets any (precision). Of those that meet a wanted clause, the one that agrees on modality, then the one that
shares most words, is compared with it. `one to one` is stricter: each may be used once, so two rules wanted
from one sentence need two read clauses. A definition is read as a statement. `who` agrees where
the two share a role; `exact` where they are the same set (everyone being all).

Held out: no rule was tuned on windmill-hill, which was scored once the others were done. docs/reading.md says
which documents each family of rules was tuned on.
"""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schoolgate.documents.model import ReadClause
from schoolgate.documents.reader import read_file

_ROLES = {
    "account_admin": "staff", "agency": "contractor", "agency_worker": "contractor", "deputy_head": "slt",
    "finance_staffing_committee": "governor", "former_pupil": "pupil", "former_staff": "leaver",
    "friend_of_school": "volunteer", "governing_body": "governor", "head_teacher": "head",
    "home_school_link": "staff", "pta": "volunteer", "supply_staff": "contractor", "support_staff": "staff",
    "teacher": "staff", "third_party": "contractor", "trainee": "staff", "visitor": "contractor",
    "wider_community": "everyone",
}  # fmt: skip
_ANY = {"staff", "pupil", "parent", "governor", "volunteer", "contractor"}
_HELD_OUT = "windmill-hill"


@dataclass(frozen=True)
class Wanted:
    """One clause of the table, with the words that stand at its place."""

    id: str
    modality: str
    who: frozenset[str]
    lines: tuple[int, int]
    words: frozenset[str]


@dataclass
class Score:
    """Counts for one document."""

    wanted: int
    read: int
    found: int
    right: int
    paired: int
    modality: int
    who: int
    exact: int


def main() -> int:
    policies, table = os.environ.get("SCHOOLGATE_POLICIES"), os.environ.get("SCHOOLGATE_CLAUSES")
    if policies and table:
        accuracy(Path(policies), Path(table), verbose="-v" in sys.argv)
    else:
        print("Accuracy not measured: set SCHOOLGATE_POLICIES (a folder of texts) and SCHOOLGATE_CLAUSES (a table).")
    speed()
    return 0


def accuracy(policies: Path, table: Path, *, verbose: bool) -> None:
    """Print the table of documents. With `verbose`, every disagreement."""
    print(f"{'document':30}{'wanted':>6}{'read':>6}{'found':>6}{'recall':>8}{'precision':>10}{'1:1':>7}{'modality':>10}{'who':>7}{'exact':>7}")
    totals = Score(0, 0, 0, 0, 0, 0, 0, 0)
    for gold in sorted(Path(__file__).with_name("gold").glob("*.csv")):
        text = (policies / f"{gold.stem}.txt").read_bytes()
        score = compare(wanted_of(gold, table, text.decode().split("\n")), read_file(text, gold.name).clauses, verbose=verbose)
        _print(gold.stem + (" (held out)" if gold.stem == _HELD_OUT else ""), score)
        for name, value in vars(score).items():
            setattr(totals, name, getattr(totals, name) + value)
    _print("all", totals)


def wanted_of(gold: Path, table: Path, lines: list[str]) -> list[Wanted]:
    """The wanted clauses of one document, in the table's order."""
    with table.open(newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    found = []
    with gold.open(newline="") as file:
        for place in csv.DictReader(file):
            row = rows[place["clause"]]
            first, last = int(place["first"]), int(place["last"])
            span = lines[first - 1 : last]
            span[-1] = span[-1][: int(place["end"])]
            span[0] = span[0][int(place["start"]) - 1 :]
            who = frozenset(_ROLES.get(name, name) for name in row["who"].split("|"))
            modality = "statement" if row["modality"] == "definition" else row["modality"]
            found.append(Wanted(row["id"], modality, who, (first, last), frozenset(_words(" ".join(span)))))
    return found


def compare(wanted: list[Wanted], read: tuple[ReadClause, ...], *, verbose: bool = False) -> Score:
    """Score what was read against what was wanted."""
    score = Score(len(wanted), len(read), 0, 0, 0, 0, 0, 0)
    met: set[str] = set()
    used: set[str] = set()
    for one in wanted:
        near = [clause for clause in read if _meets(one, clause)]
        met.update(clause.id for clause in near)
        if not near:
            _say(verbose, f"   missed {one.id} lines {one.lines} {one.modality}")
            continue
        best = max(near, key=lambda clause: (clause.modality.value == one.modality, clause.id not in used, _shared(one, clause)))
        score.found += 1
        free = [clause for clause in near if clause.id not in used]
        if free:
            used.add(max(free, key=lambda clause: (clause.modality.value == one.modality, _shared(one, clause))).id)
            score.paired += 1
        score.modality += best.modality.value == one.modality
        roles = {label.value for label in best.who}
        score.who += bool(_spread(roles) & _spread(set(one.who)))
        score.exact += roles == one.who or ("everyone" in roles and len(one.who) > 3)
        if best.modality.value != one.modality or not _spread(roles) & _spread(set(one.who)):
            got = "|".join(sorted(roles))
            _say(verbose, f"   {one.id} line {one.lines[0]}: wanted {one.modality} {'|'.join(sorted(one.who))}, read {best.modality.value} {got} [{best.modality.words}]")
    score.right = len(met)
    for clause in read:
        if clause.id not in met:
            _say(verbose, f"   extra line {clause.lines[0]}: {clause.modality.value} [{clause.modality.words}] {' '.join(clause.text.split()[:8])}")
    return score


def speed(pages: int = 20) -> None:
    """Time `read` on a PDF, in a fresh process, beside plain extraction of its text in another."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.pdf"
        _make_pdf(path, pages)
        reading = _timed(f"from schoolgate.documents.reader import read_file; read_file(open({str(path)!r}, 'rb').read(), 'policy.pdf')")
        plain = _timed(f"import pypdfium2 as p; d = p.PdfDocument({str(path)!r}); [page.get_textpage().get_text_range() for page in d]")
    print(f"\nA PDF of {pages} pages, with start-up: read {reading:.2f} s; text alone by pypdfium2 {plain:.2f} s; ratio {reading / plain:.1f}")


def _make_pdf(path: Path, pages: int) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen import canvas

    page = canvas.Canvas(str(path), pagesize=A4)
    for number in range(1, pages + 1):
        page.setFont("Helvetica-Bold", 13)
        page.drawString(60, 790, f"{number}. Rules for part {number}")
        page.setFont("Helvetica", 10)
        for line in range(45):
            words = "Staff must not add pupils as friends unless" if line % 3 == 0 else "the head teacher has agreed in writing and the parent knows."
            page.drawString(60, 765 - 15 * line, words)
        page.showPage()
    page.save()


def _timed(code: str) -> float:
    """Seconds for a fresh interpreter to run `code`: the best of three."""
    best = 1e9
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best


def _words(text: str) -> Iterator[str]:
    return (word for word in re.findall(r"[a-z]+", text.replace("*", "").lower()) if len(word) > 1)


def _shared(one: Wanted, clause: ReadClause) -> float:
    words = set(_words(clause.text))
    return len(words & one.words) / max(1, min(len(words), len(one.words)))


def _meets(one: Wanted, clause: ReadClause) -> bool:
    return clause.lines[0] <= one.lines[1] and one.lines[0] <= clause.lines[1] and _shared(one, clause) >= 0.6


def _spread(roles: set[str]) -> set[str]:
    return roles | _ANY if "everyone" in roles else roles


def _print(name: str, s: Score) -> None:
    def rate(part: int, whole: int) -> str:
        return f"{part / max(1, whole):.3f}"

    print(
        f"{name:30.30}{s.wanted:>6}{s.read:>6}{s.found:>6}{rate(s.found, s.wanted):>8}{rate(s.right, s.read):>10}"
        f"{rate(s.paired, s.wanted):>8}{rate(s.modality, s.found):>9}{rate(s.who, s.found):>8}{rate(s.exact, s.found):>7}"
    )


def _say(verbose: bool, text: str) -> None:
    if verbose:
        print(text)


if __name__ == "__main__":
    raise SystemExit(main())
