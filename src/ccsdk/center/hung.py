"""The note of what hung: written when nothing else can be done, read at the next start."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import msgspec
import structlog

from ccsdk.model.command import StrikePlugin

__all__ = ["HungNote", "HungPlugin", "Suspect"]

_log = structlog.get_logger("ccsdk.center")


class HungPlugin(msgspec.Struct, kw_only=True, frozen=True):
    """Say that a plugin kept the event loop: by which function of its, at which place."""

    plugin: str
    part: str
    place: str


@attrs.frozen(kw_only=True)
class Suspect:
    """Say whose code runs in the event loop, what a log says of it, and what a note would."""

    plugin: str
    part: str
    facts: Mapping[str, Any]
    note: StrikePlugin | HungPlugin


@attrs.frozen
class HungNote:
    """Keep the note in a center's data folder; without a folder there is never one."""

    _folder: Path | None

    def read(self) -> StrikePlugin | HungPlugin | None:
        """Return what hung when the center ran last, if anything did."""
        if self._folder is None:
            return None
        try:
            raw = self._path.read_bytes()
            found = msgspec.json.decode(raw, type=dict[str, Any])
            if "plugin" in found:
                return msgspec.convert(found, HungPlugin)
            return msgspec.convert(found, StrikePlugin)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            _log.warning("plugin.note_unread", path=str(self._path), problem=str(error))
            return None

    def write(self, hung: StrikePlugin | HungPlugin) -> None:
        """Leave the note, whole or not at all."""
        if self._folder is None:
            return
        draft = self._path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError), draft.open("wb") as file:
            file.write(msgspec.json.encode(hung))
            file.flush()
            os.fsync(file.fileno())
            draft.replace(self._path)

    def drop(self) -> None:
        """Forget it."""
        if self._folder is not None:
            self._path.unlink(missing_ok=True)

    @property
    def _path(self) -> Path:
        assert self._folder is not None, "a center that keeps nothing has no note"
        return self._folder / "hung.json"
