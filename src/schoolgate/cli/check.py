"""`schoolgate check`: what stands in the way of publishing a text and pictures."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schoolgate.cli import policies
from schoolgate.cli.output import add_json, could_not, emit

if TYPE_CHECKING:
    from schoolgate.community.names.finder import Finder
    from schoolgate.imaging.intake import Picture as TakenIn
    from schoolgate.policy.engine import Ruling
    from schoolgate.policy.pack import Pack
    from schoolgate.publishing.checking.model import Device, Draft, Face, Finding, Known
    from schoolgate.publishing.networks.network import Network

PUPIL = "pupil"
EXITS = (
    "Exit 0 when nothing blocks, 1 when something does, 2 when it could not be checked: a file, policy, roster or "
    "channel that cannot be read."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EXITS
    parser.add_argument("text", metavar="TEXT", help="the words of the post")
    parser.add_argument("--policy", required=True, help="a pack's name, a pack's file, or a school's short name")
    parser.add_argument("--title", default="", metavar="WORDS", help="its title, where the network has one")
    parser.add_argument("--photo", action="append", default=[], metavar="FILE", help="a picture; as often as you like")
    parser.add_argument("--alt", action="append", default=[], metavar="WORDS", help="what the next picture shows")
    parser.add_argument("--channel", action="append", default=[], metavar="NAME", help="a network that it is for")
    parser.add_argument("--roster", metavar="FILE", help="the school's people, a CSV file or an Excel workbook")
    policies.add_day(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """0: nothing blocks; 1: something does; 2: it could not be checked."""
    day = policies.on(args)
    try:
        pack = policies.find(args.policy, day)
    except policies.NOT_FOUND as error:
        policies.refused(error)
    if len(args.alt) > len(args.photo):
        could_not("There are more --alt than --photo. Give one for each picture, in their order.")
    with ThreadPoolExecutor(1) as beside:
        # Pictures take by far the longest, in a process of their own: everything else is made ready meanwhile.
        taken = beside.submit(_taken_in, args.photo)
        from schoolgate.policy.engine import judge
        from schoolgate.policy.explain import as_dict
        from schoolgate.publishing.checking.check import blocks, check
        from schoolgate.publishing.checking.facts import PUBLISH, facts_of
        from schoolgate.publishing.checking.words_of import places

        known = _known(pack, args)
        networks = _networks(args.channel)
        draft = _draft(args, networks, taken.result())
    findings = check(draft, known)
    facts = {"by": "staff", **facts_of(draft, findings)}
    ruling = judge(pack.clauses, PUBLISH, facts, day)
    data = {"findings": [as_data(one) for one in findings], "ruling": as_dict(args.policy, ruling)}
    emit(data, args, lambda: _say(findings, ruling, dict(zip(places(draft), args.photo, strict=True))))
    return int(blocks(findings))


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding as the fixed interface has it; also where its words stand, and what can stand there instead."""
    data: dict[str, Any] = {name: getattr(finding, name) for name in ("kind", "level", "where", "message", "fix")}
    places = (finding.start, finding.end) if finding.start >= 0 else (None, None)
    return {**data, "clauses": list(finding.clauses), "start": places[0], "end": places[1], "put": finding.put}


def _known(pack: Pack, args: argparse.Namespace) -> Known:
    from schoolgate.publishing.checking.asked import asked
    from schoolgate.publishing.checking.model import Known

    names, pupils = _roll(args.roster, policies.on(args).isoformat()) if args.roster else (None, frozenset[str]())
    clauses = [clause for clause in pack.clauses if clause.in_force(policies.on(args))]
    return Known(names=names, pupils=pupils, school=pack.school, asked=asked(clauses))


def _roll(file: str, day: str) -> tuple[Finder, frozenset[str]]:
    """A finder of all whom a spreadsheet has, and which of them are pupils."""
    from datetime import date

    from schoolgate.community.names.finder import Finder
    from schoolgate.community.names.known import Named
    from schoolgate.community.roster.reading.model import Known as Others
    from schoolgate.community.roster.reading.problems import Problems, UnreadableError
    from schoolgate.community.roster.reading.sheets import open_sheet
    from schoolgate.community.roster.reading.spreadsheet import read_spreadsheet, suggest

    problems = Problems()
    try:
        sheet = open_sheet(Path(file), Path(file).name)
        matching = suggest(sheet)
        if not matching.role and "role" not in matching.columns:
            # A list of names and nothing else: of whom else would somebody ask?
            matching = matching._replace(role=PUPIL)
        roster = read_spreadsheet(sheet, matching, on=date.fromisoformat(day), known=Others(), problems=problems)
    except UnreadableError as error:
        could_not(f"{file}: {error}")
    except OSError as error:
        could_not(f"{file} cannot be read: {error.strerror}. Check its name.")
    people = [entry for entry in roster.people.values() if entry.name]
    if not people:
        first = problems.listed[0].message if problems else "There is nobody in it."
        could_not(f"{file}: {first}")
    # Whose role nobody knows may be a pupil.
    pupils = frozenset(entry.key for entry in people if not entry.roles or PUPIL in entry.roles)
    return Finder(Named(entry.key, entry.name or "", entry.given, entry.family) for entry in people), pupils


