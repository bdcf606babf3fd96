"""The desk without a mouse: an agent's whole way, the command bar, keys that stay out of texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

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


def commands(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Commands")


def command(page: Page, typed: str) -> None:
    """Open the command bar, type a few letters, and take what is found first."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="What do you want to do?")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(commands(page)).to_be_hidden()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is where it is wanted, as far as a page is long."""
    for _ in range(60):
        if target.evaluate("(each) => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab never reached it")


def test_agent_needs_no_mouse_from_sign_in_to_wrap_up(walk: Walk) -> None:
    page = walk.window.open(walk.center.link("mei"))
    tab_to(page, page.get_by_role("button", name="Sign in"))
    page.keyboard.press("Enter")
    mei = Desk(page)
    expect(mei.line).to_have_text("Live")
    command(page, "ready")
    expect(mei.presence).to_have_text("Ready")
    anna = walk.customer(name="Anna")
    anna.write("Hello")
    expect(mei.offer.get_by_role("heading")).to_have_text("Anna")

    page.keyboard.press("a")
    expect(mei.composer).to_be_focused()
    page.keyboard.type("Good morning")
    page.keyboard.press("Enter")
    anna.expect_said("Hello", "Good morning")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(mei.composer).to_be_focused()
    page.keyboard.type("A friendly customer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("A friendly customer")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wrap-up")).to_be_visible()
    expect(page.locator("#disposition")).to_be_focused()
    page.keyboard.type("advice")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Complete"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="You are ready")).to_be_visible()
    (ended,) = walk.log("WrapUpEnded")
    assert (ended["data"]["cause"], ended["data"]["disposition"]) == ("completed", "advice")


def test_command_bar_finds_by_a_few_letters_and_gives_the_focus_back(
    walk: Walk, mei: Desk, violations: Judge
) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.composer.fill("half a thought")
    page = mei.page
    page.keyboard.press("Control+k")
    page.keyboard.type("drk")
    expect(commands(page).get_by_role("option", selected=True)).to_have_text("Dark appearance")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(mei.composer).to_be_focused()
    expect(mei.composer).to_have_value("half a thought")

    command(page, "lunch")
    expect(mei.presence).to_contain_text("Not ready: Lunch")
    expect(mei.composer).to_be_focused()
    command(page, "preferences")
    expect(page.get_by_role("heading", name="Preferences")).to_be_visible()
    command(page, "anna")
    expect(mei.composer).to_have_value("half a thought")


def test_command_bar_that_is_opened_again_at_once_is_whole(mei: Desk) -> None:
    mei.page.keyboard.press("Control+k")
    commands(mei.page).evaluate(
        """(dialog) => {
          dialog.close();
          const again = { key: "k", ctrlKey: true, bubbles: true };
          document.body.dispatchEvent(new KeyboardEvent("keydown", again));
          return new Promise((done) => setTimeout(done, 50));
        }"""
    )

    expect(mei.page.get_by_role("combobox", name="What do you want to do?")).to_be_focused()


def test_command_bar_moves_with_the_arrows_and_says_when_nothing_is_found(mei: Desk) -> None:
    page = mei.page
    page.keyboard.press("Control+k")
    options = commands(page).get_by_role("option")
    first, second = (options.nth(at).inner_text() for at in (0, 1))
    page.keyboard.press("ArrowDown")
    expect(commands(page).get_by_role("option", selected=True)).to_have_text(second)
    page.keyboard.press("ArrowUp")
    expect(commands(page).get_by_role("option", selected=True)).to_have_text(first)

    page.keyboard.type("qqqq")
    expect(commands(page).get_by_role("status")).to_contain_text("Nothing like that")
    page.keyboard.press("Enter")
    expect(commands(page)).to_be_visible()


def test_single_keys_do_nothing_while_somebody_types_or_composes(walk: Walk, mei: Desk) -> None:
    walk.customer(name="Anna").write("Hello")
    mei.accept("Anna")
    mei.page.keyboard.type("?ajkne")
    expect(mei.composer).to_have_value("?ajkne")
    mei.composer.evaluate("(each) => each.blur()")
    # What an input method sends while it makes a character, with and without its mark.
    for init in ("isComposing: true", "keyCode: 229"):
        mei.page.evaluate(
            f'document.dispatchEvent(new KeyboardEvent("keydown", {{ key: "?", {init} }}))'
        )

    expect(mei.page.get_by_role("heading", name="Keys")).to_be_hidden()
    mei.page.keyboard.press("?")
    expect(mei.page.get_by_role("heading", name="Keys")).to_be_visible()


def test_enter_that_ends_a_composition_sends_nothing_from_the_command_bar(mei: Desk) -> None:
    page = mei.page
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").evaluate(
        """(each) => each.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }))"""
    )

    expect(commands(page)).to_be_visible()


def test_single_keys_switched_off_leave_the_command_bar(walk: Walk, mei: Desk) -> None:
    page = mei.page
    page.get_by_role("link", name="Preferences").click()
    page.get_by_label("Single keys work").first.uncheck()
    page.locator("#view").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_hidden()

    command(page, "show the keys")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()


def test_every_key_of_a_role_is_listed_and_no_other(walk: Walk, mei: Desk) -> None:
    ada = walk.desk("ada")
    for desk, listed, absent in (
        (mei, "Accept the offer", "Wall mode"),
        (ada, "Wall mode", "offer"),
    ):
        desk.page.keyboard.press("?")
        keys = desk.page.get_by_role("dialog", name="Keys")

        expect(keys).to_contain_text(listed)
        expect(keys).to_contain_text("Find a chat or an action")
        expect(keys.locator("dl")).not_to_contain_text(absent)
