"""Apps: what plugins serve themselves, guarded, so that a failure is named and no exit ends us."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import attrs
import structlog

from ccsdk.hooks.contributions import AsgiApp, Message, Receive, Routes, Send
from ccsdk.plugins.caller import Health
from ccsdk.plugins.host import PluginHost
from ccsdk.plugins.isolation import told

__all__ = ["guarded_routes"]

_PART = "app"

_log = structlog.get_logger("ccsdk.plugins")


def guarded_routes(host: PluginHost, health: Health) -> Mapping[str, Routes]:
    """Return plugin name -> what is served below `/plugins/<name>/`."""
    return {
        name: attrs.evolve(each, app=each.app and _GuardedApp(name, each.app, health))
        for name, each in host.contributions(Routes)
    }


@attrs.define(eq=False)
class _GuardedApp:
    """Let a plugin's own app answer; tell who fails, and raise nothing but exceptions."""

    _plugin: str
    _app: AsgiApp
    _health: Health
    _has_failed: bool = False

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except (Exception, SystemExit, asyncio.CancelledError) as error:
            task = asyncio.current_task()
            if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
                # The client has gone, or the server ends.
                raise
            self._note(error)
            if isinstance(error, Exception):
                raise
            # An exit would pass through the event loop and end the server.
            raise RuntimeError(f"plugin {self._plugin!r}: {type(error).__name__}") from error
        if self._has_failed:
            self._has_failed = False
            self._health.recovered(self._plugin, _PART)

    def _note(self, error: BaseException) -> None:
        # What it says may be what somebody typed: that is for who looks after the plugin.
        _log.warning("plugin.app_failed", plugin=self._plugin, problem=type(error).__name__)
        self._has_failed = True
        self._health.failed(self._plugin, _PART, "raised", told(error))
