"""What a center counts on in every plugin, as tests: subclass `PluginConformance` and run it."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import attrs
import pytest

from ccsdk.center.center import ContactCenter
from ccsdk.center.files import plugin_path
from ccsdk.errors import SettingsError
from ccsdk.hooks import Plugin
from ccsdk.testing.clock import VirtualClock
from ccsdk.testing.conformance.contributed import bound_of, contributions_of
from ccsdk.testing.conformance.killed import Killing, effects_of, killing
from ccsdk.testing.conformance.rules import Conformance
from ccsdk.testing.faults import Edge
from ccsdk.testing.harness import Stage

__all__ = ["PluginConformance"]

T = TypeVar("T")

IMPORT_MS_MAX = 300
# In processor time, so that a busy machine is not the plugin's fault; the best of these counts.
IMPORTS = 3
UNKNOWN = "no-such-setting"
# The commits of a run to die at, one run after the other. The first commit is that of `start`;
# so the first event is died at on both sides, and then each further one before its commit.
DEATHS = [(2, Edge.BEFORE), (2, Edge.AFTER), (2, Edge.BEFORE), *[(3, Edge.BEFORE)] * 12]
# Turns of the event loop after which a life is cut off: in the start, at work, ...
CANCELLED_AFTER = (0, 3, 30, 300)
# No event is ever published by it.
NOTHING = ("queue.none-such.QueueDefined",)
# In real seconds.
THREAD_S = 2.0
OBSERVE_S = 20.0


class PluginConformance(Conformance):
    """Hold a plugin against what a center counts on.

    `plugin` is where the manifest is, `module:attribute`; `settings` its table, if it needs any;
    `center` the tables of a center around it, in place of the stage's own; `beside` the manifests
    of other plugins that it needs. `in_process` says why it cannot run in a process of its own,
    where that is so. Override `day` to let happen what your plugin looks at.
    """

    plugin: ClassVar[str]
    settings: ClassVar[Mapping[str, Any]] = {}
    center: ClassVar[Mapping[str, Any]] = {}
    beside: ClassVar[tuple[str, ...]] = ()
    in_process: ClassVar[str] = ""

    async def day(self, stage: Stage) -> None:
        """Let a visitor write and an Agent answer."""
        interaction = await stage.interaction()
        mei = await stage.answered(interaction)
        await stage.message(interaction, "How can I help?", by=mei)
        await stage.message(interaction, "I have a question", by=stage.client("visitor"))

    def effects(self, data: Path) -> Any:
        """Return what it did elsewhere on behalf of the center of this folder, as you kept it.

        Its commands are compared in any case.
        """
        return None

    # --- import and register ------------------------------------------------------------------

    def test_it_is_imported_without_io(self) -> None:
        found = self._inspected()

        assert (found["import"], found["import_problem"]) == ([], "")

    def test_it_is_imported_quickly(self) -> None:
        times_ms = (self._inspected(each)["import_ms"] for each in range(IMPORTS))

        assert any(ms <= IMPORT_MS_MAX for ms in times_ms)

    def test_register_does_no_io_and_answers_the_same_each_time(self) -> None:
        found = self._inspected()

        assert (found["register"], found["register_problem"]) == ([], "")
        first, second = found["contributed"]
        assert first == second

    def test_a_setting_that_does_not_exist_is_refused_by_its_path(self) -> None:
        manifest = self._manifest()

        with pytest.raises(SettingsError) as refused:
            contributions_of(self._manifests(), self._tables(**{UNKNOWN: 1}))

        paths = [mistake.path for mistake in refused.value.mistakes]
        assert paths == [f"plugins.{manifest.name}.{UNKNOWN}"]

    # --- life ---------------------------------------------------------------------------------

    def test_it_starts_and_stops_twice_and_leaks_nothing(self, tmp_path: Path) -> None:
        # Whatever is imported or opened at the first use stays.
        _run(self._lived(tmp_path / "first"))
        before = _held()

        _run(self._lived(tmp_path / "second"))
        _run(self._lived(tmp_path / "second"))

        assert _leaked(before) == []

    def test_it_survives_that_its_center_is_cut_off(self) -> None:
        _run(self._lived())
        before = _held()

        for turns in CANCELLED_AFTER:
            _run(self._cut_off(turns))
        _run(self._lived())

        assert _leaked(before) == []

    def test_killed_before_or_after_a_commit_it_has_each_effect_once(self, tmp_path: Path) -> None:
        if not self._observes():
            return
        log, name = tmp_path / "log", self._manifest().name
        _run(self._lived(log, is_told=False))
        # It begins anew: of all that is in the log it has seen nothing.
        plugin_path(log, name).unlink(missing_ok=True)
        undisturbed = _copied(log, tmp_path / "undisturbed")
        disturbed = _copied(log, tmp_path / "disturbed")

        for commit, edge in DEATHS:
            # A start may leave something in the log, too: both have as many of them.
            _run(self._killed(undisturbed))
            if not _run(self._killed(disturbed, commit, edge)):
                break
        _run(self._killed(undisturbed))
        _run(self._killed(disturbed))

        assert effects_of(name, disturbed) == effects_of(name, undisturbed)
        assert self.effects(disturbed) == self.effects(undisturbed)

    def test_it_runs_in_a_process_of_its_own_or_says_why_not(self) -> None:
        bound = bound_of(self._manifest().name, self._manifests(), self._tables())

        assert bool(self.in_process) == bool(bound), (
            f"{bound} work within the center: say why you contribute them in `in_process`"
            if bound
            else "nothing of it is bound to the center's process: leave `in_process` empty"
        )

    # --- how it is done -----------------------------------------------------------------------

    def _manifest(self) -> Plugin:
        manifest: Plugin = _named(self.plugin)
        return manifest

    def _observes(self) -> bool:
        # Topics alone are what it may ask about, and nothing is delivered to it.
        found = self._manifest().implementation
        return hasattr(_named(found) if isinstance(found, str) else found, "on_event")

    def _manifests(self) -> list[Plugin]:
        return [*map(_named, self.beside), self._manifest()]

    def _tables(self, **more: Any) -> dict[str, Any]:
        tables = dict(self.center)
        own = {**self.settings, **more}
        return {**tables, "plugins": {**tables.get("plugins", {}), self._manifest().name: own}}

    def _inspected(self, number: int = 0) -> dict[str, Any]:
        # Where its own bytecode is not yet written, an import is another one.
        _named(self.plugin)
        return _inspected(self.plugin, json.dumps(self.beside), json.dumps(self._tables()), number)

    async def _lived(self, data: Path | None = None, *, is_told: bool = True) -> None:
        """Open a center, let a day pass unless one did, and close it; untold of it on request."""
        stage = Stage()
        *others, own = self._manifests()
        if not is_told:
            deaf = attrs.evolve(own.capabilities, topics=NOTHING)
            own = attrs.evolve(own, capabilities=deaf)
        tables = self._tables()
        async with stage.center(plugins=[*others, own], settings=tables, data=data):
            if data is None or not (data / "lived").exists():
                await self.day(stage)
            if data is not None:
                (data / "lived").touch()
            await stage.settle()

    async def _cut_off(self, turns: int) -> None:
        living = asyncio.ensure_future(self._lived())
        for _ in range(turns):
            await asyncio.sleep(0)
        living.cancel()
        with suppress(asyncio.CancelledError):
            await living

    async def _killed(self, data: Path, commit: int = 0, edge: Edge = Edge.BEFORE) -> bool:
        """Let the plugin look at the log until it has seen all, or dies; say whether it died."""
        stage = Stage(VirtualClock())
        plan = Killing(self._manifest().name, commit, edge)
        with killing(plan):
            async with stage.center(
                plugins=self._manifests(), settings=self._tables(), data=data
            ) as center:
                try:
                    return await self._watched(stage, center, plan)
                finally:
                    plan.is_over = True

    async def _watched(self, stage: Stage, center: ContactCenter, plan: Killing) -> bool:
        until = time.monotonic() + OBSERVE_S
        while not plan.died.is_set():
            progress = center.observers.progress[self._manifest().name]
            assert progress.problem is None, progress.problem
            if progress.cursor >= center.hub.head:
                await stage.settle()
                break
            assert time.monotonic() < until, f"it came to {progress.cursor}, and no further"
            await asyncio.sleep(0)
        return plan.died.is_set()


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def _named(text: str) -> Any:
    module, _, attribute = text.partition(":")
    return getattr(import_module(module), attribute)


def _copied(log: Path, place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(log, place)
    return place


def _held() -> tuple[set[threading.Thread], int]:
    """Return the threads that run, and how many files are open."""
    gc.collect()
    return set(threading.enumerate()), len(list(Path("/dev/fd").iterdir()))


def _leaked(before: tuple[set[threading.Thread], int]) -> list[str]:
    """Return what runs or is open since then, after a chance to end."""
    threads, files = before
    # A pool that nobody holds any longer tells its threads to end when it is collected.
    gc.collect()
    for thread in set(threading.enumerate()) - threads:
        thread.join(THREAD_S)
    now, open_now = _held()
    found = sorted(f"thread {each.name}" for each in now - threads)
    return [*found, f"{open_now - files} open files"] if open_now > files else found


@cache
def _inspected(plugin: str, beside: str, tables: str, number: int) -> dict[str, Any]:
    script = (
        "from ccsdk.testing.conformance.inspection import print_inspection; import sys; "
        "print_inspection(*sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, plugin, beside, tables],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
