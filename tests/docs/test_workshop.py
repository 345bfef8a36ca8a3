"""The checks of the documentation and of the house's limits find what they look for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(script: str, folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, ROOT / "script" / script, folder], capture_output=True, text=True)
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("# Hello\n\n[more](docs/more.md#why-not) [web](https://school.example)\n")
    (tmp_path / "docs/more.md").write_text("# More\n\n## Why not?\n\n[back](../README.md)\n")
    return tmp_path


def test_links_that_lead_somewhere_pass(pages: Path):
    assert run("links", pages) == (0, "2 pages, 2 links: all lead somewhere.\n")


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("[gone](docs/gone.md)", "README.md: docs/gone.md: there is no such file"),
        ("![a picture](docs/images/gone.png)", "README.md: docs/images/gone.png: there is no such file"),
        ("[part](docs/more.md#who)", "README.md: docs/more.md#who: the page has no such heading"),
        ("[here](#nowhere)", "README.md: #nowhere: the page has no such heading"),
    ],
)
def test_a_dead_link_is_named(pages: Path, link: str, told: str):
    (pages / "README.md").write_text(f"# Hello\n\n[more](docs/more.md)\n\n{link}\n")
    assert run("links", pages) == (1, f"{told}\n")


def test_a_page_that_nobody_can_find_is_named(pages: Path):
    (pages / "docs/alone.md").write_text("# Alone\n\n[more](more.md)\n")
    assert run("links", pages) == (1, "docs/alone.md: no page leads here\n")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "short.py").write_text("x = 1\n" * 20)
    return tmp_path


def test_a_tree_within_the_limits_passes(tree: Path):
    assert run("limits", tree)[0] == 0


def test_a_file_that_is_too_long_is_named(tree: Path):
    (tree / "long.py").write_text("x = 1\n" * 601)
    (tree / "other.py").write_text("x = 1\n")
    assert run("limits", tree) == (1, "long.py: 601 lines; 600 at most\n")


def test_many_long_files_are_too_many(tree: Path):
    for name in "abc":
        (tree / f"{name}.py").write_text("x = 1\n" * 150)
    assert run("limits", tree) == (1, "the middle file has 150 lines; it should have fewer than 100\n")


@pytest.mark.parametrize("words", ["https://" + "pypi" + ".org/simple", "/" + "home/sam/policies", "/" + "work/main/x"])
def test_an_address_or_a_path_of_one_s_own_machine_is_named(tree: Path, words: str):
    (tree / "notes.txt").write_text(f"one\nsee {words}\n")
    status, told = run("limits", tree)
    assert status == 1
    assert told.startswith("notes.txt:2: ")
