"""The example shop vouches for a customer of its own, who is served before others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

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


def test_who_signs_in_at_the_shop_is_known_at_the_desk(window: Any, demo: Demo) -> None:
    window.allow(AWAY)
    shop = window.open(demo.address("Shop page"))
    shop.get_by_role("link", name="Sign in as Lena").click()
    expect(shop.get_by_role("link", name="Sign in as Lena")).to_be_hidden()
    mei = Desk(window.open()).sign_in(demo.link("Mei")).go_ready()

    lena = Chat(shop)
    shop.get_by_role("button", name="Open chat").click()
    shop.get_by_label("What is it about?").select_option(label="Advice before I buy")
    shop.get_by_role("button", name="Start chat").click()
    lena.write("Is the oak table in stock?")

    mei.accept("Lena Brandt")
    expect(mei.page.get_by_text("Verified", exact=True).first).to_be_visible()
    shop.get_by_role("link", name="Sign out").click()
    expect(shop.get_by_role("link", name="Sign in as Lena")).to_be_visible()
