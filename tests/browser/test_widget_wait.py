"""What a customer is told while they wait, and what they may choose instead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from ccsdk.model.command import (
    EndInteraction,
    HoldCustomer,
    RetrieveCustomer,
    SetNotReady,
)
from ccsdk_chat.implementation import STATIC
from tests.browser.waiting_room import HELP, OFFER_CALLBACK, Room, waiting_room
from tests.browser.widget_page import Widget

# Notes of a chime that are played.
COUNT_NOTES = """
globalThis.notes = 0;
const { start } = OscillatorNode.prototype;
OscillatorNode.prototype.start = function (at) {
  notes += 1;
  return start.call(this, at);
};
"""
CALL = "Keep my place and call me here"


@pytest.fixture
def room(window: Any, site: Any) -> Iterator[Room]:
    """Run a shop with a policy."""
    yield from waiting_room(window, site)


def test_place_and_wait_are_said_coarsely_and_announcements_in_the_queues_words(
    room: Room,
) -> None:
    room.policy(
        wrap_up_ms=0,
        steps=[
            {"after_ms": 10_000, "do": {"operation": "message", "text": "We <b>bake</b> too."}},
            {"after_ms": 20_000, "do": {"operation": "announce_wait"}},
        ],
    )
    room.mei_is_ready()
    for _ in range(2):
        room.crowd(1)
        done = room.accept()
        room.pass_time(170)
        room.ask(room.mei, EndInteraction, interaction=done)
    room.ask(room.mei, SetNotReady, reason="lunch")
    room.crowd(1)
    room.pass_time(1)
    widget = room.widget()
    widget.write("Is anybody there?")
    expect(widget.status).to_have_text("You are number 2 in line. The wait is about 6 minutes.")

    room.pass_time(11)
    said = widget.log.locator(".agent .text").last
    expect(said).to_have_text("We <b>bake</b> too.")
    room.pass_time(10)
    expect(widget.status).to_have_text("You are number 2 in line. The wait is about 6 minutes.")


def test_callback_keeps_the_place_over_a_reload_and_connects_who_comes(
    room: Room, violations: Any
) -> None:
    room.policy(steps=[OFFER_CALLBACK])
    widget = room.widget()
    page = widget.page
    widget.write("Do you have it in green?")
    expect(widget.status).to_have_text("You are next in line.")
    expect(widget.button(CALL)).to_have_count(0)
    room.pass_time(6)
    expect(page.get_by_text("You need not wait here.")).to_be_visible()
    assert violations(page) == []
    widget.button(CALL).click()
    expect(widget.status).to_contain_text("You keep your place.")
    expect(widget.button(CALL)).to_have_count(0)
    expect(widget.field).to_be_focused()
    page.reload()
    expect(widget.launcher).to_be_visible()

    desk = room.desk()
    desk.offer.get_by_role("button", name="Accept a", exact=True).click()
    # The panel opens by itself, and the page's title says why.
    expect(widget.button("I am here")).to_be_visible()
    expect(page).to_have_title("It is your turn.")
    assert room.living.logged("InteractionAnswered") == []
    assert violations(page) == []
    widget.button("I am here").click()

    expect(widget.status).to_have_text("You are talking to Mei Lin.")
    expect(page).to_have_title("A shop")
    expect(desk.page.get_by_role("button", name="End chat")).to_be_visible()
    desk.write("We do: moss and pine.")
    expect(widget.log.locator(".agent .text").last).to_have_text("We do: moss and pine.")
    assert len(room.living.logged("InteractionAnswered")) == 1


def test_who_opens_the_page_while_it_rings_is_asked_to_come_and_hears_it(room: Room) -> None:
    room.policy(steps=[OFFER_CALLBACK])
    widget = room.widget()
    page = widget.page
    page.add_init_script(COUNT_NOTES)
    widget.write("Do you have it in green?")
    widget.expect_sent("Do you have it in green?")
    room.pass_time(6)
    widget.button(CALL).click()
    expect(widget.status).to_contain_text("You keep your place.")
    page.goto("about:blank")
    room.mei_is_ready()
    room.accept(connects=False)
    page.goto(room.address())

    expect(widget.button("I am here")).to_be_visible()
    # A browser lets nothing sound before a person has touched the page.
    assert page.evaluate("notes") == 0
    page.get_by_text("Words of the shop.").click()
    page.wait_for_function("notes > 1")
    widget.button("I am here").click()
    expect(widget.status).to_have_text("You are talking to Mei Lin.")


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_a_callback_speaks_chinese(room: Room, language: str) -> None:
    words = json.loads((STATIC / "i18n" / f"{language}.json").read_text("utf-8"))
    room.policy(steps=[OFFER_CALLBACK])
    page = room.window.open(room.address(f"lang={language}"), reduced_motion="reduce")
    widget = Widget(page)
    widget.button(words["open"]).click()
    page.get_by_label(words["field"]).fill("有綠色的嗎？")
    page.get_by_label(words["field"]).press("Enter")
    expect(widget.status).to_have_text(words["next"])
    room.pass_time(6)
    expect(widget.button(words["message"])).to_be_visible()
    widget.button(words["callBack"]).click()
    expect(widget.status).to_have_text(words["callback"])
    room.mei_is_ready()
    room.accept(connects=False)
    widget.button(words["come"]).click()

    expect(widget.status).to_have_text(words["talking"].format(name="Mei Lin"))


def test_who_is_away_is_tried_three_times_and_told_so_when_they_return(room: Room) -> None:
    room.policy(steps=[OFFER_CALLBACK])
    widget = room.widget()
    widget.write("Do you have it in green?")
    widget.expect_sent("Do you have it in green?")
    room.pass_time(6)
    widget.button(CALL).click()
    expect(widget.status).to_contain_text("You keep your place.")
    widget.page.goto("about:blank")
    room.mei_is_ready()
    for _ in range(3):
        room.accept(connects=False)
        room.pass_time(6)
        room.pass_time(11)

    assert len(room.living.logged("ConnectFailed")) == 3
    widget.page.goto(room.address())
    widget.open()
    expect(widget.status).to_contain_text("did not reach you")
    expect(widget.button("Start a new chat")).to_be_visible()


def test_a_try_that_is_over_stops_ringing_and_the_next_one_rings_again(room: Room) -> None:
    room.policy(steps=[OFFER_CALLBACK])
    widget = room.widget()
    widget.write("Do you have it in green?")
    widget.expect_sent("Do you have it in green?")
    room.pass_time(6)
    widget.button(CALL).click()
    expect(widget.status).to_contain_text("You keep your place.")
    room.mei_is_ready()
    room.accept(connects=False)
    expect(widget.button("I am here")).to_be_visible()

    room.pass_time(6)

    expect(widget.button("I am here")).to_have_count(0)
    expect(widget.page).to_have_title("A shop")
    expect(widget.status).to_contain_text("You keep your place.")
    room.pass_time(11)
    room.accept(connects=False)
    widget.button("I am here").click()
    expect(widget.status).to_have_text("You are talking to Mei Lin.")


def test_self_service_leads_to_the_shops_help_and_out_of_the_line(room: Room) -> None:
    room.policy(steps=[{"after_ms": 1_000, "do": {"operation": "offer_self_service"}}])
    widget = room.widget()
    widget.write("How do I oil a table?")
    widget.expect_sent("How do I oil a table?")
    room.pass_time(2)
    help_ = widget.page.get_by_role("link", name="Find help yourself")
    expect(help_).to_have_attribute("href", HELP)
    widget.page.context.route(HELP, lambda route: route.fulfill(body="Oil it."))
    with widget.page.expect_popup():
        help_.click()

    expect(widget.status).to_have_text("You have left the line to help yourself.")
    expect(help_).to_have_count(0)


def test_hold_is_said_and_survives_a_reload(room: Room) -> None:
    room.mei_is_ready()
    widget = room.widget()
    widget.write("Do you have it in green?")
    widget.expect_sent("Do you have it in green?")
    held = {"interaction": room.accept()}
    expect(widget.status).to_have_text("You are talking to Mei Lin.")

    room.ask(room.mei, HoldCustomer, **held)
    expect(widget.status).to_have_text("Mei Lin has put you on hold. One moment, please.")
    widget.page.reload()
    widget.open()
    expect(widget.status).to_have_text("Mei Lin has put you on hold. One moment, please.")

    room.ask(room.mei, RetrieveCustomer, **held)
    expect(widget.status).to_have_text("You are talking to Mei Lin.")
