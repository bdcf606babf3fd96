"""What a site signs of its customer goes with their token; what it garbles turns nobody away."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.server.tokens import VISITOR_LIFE_MS, digest_of, principal_of
from tests.unit.server.test_identity import ask, made_center, signed


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({"vip": True, "orders": 7, "tier": "gold"}, {"vip": True, "orders": 7, "tier": "gold"}),
        ({"vip": True, "words": "so many", "list": [1], "no name!": 1, "sum": 1.5}, {"vip": True}),
        ({f"a{n}": n for n in range(99)}, {f"a{n}": n for n in range(32)}),
        (["vip"], {}),
        (None, {}),
    ],
)
def test_attributes_of_a_statement_go_with_the_token(claim: Any, expected: dict[str, Any]) -> None:
    async def scene() -> None:
        center = made_center()

        told = await ask(center, signed(center, attributes=claim))

        row = center.credentials.rows[digest_of(told.json()["token"])]
        assert told.status == 200
        assert principal_of(center, row).attributes == expected

    asyncio.run(scene())


def test_they_are_kept_when_the_token_is_renewed_and_nobody_else_has_any() -> None:
    async def scene() -> None:
        center = made_center()
        first = (await ask(center, signed(center, attributes={"vip": True}))).json()
        center.clock.at_ms += VISITOR_LIFE_MS // 2

        renewed = (await ask(center, None, token=first["token"])).json()
        stranger = await ask(center, None, attributes={"vip": True})

        rows = center.credentials.rows
        kept = principal_of(center, rows[digest_of(renewed["token"])])
        assert kept.attributes == {"vip": True}
        assert stranger.status == 400

    asyncio.run(scene())
