"""The shop's own books: who its customers are and what they ordered, for its center to ask.

The shop's server answers `GET /books/CUSTOMER` with what stands here, to whoever has the token.
`ccsdk-profile-http` asks it: docs/plugins/profile-http.md.
"""

from __future__ import annotations

import hmac
import json
import secrets
from pathlib import Path
from typing import Any

from talk import NAMES

__all__ = ["Books", "books_token", "with_books"]

# The one customer of whom the shop's page knows that she comes often.
LENA: dict[str, Any] = {
    "name": "Lena Brandt",
    "is_vip": True,
    "since": "2021-03-14",
    "orders": {
        "open": 2,
        "latest": {"number": "LL-30982", "url": "https://linden-loft.example/orders/LL-30982"},
    },
    "spent": {"amount": "4310.00", "currency": "EUR"},
}

# What the demo adds to the center file: who is a good customer is what the books say.
TABLES = """
[plugins.profile-http]
url = "{shop}/books/{{customer}}"
token = "file:{token}"
title = "In our books"
name = "/name"
vip = "/is_vip"

[plugins.profile-http.fields.orders]
label = "Open orders"
labels = {{zh-Hant = "進行中的訂單", zh-Hans = "进行中的订单"}}
at = "/orders/open"
kind = "number"

[plugins.profile-http.fields.latest]
label = "Latest order"
labels = {{zh-Hant = "最近的訂單", zh-Hans = "最近的订单"}}
at = "/orders/latest/url"
kind = "link"
text_at = "/orders/latest/number"

[plugins.profile-http.fields.spent]
label = "Spent so far"
labels = {{zh-Hant = "累計消費", zh-Hans = "累计消费"}}
at = "/spent/amount"
kind = "money"
currency_at = "/spent/currency"

[plugins.profile-http.fields.since]
label = "Customer since"
labels = {{zh-Hant = "成為客戶的日期", zh-Hans = "成为客户的日期"}}
at = "/since"
kind = "date"

[plugins.profile-http.attributes.vip]
at = "/is_vip"
type = "bool"

[plugins.profile-http.attributes.open_orders]
at = "/orders/open"
type = "int"
"""


def books_token(data: Path) -> Path:
    """Return the file of the token with which the center asks; make it once."""
    path = data / "books.token"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return path


def with_books(text: str, shop_url: str, token: Path) -> str:
    """Return a center file that asks the shop's books before it puts anybody into a queue."""
    for written, instead in (
        ('customer_grace = "1 min"', 'enrichment = "800ms"\ncustomer_grace = "1 min"'),
        ('source = "identity" ', 'source = "enrichment" '),
    ):
        assert text.count(written) == 1, f"the center file has {written} once"
        text = text.replace(written, instead)
    return text + TABLES.format(shop=shop_url, token=token.name)


class Books:
    """Answer who a customer is, to who has the token."""

    def __init__(self, token: str) -> None:
        self._token = token
        # The simulated ones for whom the shop vouches.
        self._customers = {
            f"customer-{name}": {
                "name": name,
                "is_vip": True,
                "since": f"202{number % 5}-0{number % 9 + 1}-01",
                "orders": {"open": number % 3},
                "spent": {"amount": f"{640 + 55 * number}.50", "currency": "EUR"},
            }
            for number, name in enumerate(NAMES)
        }
        self._customers["customer-7"] = LENA

    def answer(self, customer: str, authorization: str | None) -> tuple[int, bytes]:
        """Return status and body."""
        given = (authorization or "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, f"Bearer {self._token}".encode()):
            return 401, b"{}"
        known = self._customers.get(customer)
        return (404, b"{}") if known is None else (200, json.dumps(known).encode())
