"""`schoolgate clean IN OUT`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from carrying import SECRET, a_film, a_photo, everything, needs_exiftool, saved
from schoolgate.cli import main


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@needs_exiftool
def test_a_picture_is_written_as_it_would_be_published(tmp_path, capsys):
    Path("in.jpg").write_bytes(everything("JPEG", tmp_path))
    assert main(["clean", "in.jpg", "out.jpg"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"out.jpg: a picture, 640 × 480 pixels, {Path('out.jpg').stat().st_size / 1000:,.0f} kB.",
        "Taken out: the place, the device, its serial number, when it was taken, words that somebody wrote, a small copy.",
    ]
    assert SECRET.encode() not in Path("out.jpg").read_bytes()


def test_a_film_too(capsys):
    Path("in.mp4").write_bytes(a_film(seconds=0.4))
    assert main(["clean", "in.mp4", "out.mp4", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["media"], said["width"], said["seconds"]) == ("video/mp4", 320, 0.4)
    assert said["taken_out"] == ["the place", "words that somebody wrote"]
    assert said["bytes"] == Path("out.mp4").stat().st_size


def test_a_picture_that_said_nothing_and_one_whose_name_no_longer_fits(capsys):
    Path("in.webp").write_bytes(saved(a_photo(), "WEBP"))
    assert main(["clean", "in.webp", "out.webp"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == [
        "It said nothing about itself that had to be taken out.",
        "It is a JPEG now, so a name that ends in .jpg would fit it better.",
    ]
    with Image.open(io.BytesIO(Path("out.webp").read_bytes())) as image:
        assert image.format == "JPEG"


def test_of_what_moves_the_first_picture_is_written(capsys):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    Path("in.gif").write_bytes(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert main(["clean", "in.gif", "out.png"]) == 0
    assert "It moved; this is its first picture." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("source", "target", "says"),
    [
        ("in.png", "there.png", "there.png is there already, and nothing is overwritten. Give another name."),
        ("in.png", "nowhere/out.png", "There is no folder nowhere. Make it, or name another."),
        ("missing.png", "out.png", "missing.png cannot be read: No such file or directory. Check its name."),
        ("words.png", "out.png", "words.png: This is not a picture or film that we know."),
    ],
)
def test_what_cannot_be_done_says_why_and_writes_nothing(source, target, says, capsys):
    Path("in.png").write_bytes(saved(a_photo(), "PNG"))
    Path("there.png").write_bytes(b"mine")
    Path("words.png").write_bytes(b"words")
    assert main(["clean", source, target, "--json"]) == 2
    told = capsys.readouterr()
    assert json.loads(told.out)["error"].startswith(says)
    assert len(told.err.splitlines()) == 1
    assert Path("there.png").read_bytes() == b"mine"
    assert not Path("out.png").exists()
