"""A storm: many desks and widgets at work in a browser while their server goes and comes."""

from __future__ import annotations

import json
import time
from typing import Any

import attrs
from playwright.sync_api import Page, expect

from tests.browser import storm_robots as robots
from tests.browser.conftest import CenterServer, wait_until
from tests.browser.widget_page import embedding

# What all desks, and all widgets, write together; each writes the more seldom, the more there are.
DESKS_WRITE_EVERY_MS = 300
WIDGETS_WRITE_EVERY_MS = 250
CHATS = 3
SETTLE_S = 20
# So many pages load side by side.
AT_ONCE = 6
PRESENCE = ".menu-button.presence"
# A small window: what is drawn is the browser's work and not what is proved here.
SMALL = {"viewport": {"width": 1000, "height": 600}}


def center_toml(desks: int, origin: str) -> str:
    """Return the settings of a center with so many agents, each of whom takes three chats."""
    agents = "".join(
        f'[agents.{agent}]\nqueues = ["help"]\nchats = {CHATS}\n' for agent in names("a", desks)
    )
    return f"""
[center]
name = "storm"

[queues.help]
ack = "10 min"
ring = "10 min"
connect = "10 min"
wrap_up = "10 min"

{agents}
[accounts.web]
channel = "chat"
queues = ["help"]
origins = ["{origin}"]

[plugins.chat]

[plugins.desk]
"""


def groups(all_names: list[str]) -> list[list[str]]:
    return [all_names[at : at + AT_ONCE] for at in range(0, len(all_names), AT_ONCE)]


def names(letter: str, count: int) -> list[str]:
    return [f"{letter}{number:02}" for number in range(1, count + 1)]


@attrs.frozen(kw_only=True)
class Seen:
    """What a page shows of one chat."""

    texts: list[str]
    pending: int
    draft: str


@attrs.define(kw_only=True)
class Storm:
    """Open the pages, let them work, and ask what each of them did and shows."""

    window: Any
    center: CenterServer
    site: Any
    desks: dict[str, Page] = attrs.Factory(dict)
    widgets: dict[str, Page] = attrs.Factory(dict)
    sent: dict[str, list[str]] = attrs.Factory(dict)
    drafts: dict[str, dict[str, str]] = attrs.Factory(dict)
    returned_s: float = 0.0

    @property
    def pages(self) -> dict[str, Page]:
        return {**self.desks, **self.widgets}

    def open_desks(self, count: int) -> None:
        """Sign in at so many desks, a few side by side, and be ready at each."""
        for group in groups(names("a", count)):
            for agent in group:
                self.desks[agent] = self.window.open(**SMALL)
                self.desks[agent].goto(self.center.link(agent), wait_until="commit")
            for agent in group:
                sign_in = self.desks[agent].get_by_role("button", name="Sign in", exact=True)
                sign_in.click(no_wait_after=True)
            for agent in group:
                self.desks[agent].get_by_role("button", name="Go ready").first.click()
        for page in self.desks.values():
            expect(page.locator(PRESENCE)).to_have_text("Ready")

    def open_widgets(self, count: int) -> None:
        """Open the chat in so many browsers of customers."""
        for group in groups(names("w", count)):
            for name in group:
                body = embedding(self.center.url, f"open name={name}")
                self.widgets[name] = self.window.open(**SMALL)
                self.widgets[name].goto(self.site.put(f"/{name}", body), wait_until="commit")
            for name in group:
                expect(self.widgets[name].get_by_label("Your message")).to_be_visible()

    def begin(self) -> None:
        """Let everybody write, until told otherwise."""
        every_ms = WIDGETS_WRITE_EVERY_MS * len(self.widgets)
        for name, page in self.widgets.items():
            page.evaluate(robots.WIDGET, [name, every_ms])
        every_ms = DESKS_WRITE_EVERY_MS * len(self.desks)
        for agent, page in self.desks.items():
            page.evaluate(robots.DESK, [agent, every_ms])

    def wait_for_answers(self, least: int) -> None:
        """Wait until every customer has an agent, and every page has written so often."""

        def are_all_at_work() -> bool:
            rows = sum(page.evaluate("robot.rows().length") for page in self.desks.values())
            fewest = min(page.evaluate("robot.sent.length") for page in self.pages.values())
            return rows == len(self.widgets) and fewest >= least

        wait_until(are_all_at_work, within_s=3 * SETTLE_S)

    def stop_writing(self) -> None:
        """Let all hands rest; what they sent until now is known."""
        for name, page in self.pages.items():
            self.sent[name] = page.evaluate(robots.STOP_WRITING)

    def leave_drafts(self) -> None:
        """Leave words in every composer, in each chat of a desk."""
        for name, page in self.desks.items():
            self.drafts[name] = page.evaluate(robots.DRAFT, name)
        for name, page in self.widgets.items():
            self.drafts[name] = {"": page.evaluate(robots.WIDGET_DRAFT, name)}

    def start_again(self) -> None:
        """Start the server and note when it accepts."""
        self.center.start()
        self.returned_s = time.time()

    def wait_until_live(self, within_s: float) -> dict[str, float]:
        """Wait until every page is live again by itself; return when each was, in seconds."""
        wait_until(
            lambda: all(page.evaluate("robot.isLive") for page in self.pages.values()),
            within_s=within_s,
        )
        times = {name: page.evaluate("robot.liveAt") for name, page in self.pages.items()}
        return {name: at_ms / 1_000 - self.returned_s for name, at_ms in times.items()}

    def settle(self) -> list[dict[str, Any]]:
        """Return the log's messages once there are as many as were sent, or too late."""
        total = sum(map(len, self.sent.values()))
        end = time.monotonic() + SETTLE_S
        while len(found := self.messages()) < total and time.monotonic() < end:
            time.sleep(0.5)
        return found

    def messages(self) -> list[dict[str, Any]]:
        return self.events("MessageReceived", "MessageSent")

    def events(self, *wanted: str) -> list[dict[str, Any]]:
        """Return the log's events of some types, oldest first."""
        types = {f"ccsdk.{name}.v1" for name in wanted}
        lines = self.center.ccsdk("log", "--json", "--personal").splitlines()
        return [event for line in lines if (event := json.loads(line))["type"] in types]

    def seen_by_desk(self, agent: str) -> dict[str, Seen]:
        """Return what a desk shows, by Interaction."""
        seen = self.desks[agent].evaluate(robots.DESK_SEEN)
        return {interaction: Seen(**shown) for interaction, shown in seen.items()}

    def seen_by_customer(self, name: str) -> Seen:
        return Seen(**self.widgets[name].evaluate(robots.WIDGET_SEEN))


def by_interaction(messages: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the texts of each Interaction in the log's order."""
    texts: dict[str, list[str]] = {}
    for event in messages:
        texts.setdefault(event["interaction"], []).append(event["personal"]["text"])
    return texts
