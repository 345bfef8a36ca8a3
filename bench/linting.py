"""What the linter finds in real policies, and how long `schoolgate read` takes on a 20-page PDF.

    SCHOOLGATE_POLICIES=folder python bench/linting.py

The first table counts the findings of each kind in every document of the folder that SCHOOLGATE_POLICIES names
(left out where it names none). The second makes a PDF of 20 pages and times whole processes, start-up included,
several runs each, the median shown: `schoolgate read`, beside plain text extraction by pypdfium2 and by pdftotext
where that is installed. The linter's own time is measured in one process, first run and warm.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from schoolgate.documents.reader import read_file
from schoolgate.policy.lint import KINDS, lint

TODAY = date(2026, 11, 21)
RUNS = 5
EXTRACT = (
    "import sys, pypdfium2\nfor page in pypdfium2.PdfDocument(sys.argv[1]):\n    page.get_textpage().get_text_range()\n"
)


def main() -> None:
    folder = os.environ.get("SCHOOLGATE_POLICIES")
    if folder:
        findings(
            sorted(path for path in Path(folder).iterdir() if path.suffix in (".txt", ".pdf", ".docx", ".md", ".html"))
        )
    else:
        print("SCHOOLGATE_POLICIES names no folder of policies, so the findings are left out.")
    print()
    times()


def findings(paths: list[Path]) -> None:
    counts = {path: Counter(f.kind for f in lint(read_file(path.read_bytes(), path.name), TODAY)) for path in paths}
    print(f"{'findings on ' + TODAY.isoformat():<24}" + "".join(f"{path.stem[:15]:>17}" for path in paths))
    for kind in KINDS:
        print(f"{kind:<24}" + "".join(f"{counts[path][kind] or '·':>17}" for path in paths))
    print(f"{'all':<24}" + "".join(f"{counts[path].total():>17}" for path in paths))


def times() -> None:
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "policy.pdf"
        pages = make_pdf(pdf)
        command = shutil.which("schoolgate") or str(Path(sys.executable).with_name("schoolgate"))
        rows = [("schoolgate read --json", [command, "read", "--json", str(pdf)])]
        rows.append(("text by pypdfium2", [sys.executable, "-c", EXTRACT, str(pdf)]))
        if pdftotext := shutil.which("pdftotext"):
            rows.append(("text by pdftotext", [pdftotext, str(pdf), "-"]))
        print(f"a PDF of {pages} pages, whole processes, median of {RUNS}")
        for name, argv in rows:
            print(f"  {name:<24} {median(argv) * 1000:8.0f} ms")
        reading = read_file(pdf.read_bytes(), pdf.name)
        for name in ("linter alone, first", "linter alone, warm"):
            start = time.perf_counter()
            found = lint(reading, TODAY)
            taken = (time.perf_counter() - start) * 1000
            print(f"  {name:<24} {taken:8.0f} ms  ({len(reading.clauses)} clauses, {len(found)} findings)")


def median(argv: list[str]) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def make_pdf(path: Path, pages: int = 20) -> int:
    """A made-up policy: headings, paragraphs and bullets, a page of about 350 words each."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    rules = (
        "Staff must not accept a pupil as a friend on account {n} of their own.",
        "Parents should bring complaint {n} to the class teacher and not to social media.",
        "Pupils may use page {n} in lessons once the head teacher has agreed to it in writing.",
        "The school keeps report {n} for six years, and then destroys it, as data protection law requires.",
    )
    story = []
    for page in range(1, pages + 1):
        story.append(Paragraph(f"{page}. Rules of part {page}", styles["Heading2"]))
        for n in range(24):
            text = rules[n % 4].format(n=page * 100 + n)
            story.append(Paragraph(f"• {text}" if n % 3 else text, styles["BodyText"]))
        story.append(PageBreak())
    SimpleDocTemplate(str(path), pagesize=A4).build(story)
    return pages


if __name__ == "__main__":
    main()
