"""Giving a talk away: to a queue, to a colleague, and what the dialog says when it cannot be."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk_page import AWAY, Desk, Walk
from tests.browser.routing_desk import (
    Judge,
    choose,
    dialog,
    engaged,
    judge,
    more,
    standing,
    take,
)


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready."""
    return walk.desk("mei").go_ready()


def test_transfer_to_a_queue_goes_on_with_who_is_there_and_keeps_what_was_said(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    anna = engaged(walk, mei)
    amara = walk.desk("amara").go_ready()
    choose(mei, "deliv")
    judge(mei, violations)
    dialog(mei).get_by_label("Note for whoever takes it").fill("Asks for her parcel")
    mei.button("Transfer now").click()

    take(amara, "Anna")
    expect(amara.notes).to_have_text(["Asks for her parcel"])
    amara.write("It comes on Monday")
    anna.expect_said("Hello", "Good morning", "It comes on Monday")
    expect(mei.page.get_by_role("heading", name="Wrap-up")).to_be_visible()
    expect(mei.page.get_by_role("log")).to_have_count(0)
    judge(mei, violations)
    mei.page.reload()
    expect(mei.page.get_by_role("heading", name="Wrap-up")).to_be_visible()
    mei.button("Complete").click()
    expect(mei.rows).to_have_count(0)
    (moved,) = walk.log("InteractionTransferred")
    assert (moved["agent"], moved["queue"]) == ("mei", "delivery")


def test_transfer_to_a_colleague_by_keyboard_alone(walk: Walk, mei: Desk) -> None:
    anna = engaged(walk, mei)
    jonas = walk.desk("jonas").go_ready()
    keys = mei.page.keyboard
    keys.press("Escape")
    keys.press("t")
    expect(dialog(mei).get_by_role("combobox")).to_be_focused()
    keys.type("jonas")
    expect(dialog(mei).get_by_role("option")).to_have_text(["Jonas WeberFree"])
    keys.press("Enter")
    expect(mei.button("Transfer now")).to_be_focused()
    keys.press("Enter")

    expect(jonas.offer).to_contain_text("Transferred to you")
    take(jonas, "Anna")
    jonas.write("Jonas here")
    anna.expect_said("Hello", "Good morning", "Jonas here")
    (moved,) = walk.log("InteractionTransferred")
    assert moved["data"]["only"] == "jonas"


def test_what_is_refused_is_said_in_the_dialog_and_nothing_moves(walk: Walk, mei: Desk) -> None:
    jonas = walk.desk("jonas")
    anna = engaged(walk, mei)
    more(mei, "Add a colleague…")
    dialog(mei).get_by_role("combobox").fill("jonas")
    mei.button("Ask to join").click()
    expect(dialog(mei).get_by_role("alert")).to_contain_text("Not ready, or no free slot")
    mei.page.keyboard.press("Escape")
    choose(mei, "jonas")
    expect(dialog(mei).get_by_role("option")).to_contain_text("Not ready")
    jonas.presence.click()
    jonas.page.get_by_role("button", name="Log out").click()

    expect(dialog(mei).get_by_role("option")).to_contain_text("Logged out")
    expect(mei.button("Transfer now")).to_be_disabled()
    mei.page.keyboard.press("Escape")
    expect(dialog(mei)).to_have_count(0)
    mei.write("Still here")
    anna.expect_said("Hello", "Good morning", "Still here")


def test_what_could_not_be_loaded_is_told_and_comes_with_the_next_press(
    walk: Walk, mei: Desk, window: Any
) -> None:
    engaged(walk, mei)
    window.allow(AWAY)
    mei.page.route("**/routing.js", lambda route: route.abort(), times=1)
    mei.button("Transfer…").click()
    expect(mei.page.locator(".notices")).to_contain_text("did not load")
    mei.button("Transfer…").click()

    expect(dialog(mei).get_by_role("option").first).to_be_visible()


def test_a_colleague_who_joins_takes_part_and_leaves(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    anna = engaged(walk, mei)
    jonas = walk.desk("jonas").go_ready()
    more(mei, "Add a colleague…")
    dialog(mei).get_by_role("combobox").fill("jonas")
    mei.button("Ask to join").click()
    expect(standing(mei)).to_contain_text("Jonas Weber is asked to join")

    take(jonas, "Mei Lin asks you to join the talk with Anna")
    expect(standing(mei)).to_contain_text("Jonas Weber takes part")
    expect(standing(jonas)).to_contain_text("Mei Lin leads")
    jonas.expect_said("Hello", "Good morning")
    jonas.write("Jonas, too")
    anna.expect_said("Hello", "Good morning", "Jonas, too")
    judge(jonas, violations)
    jonas.page.reload()
    expect(standing(jonas)).to_contain_text("Mei Lin leads")
    jonas.button("Leave the talk").click()
    dialog(jonas).get_by_role("button", name="Leave the talk").click()
    expect(standing(mei)).to_have_count(0)
    expect(jonas.page.get_by_role("heading", name="Wrap-up")).to_be_visible()
