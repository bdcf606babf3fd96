"""The widget as a person uses it, and an agent who answers without a desk."""

from __future__ import annotations

import contextlib
import json
import os
import struct
import uuid
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
from playwright.sync_api import Locator, Page, expect
from websockets.sync.client import ClientConnection, connect

from tests.browser.conftest import ROOT, CenterServer, with_origin

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
        answer = self.wait_for(lambda got: got["op"] == "res" and got["id"] == frame["id"])
        assert "ok" in answer, f"{frame.get('type')} is refused: {answer}"
        return answer["ok"]

    def wait_for(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            frame = json.loads(self.socket.recv(timeout=ANSWER_S))
            for event in frame.get("events", ()):
                if event["type"] == "ccsdk.OfferMade.v1":
                    self.offers.append(event)
                if event["type"] == "ccsdk.MessageReceived.v1":
                    self.heard.append(event["personal"].get("text", ""))
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

    def type(self, ttl_ms: int) -> None:
        """Be typing for so long, or stop with 0."""
        topic = f"interaction.{self.interaction}.Typing"
        self.socket.send(json.dumps({"op": "eph", "topic": topic, "ttl_ms": ttl_ms}))

    def hear(self, text: str) -> None:
        """Wait until the customer's words have arrived."""
        if text not in self.heard:
            self.wait_for(lambda _: text in self.heard)


@contextlib.contextmanager
def answering(center: Any) -> Iterator[Agent]:
    """Let Mei be there, ready for chats of the shop's first queue."""
    token = center.ccsdk("token", "--role", "agent", "--id", "mei").strip()
    url = center.url.replace("http", "ws", 1) + "/bus"
    headers = {"Authorization": f"Bearer {token}"}
    with connect(url, subprotocols=["ccsdk.v1"], additional_headers=headers) as socket:
        mei = Agent(socket)
        client = {"kind": "test", "name": "test", "version": "1"}
        socket.send(json.dumps({"op": "hello", "v": [1], "session": "se_mei", "client": client}))
        mei.wait_for(lambda frame: frame["op"] == "welcome")
        topics = ["interaction.*.>", "agent.mei.>"]
        mei.ask({"op": "sub", "id": "sub", "topics": topics, "from": "now", "eph": True})
        mei.command("LogIn", {})
        mei.command("SetReady", {})
        yield mei


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

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def attach(self, *files: dict[str, Any]) -> None:
        """Choose files, as the dialog of the system gives them."""
        with self.page.expect_file_chooser() as chooser:
            self.button("Attach files").click()
        chooser.value.set_files(list(files))

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


def running(tmp_path: Path, site: Any, window: Any) -> Iterator[CenterServer]:
    """Run the example shop's center with a chat that asks and says nothing of its own."""
    shop = with_origin((ROOT / "examples" / "shop" / "center.toml").read_text(), site.origin)
    kept: list[str] = []
    is_chat = False
    for line in shop.splitlines():
        is_chat = line.startswith("[plugins.chat") or (is_chat and not line.startswith("["))
        kept += [] if is_chat else [line]
    settings = tmp_path / "center.toml"
    settings.write_text("\n".join([*kept, "[plugins.chat]", ""]))
    server = CenterServer(settings=settings, data=tmp_path / "data")
    server.start()
    yield server
    window.leave()
    server.stop()


def settled(center: Any, toml: str) -> None:
    """Start a center anew with these settings of the chat."""
    text = center.settings.read_text()
    center.settings.write_text(text.replace("[plugins.chat]\n", f"[plugins.chat]\n{toml}\n"))
    center.restart()


def logged(center: Any, name: str) -> list[dict[str, Any]]:
    """Return the events of a type that the center's log holds, with personal halves."""
    lines = center.ccsdk("log", "--json", "--personal").splitlines()
    events = [json.loads(line) for line in lines]
    return [event for event in events if event["type"] == f"ccsdk.{name}.v1"]


def shoot(page: Page, name: str) -> None:
    """Save a picture where CCSDK_SCREENSHOTS says, if it does."""
    if folder := os.environ.get("CCSDK_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"widget-{name}.png")


def named(name: str, body: bytes, kind: str = "application/octet-stream") -> dict[str, Any]:
    """Return a file as a person's computer has it."""
    return {"name": name, "mimeType": kind, "buffer": body}


def picture(width: int = 300, height: int = 200) -> bytes:
    """Return a PNG: warm at the top, cool at the bottom.

    Source: PNG specification, third edition, sections 5 and 11.
    """
    rows = (bytes((220 - y * 120 // height, 120 + y // 4, 90 + y // 2)) for y in range(height))
    raw = b"".join(b"\0" + row * width for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    made = (
        struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)
