"""A plugin outside of its center: over a real socket, by the code of `ccsdk plugins run`.

It needs what a server needs, `ccsdk-core[server]`.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from ccsdk.center.center import ContactCenter
from ccsdk.center.plugin_process import PluginProcess
from ccsdk.errors import SettingsError
from ccsdk.hooks import Plugin
from ccsdk.model.topic import Pattern
from ccsdk.plugins.conversion import Reader
from ccsdk.server.plugin_tokens import issue_plugin_token
from ccsdk.server.run import bind, serve
from ccsdk.testing.harness import Stage

__all__ = ["remotely"]

# In real seconds.
PATIENCE_S = 10.0


@asynccontextmanager
async def remotely(
    stage: Stage,
    plugin: Plugin,
    *,
    config: Mapping[str, Any] | None = None,
    plugins: Iterable[Plugin] = (),
    settings: Mapping[str, Any] | None = None,
    data: Path | None = None,
) -> AsyncIterator[ContactCenter]:
    """Open a center whose plugin runs outside of it, and that plugin, with a token of its own.

    To a socket a minute passed over at once is a peer that is gone: the plugin connects again.

    Args:
        stage: Where.
        plugin: The one outside.
        config: Its table, which the center does not see.
        plugins: Those inside.
        settings: As for `Stage.center`.
        data: The folder of the plugin's store; without one it is in memory.

    Raises:
        SettingsError: Its table is wrong.
        ConfigurationError: It cannot run there.
    """
    tables = dict(settings or {})
    tables["plugins"] = {**tables.get("plugins", {}), plugin.name: {"remote": True}}
    typed = _typed(plugin, config or {})
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        center = await enter(stage.center(plugins=[*plugins, plugin], settings=tables))
        url = await enter(_served(center))
        token = (await issue_plugin_token(center, plugin.name)).token
        given = {"config": typed, "data": data, "clock": stage.clock}
        process = PluginProcess(plugin, url=url, token=token, **given)
        await enter(_running(process))
        topics = map(Pattern.parse, plugin.capabilities.topics)
        stage.outside.append((process, list(topics)))
        stack.callback(stage.outside.pop)
        yield center


def _typed(plugin: Plugin, table: Mapping[str, Any]) -> Any:
    if plugin.settings is None:
        return None
    reader = Reader(folder=Path(), environ=os.environ)
    config = reader.table(plugin.settings, table, path=f"plugins.{plugin.name}")
    if reader.mistakes:
        raise SettingsError(source="settings", mistakes=tuple(reader.mistakes))
    return config


@asynccontextmanager
async def _served(center: ContactCenter) -> AsyncIterator[str]:
    """Serve a center on a free port of this machine, and give the address of its bus."""
    ready: asyncio.Future[tuple[str, int]] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    with bind("127.0.0.1", 0) as bound:
        serving = asyncio.create_task(
            serve(
                center.asgi,
                bound,
                on_ready=lambda host, port: ready.set_result((host, port)),
                stop=stop,
            )
        )
        try:
            host, port = await ready
            yield f"ws://{host}:{port}/bus"
        finally:
            stop.set()
            await serving


@asynccontextmanager
async def _running(process: PluginProcess) -> AsyncIterator[None]:
    task = asyncio.create_task(process.run())
    is_ready = asyncio.create_task(process.is_ready.wait())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.wait({task, is_ready}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        yield
    finally:
        for each in (task, is_ready):
            each.cancel()
            with suppress(asyncio.CancelledError):
                await each
