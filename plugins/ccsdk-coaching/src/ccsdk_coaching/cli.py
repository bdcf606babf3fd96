"""`coach-lint FILE...`: findings in notes; 0 clean, 1 findings, 2 a file could not be read.

Runs as `ccsdk coach-lint` and as `python -m ccsdk_coaching`; no center is needed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import click

from ccsdk.errors import ConfigurationError
from ccsdk_coaching.assembly import each_once, installed_packs, packs_named
from ccsdk_coaching.config import LANGUAGES, CoachingConfig
from ccsdk_coaching.config_file import read_config
from ccsdk_coaching.examples import broken_examples
from ccsdk_coaching.explain import contents, explained, find_code
from ccsdk_coaching.files import read_text
from ccsdk_coaching.interruption import ending
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.output.printing import FORMATS, printer
from ccsdk_coaching.output.report import Problem, Report
from ccsdk_coaching.packs import LintPack

__all__ = ["coach_lint"]

# Fewer are done before anybody could read how far it is.
PROGRESS_FILES_MIN = 20


class _FilesFirst(click.Group):
    """Take files without the name of a command: `coach-lint notes.md` is `coach-lint lint ...`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {*self.commands, *self.get_help_option_names(ctx)}
        if args and args[0] not in own:
            args = ["lint", *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "FILE...|- [OPTIONS]")
        formatter.write_usage(ctx.command_path, "rule [CODE]")


@click.group(cls=_FilesFirst, context_settings={"help_option_names": ["-h", "--help"]})
def coach_lint() -> None:
    """Point at wording in coaching notes that closes people up.

    Exit status: 0 nothing found, 1 findings, 2 a file or an option was wrong. A file that is
    named like a command is given as ./NAME.
    """


def _codes(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> Any:
    return tuple(code.strip() for each in given for code in each.split(",") if code.strip())


_PACK = click.option(
    "--pack",
    "packs",
    metavar="NAME",
    multiple=True,
    help="Adds the rules and words of an installed pack, or of MODULE:NAME.",
)


@coach_lint.command("lint")
@click.argument("files", metavar="FILE...|-", nargs=-1, required=True)
@click.option("--select", metavar="CODES", multiple=True, callback=_codes, help="Only these rules.")
@click.option("--ignore", metavar="CODES", multiple=True, callback=_codes, help="Not these rules.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Otherwise by the script of a sentence.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="TOML with a table [coaching], or a center file.",
)
@_PACK
def lint(
    files: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    lang: str | None,
    format_: str,
    config: Path | None,
    packs: tuple[str, ...],
) -> None:
    """Lint files; this is what `coach-lint FILE...` does."""
    given: dict[str, Any] = {"select": select, "ignore": ignore, "lang": lang}
    try:
        house = read_config(config) if config else CoachingConfig()
        house = attrs.evolve(house, **{name: value for name, value in given.items() if value})
        linter = Linter(house, packs=_packs(packs, house), bound=ending)
    except (ConfigurationError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    _require_known(linter, (*house.select, *house.ignore, *house.severity))
    sys.exit(_run(linter, files, format_))


@coach_lint.command()
@click.argument("code", required=False)
@_PACK
def rule(code: str | None, packs: tuple[str, ...]) -> None:
    """Explain a rule with its examples; without a code, name them all."""
    try:
        rules = Linter(packs=_packs(packs, CoachingConfig())).rules
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from error
    if code is None:
        for line in sorted({f"{each.code} {each.name} ({each.severity})" for each in rules}):
            click.echo(line)
        return
    found = find_code(code, rules)
    if found is None:
        raise click.UsageError(f"{code!r} is no rule: `coach-lint rule` names them")
    for line in explained(found, rules):
        click.echo(line)


@coach_lint.command()
@click.argument("gold", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--set", "part", type=click.Choice(["aside", "tune", "all"]), default="aside", show_default=True
)
@click.option("--errors", metavar="N", default=0, help="Print up to N misses and false alarms.")
def evaluate(gold: tuple[Path, ...], part: str, errors: int) -> None:
    """Print precision and recall by rule and language, on labelled notes or on GOLD files."""
    from ccsdk_coaching import evaluation

    part = "all" if gold else part
    if part == "aside" and errors:
        raise click.UsageError("the notes set aside are not looked at: --set tune --errors N")
    try:
        notes = evaluation.read_notes(gold or evaluation.corpus_files(), part)
    except OSError as error:
        raise click.UsageError(f"{error}; name the files of labelled notes") from error
    result = evaluation.evaluate(notes)
    for line in (*result.table(), *result.examples(errors)):
        click.echo(line)


@coach_lint.command()
@click.argument("name", required=False)
def packs(name: str | None) -> None:
    """Name the packs that are installed, none of which is imported; or try one out.

    Of a pack, NAME or MODULE:NAME, tell rules, words and guards, and run their examples: exit
    status 1 if one does not do what it is there for.
    """
    if name is None:
        for point in installed_packs():
            owner = f" ({point.dist.name} {point.dist.version})" if point.dist else ""
            click.echo(f"{point.name} = {point.value}{owner}")
        return
    try:
        (pack,) = packs_named([name], path="packs")
        broken = broken_examples(pack)
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from error
    for line in (*contents(pack), *(f"broken: {each}" for each in broken)):
        click.echo(line)
    sys.exit(int(bool(broken)))


def _packs(names: Sequence[str], house: CoachingConfig) -> tuple[LintPack, ...]:
    """Return the packs of the settings and of the options, each once.

    Raises:
        ConfigurationError: One of them cannot be had.
    """
    chosen = packs_named(house.packs, path="coaching.packs")
    return each_once((*chosen, *packs_named(names, path="--pack")))


def _require_known(linter: Linter, codes: Sequence[str]) -> None:
    """Refuse a rule that nobody has: one that is misspelt must not look clean.

    Raises:
        click.UsageError: A code or name is unknown.
    """
    for code in codes:
        if find_code(code, linter.rules) is None:
            raise click.UsageError(f"{code!r} is no rule: `coach-lint rule` names them")


def _run(linter: Linter, files: tuple[str, ...], format_: str) -> int:
    """Print what is found in the files; return the exit status."""
    shown = printer(format_, linter.rules)
    problems = findings = 0
    with _progress(files) as paths:
        for read in _read(linter, paths):
            if isinstance(read, Problem):
                problems += read.is_error
                click.echo(str(read), err=True)
                shown.problem(read)
            else:
                findings += len(read.diagnostics)
                shown.report(read)
    shown.close()
    return 2 if problems else int(findings > 0)


@contextmanager
def _progress(files: Sequence[str]) -> Iterator[Iterable[str]]:
    """Show a bar while many files are read, to a person only."""
    if len(files) < PROGRESS_FILES_MIN or not sys.stderr.isatty():
        yield files
        return
    with click.progressbar(files, label="Reading", file=sys.stderr) as bar:
        yield bar


def _read(linter: Linter, files: Iterable[str]) -> Iterator[Report | Problem]:
    """Yield a report or a problem for each file, and a problem for each rule that failed."""
    for path in files:
        struck = len(linter.strikes)
        text = read_text(path)
        if isinstance(text, Problem):
            yield text
            continue
        outcome = linter.examine(text)
        yield Report(path=path, text=text, diagnostics=outcome.diagnostics, spared=outcome.spared)
        for strike in linter.strikes[struck:]:
            told = f"{strike.code} failed: {strike.problem}"
            yield Problem(path=path, text=told, is_error=False, code=strike.code)
