"""Light and dark: every view and state readable in both, at every width, from the first paint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import AWAY, Desk, Walk

Judge = Callable[[Page], list[str]]

WIDTHS = (1440, 768, 320)
# What is cut off without a way to scroll to it; one line of a name may end in an ellipsis.
CLIPPED = """() => [...document.querySelectorAll("button, h1, h2, h3, p, th, td, dt, dd, label")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => !each.closest(".visually-hidden, .table-place, dialog:not([open])"))
  .filter((each) => {
    const { overflowX, textOverflow, clipPath } = getComputedStyle(each);
    if (clipPath !== "none" || textOverflow === "ellipsis") return false;
    return overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1;
  })
  .map((each) => each.textContent)"""
OUTSIDE = """() => [...document.querySelectorAll("button, input, select, a, h1, h2, h3, p")]
  .filter((each) => each.checkVisibility() && !each.closest(".table-place, .visually-hidden"))
  .filter((each) => getComputedStyle(each).clipPath === "none")
  .filter((each) => {
    const { left, right, width } = each.getBoundingClientRect();
    return width > 1 && (left < -1 || right > innerWidth + 1);
  })
  .map((each) => each.outerHTML.slice(0, 80))"""
SMALL = """() => [...document.querySelectorAll("button, a, select, summary, [role=option]")]
  .filter((each) => each.checkVisibility())
  .filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    return width > 1 && (width < 24 || height < 24) && getComputedStyle(each).display !== "inline";
  })
  .map((each) => each.outerHTML.slice(0, 80))"""


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture(params=["light", "dark"])
def theme(request: Any) -> str:
    """Return what the person's system prefers."""
    return request.param


def judge(page: Page, violations: Judge) -> None:
    """Hold a page to the rules at each width: contrast, clipping, scrolling, size of targets."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CLIPPED) == [], width
        assert page.evaluate(OUTSIDE) == [], width
        assert page.evaluate(SMALL) == [], width
    page.set_viewport_size({"width": 1440, "height": 900})


def test_agents_views_and_states(walk: Walk, theme: str, violations: Judge) -> None:
    mei = walk.desk("mei", color_scheme=theme)
    page = mei.page
    judge(page, violations)
    mei.go_ready()
    judge(page, violations)
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    expect(mei.offer).to_be_visible()
    judge(page, violations)
    mei.accept("Anna")
    mei.write("Good morning")
    mei.expect_said("Hello", "Good morning")
    walk.shoot(page, f"work-{theme}")
    judge(page, violations)
    mei.end()
    judge(page, violations)
    page.get_by_role("link", name="Preferences").click()
    expect(page.get_by_role("heading", name="Preferences")).to_be_visible()
    walk.shoot(page, f"preferences-{theme}")
    judge(page, violations)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    walk.shoot(page, f"commands-{theme}")
    judge(page, violations)


def test_supervisors_views_and_states(walk: Walk, theme: str, violations: Judge) -> None:
    walk.window.allow(AWAY)
    page = walk.desk("ada", color_scheme=theme).page
    walk.customer(name="Anna").write("Hello")
    expect(page.locator(".tile.has-waiting")).to_have_count(1)
    walk.shoot(page, f"wallboard-{theme}")
    judge(page, violations)
    page.locator(".tile .figure").filter(has_text="Waiting").last.click()
    expect(page.get_by_role("dialog", name="Waiting")).to_be_visible()
    judge(page, violations)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Table").click()
    judge(page, violations)
    walk.center.kill()
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    walk.shoot(page, f"offline-{theme}")
    judge(page, violations)


def test_choice_beats_the_system_and_stands_before_the_first_paint(walk: Walk) -> None:
    page = walk.desk("ada", color_scheme="light").page
    page.get_by_role("link", name="Preferences").click()
    page.get_by_label("Dark").check()
    dark = page.evaluate(GROUND)
    # What a page looks like at its first frame, before any data is here.
    page.add_init_script(FIRST_FRAME)
    page.reload()
    expect(page.locator(".line")).to_have_text("Live")

    assert page.evaluate(GROUND) == dark == "rgb(17, 22, 29)"
    assert page.evaluate("globalThis.firstFrame") == dark
    page.get_by_label("As the system").check()
    assert page.evaluate(GROUND) == "rgb(245, 247, 249)"
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUND) == dark


def test_text_twice_as_large_stays_readable(walk: Walk) -> None:
    """Zoom of 200 % halves the width in CSS pixels: 1440 by 900 becomes 720 by 450."""
    page = walk.desk("ada", viewport={"width": 720, "height": 450}, device_scale_factor=2).page
    expect(page.locator(".tile")).to_have_count(4)

    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 720


def test_forced_colours_keep_what_is_chosen_visible(walk: Walk) -> None:
    page = walk.desk("mei", forced_colors="active").page
    current = page.locator(".rail-entry[aria-current]")

    outline = current.evaluate("(each) => getComputedStyle(each).outlineStyle")

    assert outline == "solid"
    assert Desk(page).line.is_visible()


GROUND = "getComputedStyle(document.body).backgroundColor"
FIRST_FRAME = """
requestAnimationFrame(function look() {
  if (!document.body) return requestAnimationFrame(look);
  globalThis.firstFrame = getComputedStyle(document.body).backgroundColor;
});
"""
