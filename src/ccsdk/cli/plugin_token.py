"""`ccsdk plugins token`: how a plugin in its own process proves who it is."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.error import URLError

import click

from ccsdk.center.blueprint import Blueprint
from ccsdk.cli.place import data_folder, draw
from ccsdk.cli.run_file import find_running
from ccsdk.cli.token import ttl_ms_of
from ccsdk.errors import ConfigurationError
from ccsdk.model.spelling import nearest

__all__ = ["plugin_token"]


def plugin_token(
    center: Path, data: Path | None, name: str, ttl: str | None, show: bool, revoke: str | None
) -> None:
    """Print a new token, once; or, with `show` or `revoke`, a line per token without it.

    The running server is asked if there is one; else the data is opened, which works
    while nobody else holds it.
    """
    blueprint = draw(center)
    remotes = blueprint.host.remotes()
    if remotes.capabilities(name) is None:
        problem = f"{name!r} is no plugin with `remote = true`"
        near = nearest(name, remotes.names)
        raise ConfigurationError(path="NAME", problem=problem, nearest=near)
    folder = data_folder(blueprint, data)
    if show or revoke is not None:
        for each in _asked(blueprint, folder, {"plugin": name, "revoke": revoke})["tokens"]:
            word = "revoked" if revoke else "until"
            click.echo(f"{each['id']} made {each['created']} {word} {each['expires']}".rstrip())
        return
    wish = {"role": "plugin", "id": name, "ttl_ms": ttl_ms_of(ttl)}
    click.echo(_asked(blueprint, folder, wish)["token"])


def _asked(blueprint: Blueprint, folder: Path, wish: dict[str, Any]) -> dict[str, Any]:
    running = find_running(folder)
    if running is not None:
        path = "/control/token" if "role" in wish else "/control/plugin-tokens"
        body = {name: value for name, value in wish.items() if value is not None}
        try:
            return running.ask(path, body)
        except URLError:
            # A server that was killed leaves its file behind.
            pass
    return asyncio.run(_done_here(blueprint, folder, wish))


async def _done_here(blueprint: Blueprint, folder: Path, wish: dict[str, Any]) -> dict[str, Any]:
    # A store and a center are only loaded where no server does the work.
    from ccsdk.center.center import ContactCenter
    from ccsdk.server.plugin_tokens import (
        PLUGIN_LIFE_MS,
        issue_plugin_token,
        plugin_tokens,
        revoke_plugin_tokens,
        told,
    )

    center = ContactCenter(blueprint, data=folder)
    async with center.at_rest():
        if "role" in wish:
            ttl_ms = wish["ttl_ms"] or PLUGIN_LIFE_MS
            return {"token": (await issue_plugin_token(center, wish["id"], ttl_ms)).token}
        name, which = wish["plugin"], wish["revoke"]
        if which is None:
            found = await plugin_tokens(center, name)
        else:
            found = await revoke_plugin_tokens(center, name, None if which == "all" else which)
        return {"tokens": [told(each) for each in found]}
