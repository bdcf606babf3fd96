"""A supervisor's new views, light and dark, at every width: readable, reachable, not cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import Walk
from tests.browser.test_desk_theme import judge

Judge = Callable[[Page], list[str]]


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture(params=["light", "dark"])
def theme(request: Any) -> str:
    """Return what the person's system prefers."""
    return request.param


def test_work_its_sheet_and_an_agents(walk: Walk, theme: str, violations: Judge) -> None:
    page = walk.desk("ada", color_scheme=theme).page
    walk.customer(name="Anna").write("Hello")
    page.get_by_role("link", name="Work").click()
    row = page.locator("tbody").get_by_role("button")
    expect(row).to_have_count(1)
    walk.shoot(page, f"queues-{theme}")
    judge(page, violations)
    row.click()
    sheet = page.locator("dialog.sheet[open]")
    expect(sheet.locator(".why-first")).to_be_visible()
    judge(page, violations)
    sheet.get_by_role("button", name="End it").click()
    walk.shoot(page, f"sheet-{theme}")
    judge(page, violations)
    page.keyboard.press("Escape")
    expect(sheet.get_by_role("group", name="End it?")).to_have_count(0)
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Wallboard").click()
    page.get_by_role("button", name="Mei Lin", exact=True).click()
    expect(sheet.locator(".why-first")).to_be_visible()
    judge(page, violations)


def test_listening_and_whispering(walk: Walk, theme: str, violations: Judge) -> None:
    mei = walk.desk("mei", color_scheme=theme).go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    (answered,) = walk.log("InteractionAnswered")
    page = walk.desk("ada", color_scheme=theme).page
    page.evaluate(f"location.hash = 'listen/{answered['interaction']}'")
    expect(page.get_by_role("heading", name="You do not read this talk yet")).to_be_visible()
    judge(page, violations)
    page.get_by_role("button", name="Whisper").click()
    page.locator("#say").fill("Offer her the oak one")
    page.locator("#say").press("Enter")
    whisper = page.locator(".is-whisper")
    expect(whisper).to_be_visible()
    walk.shoot(page, f"whisper-{theme}")
    judge(page, violations)

    expect(mei.page.locator(".is-whisper")).to_be_visible()
    judge(mei.page, violations)
    mei.button("Why me?").click()
    expect(mei.page.locator("dialog .why-first")).to_be_visible()
    judge(mei.page, violations)
