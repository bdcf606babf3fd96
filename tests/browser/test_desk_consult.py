"""Asking a colleague while the customer is on hold: given over, brought in, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.desk_page import Customer, Desk, Walk
from tests.browser.routing_desk import SIZES, Judge, choose, engaged, judge, standing, take


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready."""
    return walk.desk("mei").go_ready()


def beside(desk: Desk) -> Locator:
    """Return what stands beside the open talk."""
    return desk.page.locator(".beside")


def consulting(walk: Walk, mei: Desk) -> tuple[Customer, Desk]:
    """Let Mei ask Jonas about Anna, and Jonas answer."""
    anna = engaged(walk, mei)
    jonas = walk.desk("jonas").go_ready()
    choose(mei, "jonas")
    mei.button("Consult first").click()
    expect(standing(mei)).to_contain_text("Asking Jonas Weber")
    expect(standing(mei)).to_contain_text("On hold for")
    take(jonas, "Mei Lin asks you about Anna")
    expect(standing(mei)).to_contain_text("Jonas Weber is here")
    return anna, jonas


def test_consult_is_a_talk_of_its_own_that_the_customer_never_reads(walk: Walk, mei: Desk) -> None:
    anna, jonas = consulting(walk, mei)
    expect(beside(jonas).locator(".bubble")).to_have_text(["Hello", "Good morning"])
    beside(mei).get_by_role("textbox").fill("Can we repair it?")
    beside(mei).get_by_role("textbox").press("Enter")
    jonas.write("On Tuesday")

    expect(beside(mei).locator(".bubble")).to_have_text(["Can we repair it?", "On Tuesday"])
    anna.write("Are you there?")
    expect(beside(jonas).locator(".bubble")).to_have_text(
        ["Hello", "Good morning", "Are you there?"]
    )
    anna.expect_said("Hello", "Good morning", "Are you there?")


def test_consult_is_the_same_after_a_reload(walk: Walk, mei: Desk) -> None:
    _, jonas = consulting(walk, mei)
    beside(mei).get_by_role("textbox").fill("Can we repair it?")
    beside(mei).get_by_role("textbox").press("Enter")
    expect(jonas.page.locator(".pane-main .bubble")).to_have_text(["Can we repair it?"])
    for desk in (mei, jonas):
        desk.page.reload()

    expect(beside(mei).locator(".bubble")).to_have_text(["Can we repair it?"])
    expect(standing(mei)).to_contain_text("On hold for")
    expect(beside(jonas).locator(".bubble")).to_have_count(2)
    expect(jonas.rows).to_have_count(1)
    expect(mei.rows).to_have_count(1)


@pytest.mark.parametrize("size", SIZES)
def test_consult_is_for_everybody(
    walk: Walk, mei: Desk, violations: Judge, size: tuple[int, int]
) -> None:
    _, jonas = consulting(walk, mei)

    judge(mei, violations, [size])
    judge(jonas, violations, [size])


def test_consult_completed_gives_the_customer_over(walk: Walk, mei: Desk) -> None:
    anna, jonas = consulting(walk, mei)
    mei.button("Complete transfer").click()

    expect(mei.page.get_by_role("heading", name="Wrap-up")).to_be_visible()
    expect(jonas.page.get_by_role("region", name="Interaction with Anna")).to_be_visible()
    expect(jonas.rows).to_have_count(1)
    jonas.write("Jonas here")
    anna.expect_said("Hello", "Good morning", "Jonas here")
    (changed,) = walk.log("OwnerChanged")
    assert (changed["agent"], changed["data"]["former"]) == ("jonas", "mei")


def test_consult_merged_is_one_talk_of_three(walk: Walk, mei: Desk) -> None:
    anna, jonas = consulting(walk, mei)
    mei.button("Bring in").click()

    expect(standing(mei)).to_contain_text("Jonas Weber takes part")
    expect(beside(mei)).to_have_count(0)
    expect(standing(jonas)).to_contain_text("Mei Lin leads")
    jonas.write("I am Jonas")
    mei.write("We are both here")
    anna.expect_said("Hello", "Good morning", "I am Jonas", "We are both here")
    mei.button("More").click()
    mei.page.locator("#more-menu").get_by_role("button", name="Leave the talk").click()
    mei.page.locator("dialog.act-dialog").get_by_role("button", name="Leave the talk").click()
    expect(jonas.button("End chat")).to_be_visible()


def test_consult_given_up_takes_the_customer_back(walk: Walk, mei: Desk) -> None:
    anna, jonas = consulting(walk, mei)
    jonas.button("End chat").click()
    jonas.button("End").click()

    expect(mei.page.locator(".notices")).to_contain_text("The consult came to nothing")
    expect(standing(mei)).to_have_count(0)
    expect(jonas.rows).to_have_count(0)
    choose(mei, "jonas")
    mei.button("Consult first").click()
    expect(jonas.offer).to_be_visible()
    mei.button("Back to customer").click()
    expect(standing(mei)).to_have_count(0)
    expect(jonas.offer).to_have_count(0)
    mei.write("Here I am again")
    anna.expect_said("Hello", "Good morning", "Here I am again")
