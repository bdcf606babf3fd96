"""How the command line asks a plugin of the running center."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CommandLine"]


class CommandLine:
    """Ask as whoever runs the center, see `ccsdk.hooks.command_line.Operator`."""

    def ask(
        self, center: Path, data: Path | None, method: str, question: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Ask a method that a plugin of the running center answers.

        Raises:
            RequestRefusedError: No server runs on it, or it refused.
        """
        from ccsdk.cli.place import data_folder, draw
        from ccsdk.cli.run_file import find_running
        from ccsdk.errors import RequestRefusedError

        folder = data_folder(draw(center), data)
        running = find_running(folder)
        problem = f"no server runs on {folder}; this asks a running one: `ccsdk serve {center}`"
        if running is None:
            raise RequestRefusedError(problem)
        try:
            return running.ask("/control/ask", {"method": method, "data": dict(question)})
        except OSError as error:
            raise RequestRefusedError(problem) from error
