"""`schoolgate clean IN OUT`: a picture or film as it would be published."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from schoolgate.cli.output import add_json, could_not, emit

if TYPE_CHECKING:
    from schoolgate.imaging.clean import Cleaned

CALLED = {"image/jpeg": "JPEG", "image/png": "PNG", "video/mp4": "MP4"}
ENDINGS = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",), "video/mp4": (".mp4", ".m4v")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = "a JPEG, PNG, WebP, HEIC or GIF picture, or an MP4, MOV or WebM film"
    parser.add_argument("source", metavar="IN", help=kinds)
    parser.add_argument("target", metavar="OUT", help="where to write it; nothing is overwritten")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """0: written; 2: it could not be."""
    from schoolgate.imaging.refusals import BadPictureError

    source, target = Path(args.source), Path(args.target)
    if target.exists():
        could_not(f"{target} is there already, and nothing is overwritten. Give another name.")
    if not target.parent.is_dir():
        could_not(f"There is no folder {target.parent}. Make it, or name another.")
    try:
        cleaned = _clean(source)
    except BadPictureError as error:
        could_not(f"{source}: {error}")
    except OSError as error:
        could_not(f"{source} cannot be read: {error.strerror}. Check its name.")
    try:
        with target.open("xb") as file:
            file.write(cleaned.data)
    except OSError as error:
        could_not(f"{target} cannot be written: {error.strerror}. Give another name or folder.")
    data = {
        "file": str(target),
        "media": cleaned.media,
        "width": cleaned.width,
        "height": cleaned.height,
        "seconds": cleaned.seconds,
        "bytes": len(cleaned.data),
        "sha256": cleaned.sha256,
        "animated": cleaned.animated,
        "taken_out": cleaned.origin.held(),
        "origin": asdict(cleaned.origin),
    }
    emit(data, args, lambda: _say(target, cleaned))
    return 0


def _clean(source: Path) -> Cleaned:
    from schoolgate.imaging.filming import take_in_film
    from schoolgate.imaging.intake import take_in
    from schoolgate.imaging.kinds import kind_of
    from schoolgate.imaging.refusals import MOST_FILM_BYTES, BadPictureError

    if source.stat().st_size > MOST_FILM_BYTES:
        raise BadPictureError("film_too_many_bytes")
    data = source.read_bytes()
    if kind_of(data).startswith("video/"):
        return take_in_film(data)
    (picture,) = take_in([data], faces=False)
    if isinstance(picture, BadPictureError):
        raise picture
    return picture.cleaned


def _say(target: Path, cleaned: Cleaned) -> str:
    what = f"{cleaned.seconds:g} seconds of film" if cleaned.seconds else "a picture"
    lines = [f"{target}: {what}, {cleaned.width} × {cleaned.height} pixels, {len(cleaned.data) / 1000:,.0f} kB."]
    held = cleaned.origin.held()
    lines.append(f"Taken out: {', '.join(held)}." if held else "It said nothing about itself that had to be taken out.")
    if cleaned.animated:
        lines.append("It moved; this is its first picture.")
    if target.suffix.lower() not in ENDINGS[cleaned.media]:
        kind, ending = CALLED[cleaned.media], ENDINGS[cleaned.media][0]
        lines.append(f"It is a {kind} now, so a name that ends in {ending} would fit it better.")
    return "\n".join(lines)
