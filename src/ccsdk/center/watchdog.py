"""The watchdog of one center: it names who keeps the event loop, and ends what never returns.

Each second it asks the loop for a sign of life, from a thread of its own. While there is none,
it looks what the loop's thread is doing. A plugin whose code is found there is named in the log
after a second, with function and line. After 30 s nothing else can be done: that is written
down in the data folder, and `ccsdk serve` ends; code that never returns cannot be stopped, and
in a process that hangs nobody is served. The next start leaves out what is written there.

It counts its own beats and asks no clock, so that a process that was stopped, or a machine that
slept, is no fault of anybody's. Not seen: what keeps Python's interpreter lock for ever, since
then no thread runs.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable

import structlog

from ccsdk.center.hung import HungNote, HungPlugin, Suspect
from ccsdk.plugins.blame import blame
from ccsdk.plugins.caller import Health
from ccsdk.plugins.host import PluginHost

__all__ = ["BEAT_MS", "CALM_MS", "HUNG_MS", "Watchdog"]

HUNG_MS = 30_000
BEAT_MS = 1_000
# For so long nothing happens again before a plugin counts as well.
CALM_MS = 60_000

_log = structlog.get_logger("ccsdk.center")


class Watchdog:
    """Watch over the event loop that one center runs in.

    Args:
        host: Whose plugins may keep it.
        note: Takes down who hung.
        at_work: Says which pure object is being asked, if any, better than a stack could.
    """

    def __init__(
        self, host: PluginHost, note: HungNote, at_work: Callable[[], Suspect | None]
    ) -> None:
        self._host = host
        self._note = note
        self._at_work = at_work
        self._ended = threading.Event()
        self._is_answered = True
        self._blocked: dict[tuple[str, str], int] = {}
        # Told of a plugin that blocks, in the loop, as soon as that goes on.
        self.health: Health | None = None
        # Called by the watching thread once somebody has hung; the process cannot go on.
        self.on_hung: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to watch the running loop, in whose thread this is called."""
        loop, thread = asyncio.get_running_loop(), threading.get_ident()
        watch = threading.Thread(
            target=self._watch, args=(loop, thread), name="ccsdk-watchdog", daemon=True
        )
        watch.start()

    def stop(self) -> None:
        """Stop watching."""
        self._ended.set()

    # --- the watching thread ------------------------------------------------------------------

    def _watch(self, loop: asyncio.AbstractEventLoop, thread: int) -> None:
        told: Suspect | None = None
        beats = 0
        while not self._ended.wait(BEAT_MS / 1_000):
            if self._is_answered:
                told, beats = None, 0
                self._is_answered = False
                if not _post(loop, self._answer):
                    return
                continue
            suspect = self._at_work() or self._suspect(thread)
            if suspect is None or (told and suspect.plugin != told.plugin):
                told, beats = None, 0
            if suspect is None:
                continue
            beats += 1
            if told is None:
                told = suspect
                self._tell(suspect, _blocks(suspect), beats)
                _post(loop, self._note_block, suspect)
            if beats * BEAT_MS >= HUNG_MS:
                self._tell(suspect, "plugin.hung", beats)
                self._note.write(suspect.note)
                if self.on_hung is not None:
                    self.on_hung()
                return

    def _suspect(self, thread: int) -> Suspect | None:
        """Return whose code the loop's thread runs."""
        found = blame(sys._current_frames().get(thread), self._host.homes)
        if found is None:
            return None
        return Suspect(
            plugin=found.plugin,
            part=found.part,
            facts={"hook": found.part, "line": found.place},
            note=HungPlugin(plugin=found.plugin, part=found.part, place=found.place),
        )

    def _tell(self, suspect: Suspect, what: str, beats: int) -> None:
        _log.critical(what, plugin=suspect.plugin, **suspect.facts, for_ms=beats * BEAT_MS)

    # --- in the loop --------------------------------------------------------------------------

    def _answer(self) -> None:
        self._is_answered = True
        for (plugin, part), beats in list(self._blocked.items()):
            self._blocked[plugin, part] = beats - 1
            if beats <= 1:
                del self._blocked[plugin, part]
                if self.health is not None:
                    self.health.recovered(plugin, part)

    def _note_block(self, suspect: Suspect) -> None:
        self._blocked[suspect.plugin, suspect.part] = CALM_MS // BEAT_MS
        if self.health is not None:
            problem = f"kept the event loop for a second or more: {dict(suspect.facts)}"
            self.health.failed(suspect.plugin, suspect.part, "blocks", problem)


def _blocks(suspect: Suspect) -> str:
    is_pure = not isinstance(suspect.note, HungPlugin)
    return "plugin.does_not_return" if is_pure else "plugin.blocks"


def _post(loop: asyncio.AbstractEventLoop, act: Callable[..., None], *arguments: Suspect) -> bool:
    """Have the loop do something; False if it has ended."""
    try:
        loop.call_soon_threadsafe(act, *arguments)
    except RuntimeError:
        return False
    return True
