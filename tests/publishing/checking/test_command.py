"""`schoolgate check`: the same check at a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from drawn_face import a_face
from schoolgate.cli import main

ROLL = "Name,Role,Year\nZoë O’Neil,pupil,4\nThomas Green,pupil,6\nHelen Ashdown,teacher,\n"


@pytest.fixture(autouse=True)
def a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(ROLL)
    return tmp_path


def checked(
    capsys: pytest.CaptureFixture[str], *words: str, status: int = 1, policy: str = "days-lane"
) -> dict[str, Any]:
    assert main(["check", "--policy", policy, *words, "--json"]) == status
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def kinds(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["level"], one["where"]) for one in data["findings"]]


def a_photograph(name: str, *, face: bool = False) -> str:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Canon", "EOS 2000D"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    image = a_face() if face else Image.effect_noise((320, 240), 60).convert("RGB")
    image.save(name, exif=exif)
    return name


def test_a_clean_post_passes_and_the_policy_says_who_is_to_be_asked(capsys):
    data = checked(capsys, "--roster", "people.csv", "Our choir sang to a full house.", status=0)
    assert data["findings"] == []
    assert (data["ruling"]["act"], data["ruling"]["verdict"]) == ("publish.official_post", "needs")
    assert data["ruling"]["approvers"] == ["dsl", "head"]
    assert data["ruling"]["facts"] == {"by": "staff", "pupils_pictured": "no"}


def test_names_of_the_roster_are_found_and_those_of_staff_are_none(capsys):
    data = checked(capsys, "--roster", "people.csv", "Helen Ashdown thanks Zoë O’Neil and Thomas.")
    assert kinds(data) == [("full_name", "block", "text"), ("first_name", "warn", "text")]
    full = data["findings"][0]
    assert set(full) == {"kind", "level", "where", "message", "fix", "clauses", "start", "end", "put"}
    assert (full["start"], full["end"], full["put"], full["clauses"]) == (21, 31, "one of our pupils", ["DL-45"])


def test_a_list_of_names_alone_is_one_of_pupils(capsys, a_folder: Path):
    (a_folder / "names.csv").write_text("First name,Last name\nZoë,O’Neil\n")
    data = checked(capsys, "--roster", "names.csv", "Zoe ONeil sang")
    assert kinds(data) == [("full_name", "block", "text")]


def test_a_photograph_is_looked_at_for_faces_its_place_and_its_device(capsys):
    photo = a_photograph("race.jpg", face=True)
    data = checked(capsys, "--photo", photo, "--alt", "A child runs", "Sports day")
    assert kinds(data) == [
        ("unnamed_face", "block", "picture 1, face 1"),
        ("metadata_location", "block", "picture 1"),
        ("unknown_device", "block", "picture 1"),
    ]
    assert "pupils_pictured" not in data["ruling"]["facts"]
    assert data["ruling"]["verdict"] == "needs"


def test_under_a_policy_without_a_rule_on_devices_an_unknown_one_only_warns(capsys):
    data = checked(capsys, "--photo", a_photograph("cake.jpg"), "--alt", "A cake", "Cake day", policy="glenwood")
    assert kinds(data) == [("metadata_location", "block", "picture 1"), ("unknown_device", "warn", "picture 1")]


def test_a_picture_cleaned_first_passes(capsys):
    assert main(["clean", a_photograph("cake.jpg"), "clean.jpg"]) == 0
    capsys.readouterr()
    data = checked(capsys, "--photo", "clean.jpg", "--alt", "A cake", "Cake day", status=0)
    assert data["findings"] == []


def test_the_networks_own_limits_are_told(capsys):
    data = checked(
        capsys, "--channel", "website", "--channel", "wordpress", "--photo", a_photograph("a.jpg"), "Cake day"
    )
    assert [one for one in kinds(data) if one[0] in ("limit", "alt_text")] == [
        ("alt_text", "block", "picture 1"),
        ("limit", "block", "title"),
    ]


def test_people_read_it_in_sentences(capsys):
    assert main(["check", "--policy", "model", "Ring 07700 900123."]) == 1
    said = capsys.readouterr().out
    assert said.startswith("One thing stands in the way.\n\nStop: text  phone  (M-23)\n")
    assert "May it be published on an official account?\nAsk first." in said


def test_a_picture_is_named_by_its_file(capsys):
    main(["check", "--policy", "model", "--photo", a_photograph("cake.jpg"), "Cake day"])
    assert "Stop: picture 1 (cake.jpg)  alt_text\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--policy", "nowhere.yaml", "x"], "nowhere.yaml"),
        (["--policy", "model", "--photo", "none.jpg", "x"], "none.jpg cannot be read"),
        (["--policy", "model", "--photo", "people.csv", "x"], "people.csv: This is not a picture or film"),
        (["--policy", "model", "--channel", "myspace", "x"], "There is no network called myspace. There is:"),
        (["--policy", "model", "--roster", "none.csv", "x"], "none.csv cannot be read"),
        (["--policy", "model", "--roster", "empty.csv", "x"], "empty.csv: "),
        (["--policy", "model", "--alt", "A fox", "x"], "more --alt than --photo"),
        (["--policy", "model"], "Say also TEXT"),
    ],
)
def test_what_cannot_be_checked_says_why_in_one_line(words: list[str], why: str, capsys, a_folder: Path):
    (a_folder / "empty.csv").write_text("Name,Role\n")
    assert main(["check", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert why in told.err
    assert len(told.err.splitlines()) == 1
