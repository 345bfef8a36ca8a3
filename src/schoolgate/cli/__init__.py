"""The `schoolgate` command. Each command is a module that is imported only when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS: dict[str, tuple[str, str]] = {
    "read": ("schoolgate.cli.read", "read a policy file into clauses and defects"),
    "lint": ("schoolgate.cli.lint", "list a policy's defects"),
    "judge": ("schoolgate.cli.judge", "say what a policy makes of an act"),
    "ask": ("schoolgate.cli.ask", "answer a question in plain words"),
    "compare": ("schoolgate.cli.compare", "compare two policies over every act"),
    "coverage": ("schoolgate.cli.coverage", "account for every clause"),
    "ledger": ("schoolgate.cli.ledger", "check the ledger's chain"),
    "cases": ("schoolgate.cli.cases", "check the chronologies of the cases"),
    "evidence": ("schoolgate.cli.evidence", "check a bundle of evidence"),
    "check": ("schoolgate.cli.check", "say what stands in the way of publishing a post"),
    "clean": ("schoolgate.cli.clean", "write a picture or film as it would be published"),
    "serve": ("schoolgate.cli.serve", "serve Schoolgate's pages"),
    "work": ("schoolgate.cli.work", "run what waits in the background, apart from `serve`"),
    "demo": ("schoolgate.cli.demo", "fill an empty installation with a demonstration school"),
    "duties": ("schoolgate.cli.duties", "list who owes what, by when, because of which clause"),
    "roster": ("schoolgate.cli.roster", "bring people in from the school's own records"),
    "school": ("schoolgate.cli.school", "begin a school on this installation"),
    "manage": ("schoolgate.cli.manage", ""),
}
"""name: (module with add_arguments(parser) and run(args) -> int, one line of help). No help: not listed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: done; 1: it found what it looks for; 2: it could not."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or given[0] in ("-h", "--help", "help"):
        print(_usage())
        return 0
    name, rest = given[0], given[1:]
    if name == "--version":
        from schoolgate import __version__

        print(__version__)
        return 0
    if name not in COMMANDS:
        print(f"There is no command {name!r}. Try: {', '.join(_listed())}.", file=sys.stderr)
        return 2
    module, help_ = COMMANDS[name]
    command = import_module(module)
    if name == "manage":
        return int(command.run(rest))
    from schoolgate.cli.output import CouldNotError, Parser, say_could_not

    parser = Parser(prog=f"schoolgate {name}", description=help_[:1].upper() + help_[1:] + ".")
    command.add_arguments(parser)
    try:
        return int(command.run(parser.parse_args(rest)))
    except CouldNotError as error:
        return say_could_not(str(error), "--json" in rest)
    except BrokenPipeError:
        return _reader_left()


def _listed() -> list[str]:
    return [name for name, (_, help_) in COMMANDS.items() if help_]


def _usage() -> str:
    width = max(map(len, _listed()))
    lines = [f"  {name:<{width}}  {COMMANDS[name][1]}" for name in _listed()]
    return "\n".join(
        [
            "schoolgate puts a school's social media policy to work.",
            "",
            *lines,
            "",
            "`schoolgate COMMAND --help` says more. SCHOOLGATE_DATA names the folder of the installation.",
        ]
    )


def _reader_left() -> int:
    """What reads our output has closed it (`| head`): stop without a complaint from Python at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
