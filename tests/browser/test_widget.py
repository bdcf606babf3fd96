"""The chat widget on a page of another origin, against a real center."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.widget_page import Agent, Widget, answering, embedding, logged, running

# What a browser says of a server that is away; nothing can keep it from saying so.
AWAY = r"ERR_CONNECTION|WebSocket connection|Failed to load resource"
# A line on which nothing gets out, and that nobody has noticed yet.
LOSE_ALL = "WebSocket.prototype.send = () => {}"
# A line that breaks when the transcript is asked for, the first time.
LOSE_HISTORY_ONCE = """
const send = WebSocket.prototype.send;
globalThis.isLost = false;
WebSocket.prototype.send = function (text) {
  if (isLost || !text.includes("history.v1")) return send.call(this, text);
  isLost = true;
  this.close();
};
"""


@pytest.fixture
def center_server(tmp_path: Path, site: Any, window: Any) -> Iterator[Any]:
    """Run a center whose chat has no settings."""
    yield from running(tmp_path, site, window)


@pytest.fixture
def agent(center_server: Any) -> Iterator[Agent]:
    """Return Mei, ready for chats of the shop's first queue."""
    with answering(center_server) as mei:
        yield mei


@pytest.fixture
def shop(center_server: Any, site: Any) -> str:
    """Return the address of a shop's page that embeds the widget."""
    return site.put("/", embedding(center_server.url))


@pytest.fixture
def widget(page: Page, shop: str) -> Widget:
    """Return the widget on a shop's page."""
    page.goto(shop)
    return Widget(page)


def test_chat_with_an_agent_from_first_word_to_last(
    widget: Widget, agent: Agent, violations: Callable[[Page], list[str]]
) -> None:
    widget.open()
    expect(widget.field).to_be_focused()
    assert violations(widget.page) == []

    widget.write("Where is my order?")
    widget.expect_sent("Where is my order?")
    expect(widget.status).to_contain_text("You are next in line.")
    assert violations(widget.page) == []

    agent.accept()
    agent.say("It arrives tomorrow.")
    expect(widget.log.get_by_text("Mei Lin joined the chat")).to_be_visible()
    expect(widget.log.locator(".agent .text").last).to_have_text("It arrives tomorrow.")
    expect(widget.status).to_have_text("You are talking to Mei Lin.")
    widget.write("Thank you!")
    agent.hear("Thank you!")
    widget.expect_sent("Where is my order?", "Thank you!")
    assert violations(widget.page) == []

    agent.command("EndInteraction", {"interaction": agent.interaction})
    expect(widget.status).to_have_text("This chat has ended.")
    expect(widget.page.get_by_role("button", name="Start a new chat")).to_be_focused()
    assert violations(widget.page) == []