def _draft(args: argparse.Namespace, networks: Mapping[str, Network], photos: list[TakenIn]) -> Draft:
    from schoolgate.publishing.checking.model import Channel, Draft, Picture
    from schoolgate.publishing.networks.network import Outgoing, media

    pictures, out = [], []
    for taken, alt in zip(photos, [*args.alt, *[""] * len(args.photo)], strict=False):
        origin, cleaned = taken.cleaned.origin, taken.cleaned
        faces = None if taken.faces is None else _faces(len(taken.faces))
        film = cleaned.media.startswith("video/")
        device: Device = "unknown" if origin.make or origin.model else ""
        pictures.append(Picture(alt, faces=faces, film=film, place=origin.place, device=device))
        out.append(media(cleaned.data, cleaned.media, alt=alt, width=cleaned.width, height=cleaned.height))
    post = Outgoing(args.text, args.title, tuple(out))
    channels = [Channel(one.called, name, tuple(one.validate(post))) for name, one in networks.items()]
    return Draft(args.text, args.title, pictures=tuple(pictures), channels=tuple(channels))


def _taken_in(files: list[str]) -> list[TakenIn]:
    """Each picture or film as it would be published, with what it says of itself."""
    from schoolgate.imaging.intake import Picture, take_in
    from schoolgate.imaging.kinds import kind_of
    from schoolgate.imaging.refusals import MOST_FILM_BYTES, BadPictureError

    came: dict[int, bytes] = {}
    taken: dict[int, Picture | BadPictureError] = {}
    for number, file in enumerate(files):
        try:
            if Path(file).stat().st_size > MOST_FILM_BYTES:
                raise BadPictureError("film_too_many_bytes")
            data = Path(file).read_bytes()
            if kind_of(data).startswith("video/"):
                from schoolgate.imaging.filming import take_in_film

                taken[number] = Picture(take_in_film(data), None, 0)
            else:
                came[number] = data
        except BadPictureError as error:
            taken[number] = error
        except OSError as error:
            could_not(f"{file} cannot be read: {error.strerror}. Check its name.")
    taken.update(zip(came, take_in([*came.values()]), strict=True))
    for number, one in taken.items():
        if isinstance(one, BadPictureError):
            could_not(f"{files[number]}: {one}")
    return [one for _, one in sorted(taken.items()) if isinstance(one, Picture)]


def _faces(count: int) -> tuple[Face, ...]:
    from schoolgate.publishing.checking.model import Face

    return tuple(Face(number) for number in range(1, count + 1))


def _networks(said: list[str]) -> dict[str, Network]:
    """The adapter of each network that is named, by what a consent for it is for."""
    from schoolgate.publishing.networks.known import WHERE, adapter, purpose
    from schoolgate.publishing.networks.network import Account

    by_name = {alias: name for name in WHERE for alias in (name, purpose(name))}
    found: dict[str, Network] = {}
    for one in said:
        name = by_name.get(one.strip().lower())
        if name is None:
            could_not(f"There is no network called {one}. There is: {', '.join(by_name)}.")
        found[purpose(name)] = adapter(name)(Account())
    return found


def _say(findings: list[Finding], ruling: Ruling, files: dict[str, str]) -> str:
    from schoolgate.cli.judge import in_words

    blocking = sum(finding.level == "block" for finding in findings)
    opening = {0: "Nothing stands in the way.", 1: "One thing stands in the way."}
    lines = [opening.get(blocking, f"{blocking} things stand in the way.")]
    for finding in findings:
        cited = f"  ({', '.join(finding.clauses)})" if finding.clauses else ""
        where, comma, rest = finding.where.partition(",")
        where = f"{where} ({files[where]}){comma}{rest}" if where in files else where
        lines += ["", f"{'Stop' if finding.level == 'block' else 'Look'}: {where}  {finding.kind}{cited}"]
        lines += textwrap.wrap(f"{finding.message} {finding.fix}", 96, initial_indent="  ", subsequent_indent="  ")
    return "\n".join([*lines, "", "May it be published on an official account?", in_words(ruling)])
