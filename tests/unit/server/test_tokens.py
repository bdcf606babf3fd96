from __future__ import annotations

import asyncio

import pytest

from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.model.principal import Role
from ccsdk.server.tokens import (
    customer_of,
    digest_of,
    identity_of,
    issue_link,
    issue_machine_token,
    issue_visitor_token,
    make_token,
)
from tests.unit.server.fake_center import FakeCenter


def test_tokens_have_256_bits_and_never_repeat() -> None:
    tokens = {make_token() for _ in range(100)}

    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}


def test_digest_takes_any_text_a_stranger_sends() -> None:
    assert len(digest_of("\ud800")) == len(digest_of("")) == 32


def test_identity_is_keyed_and_tells_account_from_visitor() -> None:
    identities = {
        identity_of(b"k" * 32, "ab", "c"),
        identity_of(b"k" * 32, "a", "bc"),
        identity_of(b"j" * 32, "ab", "c"),
    }

    assert len(identities) == 3
    assert customer_of("0123456789abcdef" * 4) == "cu_0123456789abcdef01234567"


def test_visitor_id_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="letters"):
        asyncio.run(issue_visitor_token(FakeCenter(), "web", "../x"))


def test_same_visitor_id_at_two_accounts_is_two_customers() -> None:
    async def scene() -> None:
        center = FakeCenter()

        web = await issue_visitor_token(center, "web", "lena")
        app = await issue_visitor_token(center, "app", "lena")

        assert web.principal.customer != app.principal.customer

    asyncio.run(scene())


def test_nobody_gets_a_token_for_whom_there_is_not() -> None:
    async def scene() -> None:
        center = FakeCenter()

        with pytest.raises(UnknownEntityError):
            await issue_link(center, "nobody")
        with pytest.raises(UnknownEntityError):
            await issue_machine_token(center, Role.SUPERVISOR, "mei")
        with pytest.raises(UnknownEntityError):
            await issue_visitor_token(center, "nowhere")

    asyncio.run(scene())
