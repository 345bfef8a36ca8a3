"""docs/commands.md says what the commands really take and print."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from schoolgate.cli import COMMANDS, main

PAGE = (Path(__file__).parents[2] / "docs/commands.md").read_text()
SECTIONS = dict(part.split("\n", 1) for part in PAGE.split("\n## ")[1:])
LISTED = [name for name, (_, help_) in COMMANDS.items() if help_]
NEED_INSTALLATION = ("ledger", "demo", "school", "duties", "roster")


def examples(names: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """Each `$ schoolgate …` of these sections with the JSON that stands under it."""
    found = [re.findall(r"```json\n\$ (schoolgate .*)\n([^`]*)```", SECTIONS[name]) for name in names]
    return [(command, json.loads(printed)) for section in found for command, printed in section]


PURE = examples([name for name in LISTED if name not in NEED_INSTALLATION])


def test_every_command_has_its_section():
    assert set(LISTED) <= set(SECTIONS)


@pytest.mark.parametrize("name", LISTED)
def test_the_page_names_every_option_and_no_other(name: str, capsys: pytest.CaptureFixture[str]):
    words = [name, "verify", "--help"] if name in ("ledger", "evidence", "cases") else [name, "--help"]
    with pytest.raises(SystemExit):
        main(words)
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    usage = SECTIONS[name].lstrip().split("`")[1]
    assert set(re.findall(r"--[a-z-]+", usage)) == options


@pytest.mark.parametrize(("command", "printed"), PURE, ids=[command for command, _ in PURE])
def test_a_command_prints_the_shape_that_the_page_shows(
    command: str, printed: dict[str, Any], tmp_path: Path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    a_photograph(Path("photo.jpg"))
    Path("policy.md").write_text(re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)[0])
    assert main(shlex.split(command)[1:]) == (1 if shlex.split(command)[1] in ("lint", "check") else 0)
    assert same_shape(printed, json.loads(capsys.readouterr().out))


def a_photograph(file: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Canon"
    Image.effect_noise((80, 60), 90).save(file, exif=exif)


@pytest.mark.whole
def test_the_commands_of_an_installation_print_the_shapes_that_the_page_shows(tmp_path: Path):
    by_name = {shlex.split(command)[1]: (command, printed) for command, printed in examples([*NEED_INSTALLATION])}
    (tmp_path / "people.csv").write_text(re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)[0])
    for name in ("demo", "ledger", "school", "roster", "duties"):
        command, printed = by_name[name]
        done = subprocess.run(
            [Path(sys.executable).with_name("schoolgate"), *shlex.split(command)[1:]],
            env={**os.environ, "SCHOOLGATE_DATA": str(tmp_path / "data")},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert same_shape(printed, json.loads(done.stdout))


def test_what_cannot_be_done_exits_2_with_one_sentence(capsys: pytest.CaptureFixture[str]):
    assert main(["judge", "--policy", "glenwood", "befriend.pupils"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "did you mean befriend.pupil" in told.err
    assert len(told.err.splitlines()) == 1


def same_shape(shown: Any, real: Any) -> bool:
    """The same keys, and values of the same kinds; a list that is shown empty may hold anything."""
    if isinstance(shown, dict) and isinstance(real, dict):
        named = {"facts", "dates", "bound", "waiting"}  # their keys are words of a policy
        return shown.keys() == real.keys() and all(k in named or same_shape(v, real[k]) for k, v in shown.items())
    if isinstance(shown, list) and isinstance(real, list):
        return not shown or (bool(real) and all(same_shape(shown[0], one) or one is None for one in real))
    return type(shown) is type(real) or shown is None or real is None


def test_the_shapes_are_really_compared():
    assert not same_shape({"a": 1}, {"b": 1})
    assert not same_shape({"a": [{"b": 1}]}, {"a": [{"c": 1}]})
    assert not same_shape({"a": [{"b": 1}]}, {"a": []})
    assert same_shape({"a": [{"b": 1}]}, {"a": [{"b": 2}, {"b": 3}]})


def test_the_page_names_every_setting_and_no_other():
    read = re.compile(r'(?:environment\.)?(?:text|flag|words)\("([A-Z_]+)"')
    source = Path(__file__).parents[2] / "src/schoolgate/web"
    used = {f"SCHOOLGATE_{name}" for file in source.rglob("*.py") for name in read.findall(file.read_text())}
    # Two providers, each with a client, a secret and what is the school's own.
    pairs = {f"SCHOOLGATE_{name}_{part}" for name in ("GOOGLE", "MICROSOFT") for part in ("CLIENT", "SECRET")}
    named = re.findall(r"SCHOOLGATE_\w+", " ".join(re.findall(r"^\| (`SCHOOLGATE_[^|]*)\|", PAGE, re.MULTILINE)))
    assert set(named) == {*used, *pairs, "SCHOOLGATE_PORT"}
