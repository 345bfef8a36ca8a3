"""How long a command takes as a whole process, start-up included, beside `python -c pass`; and the reading of a
made-up PDF of 20 pages beside plain text extraction of the same file.

Everything takes turns; each figure is the median of the rounds. The processor's time says what a command costs even
when the machine is busy with something else.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROUNDS = 9
SCHOOLGATE = str(Path(sys.executable).with_name("schoolgate"))
PLAIN = "import sys, pypdfium2; [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(sys.argv[1])]"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SCHOOLGATE_DATA"] = f"{folder}/data"
        run([SCHOOLGATE, "demo"])
        starting(Path(folder))
        print()
        reading(Path(folder))
    return 0


def starting(folder: Path) -> None:
    short = folder / "short.md"
    short.write_text("# Social media policy\n\n1. Staff must not accept pupils as friends.\n")
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "--help": [SCHOOLGATE, "--help"],
        "judge": [SCHOOLGATE, "judge", "--policy", "glenwood", "befriend.pupil", "by=staff"],
        "ask": [SCHOOLGATE, "ask", "can I add a parent on facebook", "--policy", "glenwood"],
        "compare": [SCHOOLGATE, "compare", "windmill-hill", "roman-road", "--by", "staff"],
        "coverage": [SCHOOLGATE, "coverage"],
        "read (a short file)": [SCHOOLGATE, "read", str(short)],
        "lint (a short file)": [SCHOOLGATE, "lint", str(short)],
        "ledger verify": [SCHOOLGATE, "ledger", "verify"],
        "serve --help": [SCHOOLGATE, "serve", "--help"],
        "demo codes": [SCHOOLGATE, "demo", "codes"],
    }
    table("A whole process", commands, "python -c pass")


def reading(folder: Path) -> None:
    paper = folder / "policy.pdf"
    write_pdf(paper, pages=20)
    commands = {
        "plain text extraction": [sys.executable, "-c", PLAIN, str(paper)],
        "schoolgate read --json": [SCHOOLGATE, "read", "--json", str(paper)],
    }
    table("A PDF of 20 pages", commands, "plain text extraction")


def table(title: str, commands: dict[str, Sequence[str]], beside: str) -> None:
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            times[name].append(run(command))
    print(f"{title:<28}{'ms':>8}{'ratio':>8}{'processor ms':>15}{'ratio':>8}")
    middle = {name: [median(column) * 1e3 for column in zip(*taken, strict=True)] for name, taken in times.items()}
    base_wall, base_work = middle[beside]
    for name, (wall, work) in middle.items():
        print(f"  {name:<26}{wall:>8.0f}{wall / base_wall:>8.1f}{work:>15.0f}{work / base_work:>8.1f}")


def run(command: Sequence[str]) -> tuple[float, float]:
    """Seconds on the clock, and of the processor."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} could not: {done.stderr.decode()}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_pdf(path: Path, pages: int) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    story: list[object] = []
    for page in range(1, pages + 1):
        story.append(Paragraph(f"{page}. Part {page} of the policy", styles["Heading1"]))
        story += [
            Paragraph(f"{page}.{n} Staff must not send message number {n} to pupils from a private account, "
                      "unless the head teacher has approved it in writing.", styles["BodyText"])
            for n in range(1, 16)
        ]  # fmt: skip
        story.append(PageBreak())
    SimpleDocTemplate(str(path)).build(story)


if __name__ == "__main__":
    raise SystemExit(main())
