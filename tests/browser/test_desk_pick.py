"""Picking by oneself from a queue that is not offered."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk_page import Walk
from tests.browser.routing_desk import Judge, change, judge


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages, and a queue to pick from."""
    walk = Walk(window, center_server, site)
    change(walk, 'name = "Sales and advice"', 'name = "Sales and advice"\nmode = "pull"')
    return walk


def test_waiting_chats_are_listed_and_picked_by_whoever_wants_them(
    walk: Walk, violations: Judge
) -> None:
    mei = walk.desk("mei").go_ready()
    waiting = mei.page.get_by_role("region", name="Waiting in Sales and advice")
    expect(waiting).to_contain_text("Waiting in Sales and advice: 0")
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    expect(waiting).to_contain_text("Waiting in Sales and advice: 1")
    expect(waiting).not_to_contain_text("Anna")
    judge(mei, violations)
    waiting.get_by_role("button", name="Take").click()

    expect(mei.page.get_by_role("region", name="Interaction with Anna")).to_be_visible()
    mei.write("Good morning")
    anna.expect_said("Hello", "Good morning")
    expect(waiting).to_contain_text("Waiting in Sales and advice: 0")


def test_pick_that_is_refused_says_why(walk: Walk) -> None:
    mei = walk.desk("mei")
    waiting = mei.page.get_by_role("region", name="Waiting in Sales and advice")
    walk.customer(name="Anna").write("Hello")
    waiting.get_by_role("button", name="Take").click()

    expect(mei.page.locator(".notices")).to_contain_text("Go ready first")
    assert walk.log("OfferMade") == []
