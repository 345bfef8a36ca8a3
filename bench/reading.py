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

Held out: docs/reading.md says which documents each family of rules was tuned on, and what the others scored.
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
    heads = f"{'document':30}{'wanted':>6}{'read':>6}{'found':>6}{'recall':>8}{'precision':>10}{'1:1':>8}"
    print(f"{heads}{'modality':>9}{'who':>8}{'exact':>7}")
    totals = Score(0, 0, 0, 0, 0, 0, 0, 0)
    for gold in sorted(Path(__file__).with_name("gold").glob("*.csv")):
        text = (policies / f"{gold.stem}.txt").read_bytes()
        score = compare(
            wanted_of(gold, table, text.decode().split("\n")), read_file(text, gold.name).clauses, verbose=verbose
        )
        _print(gold.stem, score)
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
            _say(verbose, f"   missed {one.id} line {one.lines[0]}: {one.modality}")
            continue
        score.found += 1
        if free := [clause for clause in near if clause.id not in used]:
            used.add(_best(one, free).id)
            score.paired += 1
        _agree(score, one, _best(one, near), verbose=verbose)
    score.right = len(met)
    for clause in read:
        if clause.id not in met:
            opening = " ".join(clause.text.split()[:8])
            _say(
                verbose, f"   extra line {clause.lines[0]}: {clause.modality.value} [{clause.modality.words}] {opening}"
            )
    return score


def _best(one: Wanted, near: list[ReadClause]) -> ReadClause:
    return max(near, key=lambda clause: (clause.modality.value == one.modality, _shared(one, clause)))


def _agree(score: Score, one: Wanted, best: ReadClause, *, verbose: bool) -> None:
    """Count where a wanted clause and the read one beside it agree, and say where they do not."""
    roles = {label.value for label in best.who}
    modality, who = best.modality.value == one.modality, bool(_spread(roles) & _spread(set(one.who)))
    score.modality += modality
    score.who += who
    score.exact += roles == one.who or ("everyone" in roles and len(one.who) > 3)
    if not (modality and who):
        wants, got = "|".join(sorted(one.who)), "|".join(sorted(roles))
        _say(verbose, f"   {one.id} line {one.lines[0]}: wanted {one.modality} {wants},")
        _say(verbose, f"      read {best.modality.value} {got} [{best.modality.words}]")


def speed(pages: int = 20) -> None:
    """Time `read` on a PDF, in a fresh process, beside plain extraction of its text in another."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.pdf"
        _make_pdf(path, pages)
        opened = f"open({str(path)!r}, 'rb').read()"
        reading = _timed(f"from schoolgate.documents.reader import read_file; read_file({opened}, 'policy.pdf')")
        pages_text = "[page.get_textpage().get_text_range() for page in document]"
        plain = _timed(f"import pypdfium2; document = pypdfium2.PdfDocument({opened}); {pages_text}")
    print(f"\nA PDF of {pages} pages, in a fresh process: read {reading:.2f} s; its text alone, by pypdfium2,", end=" ")
    print(f"{plain:.2f} s; ratio {reading / plain:.1f}")


def _make_pdf(path: Path, pages: int) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen import canvas

    page = canvas.Canvas(str(path), pagesize=A4)
    for number in range(1, pages + 1):
        page.setFont("Helvetica-Bold", 13)
        page.drawString(60, 790, f"{number}. Rules for part {number}")
        page.setFont("Helvetica", 10)
        for line in range(45):
            words = (
                "Staff must not add pupils as friends unless"
                if line % 3 == 0
                else "the head teacher has agreed in writing and the parent knows."
            )
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

    counts = f"{name:30.30}{s.wanted:>6}{s.read:>6}{s.found:>6}"
    found = f"{rate(s.found, s.wanted):>8}{rate(s.right, s.read):>10}{rate(s.paired, s.wanted):>8}"
    print(f"{counts}{found}{rate(s.modality, s.found):>9}{rate(s.who, s.found):>8}{rate(s.exact, s.found):>7}")


def _say(verbose: bool, text: str) -> None:
    if verbose:
        print(text)


if __name__ == "__main__":
    raise SystemExit(main())
