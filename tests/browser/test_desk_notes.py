"""Notes that only colleagues see, and what a mention opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import Desk, Walk

Judge = Callable[[Page], list[str]]


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center that runs, with its desks and shop pages."""
    return Walk(window, center_server, site)


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready."""
    return walk.desk("mei").go_ready()


def test_note_is_kept_and_never_reaches_the_customer(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    mei.note("Was rude on Monday")
    expect(mei.notes).to_have_text(["Was rude on Monday"])
    expect(mei.page.get_by_role("log")).to_contain_text("Internal note")
    assert violations(mei.page) == []
    mei.mode("Reply").click()
    mei.write("Good morning")

    anna.expect_said("Hello", "Good morning")
    (noted,) = walk.log("NoteAdded")
    assert (noted["agent"], noted["personal"]["note"]) == ("mei", "Was rude on Monday")
    assert noted["data"]["mentions"] == []


def test_mention_lets_a_colleague_read_and_note_but_not_answer(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    tomas = walk.desk("tomas")
    anna = walk.customer(name="Anna")
    anna.write("Where is my sofa?")
    mei.accept("Anna")
    expect(tomas.mentions).to_have_count(0)
    mei.note("@Tomas Berg, is it on the van?")

    expect(tomas.page.locator(".notices")).to_contain_text("Mei Lin mentioned you in a note")
    expect(tomas.mentions).to_contain_text("Anna")
    expect(tomas.mentions.get_by_role("img", name="New mention")).to_be_visible()
    tomas.mentions.click()
    expect(tomas.messages).to_have_text(["Where is my sofa?", "@Tomas Berg, is it on the van?"])
    expect(tomas.mentions.get_by_role("img", name="New mention")).to_have_count(0)
    expect(tomas.button("End chat")).to_have_count(0)
    expect(tomas.mode("Reply")).to_have_count(0)
    walk.shoot(tomas.page, "desk-mention")
    assert violations(tomas.page) == []
    tomas.composer.fill("It is, for Friday")
    tomas.composer.press("Enter")
    expect(mei.notes).to_have_text(["@Tomas Berg, is it on the van?", "It is, for Friday"])
    anna.write("Hello?")
    expect(tomas.messages.last).to_have_text("Hello?")
    assert [event["agent"] for event in walk.log("NoteAdded")] == ["mei", "tomas"]


def test_mention_stays_readable_after_the_end_and_is_put_away(walk: Walk, mei: Desk) -> None:
    tomas = walk.desk("tomas")
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.note("@Tomas Berg look")
    tomas.mentions.click()
    mei.end()
    mei.button("Complete").click()
    expect(mei.rows).to_have_count(0)

    expect(tomas.page.get_by_text("This chat is closed")).to_be_visible()
    expect(tomas.composer).to_have_count(0)
    tomas.page.reload()
    expect(tomas.notes).to_have_text(["@Tomas Berg look"])
    tomas.button("Put the mention with Anna away").click()
    expect(tomas.mentions).to_have_count(0)
    tomas.page.reload()
    expect(tomas.page.get_by_role("heading", name="You are not ready")).to_be_visible()
    expect(tomas.mentions).to_have_count(0)


def test_reply_and_note_have_drafts_of_their_own_that_outlive_a_reload(
    walk: Walk, mei: Desk
) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.composer.fill("Half a reply")
    mei.mode("Note").click()
    expect(mei.composer).to_have_value("")
    mei.composer.fill("Half a note")
    mei.page.reload()

    expect(mei.mode("Note")).to_have_attribute("aria-pressed", "true")
    expect(mei.composer).to_have_value("Half a note")
    expect(mei.mode("Reply")).to_contain_text("Something is begun here")
    mei.mode("Reply").click()
    expect(mei.composer).to_have_value("Half a reply")


def test_colleague_is_found_and_mentioned_with_the_keyboard_alone(walk: Walk, mei: Desk) -> None:
    keys = mei.page.keyboard
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    keys.press("Escape")
    keys.press("n")
    expect(mei.composer).to_be_focused()
    keys.type("Ask @")
    expect(mei.suggestions).to_have_count(4)
    keys.type("o")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Enter")

    expect(mei.composer).to_have_value("Ask @Amara Obi ")
    expect(mei.suggestions).to_have_count(0)
    keys.type("about it")
    keys.press("Control+Enter")
    expect(mei.notes).to_have_text(["Ask @Amara Obi about it"])
    assert [event["agent"] for event in walk.log("AgentMentioned")] == ["amara"]


def test_typing_is_seen_while_it_lasts_and_a_note_is_no_typing(walk: Walk, mei: Desk) -> None:
    tomas = walk.desk("tomas")
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.note("@Tomas Berg look")
    tomas.mentions.click()
    typing = tomas.page.locator(".typing")
    mei.composer.press_sequentially("Internal")
    mei.mode("Reply").click()
    expect(typing).to_have_text("")
    mei.composer.press_sequentially("Good day")
    expect(typing).to_have_text("Mei Lin is typing")
    mei.composer.press_sequentially(" to you")
    mei.composer.press("Enter")

    expect(tomas.messages.last).to_have_text("Good day to you")
    expect(typing).to_have_text("")
