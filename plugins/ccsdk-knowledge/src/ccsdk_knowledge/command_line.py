"""`ccsdk knowledge`: what is wrong with articles, how well they answer, and which are used.

`python -m ccsdk_knowledge` is the same.
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

import click

from ccsdk_knowledge.evaluation import evaluated, questions_of, table_of
from ccsdk_knowledge.library import Library
from ccsdk_knowledge.report import lines_of, read_report
from ccsdk_knowledge.settings import KnowledgeSettings

__all__ = ["group"]

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(name="knowledge")
def group() -> None:
    """Look after the articles of ccsdk-knowledge."""


@group.command()
@click.argument("folder", type=_FOLDER)
def check(folder: Path) -> None:
    """Name what is wrong with the articles of FOLDER; exit 1 if anything is."""
    library = _library(folder)
    articles = library.articles()
    for problem in library.problems:
        click.echo(f"warning: {problem}", err=True)
    languages = sorted({each.language for each in articles})
    click.echo(f"{len(articles)} articles ({', '.join(languages) or 'no language'})")
    sys.exit(1 if library.problems else 0)


@group.command()
@click.argument("folder", type=_FOLDER)
@click.argument("questions", type=_FILE)
def evaluate(folder: Path, questions: Path) -> None:
    """Print for each of QUESTIONS at which place its article comes."""
    # The earliest date: an article that has had its day is still what a question asks for.
    click.echo(table_of(evaluated(folder, questions_of(questions), today=date.min)))


@group.command()
@click.argument("data", type=_FOLDER)
@click.option("--folder", type=_FOLDER, help="The articles, to name those that nobody opened.")
def report(data: Path, folder: Path | None) -> None:
    """Print which articles are opened and helped, out of the center's DATA folder."""
    path = data / "plugins" / "knowledge.sqlite3"
    if not path.is_file():
        raise click.ClickException(f"{path}: there is no such file; the plugin has not run here")
    keys = [each.key for each in _library(folder).articles()] if folder else []
    click.echo("\n".join(lines_of(read_report(path), keys)))


def _library(folder: Path) -> Library:
    return Library(folder, KnowledgeSettings().language, lambda: time.monotonic_ns() // 1_000_000)
