"""From message to live chat: the agent asks, the customer comes, or does not."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from ccsdk.model.command import ElevateChannel
from tests.browser.waiting_room import Room, waiting_room
from tests.browser.widget_page import Widget

# Of two minutes.
LEFT = re.compile(r"^(2:00|1:[0-5]\d)$")
ASKED = "Mei Lin would like to talk to you live."


@pytest.fixture
def room(window: Any, site: Any) -> Iterator[Room]:
    """Run a shop whose customers write messages."""
    yield from waiting_room(window, site)


@pytest.fixture
def asked(room: Room) -> Widget:
    """Return a customer's widget after Mei has asked them to the live chat."""
    room.mei_is_ready()
    widget = room.widget(account="mail-in")
    widget.write("Do you have it in green?")
    widget.expect_sent("Do you have it in green?")
    interaction = room.accept()
    expect(widget.status).to_contain_text("Mei Lin is answering you.")
    room.ask(room.mei, ElevateChannel, interaction=interaction, to="chat")
    expect(widget.page.get_by_text(ASKED)).to_be_visible()
    return widget


def test_who_joins_talks_live_and_both_see_it(room: Room, violations: Any) -> None:
    desk = room.desk()
    widget = room.widget(account="mail-in")
    widget.write("Do you have it in green?")
    desk.offer.get_by_role("button", name="Accept a", exact=True).click()
    expect(widget.status).to_contain_text("Mei Lin is answering you.")
    interaction = room.newest()

    room.ask(room.mei, ElevateChannel, interaction=interaction, to="chat", is_switch=True)
    expect(widget.page.get_by_text(ASKED)).to_be_visible()
    expect(widget.page.get_by_role("timer")).to_have_text(LEFT)
    assert violations(widget.page) == []
    widget.page.reload()
    widget.open()
    widget.button("Join now").click()

    expect(widget.log.get_by_text("You are talking live now.")).to_be_visible()
    expect(widget.status).to_have_text("You are talking to Mei Lin.")
    expect(widget.page.get_by_text(ASKED)).to_have_count(0)
    assert len(room.living.logged("ChannelElevated")) == 1
    desk.write("Moss and pine.")
    expect(widget.log.locator(".agent .text").last).to_have_text("Moss and pine.")
    # What is live stays so over a reload.
    widget.page.reload()
    widget.open()
    expect(widget.status).to_have_text("You are talking to Mei Lin.")


def test_who_does_not_come_goes_on_as_before(room: Room, asked: Widget) -> None:
    asked.button("Not now").click()
    expect(asked.page.get_by_text(ASKED)).to_have_count(0)
    expect(asked.field).to_be_focused()
    for _ in range(13):
        room.pass_time(10)

    expect(asked.log.get_by_text("The live chat did not come about.")).to_be_visible()
    expect(asked.status).to_contain_text("Mei Lin is answering you.")
    asked.write("Message will do.")
    asked.expect_sent("Do you have it in green?", "Message will do.")
    assert room.living.logged("ChannelElevated") == []


def test_who_is_asked_again_sees_it_again(room: Room, asked: Widget) -> None:
    asked.button("Not now").click()
    expect(asked.page.get_by_text(ASKED)).to_have_count(0)
    for _ in range(13):
        room.pass_time(10)
    expect(asked.log.get_by_text("The live chat did not come about.")).to_be_visible()

    room.ask(room.mei, ElevateChannel, interaction=room.newest(), to="chat")

    expect(asked.page.get_by_text(ASKED)).to_be_visible()


def test_a_hostile_name_is_text_and_turns_nothing_round(window: Any, site: Any) -> None:
    name = "<img src=x onerror=alert(1)>\u202e\u05d3\u05df"
    with contextlib.contextmanager(waiting_room)(window, site, name=name) as room:
        room.mei_is_ready()
        widget = room.widget(account="mail-in")
        widget.write("Do you have it in green?")
        widget.expect_sent("Do you have it in green?")
        interaction = room.accept()
        room.ask(room.mei, ElevateChannel, interaction=interaction, to="chat")
        asked = widget.page.locator(".card-asked .asked")

        shown = name.replace("\u202e", "")
        expect(asked).to_contain_text(f"{shown} would like to talk to you live.")
        expect(asked.locator("bdi")).to_have_text(shown)
        expect(widget.panel.locator("img")).to_have_count(0)
