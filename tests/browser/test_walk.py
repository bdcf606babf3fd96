"""The walk: a customer's chat, answered, on real parts, with two browsers."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import AWAY, Customer, Desk, Walk

Judge = Callable[[Page], list[str]]

# The client acknowledges at most once a second.
ACK_EVERY_MS = 1_000


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready."""
    return walk.desk("mei").go_ready()


def texts(walk: Walk, name: str) -> list[str]:
    return [event["personal"]["text"] for event in walk.log(name)]


def talk(walk: Walk, mei: Desk, customer: Customer, violations: Judge) -> None:
    """Play the first chat up to where both have spoken twice."""
    walk.shoot(mei.page, "desk-ready")
    assert violations(mei.page) == []
    customer.write("Where is my sofa?")
    expect(mei.offer).to_contain_text("Anna Berger")
    expect(mei.offer).to_contain_text("Sales and advice")
    walk.shoot(mei.page, "desk-offer")
    assert violations(mei.page) == []
    mei.accept("Anna Berger")
    mei.expect_said("Where is my sofa?")
    expect(mei.composer).to_be_focused()
    mei.write("Good morning, I am looking.")
    customer.expect_said("Where is my sofa?", "Good morning, I am looking.")
    customer.write("Order 4471.")
    mei.expect_said("Where is my sofa?", "Good morning, I am looking.", "Order 4471.")
    walk.shoot(mei.page, "desk-chat")
    walk.shoot(customer.page, "shop-chat")
    assert violations(mei.page) == []
    assert violations(customer.page) == []


def talk_to_both(walk: Walk, mei: Desk, first: Customer, second: Customer) -> None:
    """Play two chats at once: each sees only its own words, and what is unread is counted."""
    second.write("Do you repair lamps?")
    mei.accept("Bo Chen")
    expect(mei.rows).to_have_count(2)
    expect(mei.page.locator(".capacity")).to_have_text("chat 2/3")
    mei.write("We do, with a smile.")
    second.expect_said("Do you repair lamps?", "We do, with a smile.")
    first.write("Hello?")
    expect(mei.rows.first.locator(".unread")).to_contain_text("1 new message")
    walk.shoot(mei.page, "desk-two-chats")
    mei.rows.first.click()
    expect(mei.messages.last).to_have_text("Hello?")
    expect(mei.rows.first.locator(".unread")).to_have_count(0)
    mei.write("It leaves tomorrow.")
    expect(first.said.last).to_have_text("It leaves tomorrow.")
    second.expect_said("Do you repair lamps?", "We do, with a smile.")


def wrap_up(walk: Walk, mei: Desk, violations: Judge) -> None:
    """Play the after-call work of the first chat with disposition and note."""
    expect(mei.page.get_by_role("combobox")).to_be_focused()
    walk.shoot(mei.page, "desk-wrap-up")
    assert violations(mei.page) == []
    mei.page.keyboard.type("deliv")
    expect(mei.page.get_by_role("option")).to_have_text(["Delivery settled"])
    assert violations(mei.page) == []
    mei.page.keyboard.press("Enter")
    mei.page.get_by_label("Note").fill("Sofa leaves on Tuesday.")
    mei.button("Complete").click()
    expect(mei.rows).to_have_count(1)