def test_nothing_is_asked_of_the_center_until_the_panel_is_opened(
    page: Page, shop: str, center_server: Any
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(shop)
    widget = Widget(page)

    expect(widget.launcher).to_be_visible()
    files = (".js", "/i18n/en.json")
    before = [url for url in asked if not url.endswith(files) and url.startswith(center_server.url)]
    widget.open()
    widget.write("Hello")
    widget.expect_sent("Hello")

    assert before == []
    assert center_server.url.replace("http", "ws", 1) + "/bus" in asked


def test_page_that_forbids_styles_and_unsafe_scripts_has_the_whole_widget(
    page: Page, site: Any, center_server: Any
) -> None:
    center = center_server.url
    policy = (
        f"default-src 'none'; style-src 'none'; script-src {center}; "
        f"connect-src {center} {center.replace('http', 'ws', 1)}; base-uri 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    page.goto(site.put("/", embedding(center), content_security_policy=policy))
    widget = Widget(page).open()
    widget.write("Is this allowed?")

    widget.expect_sent("Is this allowed?")
    expect(widget.panel).to_have_css("border-radius", "20px")
    expect(widget.launcher).to_have_css("border-radius", "50%")


def test_message_written_while_the_server_is_away_is_pending_and_arrives_once(
    widget: Widget, window: Any, center_server: Any, violations: Callable[[Page], list[str]]
) -> None:
    window.allow(AWAY)
    widget.open()
    widget.write("First")
    widget.expect_sent("First")
    center_server.kill()
    widget.write("Second")
    widget.write("Third")
    expect(widget.log.get_by_text("Sending")).to_have_count(2)
    expect(widget.status).to_contain_text("No connection.")
    assert violations(widget.page) == []
    center_server.start()
    widget.expect_sent("First", "Second", "Third")

    texts = [event["personal"]["text"] for event in logged(center_server, "MessageReceived")]
    assert texts == ["First", "Second", "Third"]
    assert len(logged(center_server, "InteractionReceived")) == 1


def test_unsent_message_and_draft_survive_a_reload(widget: Widget, center_server: Any) -> None:
    widget.open()
    widget.write("First")
    widget.expect_sent("First")
    widget.page.evaluate(LOSE_ALL)
    widget.write("Second")
    widget.field.fill("half a thou")
    expect(widget.log.get_by_text("Sending")).to_have_count(1)
    widget.page.reload()
    widget.open()

    expect(widget.field).to_have_value("half a thou")
    widget.expect_sent("First", "Second")
    texts = [event["personal"]["text"] for event in logged(center_server, "MessageReceived")]
    assert texts == ["First", "Second"]


def test_visitor_whom_the_center_has_forgotten_begins_anew(
    widget: Widget, window: Any, center_server: Any
) -> None:
    window.allow(AWAY)
    widget.open()
    widget.write("First")
    widget.expect_sent("First")
    expect(widget.page.get_by_role("button", name="End chat")).to_be_visible()
    center_server.kill()
    center_server.data = center_server.data.with_name("other")
    center_server.start()
    expect(widget.page.get_by_role("button", name="End chat")).to_be_hidden()
    widget.write("Hello, new center")
    widget.expect_sent("Hello, new center")

    assert len(logged(center_server, "InteractionReceived")) == 1


def test_escape_closes_the_panel_and_the_focus_returns(widget: Widget) -> None:
    widget.open()
    expect(widget.field).to_be_focused()
    widget.page.keyboard.press("Escape")

    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    expect(widget.launcher).to_have_attribute("aria-expanded", "false")


def test_enter_that_chooses_a_word_in_an_input_method_sends_nothing(widget: Widget) -> None:
    widget.open()
    widget.field.fill("你好")
    widget.field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    widget.field.press("Shift+Enter")

    expect(widget.field).to_have_value("你好\n")
    widget.field.press("Enter")
    widget.expect_sent("你好")


def test_answers_to_a_closed_panel_are_counted_also_after_a_reload(
    widget: Widget, agent: Agent
) -> None:
    widget.open()
    widget.write("Hello")
    agent.accept()
    agent.say("One")
    expect(widget.log.get_by_text("One")).to_be_visible()
    widget.page.keyboard.press("Escape")
    agent.say("Two")
    agent.say("Three")
    counted = widget.page.get_by_role("button", name="Open chat, 2 new messages")

    expect(counted).to_be_visible()
    widget.page.reload()
    expect(counted).to_be_visible()
    counted.click()
    expect(widget.log.locator(".agent .text").last).to_have_text("Three")
    widget.page.keyboard.press("Escape")
    expect(widget.page.get_by_role("button", name="Open chat", exact=True)).to_be_visible()


def test_transcript_is_whole_although_the_line_fails_while_it_is_fetched(widget: Widget) -> None:
    widget.open()
    widget.write("First")
    widget.write("Second")
    widget.expect_sent("First", "Second")
    widget.page.add_init_script(LOSE_HISTORY_ONCE)
    widget.page.reload()
    widget.open()

    widget.expect_sent("First", "Second")
    assert widget.page.evaluate("isLost")


def test_page_that_shows_the_panel_at_once_keeps_its_own_focus(
    page: Page, site: Any, center_server: Any
) -> None:
    page.goto(site.put("/", embedding(center_server.url, "open heading='Ask us'")))
    expect(page.get_by_role("dialog", name="Ask us")).to_be_visible()

    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_customer_who_leaves_the_line_may_start_anew(widget: Widget, center_server: Any) -> None:
    widget.open()
    widget.write("Hello")
    widget.expect_sent("Hello")
    widget.page.get_by_role("button", name="End chat").click()
    widget.page.get_by_role("group", name="End this chat?").get_by_text("End chat").click()
    widget.page.get_by_role("button", name="Start a new chat").click()
    expect(widget.field).to_be_focused()
    widget.write("Hello again")
    widget.expect_sent("Hello again")

    assert len(logged(center_server, "InteractionAbandoned")) == 1
    assert len(logged(center_server, "InteractionReceived")) == 2


def test_customer_ends_a_chat_that_was_answered(
    widget: Widget,
    agent: Agent,
    center_server: Any,
    violations: Callable[[Page], list[str]],
) -> None:
    widget.open()
    widget.write("Hello")
    agent.accept()
    expect(widget.status).to_contain_text("Mei Lin")
    widget.page.get_by_role("button", name="End chat").click()
    expect(widget.page.get_by_role("button", name="Stay")).to_be_focused()
    assert violations(widget.page) == []
    widget.page.get_by_role("group", name="End this chat?").get_by_text("End chat").click()

    expect(widget.status).to_have_text("This chat has ended.")
    assert logged(center_server, "InteractionEnded")[0]["data"]["by"] == "customer"


def test_message_to_a_chat_that_has_ended_comes_back_into_the_field(
    widget: Widget, agent: Agent
) -> None:
    widget.open()
    widget.write("Hello")
    agent.accept()
    expect(widget.status).to_contain_text("Mei Lin")
    widget.page.evaluate(LOSE_ALL)
    widget.write("Are you there?")
    agent.command("EndInteraction", {"interaction": agent.interaction})
    expect(widget.page.get_by_role("button", name="Start a new chat")).to_be_visible()
    widget.page.reload()
    widget.page.locator(".launcher").click()

    expect(widget.field).to_have_value("Are you there?")
    expect(widget.status).to_contain_text("The chat ended before your message arrived.")


def test_panel_fills_a_phone(window: Any, shop: str) -> None:
    phone = {"width": 390, "height": 780}
    widget = Widget(window.open(shop, viewport=phone, reduced_motion="reduce")).open()

    box = widget.panel.bounding_box()
    assert box == {"x": 0, "y": 0, **phone}
    expect(widget.launcher).to_be_hidden()


def test_messages_arrive_without_timers_and_frames_of_animation(
    widget: Widget, agent: Agent
) -> None:
    widget.open()
    widget.write("Hello")
    agent.accept()
    expect(widget.status).to_contain_text("Mei Lin")
    widget.page.evaluate(
        """() => {
            globalThis.setTimeout = globalThis.requestAnimationFrame = () => 0;
            Object.defineProperty(document, "hidden", { value: true });
        }"""
    )
    agent.say("Still there?")

    expect(widget.log.locator(".agent .text").last).to_have_text("Still there?")


def test_page_of_an_unknown_origin_gets_no_visitor(
    page: Page, window: Any, site: Any, center_server: Any
) -> None:
    window.allow("CORS|Failed to load resource")
    address = site.put("/", embedding(center_server.url)).replace("127.0.0.1", "localhost")
    page.goto(address)
    widget = Widget(page).open()

    expect(widget.status).to_contain_text("No connection.")
    widget.write("Hello")
    assert logged(center_server, "InteractionReceived") == []
