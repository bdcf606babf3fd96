"""A coach writes about a closed talk through the real desk, with the linter under their fingers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk_page import Walk
from tests.browser.test_desk_theme import judge
from tests.browser.test_supervisor_reviews import closed, reviews, talk

Judge = Callable[[Page], list[str]]

# Aimed at is 300 ms; a machine that runs other tests and browsers beside may need more.
SHOWN_MS_MAX = 1_000
BEGUN = "Fine greeting, Mei, but you forgot the delivery. You must tell when it comes"
# From the last input to the frame that has the marks on the screen.
MEASURE = """() => {
  const root = document.querySelector("ccsdk-coaching").shadowRoot;
  const count = () => root.querySelectorAll("mark").length;
  let typed = 0;
  globalThis.shownAfterMs = [];
  root.querySelector("textarea").addEventListener("input", () => { typed = performance.now(); });
  let before = count();
  new MutationObserver(() => {
    if (count() === before) return;
    before = count();
    const since = typed;
    requestAnimationFrame(() => setTimeout(() => {
      shownAfterMs.push(performance.now() - since);
    }));
  }).observe(root.querySelector(".mirror"), { childList: true });
}"""


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return the shop's center with the linter."""
    center_server.stop()
    with center_server.settings.open("a") as settings:
        settings.write("\n[plugins.coaching]\n")
    center_server.start()
    return Walk(window, center_server, site)


def opened(page: Page) -> None:
    """Open the only closed talk."""
    closed(page)
    page.locator("tbody tr").get_by_role("link").click()
    page.get_by_role("button", name="Open the talk: this is recorded").click()
    expect(panel(page)).to_be_visible()


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Write a review")


def field(page: Page) -> Locator:
    return panel(page).get_by_role("textbox")


def marks(page: Page) -> Locator:
    return panel(page).locator("mark")


def test_findings_follow_a_pause_and_the_review_is_saved_for_coaches_alone(
    walk: Walk, violations: Judge
) -> None:
    mei, page = walk.desk("mei").go_ready(), walk.desk("ada").page
    talk(walk, mei, "Anna")
    opened(page)
    field(page).click()
    page.evaluate(MEASURE)
    for number in range(5):
        page.keyboard.type(f"{BEGUN} {number}. ")
        expect(marks(page)).to_have_count(2 * number + 2)
    assert median_of(page.evaluate("shownAfterMs")) < SHOWN_MS_MAX

    field(page).fill(f"{BEGUN}.")
    expect(marks(page)).to_have_text(["but", "must"])
    walk.shoot(page, "coaching-review")
    judge(page, violations)
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+Enter")
    expect(field(page)).to_have_value(
        BEGUN.replace("You must", "It would be great if you could") + "."
    )
    expect(marks(page)).to_have_text(["but"])
    page.keyboard.press("Control+z")
    expect(marks(page)).to_have_text(["but", "must"])

    page.get_by_role("link", name="Wallboard").click()
    page.go_back()
    expect(field(page)).to_have_value(f"{BEGUN}.")
    page.reload()
    expect(field(page)).to_have_value(f"{BEGUN}.")
    expect(marks(page)).to_have_text(["but", "must"])
    assert BEGUN not in json.dumps(walk.center.ccsdk("log", "--json", "--personal"))
    panel(page).get_by_role("button", name="Save review").click()
    expect(reviews(page)).to_have_text([f"{BEGUN}."])
    expect(panel(page).get_by_text("The review is saved.")).to_be_visible()
    expect(field(page)).to_have_value("")
    (added,) = walk.log("ReviewAdded")
    assert (added["agent"], added["personal"]["review"]) == ("mei", f"{BEGUN}.")


def test_review_waits_for_the_line_and_leaves_nothing_in_the_browser(walk: Walk) -> None:
    mei, page = walk.desk("mei").go_ready(), walk.desk("ada", color_scheme="dark").page
    talk(walk, mei, "Anna")
    opened(page)
    walk.window.allow(r"ERR_CONNECTION|WebSocket connection|Failed to load resource")
    field(page).fill("You must smile.")
    expect(marks(page)).to_have_count(1)
    walk.shoot(page, "coaching-review-dark")
    mei.page.close()
    walk.center.kill()
    field(page).press_sequentially(" 你应该点头。")
    expect(panel(page).get_by_text("No answer from the linter now.")).to_be_visible()
    panel(page).get_by_role("button", name="Save review").click()
    expect(panel(page).get_by_text("Not saved yet: there is no connection.")).to_be_visible()
    expect(field(page)).to_have_value("You must smile. 你应该点头。")
    walk.center.start()
    expect(reviews(page)).to_have_text(["You must smile. 你应该点头。"])
    expect(field(page)).to_have_value("")
    assert len(walk.log("ReviewAdded")) == 1

    field(page).fill("A draft of mine")
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Sign out of this browser").click()
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    assert "A draft of mine" not in page.evaluate(
        "JSON.stringify([{ ...sessionStorage }, { ...localStorage }])"
    )


def median_of(shown: list[float]) -> float:
    """Return the median; write the figures beside the pictures, for who looks at these."""
    if folder := os.environ.get("CCSDK_SCREENSHOTS"):
        (Path(folder) / "shown_after_ms.json").write_text(json.dumps(shown))
    return sorted(shown)[len(shown) // 2]
