"""Make a token in the data itself, where no server runs that could be asked."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ccsdk.center.blueprint import Blueprint
from ccsdk.center.center import ContactCenter
from ccsdk.cli.wish import Wish
from ccsdk.model.principal import Role
from ccsdk.server.tokens import (
    MACHINE_LIFE_MS,
    VISITOR_LIFE_MS,
    issue_link,
    issue_machine_token,
    issue_visitor_token,
)

__all__ = ["mint"]


def mint(blueprint: Blueprint, folder: Path, wish: Wish) -> str:
    """Return a new token; the center is opened for it, but not started.

    Raises:
        LogLockedError: A server holds the data after all.
    """
    return asyncio.run(_mint(ContactCenter(blueprint, data=folder), wish))


async def _mint(center: ContactCenter, wish: Wish) -> str:
    async with center.at_rest():
        if wish.role == "visitor":
            assert wish.account is not None, "it was found above"
            ttl_ms = wish.ttl_ms or VISITOR_LIFE_MS
            return (await issue_visitor_token(center, wish.account, wish.id, ttl_ms)).token
        assert wish.id is not None, "it was checked above"
        if wish.link:
            return await issue_link(center, wish.id)
        ttl_ms = wish.ttl_ms or MACHINE_LIFE_MS
        return (await issue_machine_token(center, Role(wish.role), wish.id, ttl_ms)).token
