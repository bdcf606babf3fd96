"""Pictures of a review with the linter beside it, as `screenshots` takes the others."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ccsdk.model.command import CompleteWrapUp, EndInteraction
from tests.browser.screenshots import Pictures, pictures, quiet_others

__all__ = ["pictures"]

pytestmark = pytest.mark.timeout(300)

TALK = (
    "Is the Loft table heavy? I live on the third floor.",
    "52 kilos, and two people carry it up for you.",
    "Perfect. And how long would it take?",
    "Two to four weeks: we make it to order.",
)
REVIEW = (
    "Mei, your answer about the weight was quick and clear, but you forgot the staircase. "
    "You should ask how wide it is. Great job!\n"
    "Which part would you keep? To sum up: from Friday on you ask for the stairs, so that nobody "
    "carries a table twice."
)
REVIEW_HANT = (
    "美美，妳講重量講得很清楚，但是漏了樓梯。妳應該問樓梯有多寬。\n"
    "哪一刻妳最想保留？小結：週五起妳先問樓梯，免得師傅白跑一趟。"
)


def closed_talk(pictures: Pictures) -> None:
    """Let a customer and Mei talk, and Mei wrap up."""
    shop = pictures.shop
    quiet_others(shop)
    ben, mei = shop.center.visitor("web", "ben"), shop.center.agent("mei")
    own = {"interaction": shop.chat(ben, "sales", *TALK, name="Ben Okafor")}
    shop.do(ben.ask(EndInteraction, **own))
    shop.pass_time(20)
    shop.do(mei.ask(CompleteWrapUp, disposition="advice", **own))


def review(page: Page, text: str) -> None:
    """Open the newest closed talk and write about it."""
    page.goto(f"{page.url.partition('#')[0]}#closed")
    page.locator("tbody tr").first.get_by_role("link").click()
    outside, panel = page.locator(".nothing .primary"), page.locator("ccsdk-coaching")
    expect(outside.or_(panel)).to_be_visible()
    if outside.is_visible():
        outside.click()
    panel.get_by_role("textbox").fill(text)
    expect(panel.locator("mark")).not_to_have_count(0)
    panel.locator("summary").first.click()


def test_pictures_of_a_review_with_its_findings(pictures: Pictures) -> None:
    closed_talk(pictures)
    page = pictures.desk("ada").page
    review(page, REVIEW)
    expect(page.locator("ccsdk-coaching mark")).to_have_text(["but", "should", "Great job"])
    pictures.shoot(page, "review-findings")

    options = {"locale": "zh-TW", "color_scheme": "dark"}
    page = pictures.open(**options)
    page.goto(pictures.shop.link("ada"))
    page.get_by_role("button").click()
    expect(page.locator(".line")).to_be_visible()
    review(page, REVIEW_HANT)
    pictures.shoot(page, "review-findings-zh-hant")
