"""What the shop's own books say of a customer, beside the chat: seen, missed, and asked again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_page import Desk
from tests.browser.test_identity import IDENTITY, KEY, signed, visit
from tests.browser.widget_page import logged, running

BOOKS = "/books/customer-7"
LENA = {
    "name": "Lena Brandt",
    "is_vip": True,
    "since": "2021-03-14",
    "orders": {"open": 2, "latest": "https://shop.example/orders/LL-7", "number": "LL-7"},
    "spent": "4310.00",
}
SETTINGS = """
[egress]
private = ["{shop}"]

[plugins.profile-http]
url = "{shop}/books/{{customer}}"
title = "In our books"
name = "/name"
vip = "/is_vip"
timeout = "700ms"

[plugins.profile-http.fields]
orders = {{label = "Open orders", labels = {{zh-Hant = "訂單"}}, at = "/orders/open"}}
spent = {{label = "Spent so far", at = "/spent", kind = "money", currency = "EUR"}}
since = {{label = "Customer since", at = "/since", kind = "date"}}

[plugins.profile-http.fields.latest]
label = "Latest order"
at = "/orders/latest"
kind = "link"
text_at = "/orders/number"

[plugins.profile-http.attributes.vip]
at = "/is_vip"
type = "bool"
"""


IN_CHINESE = """() => {
  const card = document.querySelector("ccsdk-profile-card");
  card.context = { ...card.context, locale: "zh-Hant" };
}"""


@pytest.fixture
def center_server(tmp_path: Path, site: Any, window: Any) -> Iterator[Any]:
    """Run the shop's center, which asks the shop's site for its books."""
    (tmp_path / "site.key").write_text(KEY)
    for center in running(tmp_path, site, window):
        shop = center.settings.read_text()
        shop = shop.replace('source = "identity" ', 'source = "enrichment" ')
        shop = shop.replace('channel = "chat"\n', 'channel = "chat"\nenrichment = "5s"\n')
        center.settings.write_text(shop + IDENTITY + SETTINGS.format(shop=site.origin))
        center.restart()
        yield center


def shoot(page: Page, name: str) -> None:
    """Save a picture where CCSDK_SCREENSHOTS says, if it does."""
    if folder := os.environ.get("CCSDK_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_agent_sees_what_the_books_say_and_routing_knew_it(
    window: Any, site: Any, center_server: Any, violations: Callable[[Page], list[str]]
) -> None:
    kind = {"content-type": "application/json"}
    site.pages[BOOKS] = (kind, json.dumps(LENA))
    lena = visit(window, site, center_server, signed("customer-7", "Lena Brandt"))
    desk = Desk(window.open()).sign_in(center_server.link("mei")).go_ready()
    lena.write("When does my sofa come?")
    expect(desk.offer.get_by_role("heading")).to_have_text("Lena Brandt")
    (routed,) = logged(center_server, "InteractionRouted")
    desk.accept("Lena Brandt")

    card = desk.page.get_by_role("region", name="In our books", exact=True)
    expect(card.get_by_text("VIP", exact=True)).to_be_visible()
    expect(card.locator("dd")).to_have_text(["2", "€4,310.00", "Mar 14, 2021", "LL-7"])
    link = card.get_by_role("link", name="Latest order: LL-7")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert routed["data"]["attributes"] == {"vip": True}
    desk.page.evaluate(IN_CHINESE)
    expect(card.get_by_text("訂單", exact=True)).to_be_visible()
    expect(card.get_by_text("資料時間")).to_be_visible()
    shoot(desk.page, "profile-zh-Hant")
    for theme in ("light", "dark"):
        desk.page.emulate_media(color_scheme=theme)
        shoot(desk.page, f"profile-{theme}")
        assert violations(desk.page) == []


def test_books_that_are_closed_are_a_notice_and_the_chat_goes_on(
    window: Any, site: Any, center_server: Any, violations: Callable[[Page], list[str]]
) -> None:
    site.pages[BOOKS] = ({}, "<h1>We are moving</h1>")
    lena = visit(window, site, center_server, signed("customer-7", "Lena Brandt"))
    desk = Desk(window.open()).sign_in(center_server.link("mei")).go_ready()
    lena.write("Hello?")
    desk.accept("Lena Brandt")
    card = desk.page.get_by_role("region", name="In our books", exact=True)
    expect(card.get_by_role("status")).to_contain_text("No answer from: profile-http.")
    shoot(desk.page, "profile-closed")
    assert violations(desk.page) == []

    site.pages[BOOKS] = ({"content-type": "application/json"}, json.dumps(LENA))
    desk.write("One moment, please.")
    card.get_by_role("button", name="Ask again").click()

    expect(card.get_by_text("VIP", exact=True)).to_be_visible()
    expect(card.get_by_role("status")).to_have_count(0)
    desk.expect_said("Hello?", "One moment, please.")
