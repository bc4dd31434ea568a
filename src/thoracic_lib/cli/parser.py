"""The words that the `thoracic` command takes."""

import argparse
from collections.abc import Callable
from typing import TypeAlias

import thoracic_lib
from thoracic_lib.cli import commands, editing, programs
from thoracic_lib.exporting import ENDINGS
from thoracic_lib.vocabulary import Movement, Phase, Position

__all__ = ["build_parser"]

Takes: TypeAlias = "argparse._ActionsContainer"  # noqa: SLF001 - what a parser and a group of options share
Run = Callable[[argparse.Namespace], int]
_WRITTEN = f"write to a file that ends in {', '.join((*ENDINGS, '.pdf', '.ics'))} or .fit"
Groups: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command; each subcommand sets `run`."""
    parser = argparse.ArgumentParser(
        prog="thoracic",
        description="Exercises for the thoracic spine: browse, screen, compose, plan. Education, not medical advice.",
    )
    parser.add_argument("--version", action="version", version=f"thoracic-lib {thoracic_lib.__version__}")
    groups = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _browsing(groups)
    _asking(groups)
    _judging(groups)
    _editing(groups)
    _planning(groups)
    _authoring(groups)
    return parser


def _command(groups: Groups, name: str, run: Run, told: str) -> argparse.ArgumentParser:
    parser = _plain_command(groups, name, run, told)
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--catalog", metavar="PATH", help="add your own catalog: a folder, a .toml or a .json file")
    return parser


def _plain_command(groups: Groups, name: str, run: Run, told: str) -> argparse.ArgumentParser:
    parser = groups.add_parser(name, help=told, description=told)
    parser.set_defaults(run=run)
    return parser


def _browsing(groups: Groups) -> None:
    parser = _command(groups, "list", commands.list_exercises, "list exercises, all or those that fit")
    parser.add_argument("--phase", choices=list(Phase), type=str, metavar="PHASE", help=", ".join(Phase))
    parser.add_argument("--movement", choices=list(Movement), metavar="MOVEMENT", help=", ".join(Movement))
    parser.add_argument("--position", choices=list(Position), metavar="POSITION", help=", ".join(Position))
    parser.add_argument("--equipment", metavar="A,B", help="what you have")
    for name in ("target", "family", "demand", "source"):
        parser.add_argument(f"--{name}", metavar="ID", help=f"only with this {name}")
    parser = _command(groups, "show", commands.show, "show one exercise")
    parser.add_argument("exercise", help="id, name or alias")
    _output(parser)
    parser = _command(groups, "search", commands.search, "search names, aliases, targets and summaries")
    parser.add_argument("words", nargs="+")
    _command(groups, "equipment", commands.list_equipment, "list equipment and what else it is called")
    _command(groups, "goals", commands.list_goals, "list the goals a routine can have")
    parser = _command(groups, "routines", commands.list_routines, "list the sequences that sources set out")
    parser.add_argument("routine", nargs="?", help="show this one")


def _asking(groups: Groups) -> None:
    parser = _command(groups, "conditions", commands.list_conditions, "list conditions, or say what a phrase means")
    parser.add_argument("phrase", nargs="?", help="what you would type as a condition")
    parser = _command(groups, "questions", commands.list_questions, "list the warning signs and questions worth asking")
    parser.add_argument("--condition", action="append", default=[], metavar="TEXT", help="a condition (repeatable)")


def _judging(groups: Groups) -> None:
    parser = _command(groups, "screen", commands.screen, "screen all exercises against what you declare")
    parser.add_argument("--why", metavar="EXERCISE", help="explain one exercise")
    _profile(parser)
    parser = _command(groups, "compose", commands.compose, "compose a routine for the time you have")
    parser.add_argument("--paper", choices=["a4", "letter"], default="a4", help="of a .pdf file (default: a4)")
    _dates(parser)
    _player(parser)
    _wishes(parser)
    _profile(parser)
    told = "compose a routine, and say why an exercise is not in it"
    parser = _command(groups, "why-not", commands.why_not, told)
    parser.add_argument("exercise", help="id, name or alias")
    _wishes(parser)
    _profile(parser, output=False)


def _wishes(parser: Takes) -> None:
    _time(parser)
    parser.add_argument("--goal", metavar="ID", help="what it is for (default: full-session)")
    parser.add_argument("--routine", metavar="ID", help="follow a source's own sequence instead of a goal")
    parser.add_argument("--include", action="append", default=[], metavar="EXERCISE", help="must be in it")
    parser.add_argument("--exclude", action="append", default=[], metavar="EXERCISE", help="must not be in it")
    parser.add_argument("--emphasis", action="append", default=[], metavar="WORD", help="a movement or a phase")
    parser.add_argument(
        "--done", action="append", default=[], metavar="EXERCISE=DAYS", help="done so many days ago (repeatable)"
    )
    parser.add_argument("--max-exercises", type=int, metavar="N", help="at most so many exercises")
    parser.add_argument("--max-difficulty", type=int, metavar="N", help="at most so many steps up the progressions")


def _planning(groups: Groups) -> None:
    parser = _command(groups, "program", programs.program, "plan sessions over weeks")
    group = parser.add_argument_group("the weeks")
    group.add_argument("--weeks", type=int, metavar="N", help="1 to 52 (default: 8)")
    group.add_argument("--sessions", type=int, metavar="N", help="sessions a week, 1 to 7 (default: 3)")
    group.add_argument("--days", metavar="0,2,4", help="on which days of the week, 0 to 6 (default: evenly)")
    group.add_argument("--small-start", type=int, metavar="N", help="so many weeks with a few minutes first")
    group.add_argument("--weeks-per-step", type=int, metavar="N", help="weeks before a dose rises (default: 2)")
    group.add_argument("--pain-scale", action="store_true", help="you know your usual pain, and go by the scale")
    _wishes(parser.add_argument_group("each session"))
    _dates(parser)
    _profile(parser)
    parser = _command(groups, "adapt", programs.adapt, "adapt a program to what you say of it")
    parser.add_argument("program", metavar="PROGRAM", help="a .json file that `thoracic program` wrote")
    parser.add_argument(
        "--feedback", action="append", default=[], metavar="FILE", help="a .toml or .json file (repeatable)"
    )
    _dates(parser)
    _profile(parser)


def _time(parser: Takes) -> None:
    time = parser.add_mutually_exclusive_group()
    time.add_argument("--minutes", type=int, metavar="N", help="1 to 600")
    time.add_argument("--seconds", type=int, metavar="N", help="1 to 36000")


def _editing(groups: Groups) -> None:
    parser = _edit(groups, "swap", editing.swap, "put another exercise in place of one in a routine")
    parser.add_argument("exercise", help="id, name or alias, or the number of the step")
    parser.add_argument("--by", metavar="EXERCISE", help="by this one (default: the best there is)")
    parser = _edit(groups, "drop", editing.drop, "drop exercises from a routine")
    parser.add_argument("exercise", nargs="+", help="id, name or alias, or the number of the step")
    parser = _edit(groups, "add", editing.add, "add an exercise to a routine")
    parser.add_argument("exercise", help="id, name or alias")
    _time(_edit(groups, "shorten", editing.shorten, "make a routine fit into less time"))


def _edit(groups: Groups, name: str, run: Run, told: str) -> argparse.ArgumentParser:
    parser = _command(groups, name, run, told)
    parser.add_argument("file", help="what `thoracic compose --json` wrote; - for the standard input")
    _output(parser)
    _dates(parser)
    _player(parser)
    return parser


def _output(parser: Takes) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", help=_WRITTEN)


def _dates(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("a calendar (.ics)")
    group.add_argument("--start", metavar="WHEN", help="the first day, or day and time, such as 2026-03-02T07:30")
    group.add_argument("--zone", metavar="NAME", help="the time zone, such as Europe/Berlin")
    group.add_argument("--alarm", type=int, metavar="N", help="ring so many minutes before each session")


def _player(parser: Takes) -> None:
    parser.add_argument("--player", action="store_true", help="make the .html file a page that plays the routine")


def _profile(parser: argparse.ArgumentParser, *, output: bool = True) -> None:
    group = parser.add_argument_group("about you")
    group.add_argument("--equipment", action="append", default=[], metavar="A,B", help="what you have")
    group.add_argument(
        "--without", action="append", default=[], metavar="A,B", help="floor, wall or doorway, if missing"
    )
    group.add_argument("--condition", action="append", default=[], metavar="TEXT", help="a condition (repeatable)")
    group.add_argument("--no-conditions", action="store_true", help="you were asked, and have none")
    group.add_argument("--answer", action="append", default=[], metavar="KEY=VALUE", help="such as pregnancy.weeks=20")
    group.add_argument("--cleared", action="append", default=[], metavar="ID", help="a clinician agreed to exercise")
    group.add_argument("--red-flag", action="append", default=[], metavar="ID=yes|no", help="such as RF01=no")
    group.add_argument("--avoid", action="append", default=[], metavar="WORD", help="a position or an exercise")
    if output:
        _output(group)


def _authoring(groups: Groups) -> None:
    for name, run, told in (
        ("validate", commands.validate, "check a catalog of your own, tell every fault"),
        ("verify", commands.verify, "prove how a catalog is screened, for every profile"),
    ):
        parser = _plain_command(groups, name, run, told)
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument("path", nargs="?", help="a folder, a .toml or a .json file (default: the bundled data)")
        parser.add_argument("--alone", action="store_true", help="it is complete and needs nothing of the bundled data")
    parser = _plain_command(groups, "new", commands.new, "print a template for a new exercise")
    parser.add_argument("kind", choices=["exercise"])
    parser.add_argument("id", help="its id, in kebab-case")
