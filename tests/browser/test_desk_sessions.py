"""Sessions that end and tabs that share: what is being written is nobody's to lose."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk_page import AWAY, Desk, Walk

# What ends a session without the desk's knowing: as its expiry does.
END_SESSION = """async () => {
  const url = new URL("../../auth/sign-out", location.href);
  const headers = { "content-type": "application/json" };
  return (await fetch(url, { method: "POST", body: "{}", headers })).status;
}"""


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready."""
    return walk.desk("mei").go_ready()


def second_tab(desk: Desk) -> Desk:
    """Open the same desk in another tab of the same browser."""
    page = desk.page.context.new_page()
    page.goto(desk.page.url)
    other = Desk(page)
    expect(other.line).to_have_text("Live")
    return other


def test_session_that_ends_in_mid_sentence_costs_no_word(walk: Walk, mei: Desk) -> None:
    walk.window.allow(AWAY)
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    mei.composer.fill("The sofa you asked ab")
    place = mei.page.url
    link = walk.center.ccsdk("token", "--role", "agent", "--id", "mei", "--link").split()[-1]
    assert mei.page.evaluate(END_SESSION) in (200, 204)
    expect(mei.page.get_by_role("heading", name="Your session has ended")).to_be_visible()
    expect(mei.page.locator("body")).to_contain_text("What you wrote is kept")
    walk.shoot(mei.page, "desk-session-ended")

    other = Desk(mei.page.context.new_page())
    other.sign_in_by_hand(link)
    other.page.close()
    mei.button("I have signed in").click()
    expect(mei.composer).to_have_value("The sofa you asked ab")
    assert mei.page.url == place
    mei.composer.press("End")
    mei.page.keyboard.type("out is here")
    mei.page.keyboard.press("Enter")
    anna.expect_said("Hello", "The sofa you asked about is here")


def test_two_tabs_show_each_others_words_and_lose_none(walk: Walk, mei: Desk) -> None:
    for name in ("Anna", "Bo"):
        walk.customer(name=name).write("Hello")
        mei.accept(name)
    other = second_tab(mei)
    other.rows.first.click()
    other.composer.press_sequentially("To Anna, from the second tab", delay=5)
    mei.composer.press_sequentially("To Bo, from the first tab", delay=5)
    expect(other.composer).to_have_value("To Anna, from the second tab")
    expect(mei.composer).to_have_value("To Bo, from the first tab")
    mei.rows.first.click()
    expect(mei.composer).to_have_value("To Anna, from the second tab")
    mei.composer.fill("To Anna, from the first")

    expect(other.composer).to_have_value("To Anna, from the first")
    other.page.reload()
    expect(other.composer).to_have_value("To Anna, from the first")
    other.rows.last.click()
    expect(other.composer).to_have_value("To Bo, from the first tab")


def test_message_waiting_in_two_tabs_is_sent_once(walk: Walk, mei: Desk) -> None:
    walk.window.allow(AWAY)
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    other = second_tab(mei)
    walk.center.stop()
    expect(mei.line).to_contain_text("Offline")
    mei.write("Written while it was away")
    expect(mei.page.locator(".is-pending")).to_have_count(1)
    expect(other.page.locator(".is-pending")).to_have_count(1)
    walk.center.start()

    said = "Hello", "Written while it was away"
    mei.expect_said(*said)
    other.expect_said(*said)
    anna.expect_said(*said)
    assert len(walk.log("MessageSent")) == 1
