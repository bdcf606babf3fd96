"""People whose clocks are an hour off: times, order and renewal are the server's all the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import Customer, Desk, Walk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

HOUR_MS = 3_600_000
# The wall clock of a page, which can be set; time itself goes on.
CLOCK = """(offMs) => {
  const Real = Date;
  globalThis.setClock = (ms) => (offMs = ms);
  globalThis.Date = class extends Real {
    constructor(...given) {
      super(...(given.length ? given : [Real.now() + offMs]));
    }
    static now() {
      return Real.now() + offMs;
    }
  };
}"""
SECONDS = re.compile(r"(^|\D)0:[0-5]\d$")


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


def desk(walk: Walk, staff: str, off_ms: int) -> Desk:
    """Sign somebody in whose clock is off."""
    page = walk.window.open()
    page.add_init_script(f"({CLOCK})({off_ms})")
    return Desk(page).sign_in(walk.center.link(staff))


def customer(walk: Walk, name: str, off_ms: int) -> Customer:
    """Open the shop's page at somebody's whose clock is off."""
    opened = walk.customer(name=name)
    opened.page.add_init_script(f"({CLOCK})({off_ms})")
    opened.page.reload()
    return opened.open()


def waiting(board: Page) -> Any:
    return board.locator(".center-row .figure").filter(has_text="Waiting").locator("strong")


@pytest.mark.parametrize("off_ms", [HOUR_MS, -HOUR_MS])
def test_clocks_an_hour_off_change_no_countdown_no_wait_and_no_order(
    walk: Walk, off_ms: int
) -> None:
    mei = desk(walk, "mei", off_ms).go_ready()
    anna = customer(walk, "Anna", -off_ms)
    anna.write("One")

    left = mei.offer.locator(".offer-left")
    expect(left).to_have_text(re.compile(r"0:(0\d|1\d|20)$"))
    expect(mei.offer.locator(".offer-wait")).to_have_text(SECONDS)
    mei.accept("Anna")
    for each, text in ((mei, "Two"), (anna, "Three"), (mei, "Four"), (anna, "Five")):
        each.write(text)
        expect(mei.messages.last).to_have_text(text)
        expect(anna.said.last).to_have_text(text)
    anna.expect_said("One", "Two", "Three", "Four", "Five")
    mei.expect_said("One", "Two", "Three", "Four", "Five")
    expect(mei.rows.first.locator(".row-time")).to_have_text(SECONDS)
    expect(mei.page.get_by_text("log-in ends")).to_have_count(0)
    mei.end()
    expect(mei.page.locator(".wrap-up-left")).to_have_text(re.compile(r"0:[0-4]\d$"))


def test_clock_set_back_or_forward_at_work_stops_neither_messages_nor_figures(walk: Walk) -> None:
    board = desk(walk, "ada", 0)
    mei = desk(walk, "mei", 0).go_ready()
    anna = customer(walk, "Anna", 0)
    anna.write("One")
    mei.accept("Anna")
    for off_ms in (-HOUR_MS, HOUR_MS):
        for page in (board.page, mei.page, anna.page):
            page.evaluate("setClock", off_ms)
        anna.write(f"From {off_ms}")
        expect(mei.messages.last).to_have_text(f"From {off_ms}")
        mei.write(f"To {off_ms}")
        expect(anna.said.last).to_have_text(f"To {off_ms}")

    bo = customer(walk, "Bo", 0)
    bo.write("Hello")
    offered = board.page.locator(".center-row .figure").filter(has_text="Offered").locator("strong")
    expect(offered).to_have_text("2")
    mei.accept("Bo")
    expect(waiting(board.page)).to_have_text("0")
    for each in (board, mei):
        expect(each.line).to_have_text("Live")
    anna.expect_said(
        "One", *(f"{way} {off}" for off in (-HOUR_MS, HOUR_MS) for way in ("From", "To"))
    )
