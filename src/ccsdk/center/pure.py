"""Pure objects of plugins, timed from outside: who is slow is struck, who hangs is left out.

Every call of one goes through `Timed`, which says who is at work and how long it took. One
call over the budget may be the machine's fault; most of the last few are the object's, and
earn it a strike by command. What never returns cannot be stopped, and in a process that
hangs nobody is served. So a thread watches: after a second it says in the log who is at
work, after 30 s it writes that down in the data folder, and `ccsdk serve` ends. The next
start finds the note, leaves the object out, says so in the log for good, and drops the note.

Not seen: what keeps Python's interpreter lock for ever, since then no thread runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import attrs
import msgspec
import structlog

from ccsdk.center.doors import own_request
from ccsdk.center.writer import Writer
from ccsdk.errors import CenterStoppedError, RequestRefusedError
from ccsdk.hooks.routing import Eligibility, PureContribution, Scorer, Strategy
from ccsdk.model.command import StrikePlugin
from ccsdk.model.entry import Entry
from ccsdk.model.pure import EligibilityRule, PureKind, PureObjects, StrikeReason
from ccsdk.plugins.host import PluginHost

__all__ = ["HUNG_MS", "AtWork", "PureWatch", "Timed", "objects_of", "rules_of"]

HUNG_MS = 30_000
BEAT_MS = 1_000
# A strike for slowness takes so many of the last calls over the budget.
CALLS, LATE = 8, 5
_MS = 1_000_000

_KINDS: dict[PureKind, type[PureContribution]] = {
    PureKind.SCORER: Scorer,
    PureKind.ELIGIBILITY: Eligibility,
    PureKind.STRATEGY: Strategy,
}
_Wrap = Callable[[str, PureKind, Any, Callable[..., Any]], Callable[..., Any]]

_log = structlog.get_logger("ccsdk.center")


def objects_of(host: PluginHost) -> PureObjects:
    """Return the pure objects of the enabled plugins, untimed: for who explains."""
    return _gathered(host, lambda plugin, kind, contribution, function: function)


def rules_of(host: PluginHost) -> Mapping[str, EligibilityRule]:
    """Return the rules of eligibility as queues are defined with them, by name."""
    return {
        each.name: EligibilityRule(name=each.name, attributes=each.attributes)
        for _, each in host.contributions(Eligibility)
    }


def _gathered(
    host: PluginHost, wrap: _Wrap, left_out: frozenset[tuple[PureKind, str]] = frozenset()
) -> PureObjects:
    return PureObjects(
        scorers={
            each.name: attrs.evolve(each, score=wrap(plugin, PureKind.SCORER, each, each.score))
            for plugin, each in host.contributions(Scorer)
        },
        eligibility={
            each.name: attrs.evolve(
                each, refuse=wrap(plugin, PureKind.ELIGIBILITY, each, each.refuse)
            )
            for plugin, each in host.contributions(Eligibility)
        },
        strategies={
            each.name: attrs.evolve(each, choose=wrap(plugin, PureKind.STRATEGY, each, each.choose))
            for plugin, each in host.contributions(Strategy)
        },
        left_out=left_out,
    )


@attrs.define(eq=False)
class AtWork:
    """Say which call is running, if any; a thread looks at it."""

    timed: Timed | None = None


@attrs.define(eq=False, kw_only=True)
class Timed:
    """Call a plugin's function, and keep how long it took.

    `since_ns` is when the last call began. `late` has a bit for each of the last calls, set
    if that one was over the budget.
    """

    plugin: str
    kind: PureKind
    contribution: PureContribution
    function: Callable[[Any, Any], Any]
    at_work: AtWork
    budget_ns: int
    since_ns: int = 0
    late: int = 0
    is_slow: bool = False

    def __call__(self, view: Any, asked_about: Any) -> Any:
        """Return what the function returns, or raise what it raises."""
        self.since_ns = since_ns = perf_counter_ns()
        self.at_work.timed = self
        try:
            return self.function(view, asked_about)
        finally:
            self.at_work.timed = None
            is_late = perf_counter_ns() - since_ns > self.budget_ns
            if is_late or self.late:
                self.note(is_late=is_late)

    def note(self, *, is_late: bool) -> None:
        """Count a call; most of the last ones over the budget make it slow."""
        self.late = (self.late << 1 | is_late) & (1 << CALLS) - 1
        if self.late.bit_count() >= LATE:
            self.late, self.is_slow = 0, True

    def strike(self, reason: StrikeReason) -> StrikePlugin:
        """Return the command that strikes it."""
        name, version = self.contribution.name, self.contribution.version
        return StrikePlugin(contribution=self.kind, name=name, version=version, reason=reason)


class PureWatch:
    """Watch over the pure objects of one center.

    Args:
        host: Whose contributions they are.
        folder: Where a hung one is noted; None if the center keeps nothing.
        ids: Makes short random ids, for the commands' keys.
    """

    def __init__(self, host: PluginHost, folder: Path | None, ids: Callable[[], str]) -> None:
        self._note = folder / "hung.json" if folder is not None else None
        self._ids = ids
        self._timed: list[Timed] = []
        self._at_work = AtWork()
        self._writer: Writer | None = None
        self._reports: set[asyncio.Task[None]] = set()
        self._ended = threading.Event()
        # Called by the watching thread once an object has hung; the process cannot go on.
        self.on_hung: Callable[[], None] | None = None
        self._hung = self._read_note()
        hung = self._hung
        left_out = (
            frozenset(
                (hung.contribution, each.name)
                for _, each in host.contributions(_KINDS[hung.contribution])
                if (each.name, each.version) == (hung.name, hung.version)
            )
            if hung
            else frozenset()
        )
        self.objects = _gathered(host, self._wrapped, left_out)

    def _wrapped(
        self, plugin: str, kind: PureKind, contribution: Any, function: Callable[..., Any]
    ) -> Timed:
        timed = Timed(
            plugin=plugin,
            kind=kind,
            contribution=contribution,
            function=function,
            at_work=self._at_work,
            budget_ns=contribution.budget_us * 1_000,
        )
        self._timed.append(timed)
        return timed

    # --- its life -----------------------------------------------------------------------------

    def start(self, writer: Writer) -> None:
        """Begin to watch, and say in the log what hung before, as soon as the writer serves."""
        self._writer = writer
        if self._hung is not None:
            self._spawn(self._settle(self._hung))
        if self._timed:
            threading.Thread(target=self._watch, name="ccsdk-pure-watch", daemon=True).start()

    async def stop(self) -> None:
        """Stop watching; a strike that the writer has not taken by now is forgotten."""
        self._ended.set()
        for report in self._reports:
            report.cancel()
        await asyncio.gather(*self._reports, return_exceptions=True)

    def note(self, entries: Sequence[Entry]) -> None:
        """Strike who has become slow; called after every batch."""
        if any(timed.is_slow for timed in self._timed):
            self._spawn(self._report())

    def _spawn(self, report: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(report)
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)

    async def _settle(self, hung: StrikePlugin) -> None:
        """Strike what hung, and drop the note once that is on disk."""
        _log.warning(
            "plugin.left_out",
            contribution=hung.contribution.value,
            name=hung.name,
            version=hung.version,
            problem=f"it did not return within {HUNG_MS // 1_000} s when the center ran last",
        )
        if await self._strike(hung) and self._note is not None:
            self._note.unlink(missing_ok=True)

    async def _report(self) -> None:
        for timed in self._timed:
            if timed.is_slow:
                timed.is_slow = False
                await self._strike(timed.strike(StrikeReason.SLOW))

    async def _strike(self, command: StrikePlugin) -> bool:
        """Send a strike; one that the log does not take now is not worth a second try."""
        assert self._writer is not None, "strikes come once the center serves"
        try:
            await self._writer.submit(own_request(f"strike-{self._ids()}", command))
        except (RequestRefusedError, CenterStoppedError):
            return False
        return True

    # --- the watching thread ------------------------------------------------------------------

    def _watch(self) -> None:
        told_ns = 0
        while not self._ended.wait(BEAT_MS / 1_000):
            timed = self._at_work.timed
            if timed is None:
                continue
            since_ns, now_ns = timed.since_ns, perf_counter_ns()
            if since_ns != told_ns and now_ns - since_ns > BEAT_MS * _MS:
                told_ns = since_ns
                self._tell(timed, "plugin.does_not_return", now_ns)
            if now_ns - since_ns > HUNG_MS * _MS:
                self._tell(timed, "plugin.hung", now_ns)
                self._write_note(timed.strike(StrikeReason.HUNG))
                if self.on_hung is not None:
                    self.on_hung()
                return

    def _tell(self, timed: Timed, what: str, now_ns: int) -> None:
        _log.critical(
            what,
            plugin=timed.plugin,
            contribution=timed.kind.value,
            name=timed.contribution.name,
            version=timed.contribution.version,
            for_ms=(now_ns - timed.since_ns) // _MS,
        )

    def _read_note(self) -> StrikePlugin | None:
        """Return what hung when the center ran last, if anything did."""
        if self._note is None:
            return None
        try:
            return msgspec.json.decode(self._note.read_bytes(), type=StrikePlugin)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            _log.warning("plugin.note_unread", path=str(self._note), problem=str(error))
            return None

    def _write_note(self, hung: StrikePlugin) -> None:
        if self._note is None:
            return
        draft = self._note.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError), draft.open("wb") as file:
            file.write(msgspec.json.encode(hung))
            file.flush()
            os.fsync(file.fileno())
            draft.replace(self._note)
