"""Hold and retrieve, park and resume, another channel, more time: and a reload shows the same."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import wait_until
from tests.browser.desk_page import Desk, Walk
from tests.browser.routing_desk import Judge, change, dialog, engaged, judge, more, standing


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready."""
    return walk.desk("mei").go_ready()


@pytest.fixture
def posted(walk: Walk) -> Desk:
    """Return the desk of Mei, ready, in a center whose customers leave messages."""
    change(walk, 'channel = "chat"', 'channel = "message"')
    return walk.desk("mei").go_ready()


def test_hold_is_seen_with_its_time_and_after_a_reload(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    engaged(walk, mei)
    mei.page.keyboard.press("Escape")
    mei.page.keyboard.press("h")
    expect(standing(mei)).to_contain_text("On hold for 0:0")
    judge(mei, violations)
    mei.page.reload()
    expect(standing(mei)).to_contain_text("On hold for 0:")
    mei.button("Take back from hold").first.click()

    expect(standing(mei)).to_have_count(0)
    expect(mei.page.get_by_role("log")).to_contain_text("Mei Lin put the customer on hold")
    (held,), (back,) = walk.log("CustomerHeld"), walk.log("CustomerRetrieved")
    assert held["data"]["legs"] == back["data"]["legs"]


def test_every_act_is_in_the_command_bar(walk: Walk, mei: Desk) -> None:
    engaged(walk, mei)
    mei.page.keyboard.press("Control+k")
    mei.page.get_by_role("combobox", name="What do you want to do?").fill("put on hold")
    mei.page.keyboard.press("Enter")

    expect(standing(mei)).to_contain_text("On hold for")


def test_parked_chat_stands_aside_and_goes_on_when_its_customer_writes(
    walk: Walk, posted: Desk, violations: Judge
) -> None:
    mei = posted
    anna = engaged(walk, mei)
    more(mei, "Park…")
    judge(mei, violations)
    mei.button("Park").click()

    aside = mei.page.get_by_role("region", name="Parked")
    expect(aside.locator(".row")).to_contain_text("Anna")
    mei.page.reload()
    expect(aside.locator(".row")).to_contain_text("Anna")
    aside.locator(".row").click()
    expect(standing(mei)).to_contain_text("Parked until the customer writes")
    expect(mei.page.get_by_role("log")).to_have_count(0)
    judge(mei, violations)
    anna.write("It has come")
    mei.accept("Anna")
    mei.expect_said("Hello", "Good morning", "It has come")
    expect(aside).to_have_count(0)


def test_parked_chat_goes_on_by_hand(walk: Walk, posted: Desk) -> None:
    mei = posted
    engaged(walk, mei)
    more(mei, "Park…")
    dialog(mei).get_by_role("radio", name="For an hour").check()
    mei.button("Park").click()
    mei.page.get_by_role("region", name="Parked").locator(".row").click()
    mei.button("Go on now").click()

    mei.accept("Anna")
    (parked,) = walk.log("InteractionParked")
    assert parked["data"]["until_due_at_ms"] > 0


def test_customer_is_asked_to_another_channel_and_the_time_left_is_seen(
    walk: Walk, posted: Desk, violations: Judge
) -> None:
    mei = posted
    engaged(walk, mei)
    more(mei, "Continue by Chat")
    expect(standing(mei)).to_contain_text("Asked to come to Chat; time left: 1:")
    judge(mei, violations)
    mei.page.reload()

    expect(standing(mei)).to_contain_text("Asked to come to Chat; time left: 1:")
    (asked,) = walk.log("ChannelElevationStarted")
    assert (asked["data"]["to"], asked["data"]["is_switch"]) == ("chat", True)


def test_wrap_up_gets_more_time(walk: Walk, mei: Desk) -> None:
    engaged(walk, mei)
    mei.end()
    mei.button("More time").click()

    wait_until(lambda: walk.log("WrapUpExtended"))
    expect(mei.page.locator(".wrap-up-left")).to_contain_text("1:")


def test_disposition_that_nobody_gave_is_said_late(walk: Walk, violations: Judge) -> None:
    change(walk, 'wrap_up = "45s"', 'wrap_up = "1s"')
    mei = walk.desk("mei").go_ready()
    engaged(walk, mei)
    mei.end()
    mei.button("Say how it came out").click()
    judge(mei, violations)
    mei.page.get_by_role("combobox").click()
    mei.page.get_by_role("option").first.click()
    mei.button("Save").click()

    expect(dialog(mei)).to_have_count(0)
    assert len(walk.log("DispositionSet")) == 1
