"""The desk at work: offers, races, drafts, deadlines, and what a reload keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import Desk, Walk

Judge = Callable[[Page], list[str]]

# A page that paints no more: what is not urgent stays where it arrived.
STOP_PAINTING = "globalThis.requestAnimationFrame = () => 0"


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready."""
    return walk.desk("mei").go_ready()


def hurry(walk: Walk, **durations: str) -> None:
    """Start the center anew with shorter durations in every queue."""
    text = walk.center.settings.read_text()
    added = "".join(f'\n{name} = "{duration}"' for name, duration in durations.items())
    kept = [line for line in text.splitlines() if line.split(" ")[0] not in durations]
    walk.center.stop()
    walk.center.settings.write_text(
        "\n".join(kept).replace('name = "Sales and advice"', f'name = "Sales and advice"{added}')
    )
    walk.center.start()


def test_offer_takes_no_keystroke_from_who_is_writing(walk: Walk, mei: Desk) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.page.keyboard.type("You will have ")
    walk.customer(name="Bo").write("Hello, too")
    expect(mei.offer).to_contain_text("Bo")

    mei.page.keyboard.type("a new sofa")
    expect(mei.composer).to_have_value("You will have a new sofa")
    expect(mei.composer).to_be_focused()
    expect(mei.offer).to_be_visible()
    mei.page.keyboard.press("Escape")
    mei.page.keyboard.press("a")
    expect(mei.rows).to_have_count(2)
    mei.rows.first.click()
    expect(mei.composer).to_have_value("You will have a new sofa")


def test_lost_race_says_who_was_first_and_when(walk: Walk) -> None:
    amara, tomas = walk.desk("amara").go_ready(), walk.desk("tomas").go_ready()
    walk.customer(name="Anna", queue="delivery").write("Where is it?")
    expect(amara.offer).to_be_visible()
    expect(tomas.offer).to_be_visible()
    tomas.page.evaluate(STOP_PAINTING)
    amara.accept("Anna")

    tomas.offer.get_by_role("button", name="Accept a").click()
    expect(tomas.page.get_by_role("status").last).to_contain_text("Amara Obi accepted this")
    assert len(walk.log("OfferAccepted")) == 1
    assert [event["data"]["by"] for event in walk.log("OfferWithdrawn")] == ["amara"]


def test_declined_offer_names_its_reason_and_goes_to_the_next_agent(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    jonas = walk.desk("jonas").go_ready()
    walk.customer(name="Anna").write("Hello")
    expect(mei.offer).to_be_visible()
    mei.page.get_by_text("Decline", exact=True).click()
    assert violations(mei.page) == []
    mei.button("Not my field").click()

    expect(mei.offer).to_have_count(0)
    jonas.accept("Anna")
    declined = walk.log("OfferDeclined")
    assert [(event["agent"], event["data"]["reason"]) for event in declined] == [
        ("mei", "wrong_skill")
    ]


def test_missed_offers_set_the_agent_not_ready_and_say_so(walk: Walk, violations: Judge) -> None:
    hurry(walk, ring="1s")
    mei = walk.desk("mei").go_ready()
    notices = mei.page.locator(".notices")
    walk.customer(name="Anna").write("Hello")
    expect(notices).to_contain_text("You did not answer the offer from Sales and advice")
    walk.customer(name="Bo").write("Hello")
    expect(notices).to_contain_text("You did not answer 2 offers in a row")

    expect(mei.page.get_by_role("heading", name="You missed several offers")).to_be_visible()
    expect(mei.presence).to_contain_text("Not ready: offers not answered")
    assert violations(mei.page) == []
    mei.go_ready()


def test_wrap_up_that_runs_out_keeps_what_was_written(walk: Walk) -> None:
    hurry(walk, wrap_up="7s")
    mei = walk.desk("mei").go_ready()
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    anna.end()
    mei.page.get_by_label("Note").fill("Call on Monday")
    expect(mei.rows).to_have_count(0, timeout=10_000)

    (ended,) = walk.log("WrapUpEnded")
    assert ended["data"]["cause"] == "completed"
    assert ended["personal"]["note"] == "Call on Monday"


def test_reload_keeps_place_words_and_form(walk: Walk, mei: Desk) -> None:
    anna, bo = walk.customer(name="Anna"), walk.customer(name="Bo")
    for customer, name in ((anna, "Anna"), (bo, "Bo")):
        customer.write("Hello")
        mei.accept(name)
        mei.write("Good morning")
        customer.expect_said("Hello", "Good morning")
    mei.composer.fill("Half a sent")
    anna.end()
    mei.rows.first.click()
    mei.page.get_by_label("Note").fill("Half a note")
    anna_place, listed = mei.page.url, mei.rows.all_inner_texts()
    mei.page.reload()

    expect(mei.page.get_by_label("Note")).to_have_value("Half a note")
    assert mei.page.url == anna_place
    untimed = [text.split("\n")[0] for text in listed]
    assert [text.split("\n")[0] for text in mei.rows.all_inner_texts()] == untimed
    mei.rows.last.click()
    mei.expect_said("Hello", "Good morning")
    expect(mei.composer).to_have_value("Half a sent")
    expect(mei.presence).to_have_text("Ready")
    assert walk.log("OfferExpired", "InteractionRequeued") == []


def test_second_tab_shows_the_same_work_and_hears_what_the_first_one_does(
    walk: Walk, mei: Desk
) -> None:
    page = mei.page.context.new_page()
    page.goto(mei.page.url)
    other = Desk(page)
    expect(other.line).to_have_text("Live")
    walk.customer(name="Anna").write("<b>Hello</b><img src=x onerror=alert(1)>")
    expect(other.offer).to_contain_text("Anna")
    mei.accept("Anna")
    mei.write("Good morning")

    said = "<b>Hello</b><img src=x onerror=alert(1)>", "Good morning"
    expect(other.offer).to_have_count(0)
    other.expect_said(*said)
    mei.page.close()
    other.write("Still here")
    other.expect_said(*said, "Still here")
    assert len(walk.log("InteractionAnswered")) == 1


def test_keyboard_alone_takes_a_chat_from_offer_to_wrap_up(walk: Walk, mei: Desk) -> None:
    keys = mei.page.keyboard
    walk.customer(name="Anna").write("Hello")
    expect(mei.offer).to_be_visible()
    keys.press("a")
    expect(mei.composer).to_be_focused()
    keys.type("One")
    keys.press("Shift+Enter")
    keys.type("Two")
    keys.press("Control+Enter")
    mei.expect_said("Hello", "One\nTwo")
    keys.press("Escape")
    keys.press("e")
    expect(mei.button("End")).to_be_focused()
    keys.press("Enter")
    expect(mei.page.get_by_role("combobox")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.press("Enter")

    expect(mei.rows).to_have_count(0)
    (ended,) = walk.log("WrapUpEnded")
    assert ended["data"]["disposition"] == "advice"


def test_word_composed_with_an_input_method_is_not_sent_by_its_enter(walk: Walk, mei: Desk) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.composer.fill("你好")
    mei.composer.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(mei.composer).to_have_value("你好")

    mei.composer.press("Enter")
    mei.expect_said("Hello", "你好")
