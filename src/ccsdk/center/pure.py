"""Pure objects of plugins, timed from outside: who is slow is struck, who hangs is left out.

Every call of one goes through `Timed`, which says who is at work and how long it took. One
call over the budget may be the machine's fault; most of the last few are the object's, and
earn it a strike by command. What never returns the watchdog names, and notes as it ends the
process. The next start finds the note, leaves the object out, says so in the log for good,
and drops the note. Of a plugin whose other code hung it leaves out all that runs by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import attrs
import structlog

from ccsdk.center.doors import own_request
from ccsdk.center.hung import HungNote, HungPlugin, Suspect
from ccsdk.center.watchdog import HUNG_MS, Watchdog
from ccsdk.center.writer import Writer
from ccsdk.errors import CenterStoppedError, RequestRefusedError
from ccsdk.hooks.routing import Eligibility, PureContribution, Scorer, Strategy
from ccsdk.model.command import StrikePlugin
from ccsdk.model.entry import Entry
from ccsdk.model.event import PluginDisabled, PluginStruck
from ccsdk.model.pure import EligibilityRule, PureKind, PureObjects, StrikeReason
from ccsdk.plugins.health import PluginHealth
from ccsdk.plugins.host import PluginHost

__all__ = ["AtWork", "PureWatch", "Timed", "objects_of", "rules_of"]

# A strike for slowness takes so many of the last calls over the budget.
CALLS, LATE = 8, 5

_KINDS: dict[PureKind, type[PureContribution]] = {
    PureKind.SCORER: Scorer,
    PureKind.ELIGIBILITY: Eligibility,
    PureKind.STRATEGY: Strategy,
}
_SINCE = {"problem": f"it did not return within {HUNG_MS // 1_000} s when the center ran last"}
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
        self._note = HungNote(folder)
        self._ids = ids
        self._timed: list[Timed] = []
        self._at_work = AtWork()
        self._writer: Writer | None = None
        self._reports: set[asyncio.Task[None]] = set()
        self._disabled: dict[tuple[str, str], tuple[str, str, str, str]] = {}
        self._hung = self._note.read()
        self.watchdog = Watchdog(host, self._note, self._suspect)
        left_out: frozenset[tuple[PureKind, str]] = frozenset()
        match self._hung:
            case StrikePlugin() as hung:
                left_out = frozenset(
                    (hung.contribution, each.name)
                    for _, each in host.contributions(_KINDS[hung.contribution])
                    if (each.name, each.version) == (hung.name, hung.version)
                )
            case HungPlugin(plugin=plugin):
                host.leave_out(plugin)
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

    def _suspect(self) -> Suspect | None:
        """Return the object that is being asked, for the watching thread."""
        timed = self._at_work.timed
        if timed is None:
            return None
        name, version = timed.contribution.name, timed.contribution.version
        return Suspect(
            plugin=timed.plugin,
            part=name,
            facts={"contribution": timed.kind.value, "name": name, "version": version},
            note=timed.strike(StrikeReason.HUNG),
        )

    # --- its life -----------------------------------------------------------------------------

    def start(self, writer: Writer, health: PluginHealth | None = None) -> None:
        """Begin to watch, and say in the log what hung before, as soon as the writer serves."""
        self._writer = writer
        self.watchdog.health = health
        for trouble in self._disabled.values():
            if health is not None:
                health.failed(*trouble)
        match self._hung:
            case StrikePlugin() as hung:
                self._spawn(self._settle(hung))
            case HungPlugin() as hung:
                _log.warning("plugin.left_out", plugin=hung.plugin, hook=hung.part, **_SINCE)
                if health is not None:
                    health.off(
                        hung.plugin, "hung", f"{hung.part}, {hung.place}: {_SINCE['problem']}"
                    )
                self._note.drop()
        self.watchdog.start()

    async def stop(self) -> None:
        """Stop watching; a strike that the writer has not taken by now is forgotten."""
        self.watchdog.stop()
        for report in self._reports:
            report.cancel()
        await asyncio.gather(*self._reports, return_exceptions=True)

    def note(self, entries: Sequence[Entry]) -> None:
        """Strike who has become slow, and name who was struck; called after every batch."""
        if any(timed.is_slow for timed in self._timed):
            self._spawn(self._report())
        for entry in entries:
            if isinstance(entry.event, PluginStruck | PluginDisabled):
                self._tell(entry.event)

    def _tell(self, struck: PluginStruck | PluginDisabled) -> None:
        """Name in the server's log, too, whose object did wrong; of an earlier run who is out."""
        name, version, kind = struck.name, struck.version, struck.contribution
        for timed in self._timed:
            own = timed.contribution
            if (timed.kind, own.name, own.version) != (kind, name, version):
                continue
            is_out = isinstance(struck, PluginDisabled)
            what = "disabled" if is_out else "struck"
            problem = f"{kind.value} {name!r}, version {version}, is {what}: {struck.reason.value}"
            trouble = (timed.plugin, name, what, problem)
            if is_out:
                self._disabled[timed.plugin, name] = trouble
            if (health := self.watchdog.health) is not None:
                _log.warning(f"plugin.{what}", plugin=timed.plugin, problem=problem)
                health.failed(*trouble)

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
            **_SINCE,
        )
        if await self._strike(hung):
            self._note.drop()

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
