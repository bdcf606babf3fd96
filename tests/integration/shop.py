"""A real center on a real port: two agents on a broadcast queue, customers on account `web`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from ccsdk.center.center import ContactCenter
from ccsdk.client import BusClient
from ccsdk.hooks import Channel, Contribution, Plugin, PluginContext, hookimpl
from ccsdk.model.principal import Role
from ccsdk.server.tokens import Issued, issue_machine_token, issue_visitor_token
from tests.integration.serving import Served, serving

SHOP_PAGE = "https://www.shop.example"

TABLES: dict[str, Any] = {
    "center": {"name": "shop"},
    "accounts": {
        "web": {"channel": "chat", "queues": ["sales"], "origins": [SHOP_PAGE]},
        "app": {"channel": "chat", "queues": ["sales"]},
    },
    "queues": {"sales": {"strategy": "broadcast", "broadcast": 2, "wrap_up": "0s"}},
    "agents": {
        "mei": {"queues": ["sales"], "chats": 3},
        "tom": {"queues": ["sales"], "chats": 3},
        "eve": {"queues": [], "chats": 3},
    },
    "supervisors": {"ana": {}},
}


class ChatChannel:
    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        return [Channel(kind="chat", capacity_class="chat")]


CHAT = Plugin(
    name="chat", summary="A channel.", implementation="tests.integration.shop:ChatChannel"
)


@asynccontextmanager
async def open_shop(tables: dict[str, Any] = TABLES) -> AsyncIterator[Served]:
    """Serve the shop, its log in memory."""
    async with serving(ContactCenter.in_memory(tables, plugins=[CHAT])) as here:
        yield here


async def agent(here: Served, staff: str, role: Role = Role.AGENT) -> BusClient:
    """Return a client that acts as a member of staff, not yet connected."""
    return BusClient(here.url, (await issue_machine_token(here.center, role, staff)).token)


async def visitor(here: Served, account: str = "web") -> tuple[BusClient, Issued]:
    """Return a client that acts as a new visitor, and who that is."""
    issued = await issue_visitor_token(here.center, account)
    return BusClient(here.url, issued.token), issued