def test_customer_is_offered_answered_and_wrapped_up(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    anna, bo = walk.customer(name="Anna Berger"), walk.customer(name="Bo Chen", queue="care")

    talk(walk, mei, anna, violations)
    talk_to_both(walk, mei, anna, bo)
    mei.end()
    expect(anna.page.get_by_role("status")).to_have_text("This chat has ended.")
    wrap_up(walk, mei, violations)
    bo.end()
    expect(mei.page.get_by_role("heading", name="Wrap-up")).to_be_visible()
    mei.button("Complete").click()
    expect(mei.rows).to_have_count(0)
    expect(mei.page.get_by_role("heading", name="You are ready")).to_be_visible()
    assert violations(mei.page) == []

    first_message, first_offer = walk.log("MessageReceived")[0], walk.log("OfferMade")[0]
    assert first_offer["cause"] == first_message["cause"]
    assert first_offer["time"] == first_message["time"]
    ended = walk.log("WrapUpEnded")
    assert [event["data"]["disposition"] for event in ended] == ["delivery", "none"]
    assert ended[0]["personal"]["note"] == "Sofa leaves on Tuesday."
    assert len(walk.log("OfferShown")) == len(walk.log("InteractionAnswered")) == 2
    assert walk.log("OfferExpired", "OfferWithdrawn", "InteractionRequeued") == []
    kept = mei.page.evaluate("JSON.stringify(Object.entries(localStorage))")
    assert "sofa" not in kept.lower(), "what is released leaves no text behind"


def test_hidden_tab_acknowledges_offers_and_cursors_without_a_frame_or_a_timer(
    walk: Walk,
) -> None:
    sent: list[str] = []
    page = walk.window.open()
    page.on("websocket", lambda socket: socket.on("framesent", lambda text: sent.append(text)))
    mei = Desk(page).sign_in_by_hand(walk.center.link("mei")).go_ready()
    anna = walk.customer(name="Anna Berger")
    anna.write("Is anybody there?")
    mei.accept("Anna Berger")
    mei.hide()
    page.wait_for_timeout(ACK_EVERY_MS)
    sent.clear()

    anna.write("Hello?")
    expect(page).to_have_title("(1) Desk")
    page.wait_for_timeout(ACK_EVERY_MS)
    walk.customer(name="Bo Chen", queue="care").write("My lamp is broken.")
    expect(page).to_have_title("● Offer: Returns and repairs")
    wait_for(lambda: len(walk.log("OfferShown")) == 2)
    mei.show()
    expect(mei.offer).to_contain_text("Bo Chen")

    assert walk.log("OfferWithdrawn", "OfferExpired") == []
    acks = [text for text in sent if '"op":"ack"' in text]
    assert len(acks) >= 2, sent
    expect(mei.messages.last).to_have_text("Hello?")
    expect(mei.rows.first.locator(".unread")).to_have_count(0)


def test_server_pulled_in_mid_chat_loses_and_doubles_nothing(walk: Walk, mei: Desk) -> None:
    walk.window.allow(AWAY)
    anna = walk.customer(name="Anna Berger")
    anna.write("One")
    mei.accept("Anna Berger")
    mei.write("Two")
    anna.expect_said("One", "Two")
    mei.expect_said("One", "Two")

    walk.center.kill()
    expect(mei.page.get_by_role("alert")).to_contain_text("No connection")
    mei.write("Three")
    anna.write("Four")
    expect(mei.page.locator(".is-pending")).to_have_text(["Three Sending"])
    walk.shoot(mei.page, "desk-offline")
    mei.composer.fill("a draft of")
    walk.center.start()
    expect(mei.line).to_have_text("Live")
    expect(mei.messages).to_have_count(4)
    expect(mei.page.locator(".is-pending")).to_have_count(0)
    expect(anna.said).to_have_count(5)
    expect(mei.composer).to_have_value("a draft of")
    mei.write("Five")
    expect(anna.said.last).to_have_text("Five")

    assert sorted(texts(walk, "MessageSent")) == ["Five", "Three", "Two"]
    assert texts(walk, "MessageReceived") == ["One", "Four"]
    assert sorted(mei.messages.all_inner_texts()) == ["Five", "Four", "One", "Three", "Two"]
    assert walk.log("OfferExpired", "InteractionRequeued", "LegLost") == []
    expect(mei.presence).to_have_text("Ready")


def wait_for(holds: Callable[[], bool], *, within_s: float = 10.0) -> None:
    """Return once a condition holds; fail when it does not in time."""
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "the condition did not hold in time"
        time.sleep(0.1)
