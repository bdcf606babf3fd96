"""Every state of the widget, judged by axe: light and dark, wide and narrow; and languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ccsdk.model.command import ElevateChannel, HoldCustomer, RetrieveCustomer
from tests.browser.conftest import wait_until
from tests.browser.waiting_room import OFFER_CALLBACK, Room, waiting_room
from tests.browser.widget_page import (
    Widget,
    answering,
    embedding,
    named,
    picture,
    running,
    settled,
    shoot,
)

Judge = Callable[[Page], list[str]]

AWAY = r"ERR_CONNECTION|WebSocket connection|Failed to load resource"
SIZES = {"wide": {"width": 1440, "height": 860}, "narrow": {"width": 320, "height": 640}}
FORM = 'form = {name = "required", email = "optional", topic = "required"}\n'
FORM += 'topics = {sales = "Advice"}'


@pytest.fixture
def center_server(tmp_path: Path, site: Any, window: Any) -> Iterator[Any]:
    """Run a center whose chat has no settings."""
    yield from running(tmp_path, site, window)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_is_accessible(
    window: Any, site: Any, center_server: Any, violations: Judge, theme: str, size: str
) -> None:
    window.allow(AWAY)
    settled(center_server, FORM)
    address = site.put("/", embedding(center_server.url, f"theme={theme}"))
    page = window.open(address, viewport=SIZES[size], reduced_motion="reduce")
    widget = Widget(page)

    def judge(state: str) -> None:
        shoot(page, f"{state}-{theme}-{size}")
        assert violations(page) == [], state
        wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wide, f"{state} is wider than the page"

    begin(widget, judge)
    talk(widget, judge, center_server)
    widget.button("End chat").click()
    judge("leaving")
    page.get_by_role("group", name="End this chat?").get_by_text("End chat").click()
    expect(widget.status).to_have_text("This chat has ended.")
    judge("over")


def begin(widget: Widget, judge: Callable[[str], None]) -> None:
    """Play a chat from the closed panel into the line."""
    page = widget.page
    expect(widget.launcher).to_be_visible()
    judge("closed")
    widget.open()
    expect(page.get_by_label("Name")).to_be_focused()
    judge("form")
    page.get_by_label("Name").fill("Anna")
    page.get_by_label("What is it about?").select_option("Advice")
    widget.button("Start chat").click()
    expect(widget.field).to_be_focused()
    judge("new")
    widget.write("Hello, does the Fjord sofa come in green?")
    expect(widget.status).to_contain_text("in line")
    judge("waiting")


def talk(widget: Widget, judge: Callable[[str], None], center_server: Any) -> None:
    """Play the talk, with files, and an outage in it."""
    page = widget.page
    with answering(center_server) as agent:
        agent.accept()
        agent.say("It does: moss and pine. See https://shop.example/fjord")

        def is_seen() -> bool:
            # What is said before the widget listens is lost, as it is meant to be.
            agent.type(9_000)
            return page.get_by_text("Mei Lin is typing").is_visible()

        wait_until(is_seen)
        widget.attach(named("room.png", picture()), named("empty.txt", b""))
        expect(widget.panel).to_contain_text("empty.txt is empty.")
        judge("talking")
        widget.button("Remove empty.txt").click()
        widget.button("Send").click()
        expect(widget.log.locator("canvas")).to_be_visible()
        judge("picture")
        center_server.kill()
        expect(widget.status).to_contain_text("No connection.")
        widget.write("Are you there?")
        judge("offline")
        center_server.start()
        expect(widget.page.get_by_text("Sending")).to_have_count(0)


@pytest.fixture
def room(window: Any, site: Any) -> Iterator[Room]:
    """Run a shop whose queue has a policy."""
    yield from waiting_room(window, site)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_of_a_wait_is_accessible(
    room: Room, violations: Judge, theme: str, size: str
) -> None:
    offer_help = {"after_ms": 5_000, "do": {"operation": "offer_self_service"}}
    room.policy(steps=[OFFER_CALLBACK, offer_help])
    widget = room.widget(f"theme={theme}", viewport=SIZES[size])
    page = widget.page

    def judge(state: str) -> None:
        shoot(page, f"{state}-{theme}-{size}")
        assert violations(page) == [], state
        wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wide, f"{state} is wider than the page"

    widget.write("Hello, does the Fjord sofa come in green?")
    widget.expect_sent("Hello, does the Fjord sofa come in green?")
    room.pass_time(6)
    expect(page.get_by_role("link", name="Find help yourself")).to_be_visible()
    judge("choices")
    widget.button("Leave a message instead").click()
    judge("leaving")
    widget.button("Go on waiting").click()
    widget.button("Keep my place and call me here").click()
    expect(widget.status).to_contain_text("You keep your place.")
    judge("callback")
    room.mei_is_ready()
    held = {"interaction": room.accept(connects=False)}
    expect(widget.button("I am here")).to_be_visible()
    judge("called")
    widget.button("I am here").click()
    expect(widget.status).to_have_text("You are talking to Mei Lin.")
    room.ask(room.mei, HoldCustomer, **held)
    expect(widget.status).to_contain_text("put you on hold")
    judge("held")
    room.ask(room.mei, RetrieveCustomer, **held)
    expect(widget.status).to_have_text("You are talking to Mei Lin.")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_of_a_message_is_accessible(
    room: Room, violations: Judge, theme: str, size: str
) -> None:
    room.mei_is_ready()
    attributes = f"theme={theme}"
    widget = room.widget(attributes, account="mail-in", viewport=SIZES[size])
    page = widget.page
    widget.write("Hello, does the Fjord sofa come in green?")
    expect(widget.status).to_contain_text("We have your message.")
    shoot(page, f"message-{theme}-{size}")
    assert violations(page) == []
    interaction = room.accept()
    room.ask(room.mei, ElevateChannel, interaction=interaction, to="chat")
    expect(widget.button("Join now")).to_be_visible()
    shoot(page, f"join-{theme}-{size}")
    assert violations(page) == []
    widget.button("Join now").click()
    expect(widget.log.get_by_text("You are talking live now.")).to_be_visible()
    shoot(page, f"live-{theme}-{size}")
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide, "the live chat is wider than the page"


def test_loading_and_refused_are_accessible(
    window: Any, site: Any, center_server: Any, violations: Judge
) -> None:
    window.allow("WebSocket|Failed to load resource")
    page = window.open(reduced_motion="reduce")
    held: list[Any] = []
    page.route("**/settings.json*", lambda route: held.append(route))
    page.route("**/visitor", lambda route: route.fulfill(status=404, json={"code": "not_found"}))
    page.goto(site.put("/", embedding(center_server.url)))
    widget = Widget(page).open()
    expect(widget.log).to_have_attribute("aria-busy", "true")
    shoot(page, "loading")
    assert violations(page) == []
    for route in held:
        route.continue_()

    expect(widget.status).to_have_text("The chat is not available at the moment.")
    expect(widget.button("Try again")).to_be_visible()
    shoot(page, "stopped")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("page_language", "attributes", "opens", "title"),
    [
        ("en-GB", "", "Open chat", "Chat with us"),
        ("zh-TW", "", "開啟客服對話", "線上客服"),
        ("zh", "", "打开客服对话", "在线客服"),
        ("en", "lang=zh-HK", "開啟客服對話", "線上客服"),
        ("fr", "", "Open chat", "Chat with us"),
        ("no language", "", "Open chat", "Chat with us"),
    ],
)
def test_language_follows_the_element_then_the_page(
    page: Page,
    site: Any,
    center_server: Any,
    page_language: str,
    attributes: str,
    opens: str,
    title: str,
) -> None:
    html = embedding(center_server.url, attributes)
    page.goto(site.put("/", html.replace("lang=en>", f"lang='{page_language}'>", 1)))
    page.get_by_role("button", name=opens).click()

    expect(page.get_by_role("dialog", name=title)).to_be_visible()
    shoot(page, f"language-{page_language.replace(' ', '-')}")


def test_keyboard_alone_opens_asks_writes_attaches_and_leaves(
    page: Page, site: Any, center_server: Any
) -> None:
    settled(center_server, FORM)
    page.goto(site.put("/", embedding(center_server.url)))
    keyboard = page.keyboard
    expect(Widget(page).launcher).to_be_visible()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    keyboard.type("Anna")
    keyboard.press("Tab")
    keyboard.press("Tab")
    keyboard.type("Advice")
    keyboard.press("Tab")
    keyboard.press("Enter")
    widget = Widget(page)
    expect(widget.field).to_be_focused()
    keyboard.type("Hello")
    keyboard.press("Enter")
    widget.expect_sent("Hello")
    expect(widget.button("End chat")).to_be_visible()
    keyboard.press("Shift+Tab")
    expect(widget.button("Attach files")).to_be_focused()
    keyboard.press("Shift+Tab")
    expect(widget.log).to_be_focused()
    keyboard.press("Shift+Tab")
    keyboard.press("Shift+Tab")
    expect(widget.button("End chat")).to_be_focused()
    keyboard.press("Enter")
    keyboard.press("Escape")
    expect(widget.field).to_be_focused()
    keyboard.press("Escape")
    expect(widget.launcher).to_be_focused()


def test_panel_ends_where_a_phones_keyboard_begins(
    window: Any, site: Any, center_server: Any
) -> None:
    page = window.open(viewport={"width": 390, "height": 780}, reduced_motion="reduce")
    page.add_init_script(
        """const seen = Object.assign(new EventTarget(), { scale: 1, height: 780, offsetTop: 0 });
        Object.defineProperty(globalThis, "visualViewport", { value: seen });"""
    )
    page.goto(site.put("/", embedding(center_server.url)))
    widget = Widget(page).open()
    expect(widget.field).to_be_focused()
    page.evaluate(
        """() => {
          Object.assign(visualViewport, { height: 420, offsetTop: 30 });
          visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )

    # What fits the panel to the keyboard is loaded beside it, and may come after the keyboard.
    expect(widget.panel).to_have_css("height", "420px")
    assert widget.panel.bounding_box() == {"x": 0, "y": 30, "width": 390, "height": 420}


def test_page_that_reads_from_right_to_left_has_the_widget_at_its_end(
    page: Page, site: Any, center_server: Any
) -> None:
    html = embedding(center_server.url).replace("<html lang=en>", "<html lang=en dir=rtl>")
    page.goto(site.put("/", html))
    widget = Widget(page).open()
    box = widget.panel.bounding_box()
    shoot(page, "right-to-left")

    assert box is not None
    assert box["x"] == 20
