"""Messages instead of a wait: left in a chat, at a closed door, or by the channel `message`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import msgspec
import pytest
from playwright.sync_api import WebSocketRoute, expect

from ccsdk.center.calendar import compiled
from ccsdk.model.command import (
    DefineCalendar,
    EndInteraction,
    SendMessage,
)
from ccsdk.model.event import InteractionClosed, MessageReceived
from tests.browser.waiting_room import OFFER_CALLBACK, Room, waiting_room
from tests.browser.widget_page import Widget

FULL = "Nobody can take your chat at the moment. Please try again later."
LATER = "You can close this page and come back."


@pytest.fixture
def room(window: Any, site: Any) -> Iterator[Room]:
    """Run a shop with a policy."""
    yield from waiting_room(window, site)


def close(room: Room, *, reopens: bool) -> None:
    """Close the shop until tomorrow, or for good."""
    tomorrow = datetime.fromtimestamp(room.living.now_ms / 1_000, UTC) + timedelta(days=1)
    hours = f"{tomorrow:%a} 09:00-17:00".lower()
    said = DefineCalendar(calendar="hours", weekly=(hours,) if reopens else ())
    means = compiled(said, room.living.now_ms)
    room.living.define(DefineCalendar, **msgspec.structs.asdict(means))


def outcome(room: Room) -> str:
    event = room.living.logged("InteractionClosed")[-1].event
    assert isinstance(event, InteractionClosed)
    return event.outcome.value


def texts(room: Room) -> list[str | None]:
    halves = [entry.personal for entry in room.living.logged("MessageReceived")]
    return [half.text if isinstance(half, MessageReceived.Personal) else None for half in halves]


def test_a_message_is_left_instead_of_the_wait(room: Room, violations: Any) -> None:
    room.policy(steps=[OFFER_CALLBACK])
    widget = room.widget()
    page = widget.page
    widget.write("Do you have it in green?")
    widget.expect_sent("Do you have it in green?")
    room.pass_time(6)
    widget.button("Leave a message instead").click()
    expect(page.get_by_text("Write your message below. We keep it")).to_be_visible()
    expect(widget.field).to_be_focused()
    expect(widget.button("Attach files")).to_have_count(0)
    assert violations(page) == []
    widget.button("Go on waiting").click()
    widget.button("Leave a message instead").click()
    widget.write("<b>Green</b>, please: anna@shop.example")

    expect(widget.status).to_have_text("Thank you. Your message has been kept.")
    expect(widget.log.locator(".customer .text").last).to_have_text(
        "<b>Green</b>, please: anna@shop.example"
    )
    expect(page.get_by_text("Write your message below. We keep it")).to_have_count(0)
    assert (outcome(room), texts(room)[-1]) == (
        "message",
        "<b>Green</b>, please: anna@shop.example",
    )


def test_a_closed_queue_says_when_it_opens_and_keeps_what_was_written(room: Room) -> None:
    close(room, reopens=True)
    room.policy(calendar="hours", overflow=[{"to": {"terminal": "message"}}])
    widget = room.widget()
    widget.write("Do you have it in green?")

    expect(widget.status).to_contain_text("Thank you. Your message has been kept. We are closed")
    expect(widget.status).to_contain_text("We open again:")
    expect(widget.button("Start a new chat")).to_be_focused()
    assert outcome(room) == "message"


def test_a_closed_queue_without_a_way_out_ends_in_words(room: Room) -> None:
    close(room, reopens=False)
    room.policy(calendar="hours")
    widget = room.widget()
    widget.write("Do you have it in green?")

    expect(widget.status).to_have_text("We are closed at the moment.")
    assert outcome(room) == "ended"


def test_a_full_queue_ends_in_words(room: Room) -> None:
    room.policy(max_waiting=0)
    page = room.window.open(room.address("lang=zh-Hant"), reduced_motion="reduce")
    page.get_by_role("button", name="開啟客服對話").click()
    page.get_by_label("您的訊息").fill("有綠色的嗎？")
    page.get_by_label("您的訊息").press("Enter")

    expect(Widget(page).status).to_have_text("目前無法接聽您的對話，請稍後再試。")


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_refusal_that_overtakes_its_answer_is_told_in_words(room: Room, is_lost: bool) -> None:
    room.policy(max_waiting=0)
    page = room.window.open(reduced_motion="reduce")
    page.route_web_socket("**/bus", lambda socket: Overtaking(is_lost=is_lost).connect(socket))
    page.goto(room.address())
    widget = Widget(page).open()
    widget.write("Do you have it in green?")

    expect(widget.status).to_have_text(FULL)
    widget.expect_sent("Do you have it in green?")


@attrs.define
class Overtaking:
    """Let events pass before the answer to their command, or not at all.

    A snapshot that was taken after the command stands for them then.
    """

    is_lost: bool
    _answers: list[str] = attrs.Factory(list)
    _commands: set[Any] = attrs.Factory(set)

    def connect(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def asked(text: str | bytes) -> None:
            frame = json.loads(text)
            if frame["op"] == "cmd":
                self._commands.add(frame["id"])
            server.send(text)

        page.on_message(asked)
        server.on_message(lambda text: self._heard(page, str(text)))

    def _heard(self, page: WebSocketRoute, text: str) -> None:
        frame = json.loads(text)
        is_answer = frame["op"] == "res" and frame["id"] in self._commands
        if is_answer and not self.is_lost:
            return self._answers.append(text)
        if frame["op"] == "ev" and self.is_lost:
            return None
        page.send(text)
        if any(event["type"] == "ccsdk.InteractionClosed.v1" for event in frame.get("events", ())):
            for answer in self._answers:
                page.send(answer)
        return None


def test_who_writes_by_message_goes_away_and_finds_the_answer(room: Room, violations: Any) -> None:
    widget = room.widget(account="mail-in")
    page = widget.page
    widget.write("Do you have it in green?")
    expect(widget.status).to_contain_text("We have your message.")
    expect(widget.button("Close request")).to_be_visible()
    assert violations(page) == []
    page.goto("about:blank")
    # Long after whoever waits in front of a page would be given up.
    room.pass_time(3_600)
    room.mei_is_ready()
    asked = {"interaction": room.accept()}
    room.ask(room.mei, SendMessage, **asked, text="We do: moss and pine.")

    page.goto(room.address(account="mail-in"))
    page.get_by_role("button", name="Open chat, 1 new message").click()
    expect(widget.log.locator(".agent .text").last).to_have_text("We do: moss and pine.")
    expect(widget.status).to_have_text(f"Mei Lin is answering you. {LATER}")
    expect(widget.log).to_contain_text("Mei Lin is looking after your message")
    room.ask(room.mei, EndInteraction, **asked)
    expect(widget.status).to_have_text("This request is closed.")
    assert room.living.logged("InteractionAbandoned") == []


def test_a_request_goes_on_where_it_was_when_its_customer_writes_again(room: Room) -> None:
    room.policy(wrap_up_ms=0)
    room.mei_is_ready()
    widget = room.widget(account="mail-in")
    widget.write("Do you have it in green?")
    widget.expect_sent("Do you have it in green?")
    asked = {"interaction": room.accept()}
    room.ask(room.mei, SendMessage, **asked, text="We do: moss and pine.")
    room.ask(room.mei, EndInteraction, **asked)
    widget.button("Start a new chat").click()
    widget.write("Pine, then.")

    widget.expect_sent("Do you have it in green?", "Pine, then.")
    expect(widget.log.locator(".agent .text")).to_contain_text(["Hello!", "We do: moss and pine."])
    expect(widget.status).to_contain_text("We have your message.")
    assert len(room.living.logged("InteractionReceived")) == 1


def test_who_writes_by_message_is_offered_nothing_instead_of_a_wait(room: Room) -> None:
    say = {"after_ms": 6_000, "do": {"operation": "message", "text": "We have read it."}}
    room.policy(steps=[OFFER_CALLBACK, say])
    widget = room.widget(account="mail-in")
    widget.write("Do you have it in green?")
    widget.expect_sent("Do you have it in green?")
    room.pass_time(7)

    expect(widget.log.locator(".agent .text").last).to_have_text("We have read it.")
    expect(widget.page.get_by_text("You need not wait here.")).to_have_count(0)
    expect(widget.status).to_contain_text("We have your message.")


def test_who_was_refused_elsewhere_is_not_told_so_when_the_wait_ends(room: Room) -> None:
    close(room, reopens=True)
    end = {"after_ms": 5_000, "do": {"operation": "end"}}
    room.policy(queue="late", name="Late", steps=[end])
    room.policy(calendar="hours", overflow=[{"to": {"queue": "late"}}])
    widget = room.widget()
    widget.write("Do you have it in green?")
    expect(widget.status).to_have_text("You are next in line.")
    room.pass_time(6)

    expect(widget.status).to_have_text(
        "Nobody can take your chat at the moment. Please try again later."
    )
