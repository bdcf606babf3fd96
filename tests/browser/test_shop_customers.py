"""The example shop vouches for a customer of its own, who is served before others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import wait_until
from tests.browser.desk_page import AWAY, Desk
from tests.browser.five_minutes import Chat, Demo, demo_copy

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture
def demo(tmp_path: Path, window: Any) -> Iterator[Demo]:
    """Run the demo with nobody in it but us."""
    running = demo_copy(tmp_path, "--agents", "0", "--customers", "0").start()
    yield running
    window.leave()
    running.stop()


def test_who_signs_in_at_the_shop_is_known_and_served_before_others(
    window: Any, demo: Demo
) -> None:
    window.allow(AWAY)
    anna = Chat(window.open(demo.address("Shop page"))).open("Anna", "Advice before I buy")
    anna.write("Do you deliver to Sylt?")
    anna.expect_said("Do you deliver to Sylt?")
    lena = signed_in(window, demo).open("", "Advice before I buy")
    lena.write("Is the oak table in stock?")
    lena.expect_said("Is the oak table in stock?")

    mei = Desk(window.open()).sign_in(demo.link("Mei")).go_ready()

    mei.accept("Lena Brandt")
    expect(mei.page.get_by_text("Verified", exact=True).first).to_be_visible()
    mei.accept("Anna")
    lena.page.get_by_role("link", name="Sign out").click()
    expect(lena.page.get_by_role("link", name="Sign in as Lena")).to_be_visible()


def test_what_was_chosen_before_the_shop_has_vouched_stays(window: Any, demo: Demo) -> None:
    window.allow(AWAY)
    lena = signed_in(window, demo)
    held: list[Route] = []
    lena.page.route("**/visitor", lambda route: held.append(route))
    lena.page.get_by_role("button", name="Open chat").click()
    topic = lena.page.get_by_label("What is it about?")
    topic.select_option(label="Advice before I buy")
    topic.focus()
    expect(lena.page.get_by_label("Name")).to_be_visible()
    wait_until(lambda: held)

    held.pop().continue_()

    expect(lena.page.get_by_label("Name")).to_have_count(0)
    expect(topic).to_have_value("sales")
    expect(topic).to_be_focused()
    lena.page.get_by_role("button", name="Start chat").click()
    lena.write("Is the oak table in stock?")
    lena.expect_said("Is the oak table in stock?")


def signed_in(window: Any, demo: Demo) -> Chat:
    """Open the shop's page as the customer whom the shop knows."""
    page = window.open(demo.address("Shop page"))
    page.get_by_role("link", name="Sign in as Lena").click()
    expect(page.get_by_text("You are Lena Brandt")).to_be_visible()
    return Chat(page)
