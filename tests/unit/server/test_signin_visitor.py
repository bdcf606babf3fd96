from __future__ import annotations

import asyncio

import pytest

from ccsdk.errors import TokenExpiredError
from ccsdk.server.tokens import VISITOR_LIFE_MS
from tests.unit.server.signin_scene import FROM_OWN, Scene


def test_visitor_comes_back_as_the_same_customer() -> None:
    async def scene() -> None:
        here = Scene()
        first = await here.signin.visitor("web", None)

        again = await here.signin.visitor("web", first.token)

        assert again == first
        assert first.principal.customer is not None
        assert first.principal.customer.startswith("cu_")

    asyncio.run(scene())


def test_visitor_token_is_renewed_in_its_second_half() -> None:
    async def scene() -> None:
        here = Scene()
        first = await here.signin.visitor("web", None)
        here.pass_time(VISITOR_LIFE_MS // 2)

        again = await here.signin.visitor("web", first.token)

        assert again.principal == first.principal
        assert again.token != first.token
        assert again.expires_at_ms > first.expires_at_ms

    asyncio.run(scene())


def test_a08_visitor_token_of_another_account_is_a_stranger_there() -> None:
    async def scene() -> None:
        here = Scene()
        first = await here.signin.visitor("web", None)

        other = await here.signin.visitor("app", first.token)

        assert other.principal.id != first.principal.id
        assert other.principal.customer != first.principal.customer

    asyncio.run(scene())


def test_expired_visitor_token_yields_a_new_visitor() -> None:
    async def scene() -> None:
        here = Scene()
        first = await here.signin.visitor("web", None)
        here.pass_time(VISITOR_LIFE_MS)

        other = await here.signin.visitor("web", first.token)

        assert other.principal.id != first.principal.id
        with pytest.raises(TokenExpiredError):
            await here.signin.by_token(first.token, FROM_OWN)

    asyncio.run(scene())
