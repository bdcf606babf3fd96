"""Arguments that many commands share."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["CENTER", "DATA"]

CENTER = click.argument(
    "center", metavar="CENTER.toml", type=click.Path(dir_okay=False, path_type=Path)
)
DATA = click.option(
    "--data",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the log; otherwise [center] data of the file.",
)
