"""A shop whose queue has a policy: what customers are told and offered while they wait.

Its time moves only when a test says so: a callback's third try is a moment away.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import attrs
from playwright.sync_api import Page

from ccsdk import ContactCenter
from ccsdk.center.inprocess import InProcessClient
from ccsdk.model.command import (
    AcceptOffer,
    AcknowledgeOffer,
    Command,
    ConfirmConnected,
    DefineQueue,
    LogIn,
    ReceiveInteraction,
    SetReady,
)
from ccsdk.model.event import InteractionReceived, OfferMade
from ccsdk.testing.clock import VirtualClock
from tests.browser.desk_page import Desk
from tests.browser.living import LivingCenter
from tests.browser.widget_page import Widget, embedding

HELP = "https://shop.example/help"
# Shorter than what a connection may be silent for: of a leap of time no browser knows.
QUEUE = {"queue": "sales", "name": "Sales", "dial_ms": 5_000, "callback_gap_ms": 10_000}
OFFER_CALLBACK = {"after_ms": 5_000, "do": {"operation": "offer_callback"}}


def tables(origin: str, *, name: str) -> dict[str, Any]:
    """Return the settings: a chat, and messages that are answered later; the agent's `name`."""
    return {
        "queues": {"sales": {"name": "Sales"}},
        "agents": {"mei": {"name": name, "queues": ["sales"]}},
        "accounts": {
            "web": {"channel": "chat", "queues": ["sales"], "origins": [origin]},
            "mail-in": {
                "channel": "message",
                "queues": ["sales"],
                "origins": [origin],
                "reopen": "1 h",
            },
        },
        "plugins": {"chat": {"help_url": HELP}, "desk": {}},
    }


@attrs.define
class Room:
    """Send commands to a living center, and open pages on it."""

    living: LivingCenter
    window: Any
    site: Any

    @property
    def mei(self) -> InProcessClient:
        """Return Mei as a client without a desk."""
        return self.living.center.agent("mei")

    def ask(self, who: InProcessClient, command: type[Command], **members: Any) -> Any:
        return self.living.do(who.ask(command, **members))

    def policy(self, **queue: Any) -> None:
        """Define the queue anew, with this policy."""
        self.living.define(DefineQueue, **{**QUEUE, **queue})

    def pass_time(self, seconds: float) -> None:
        self.living.pass_time(seconds)

    def crowd(self, count: int) -> None:
        """Let others stand in line."""
        for number in range(count):
            other = self.living.center.visitor("web", f"other-{number}")
            self.ask(other, ReceiveInteraction, text="Hello")

    def mei_is_ready(self) -> None:
        self.ask(self.mei, LogIn)
        self.ask(self.mei, SetReady)

    def accept(self, *, connects: bool = True) -> str:
        """Let Mei take her newest Offer; return its Interaction."""
        offer = self.living.logged("OfferMade")[-1].event
        assert isinstance(offer, OfferMade)
        self.ask(self.mei, AcknowledgeOffer, offer=offer.offer)
        self.ask(self.mei, AcceptOffer, offer=offer.offer)
        if connects:
            self.ask(self.mei, ConfirmConnected, interaction=offer.interaction)
        return offer.interaction

    def newest(self) -> str:
        """Return the Interaction that came last."""
        received = self.living.logged("InteractionReceived")[-1].event
        assert isinstance(received, InteractionReceived)
        return received.interaction

    def desk(self) -> Desk:
        """Open Mei's desk in a browser of its own, ready."""
        page = self.window.open(reduced_motion="reduce")
        return Desk(page).sign_in(self.living.link("mei")).go_ready()

    def address(self, attributes: str = "", *, account: str = "web") -> str:
        html = embedding(self.living.url, attributes).replace("account=web", f"account={account}")
        return str(self.site.put("/", html))

    def widget(self, attributes: str = "", *, account: str = "web", **options: Any) -> Widget:
        """Open the shop's page in a browser of its own, and its chat."""
        address = self.address(attributes, account=account)
        page: Page = self.window.open(address, reduced_motion="reduce", **options)
        return Widget(page).open()


def waiting_room(window: Any, site: Any, *, name: str = "Mei Lin") -> Iterator[Room]:
    """Run the shop at a time of its own, which is today's."""
    clock = VirtualClock(now_ms=time.time_ns() // 1_000_000)
    center = ContactCenter.in_memory(tables(site.origin, name=name), clock=clock)
    with LivingCenter(center, clock).open() as living:
        yield Room(living, window, site)
        window.leave()
