"""A supervisor reads a closed talk again and writes about it: by hand, and in a plugin's panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk_page import Desk, Walk
from tests.browser.test_desk_panels import plain, walk
from tests.browser.test_desk_theme import judge
from tests.browser.test_desk_views import Line

__all__ = ["plain", "walk"]

Judge = Callable[[Page], list[str]]
REVIEW = "You named the oak one before she asked.\nNext time, say when it comes."


def talk(walk: Walk, mei: Desk, name: str) -> None:
    """Let a customer and Mei talk, and Mei wrap up."""
    customer = walk.customer(name=name)
    customer.write(f"{name} looks for a table")
    mei.accept(name)
    mei.write("We have an oak one")
    mei.expect_said(f"{name} looks for a table", "We have an oak one")
    mei.end()
    mei.button("Complete").click()
    expect(mei.rows).to_have_count(0)
    customer.page.close()


def reviews(page: Page) -> Locator:
    return page.locator(".review-text")


def closed(page: Page) -> None:
    page.get_by_role("link", name="Closed", exact=True).click()
    expect(page.get_by_role("heading", name="Closed talks")).to_be_visible()


@pytest.fixture
def bare(plain: Walk) -> Walk:
    """Return a center in which no plugin has a panel for reviews."""
    return plain


def test_closed_talk_is_found_by_agent_and_opened_on_purpose(bare: Walk, violations: Judge) -> None:
    mei, page = bare.desk("mei").go_ready(), bare.desk("ada").page
    talk(bare, mei, "Anna")
    closed(page)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.locator("td").nth(2)).to_have_text("Mei Lin")
    page.get_by_label("Agent").select_option(label="Tomas Berg")
    expect(rows).to_have_count(0)
    page.get_by_label("Agent").select_option(label="Mei Lin")
    bare.shoot(page, "closed")
    judge(page, violations)

    rows.get_by_role("link").press("Enter")
    expect(page.get_by_role("heading", name="You do not read this talk yet")).to_be_visible()
    expect(page.get_by_text("looks for a table")).to_have_count(0)
    assert bare.log("ReviewOpened") == []
    bare.shoot(page, "unopened")
    judge(page, violations)
    page.get_by_role("button", name="Open the talk: this is recorded").press("Enter")
    said = page.get_by_role("log").locator(".bubble")
    expect(said).to_have_text(["Anna looks for a table", "We have an oak one"])
    expect(page.get_by_role("heading", name="Reviews")).to_be_focused()
    (opened,) = bare.log("ReviewOpened")
    assert (opened["agent"], opened["personal"]) == ("ada", {"staff": "Ada Novak"})
    reviewed(bare, page, violations)


def reviewed(bare: Walk, page: Page, violations: Judge) -> None:
    """Write about the talk that is open; what is not saved outlives another view and a reload."""
    rows, said = page.locator("tbody tr"), page.get_by_role("log").locator(".bubble")
    page.get_by_label("What you saw in it").fill(REVIEW)
    page.get_by_role("button", name="Back to the closed talks").click()
    rows.get_by_role("link").click()
    expect(page.get_by_label("What you saw in it")).to_have_value(REVIEW)
    page.reload()
    expect(said).to_have_count(2)
    expect(page.get_by_label("What you saw in it")).to_have_value(REVIEW)
    assert bare.log("ReviewAdded") == []
    judge(page, violations)
    page.get_by_role("button", name="Save review").click()

    expect(reviews(page)).to_have_text([REVIEW])
    expect(page.get_by_text("Ada Novak about Mei Lin")).to_be_visible()
    expect(page.get_by_label("What you saw in it")).to_have_value("")
    bare.shoot(page, "reviewed")
    judge(page, violations)
    (added,) = bare.log("ReviewAdded")
    assert (added["agent"], added["personal"]) == ("mei", {"review": REVIEW, "staff": "Ada Novak"})
    assert len(bare.log("ReviewOpened")) == 1
    # What was not saved goes with whoever leaves this browser.
    page.get_by_label("What you saw in it").fill("Never saved")
    kept = "() => Object.values(localStorage).join()"
    assert "Never saved" in page.evaluate(kept)
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Sign out of this browser").click()
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    assert "Never saved" not in page.evaluate(kept)


def test_list_and_talk_follow_what_happens_and_open_from_elsewhere(bare: Walk) -> None:
    mei, page = bare.desk("mei").go_ready(), bare.desk("ada").page
    closed(page)
    expect(page.get_by_text("Nothing is over here")).to_be_visible()
    talk(bare, mei, "Anna")
    expect(page.locator("tbody td").nth(2)).to_have_text("Mei Lin")
    bare.customer(name="Boris").write("Hello")
    mei.accept("Boris")
    (_, answered) = bare.log("InteractionAnswered")
    interaction = answered["interaction"]
    beside = page.context.new_page()
    beside.goto(f"{page.url}/{interaction}")
    expect(beside.get_by_role("heading", name="This talk goes on")).to_be_visible()
    page.get_by_role("link", name="Work").click()
    page.get_by_role("button", name="Engaged: 1").click()
    page.locator("tbody").get_by_role("button").click()
    mei.end()
    mei.button("Complete").click()
    page.get_by_role("button", name="Read it again").click()
    unread = page.get_by_role("heading", name="You do not read this talk yet")
    expect(unread).to_be_visible()
    expect(beside.get_by_role("heading", name="You do not read this talk yet")).to_be_visible()

    page.get_by_role("button", name="Back to the closed talks").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    newest = page.locator("tbody tr").first.get_by_role("link")
    expect(newest).to_have_attribute("href", f"#closed/{interaction}")
    page.get_by_role("link", name="Wallboard").click()
    page.get_by_role("button", name="Service level").first.click()
    page.locator("dialog.explain").get_by_role("button", name=interaction).click()
    expect(unread).to_be_visible()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.evaluate("location.hash = 'closed/in_nowhere'")
    expect(page.get_by_role("heading", name="The center has forgotten this talk")).to_be_visible()


def test_panel_of_a_plugin_takes_the_place_of_the_form(walk: Walk, violations: Judge) -> None:
    mei = walk.desk("mei").go_ready()
    talk(walk, mei, "Anna")
    options: dict[str, Any] = {"color_scheme": "dark", "locale": "zh-TW"}
    page, line = walk.window.open(**options), Line(is_holding=False)
    page.route_web_socket("**/bus", lambda socket: line.connect(socket))
    page.goto(walk.center.link("ada"))
    page.get_by_role("button").click()
    page.get_by_role("link", name="已結束", exact=True).click()
    page.locator("tbody").get_by_role("link").click()
    page.get_by_role("button", name="開啟對話：此操作會被記錄").click()

    panel = page.get_by_role("region", name="Review")
    expect(panel).to_contain_text("Anna with Mei Lin (mei)")
    expect(page.locator(".review-form")).to_have_count(0)
    panel.get_by_label("Acme review").fill("You waited for her answer.")
    # All that is shown is fetched anew, and what is being written stays.
    line.starts_anew = True
    line.cut()
    beside = page.context.new_page()
    beside.goto(page.url)
    beside.get_by_label("Acme review").fill("From elsewhere")
    beside.get_by_role("button", name="Send to acme").click()
    expect(reviews(page)).to_have_text(["From elsewhere"])
    expect(page.get_by_role("log").locator(".bubble")).to_have_count(2)
    expect(panel.get_by_label("Acme review")).to_have_value("You waited for her answer.")
    panel.get_by_role("button", name="Send to acme").click()

    expect(reviews(page)).to_have_text(["From elsewhere", "You waited for her answer."])
    assert [each["personal"]["review"] for each in walk.log("ReviewAdded")] == [
        "From elsewhere",
        "You waited for her answer.",
    ]
    walk.shoot(page, "review-panel-dark-zh-hant")
    judge(page, violations)
    # Where no panel works there is the desk's own form.
    walk.window.allow("Failed to load resource|of plugin acme is switched off")
    page.route("**/acme/review.js*", lambda route: route.abort())
    page.reload()
    expect(page.locator(".review-form")).to_be_visible()
