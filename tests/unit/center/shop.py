"""A small shop for tests of the center: tables as a center file has them, and a channel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ccsdk.engine.engine import decide
from ccsdk.engine.state import State
from ccsdk.hooks import Channel, Contribution, Plugin, PluginContext, hookimpl
from ccsdk.model.command import (
    Command,
    DefineAccount,
    DefineAgent,
    DefineQueue,
    LogIn,
    ReceiveInteraction,
    SetReady,
)
from ccsdk.model.entry import Entry
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.queue import members
from ccsdk.server.tokens import customer_of, identity_of

__all__ = ["ADA", "ANNA", "BORIS", "CHAT", "MEI", "TOM", "Chat", "Desk", "tables"]

SECRET = bytes(32)

CHAT = Plugin(
    name="chat",
    summary="A chat channel without a widget.",
    implementation="tests.unit.center.shop:Chat",
)


class Chat:
    """Contribute the channel that the shop's account names."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare the channel."""
        return [Channel(kind="chat", capacity_class="chat")]


def tables(**changed: Any) -> dict[str, Any]:
    """Return the tables of a shop with two queues, two agents and a supervisor."""
    return {
        "center": {"name": "shop"},
        "queues": {
            "sales": {"name": "Sales", "skills": ["furniture"], "ring": "15s"},
            "delivery": {"name": "Delivery"},
        },
        "agents": {
            "mei": {"name": "Mei Lin", "queues": ["sales"], "skills": ["furniture"], "chats": 2},
            "tom": {"name": "Tom", "queues": ["sales", "delivery"], "skills": ["furniture"]},
        },
        "supervisors": {"ada": {"name": "Ada"}},
        "accounts": {
            "web": {
                "channel": "chat",
                "queues": ["sales", "delivery"],
                "origins": ["https://shop.example"],
            }
        },
        **changed,
    }


def visitor(id: str) -> Principal:
    """Return a visitor of the account `web`, with the Customer that follows."""
    customer = customer_of(identity_of(SECRET, "web", id))
    return Principal(id=id, role=Role.VISITOR, center="shop", account="web", customer=customer)


def staff(id: str, role: Role = Role.AGENT) -> Principal:
    """Return an Agent or Supervisor of the shop."""
    return Principal(id=id, role=role, center="shop")


ANNA, BORIS = visitor("vi_anna"), visitor("vi_boris")
MEI, TOM, ADA = staff("mei"), staff("tom"), staff("ada", Role.SUPERVISOR)


class Desk:
    """Let the engine decide, second by second; `entries` are what it said."""

    def __init__(self) -> None:
        self.state = State()
        self.entries: list[Entry] = []
        self.now_ms = 1_000_000
        self.ask(DefineQueue(queue="sales", name="Sales"))
        self.ask(DefineAccount(account="web", channel="chat", queues=("sales",)))
        for agent in ("mei", "tom"):
            self.ask(DefineAgent(agent=agent, memberships=members("sales")))

    def ask(self, command: Command, by: Principal = SYSTEM) -> None:
        """Decide a command."""
        self.now_ms += 1_000
        key = f"k{self.now_ms}"
        self.entries += decide(self.state, command, by=by, now_ms=self.now_ms, key=key).entries

    def ready(self, agent: str) -> None:
        """Make an Agent READY."""
        self.ask(LogIn(agent=agent))
        self.ask(SetReady(agent=agent))

    def write(self, interaction: str, by: Principal = ANNA) -> None:
        """Open an Interaction."""
        identity = identity_of(SECRET, "web", by.id)
        self.ask(
            ReceiveInteraction(
                interaction=interaction, account="web", thread=by.id, identity=identity
            ),
            by,
        )
