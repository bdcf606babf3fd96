"""The widget as a person uses it, and an agent who answers without a desk."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import attrs
from playwright.sync_api import Locator, Page, expect
from websockets.sync.client import ClientConnection

ANSWER_S = 10


@attrs.define
class Agent:
    """Answer chats over the bus, without a desk."""

    socket: ClientConnection
    offers: list[dict[str, Any]] = attrs.Factory(list)
    heard: list[str] = attrs.Factory(list)
    interaction: str = ""

    def command(self, name: str, data: dict[str, Any], **members: Any) -> dict[str, Any]:
        key = str(uuid.uuid4())
        frame = {"op": "cmd", "id": key, "key": key, "type": f"ccsdk.{name}.v1", "data": data}
        return self.ask({**frame, **members})

    def ask(self, frame: dict[str, Any]) -> dict[str, Any]:
        self.socket.send(json.dumps(frame))
        return self.wait_for(lambda got: got["op"] == "res" and got["id"] == frame["id"])["ok"]

    def wait_for(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            frame = json.loads(self.socket.recv(timeout=ANSWER_S))
            for event in frame.get("events", ()):
                if event["type"] == "ccsdk.OfferMade.v1":
                    self.offers.append(event)
                if event["type"] == "ccsdk.MessageReceived.v1":
                    self.heard.append(event["personal"]["text"])
            if is_it(frame):
                return frame

    def accept(self) -> None:
        """Take the next Offer, and say that the chat is in front of us."""
        if not self.offers:
            self.wait_for(lambda _: bool(self.offers))
        offer = self.offers.pop()
        self.interaction = offer["interaction"]
        self.command("AcknowledgeOffer", {"offer": offer["offer"]})
        self.command("AcceptOffer", {"offer": offer["offer"]})
        self.command("ConfirmConnected", {"interaction": self.interaction})

    def say(self, text: str) -> None:
        self.command("SendMessage", {"interaction": self.interaction}, personal={"text": text})

    def hear(self, text: str) -> None:
        """Wait until the customer's words have arrived."""
        if text not in self.heard:
            self.wait_for(lambda _: text in self.heard)


@attrs.define
class Widget:
    """Use the widget as a person does."""

    page: Page

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log", name="Messages")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    def open(self) -> Widget:
        self.page.get_by_role("button", name="Open chat").click()
        expect(self.panel).to_be_visible()
        return self

    def write(self, text: str) -> None:
        self.field.fill(text)
        self.field.press("Enter")

    def expect_sent(self, *texts: str) -> None:
        """Expect exactly these messages of the customer, none of them under way."""
        expect(self.log.locator(".customer .text")).to_have_text(list(texts))
        expect(self.log.get_by_text("Sending")).to_have_count(0)


def embedding(center: str, attributes: str = "") -> str:
    return (
        "<!doctype html><html lang=en><meta name=viewport content='width=device-width'>"
        "<title>A shop</title><main><h1>A shop</h1><p>Words of the shop.</p></main>"
        f"<script type=module src='{center}/plugins/chat/ccsdk-chat.js'></script>"
        f"<ccsdk-chat account=web {attributes}></ccsdk-chat></html>"
    )
