"""Why, in sentences: to an agent about their Offer, to a supervisor about a wait and an agent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk_page import Walk

Judge = Callable[[Page], list[str]]


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


def waiting(page: Page) -> Locator:
    """Open what can be done with the one Interaction that waits."""
    page.evaluate("location.hash = 'queues'")
    page.locator("tbody").get_by_role("button").click()
    return page.locator("dialog.sheet[open]")


def agent(page: Page, name: str) -> Locator:
    """Return what opens an Agent of the wallboard."""
    return page.get_by_role("row", name=name).get_by_role("button", name=name, exact=True)


def test_offer_says_why_it_came_here_and_can_be_taken_beside_it(
    walk: Walk, violations: Judge
) -> None:
    mei = walk.desk("mei").go_ready()
    walk.desk("tomas").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.offer.get_by_role("button", name="Why me?").click()

    why = mei.offer.locator(".why")
    expect(why.locator(".why-first")).to_contain_text("You were idle longest (0:")
    expect(why.locator(".why-first")).to_contain_text("of the 2 who are free and know furniture.")
    expect(why).to_contain_text("Next would have been Tomas Berg.")
    expect(why).to_contain_text("It suited 3, of whom 2 ready and 2 free.")
    expect(why).to_contain_text("Nobody stood before it in line.")
    expect(why).to_contain_text("1 agent: logged out")
    expect(why.locator("summary")).to_have_count(0)
    walk.shoot(mei.page, "why-me")
    assert violations(mei.page) == []
    mei.accept("Anna")


def test_open_chat_still_says_why_after_a_reload(walk: Walk, violations: Judge) -> None:
    mei = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.page.reload()
    mei.button("Why me?").click()

    sheet = mei.page.get_by_role("dialog", name="Why did it go there?")
    expect(sheet).to_contain_text("You were the only one free who could have it.")
    expect(sheet).to_contain_text("position")
    assert violations(mei.page) == []
    mei.page.keyboard.press("Escape")
    expect(mei.button("Why me?")).to_be_focused()


def test_wait_is_explained_by_the_first_condition_that_fails_for_each(walk: Walk) -> None:
    mei, jonas = walk.desk("mei").go_ready(), walk.desk("jonas").go_ready()
    jonas.presence.click()
    jonas.button("Lunch").click()
    expect(jonas.presence).to_contain_text("Lunch")
    ada = walk.desk("ada").page
    for name in ("Anna", "Bo", "Cy", "Di"):
        walk.customer(name=name).write("Hello")
        if name != "Di":
            mei.accept(name)
    sheet = waiting(ada)

    why = sheet.locator(".why")
    expect(why.locator(".why-first")).to_have_text("Nobody can have it now.")
    expect(why).to_contain_text("in Sales and advice, at place 1 of 1.")
    expect(why.locator("summary")).to_have_text(
        [
            "1 agent: no room left (Chat)",
            "1 agent: logged out",
            "1 agent: not ready (Lunch)",
            "2 agents: outside Sales and advice",
        ]
    )
    why.get_by_text("not ready (Lunch)").click()
    expect(why.get_by_text("Jonas Weber")).to_be_visible()


def test_agent_who_has_nothing_is_explained_queue_by_queue(walk: Walk) -> None:
    walk.desk("amara").go_ready()
    walk.customer(name="Anna", queue="sales").write("Hello")
    ada = walk.desk("ada").page
    agent(ada, "Amara Obi").click()

    why = ada.locator("dialog.sheet[open] .why")
    expect(why.locator(".why-first")).to_have_text("Amara Obi is Ready, Idle.")
    expect(why).to_contain_text("Delivery: 0 wait.")
    ada.keyboard.press("Escape")
    agent(ada, "Mei Lin").click()
    expect(why.locator(".why-first")).to_have_text("Mei Lin is Logged out, Idle.")
    expect(why).to_contain_text("Sales and advice: 1 waits.")
    expect(why).to_contain_text("Sales and advice: 1 not theirs, logged out")


def test_engaged_work_says_why_its_owner_has_it(walk: Walk) -> None:
    mei = walk.desk("mei").go_ready()
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    ada = walk.desk("ada").page
    ada.evaluate("location.hash = 'queues'")
    ada.get_by_role("button", name="Engaged: 1").click()
    ada.locator("tbody").get_by_role("button").click()
    ada.get_by_role("button", name="Why Mei Lin?").click()

    sheet = ada.get_by_role("dialog", name="Why did it go there?")
    expect(sheet).to_contain_text("Mei Lin was the only one free who could have it.")
    sheet.get_by_text("2 agents: logged out").click()
    expect(sheet).to_contain_text("Jonas Weber")


def test_words_that_do_not_come_are_asked_for_again(walk: Walk, violations: Judge) -> None:
    walk.window.allow("net::ERR_FAILED|Failed to fetch dynamically")
    mei = walk.desk("mei").go_ready()
    mei.page.route("**/why.js*", lambda route: route.abort())
    walk.customer(name="Anna").write("Hello")
    mei.offer.get_by_role("button", name="Why me?").click()
    problem = mei.offer.get_by_role("alert")
    expect(problem).to_contain_text("did not load")
    assert violations(mei.page) == []

    mei.page.unroute("**/why.js*")
    problem.get_by_role("button", name="Try again").click()
    expect(mei.offer.locator(".why-first")).to_be_visible()
