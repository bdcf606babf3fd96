"""The composer: canned replies, limits, links, typing, and what an input method does to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import Desk, Walk

Judge = Callable[[Page], list[str]]

REPLIES = """
[plugins.desk.replies.hello]
title = "Greeting"
text = "Hello {customer}, this is {agent} of {queue}. {else}"

[plugins.desk.replies.times]
title = "Delivery times"
text = "Five working days."

[plugins.desk.replies.danke]
title = "Greeting in German"
text = "Guten Tag!"
language = "de"
"""
LENGTH_MAX = 32_000


@pytest.fixture
def walk(window: Any, center_server: Any, site: Any) -> Walk:
    """Return a center with canned replies."""
    center_server.stop()
    with center_server.settings.open("a") as settings:
        settings.write(REPLIES)
    center_server.start()
    return Walk(window, center_server, site)


@pytest.fixture
def mei(walk: Walk) -> Desk:
    """Return the desk of Mei, ready."""
    return walk.desk("mei").go_ready()


def test_canned_reply_is_inserted_with_names_and_sent_by_the_agent_only(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    keys = mei.page.keyboard
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    keys.type("and/or /")
    expect(mei.suggestions).to_have_count(3)
    # What is in another language than the customer's comes last.
    expect(mei.suggestions.last).to_contain_text("Guten Tag!")
    walk.shoot(mei.page, "desk-replies")
    assert violations(mei.page) == []
    keys.type("greet")
    expect(mei.suggestions).to_have_count(2)
    keys.press("Escape")
    expect(mei.suggestions).to_have_count(0)
    expect(mei.composer).to_be_focused()
    for _ in range(6):
        keys.press("Backspace")
    keys.type("/greet")
    keys.press("Enter")

    words = "and/or Hello Anna, this is Mei Lin of Sales and advice. {else}"
    expect(mei.composer).to_have_value(words)
    mei.expect_said("Hello")
    keys.press("Enter")
    anna.expect_said("Hello", words)


def test_list_of_replies_opens_by_its_button_and_chooses_by_a_click(walk: Walk, mei: Desk) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.button("Canned replies").click()
    mei.suggestions.filter(has_text="Delivery times").click()

    expect(mei.composer).to_have_value("Five working days.")
    expect(mei.composer).to_be_focused()


def test_longest_message_goes_and_one_more_character_is_refused_before(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    mei.accept("Anna")
    longest = "字" * LENGTH_MAX
    mei.composer.fill(longest + "字")
    hint = mei.page.locator("#composer-hint")
    expect(hint).to_have_text("1 character too many; at most 32000")
    expect(mei.button("Send")).to_be_disabled()
    mei.composer.press("Enter")
    assert violations(mei.page) == []
    mei.composer.fill(longest)
    expect(hint).to_have_text("32000 of 32000 characters")
    mei.composer.press("Enter")

    expect(mei.composer).to_have_value("")
    anna.expect_said("Hello", longest)
    (sent,) = walk.log("MessageSent")
    assert sent["personal"]["text"] == longest


def test_address_in_a_message_is_a_link_that_shows_where_it_leads(walk: Walk, mei: Desk) -> None:
    text = (
        "See https://shop.example/oak, not https://bank.example@evil.example/x javascript:alert(1)"
    )
    walk.customer(name="Anna").write(text)
    mei.accept("Anna")

    links = mei.messages.get_by_role("link")
    hrefs = [link.get_attribute("href") for link in links.all()]
    assert hrefs == ["https://shop.example/oak", "https://bank.example@evil.example/x"]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
    expect(mei.messages).to_contain_text("x (leads to evil.example) javascript:alert(1)")


def test_refused_message_is_given_back_with_its_reason(walk: Walk, mei: Desk) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    # A file that nobody has uploaded: the center does not know it.
    mei.page.evaluate(
        """(id) => {
          const place = `ccsdk-desk:linden-loft:mei:draft/${id}/reply`;
          const file = { file: "fi_none", name: "lost.png", media: "image/png", bytes: 1 };
          localStorage.setItem(place, JSON.stringify({ text: "With a file", files: [file] }));
        }""",
        mei.page.url.rpartition("/")[2],
    )
    mei.page.reload()
    expect(mei.composer).to_have_value("With a file")
    mei.button("Send").click()
    expect(mei.page.locator(".is-failed")).to_contain_text("Not sent")
    mei.page.reload()
    mei.button("Put back to edit").click()

    expect(mei.composer).to_have_value("With a file")
    expect(mei.page.locator(".is-failed")).to_have_count(0)
    mei.button("Remove lost.png").click()
    mei.button("Send").click()
    mei.expect_said("Hello", "With a file")


def test_input_method_opens_no_list_and_chooses_nothing(walk: Walk, mei: Desk) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.composer.fill("/")
    mei.composer.press("End")
    expect(mei.suggestions).to_have_count(3)
    mei.composer.dispatch_event("keydown", {"key": "Enter", "isComposing": True})

    expect(mei.composer).to_have_value("/")


def test_what_is_read_stays_in_place_while_more_is_said(walk: Walk, mei: Desk) -> None:
    anna = walk.customer(name="Anna")
    anna.write("First\n" * 60)
    mei.accept("Anna")
    log = mei.page.get_by_role("log")
    log.evaluate("box => { box.scrollTop = 100; box.dispatchEvent(new Event('scroll')); }")
    anna.write("Second")
    expect(mei.button("New messages")).to_be_visible()
    assert log.evaluate("box => box.scrollTop") == 100
    live = mei.page.locator(".messages-place [aria-live=polite]")
    expect(live).to_have_text("Anna: Second")
    mei.button("New messages").click()

    expect(mei.button("New messages")).to_have_count(0)
    assert log.evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight") < 2
