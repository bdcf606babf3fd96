"""Where a center file keeps its data, and what is read of it without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ccsdk.center.blueprint import Blueprint, draw_blueprint
from ccsdk.center.files import log_path
from ccsdk.engine.replay import replay
from ccsdk.engine.state import State
from ccsdk.errors import CorruptLogError
from ccsdk.log.offline import OfflineLog
from ccsdk.model.entry import Entry

__all__ = ["data_folder", "draw", "entries_of", "state_of"]

PAGE = 1_000


def draw(center: Path) -> Blueprint:
    """Return settings and plugins of a center file."""
    return draw_blueprint(center)


def data_folder(blueprint: Blueprint, data: Path | None) -> Path:
    """Return the folder of the log: what the command line says, else the file."""
    return data if data is not None else blueprint.settings.center.data


def entries_of(data: Path, *, after: int = 0) -> Iterator[Entry]:
    """Yield the entries of a log behind `after`, whoever else has it open; none if it is new."""
    try:
        with OfflineLog(log_path(data)) as log:
            while page := log.read(after=after, limit=PAGE):
                yield from page
                after = page[-1].position
    except FileNotFoundError:
        return


def state_of(data: Path) -> State:
    """Return the state that the log leads to.

    Raises:
        CorruptLogError: An entry is damaged, or cannot follow the ones before it.
    """
    position = 0

    def noted() -> Iterator[Entry]:
        nonlocal position
        for entry in entries_of(data):
            position = entry.position
            yield entry

    try:
        return replay(noted())
    except (AssertionError, KeyError) as error:
        problem = f"its event cannot follow the ones before it ({type(error).__name__})"
        raise CorruptLogError(
            path=str(log_path(data)), position=position, problem=problem
        ) from error
