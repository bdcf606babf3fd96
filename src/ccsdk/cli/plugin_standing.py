"""How the plugins of a running center are, as its server tells the command line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ccsdk.cli.run_file import find_running
from ccsdk.errors import CcsdkError

__all__ = ["live", "told"]


def live(data: Path | None) -> Mapping[str, Mapping[str, Any]]:
    """Return what a running server says of each plugin, by name; nothing without a server."""
    running = find_running(data) if data is not None else None
    if running is None:
        return {}
    try:
        rows = running.ask("/control/plugins")["plugins"]
    except (OSError, CcsdkError, KeyError):
        # One that was killed leaves its file behind, and one of before knows no such door.
        return {}
    return {str(row["plugin"]): row for row in rows}


def told(row: Mapping[str, Any]) -> str:
    """Return a plugin's standing in one line."""
    parts = []
    if lag := row.get("lag"):
        head = lag["position"] + lag["entries"]
        parts.append(f"at {lag['position']} of {head}")
        if lag["entries"]:
            parts.append(f"{lag['entries']} behind{_aged(lag)}")
    if row["state"] != "ok":
        where = f" at {row['part']} ({row['kind']})" if row.get("part") else ""
        parts.append(f"{row['state']}{where} since {row['since']}: {row['problem']}")
    parts += [f"{name} {value}" for name, value in row.get("details", {}).items()]
    return ", ".join(parts)


def _aged(lag: Mapping[str, Any]) -> str:
    return f" by {lag['age_ms'] / 1_000:.0f} s" if "age_ms" in lag else ""
