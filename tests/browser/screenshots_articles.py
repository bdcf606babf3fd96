"""The picture of articles beside the chat, as `screenshots` takes the others."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.screenshots import Pictures, opened_form, pictures, quiet_others, write

__all__ = ["pictures"]

pytestmark = pytest.mark.timeout(300)


def test_picture_of_articles_beside_the_chat(pictures: Pictures) -> None:
    quiet_others(pictures.shop)
    mei = pictures.desk("mei")
    greta = pictures.customer()
    opened_form(greta, "Greta Holm", "sales")
    write(greta, "Hello, do you deliver to Sylt? And can you take my old mattress along?")
    mei.page.locator(".offers").get_by_role("button", name="Accept a").click()
    panel = mei.page.locator("ccsdk-knowledge")
    expect(panel.locator(".title").first).to_be_visible()
    pictures.pass_time(9)
    pictures.shoot(mei.page, "desk-articles")
    panel.locator(".title").filter(has_text="old furniture").click()
    panel.get_by_role("button", name="Useful", exact=True).click()
    panel.get_by_role("button", name="Insert into the reply").click()
    expect(panel).to_contain_text("1 of 1 found it useful")
    pictures.pass_time(12)
    pictures.shoot(mei.page, "desk-article")
