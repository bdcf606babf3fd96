"""A customer whom the site signs for: known on every device, and to the agent who answers."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from playwright.sync_api import expect

from tests.browser.desk_page import Desk
from tests.browser.widget_page import Widget, answering, embedding, logged, running

KEY = "k" * 48
IDENTITY = '\n[accounts.web.identity.site-1]\nalgorithm = "HS256"\nkey = "file:site.key"\n'


@pytest.fixture
def center_server(tmp_path: Path, site: Any, window: Any) -> Iterator[Any]:
    """Run the shop's center, which shares a key with the shop's site."""
    (tmp_path / "site.key").write_text(KEY)
    for center in running(tmp_path, site, window):
        center.settings.write_text(center.settings.read_text() + IDENTITY)
        center.restart()
        yield center


def signed(customer: str, name: str) -> str:
    """Return what the site's server puts into the page of somebody who is signed in there."""
    now = int(time.time())
    claims = {"sub": customer, "name": name, "iat": now, "exp": now + 120}
    claims |= {"aud": "linden-loft/web", "jti": secrets.token_hex(16)}
    return jwt.encode(claims, KEY, algorithm="HS256", headers={"kid": "site-1"})


def visit(window: Any, site: Any, center: Any, statement: str) -> Widget:
    """Open the site's page on a device of its own, with the statement in it."""
    page = window.open(site.put("/", embedding(center.url, f"statement={statement}")))
    return Widget(page).open()


def test_customer_is_one_person_on_two_devices_and_the_agent_knows(
    window: Any, site: Any, center_server: Any
) -> None:
    first = visit(window, site, center_server, signed("customer-7", "Anna Berger"))
    expect(first.page.get_by_text("Signed in as Anna Berger")).to_be_visible()
    with answering(center_server) as mei:
        first.write("Is the Alder chair in stock?")
        mei.accept()
        mei.command("EndInteraction", {"interaction": mei.interaction})
        mei.command("CompleteWrapUp", {"interaction": mei.interaction, "disposition": "advice"})

    second = visit(window, site, center_server, signed("customer-7", "Anna Berger"))
    desk = Desk(window.open()).sign_in(center_server.link("mei"))
    second.write("And a footstool?")
    desk.accept("Anna Berger")

    received = logged(center_server, "InteractionReceived")
    assert [each["data"]["is_verified"] for each in received] == [True, True]
    assert received[0]["customer"] == received[1]["customer"]
    card = desk.page.locator("ccsdk-customer-card")
    expect(card.get_by_text("Verified", exact=True)).to_be_visible()
    expect(card.get_by_text("Advice given")).to_be_visible()


def test_statement_of_another_key_leaves_a_stranger_who_can_chat(
    window: Any, site: Any, center_server: Any
) -> None:
    header, claims, _ = signed("customer-7", "Anna Berger").split(".")
    window.allow("Failed to load resource.*401")
    widget = visit(window, site, center_server, f"{header}.{claims}.{'A' * 43}")

    widget.write("Hello?")

    widget.expect_sent("Hello?")
    (received,) = logged(center_server, "InteractionReceived")
    assert received["data"]["is_verified"] is False
    assert "personal" not in received
