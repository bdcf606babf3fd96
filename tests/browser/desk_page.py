"""The desk and the shop's page as people use them, and what the log says about it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import attrs
from playwright.sync_api import Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
SHOP = ROOT / "examples" / "shop" / "site"
KINDS = {".css": "text/css", ".svg": "image/svg+xml"}
GREETING = "Hello! How can we help you?"
WRITTEN_CENTER = "http://127.0.0.1:8080"
# What a browser says of a server that is away; nothing can keep it from saying so.
AWAY = r"ERR_CONNECTION|WebSocket connection|Failed to load resource"

# As long as the actions of a page may take: two cores carry browsers and center at once.
expect.set_options(timeout=15_000)

HIDE = """() => {
  const hidden = { get: () => true, configurable: true };
  const state = { get: () => "hidden", configurable: true };
  Object.defineProperty(document, "hidden", hidden);
  Object.defineProperty(document, "visibilityState", state);
  globalThis.kept = { requestAnimationFrame, setTimeout, setInterval };
  for (const name of Object.keys(kept)) globalThis[name] = () => 0;
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SHOW = """() => {
  delete document.hidden;
  delete document.visibilityState;
  Object.assign(globalThis, kept);
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@attrs.define
class Desk:
    """Use the desk as an agent does."""

    page: Page

    @property
    def offer(self) -> Locator:
        return self.page.locator(".offers")

    @property
    def rows(self) -> Locator:
        return self.page.locator(".row")

    @property
    def composer(self) -> Locator:
        return self.page.locator("#composer")

    @property
    def messages(self) -> Locator:
        return self.page.get_by_role("log").locator(".bubble")

    @property
    def line(self) -> Locator:
        return self.page.locator(".line")

    @property
    def presence(self) -> Locator:
        return self.page.locator(".menu-button.presence")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def sign_in(self, link: str) -> Desk:
        """Exchange a one-time link as its page does, without drawing that page."""
        door, _, token = link.partition("#")
        origin = {"origin": door.removesuffix("/auth/link")}
        answer = self.page.context.request.post(door, data={"token": token}, headers=origin)
        self.page.goto(urljoin(door, answer.json()["next"]))
        expect(self.line).to_have_text("Live")
        return self

    def sign_in_by_hand(self, link: str) -> Desk:
        """Open a one-time link, as its page asks: press the button."""
        self.page.goto(link)
        self.button("Sign in").click()
        expect(self.line).to_have_text("Live")
        return self

    def go_ready(self) -> Desk:
        self.button("Go ready").click()
        expect(self.presence).to_have_text("Ready")
        return self

    def accept(self, name: str) -> None:
        """Take a customer's Offer, and wait until the chat is open and connected."""
        expect(self.offer.get_by_role("heading")).to_have_text(name)
        self.offer.get_by_role("button", name="Accept a", exact=True).click()
        opened = self.page.get_by_role("region", name=f"Interaction with {name}")
        expect(opened.get_by_role("button", name="End chat")).to_be_visible()

    def write(self, text: str) -> None:
        self.composer.fill(text)
        self.composer.press("Enter")

    def expect_said(self, *texts: str) -> None:
        """Expect exactly these messages, none of them under way."""
        expect(self.messages).to_have_text(list(texts))
        expect(self.page.locator(".is-pending")).to_have_count(0)

    @property
    def notes(self) -> Locator:
        return self.page.get_by_role("log").locator(".is-note .bubble")

    @property
    def mentions(self) -> Locator:
        return self.page.get_by_role("region", name="Mentions").locator(".row")

    @property
    def suggestions(self) -> Locator:
        return self.page.get_by_role("listbox").get_by_role("option")

    def mode(self, name: str) -> Locator:
        """Return the button that chooses what is written: Reply or Note."""
        modes = self.page.get_by_role("group", name="What you write")
        return modes.get_by_role("button", name=name)

    def note(self, text: str) -> None:
        """Write an internal note, mentioning whoever stands in it as `@Name`."""
        self.mode("Note").click()
        self.composer.fill(text)
        self.composer.press("Escape")
        self.button("Add note").click()

    def end(self) -> None:
        self.button("End chat").click()
        self.button("End").click()
        expect(self.page.get_by_role("heading", name="Wrap-up")).to_be_visible()

    def hide(self) -> None:
        """Let the tab be hidden: no animation frames, and timers that never fire."""
        self.page.evaluate(HIDE)

    def show(self) -> None:
        self.page.evaluate(SHOW)


@attrs.define
class Customer:
    """Use the widget on the shop's page as a customer does."""

    page: Page

    @property
    def said(self) -> Locator:
        return self.page.get_by_role("log", name="Messages").locator(".text")

    def open(self) -> Customer:
        self.page.get_by_role("button", name="Open chat").click()
        return self

    def write(self, text: str) -> None:
        field = self.page.get_by_label("Your message")
        field.fill(text)
        field.press("Enter")

    def expect_said(self, *texts: str) -> None:
        expect(self.said).to_have_text([GREETING, *texts])

    def end(self) -> None:
        self.page.get_by_role("button", name="End chat").click()
        self.page.get_by_role("group", name="End this chat?").get_by_text("End chat").click()


@attrs.define
class Walk:
    """Open desks and shop pages of one running center, and read its log."""

    window: Any
    center: Any
    site: Any
    customers: int = 0
    shots: int = 0

    def desk(self, staff: str, **options: Any) -> Desk:
        """Sign somebody in at a desk of their own."""
        return Desk(self.window.open(**options)).sign_in(self.center.link(staff))

    def customer(self, *, name: str = "", queue: str = "") -> Customer:
        """Open the shop's page, on its own origin, in a browser of its own."""
        for file in SHOP.iterdir():
            kind = KINDS.get(file.suffix)
            if kind:
                self.site.put(f"/{file.name}", file.read_text(), content_type=kind)
        text = (SHOP / "index.html").read_text().replace(WRITTEN_CENTER, self.center.url)
        given = "".join(f' {k}="{v}"' for k, v in {"name": name, "queue": queue}.items() if v)
        body = text.replace("<ccsdk-chat", f"<ccsdk-chat{given}")
        self.customers += 1
        page = self.window.open(self.site.put(f"/customer-{self.customers}", body))
        return Customer(page).open()

    def log(self, *names: str) -> list[dict[str, Any]]:
        """Return the events of some types that the center's log holds, personal halves too."""
        lines = self.center.ccsdk("log", "--json", "--personal").splitlines()
        wanted = {f"ccsdk.{name}.v1" for name in names}
        return [event for line in lines if (event := json.loads(line))["type"] in wanted]

    def shoot(self, page: Page, name: str) -> None:
        """Save a picture where CCSDK_SCREENSHOTS says, if it does."""
        if folder := os.environ.get("CCSDK_SCREENSHOTS"):
            self.shots += 1
            page.screenshot(path=Path(folder) / f"{self.shots:02}-{name}.png")
