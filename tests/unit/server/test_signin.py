from __future__ import annotations

import asyncio

import pytest

from ccsdk.errors import (
    ForbiddenError,
    TokenExpiredError,
    UnauthorizedError,
)
from ccsdk.model.principal import Role
from ccsdk.server.signin import BUS_TOKEN_LIFE_MS
from ccsdk.server.tokens import (
    LINK_LIFE_MS,
    MACHINE_LIFE_MS,
    SESSION_IDLE_MS,
    SESSION_LIFE_MS,
    digest_of,
    issue_link,
    issue_machine_token,
)
from tests.unit.server.signin_scene import FROM_OWN, FROM_SHOP, Scene, request_of


def test_link_opens_a_session_of_its_person() -> None:
    async def scene() -> None:
        here = Scene()

        session = await here.session()

        assert (session.principal.id, session.principal.role) == ("mei", Role.AGENT)

    asyncio.run(scene())


def test_a04_used_link_opens_nothing_and_says_where_to_get_another() -> None:
    async def scene() -> None:
        here = Scene()
        link = await issue_link(here.center, "mei")
        await here.signin.open_session(link)

        with pytest.raises(UnauthorizedError, match="ccsdk token --link"):
            await here.signin.open_session(link)

    asyncio.run(scene())


def test_link_posted_twice_at_once_opens_one_session() -> None:
    async def scene() -> None:
        here = Scene()
        link = await issue_link(here.center, "mei")

        outcomes = await asyncio.gather(
            *(here.signin.open_session(link) for _ in range(2)), return_exceptions=True
        )

        assert [isinstance(each, UnauthorizedError) for each in outcomes].count(True) == 1

    asyncio.run(scene())


def test_expired_link_opens_nothing() -> None:
    async def scene() -> None:
        here = Scene()
        link = await issue_link(here.center, "mei")
        here.pass_time(LINK_LIFE_MS)

        with pytest.raises(TokenExpiredError):
            await here.signin.open_session(link)

    asyncio.run(scene())


def test_other_credentials_are_no_links_and_stay_unused() -> None:
    async def scene() -> None:
        here = Scene()
        issued = await issue_machine_token(here.center, Role.AGENT, "mei")

        with pytest.raises(UnauthorizedError):
            await here.signin.open_session(issued.token)

        assert here.center.credentials.rows[digest_of(issued.token)].used_at_ms is None

    asyncio.run(scene())


def test_other_credentials_in_the_cookie_are_no_session() -> None:
    async def scene() -> None:
        here = Scene()
        machine = await issue_machine_token(here.center, Role.AGENT, "mei")
        link = await issue_link(here.center, "mei")

        for token in (machine.token, link):
            with pytest.raises(UnauthorizedError):
                await here.signin.session(request_of(("cookie", f"__Host-ccsdk-shop={token}")))

    asyncio.run(scene())


def test_session_is_over_after_half_an_hour_without_use() -> None:
    async def scene() -> None:
        here = Scene()
        cookie = await here.cookie()
        here.pass_time(SESSION_IDLE_MS + 1)

        with pytest.raises(TokenExpiredError):
            await here.signin.session(cookie)

    asyncio.run(scene())


def test_session_in_use_lasts_twelve_hours_and_no_longer() -> None:
    async def scene() -> None:
        here = Scene()
        cookie = await here.cookie()
        for _ in range(SESSION_LIFE_MS // SESSION_IDLE_MS - 1):
            here.pass_time(SESSION_IDLE_MS)
            await here.bus_token(await here.signin.session(cookie))
        here.pass_time(SESSION_IDLE_MS)

        with pytest.raises(TokenExpiredError):
            await here.signin.session(cookie)

    asyncio.run(scene())


def test_person_who_is_gone_or_changed_role_is_signed_out() -> None:
    async def scene() -> None:
        here = Scene()
        cookie = await here.cookie()
        issued = await issue_machine_token(here.center, Role.AGENT, "mei")
        here.center.staff["mei"] = Role.SUPERVISOR

        with pytest.raises(UnauthorizedError):
            await here.signin.session(cookie)
        with pytest.raises(UnauthorizedError):
            await here.signin.by_token(issued.token, FROM_OWN)

    asyncio.run(scene())


def test_bus_token_signs_in_once() -> None:
    async def scene() -> None:
        here = Scene()
        session = await here.session()
        token = await here.bus_token(session)

        signed_in = await here.signin.by_token(token, FROM_OWN)

        assert signed_in.principal == session.principal
        assert signed_in.session == session.digest

    asyncio.run(scene())


def test_a04_bus_token_used_again_ends_its_session() -> None:
    async def scene() -> None:
        here = Scene()
        session = await here.session()
        token = await here.bus_token(session)
        await here.signin.by_token(token, FROM_OWN)

        with pytest.raises(UnauthorizedError):
            await here.signin.by_token(token, FROM_OWN)

        assert here.ended == [session.digest]
        assert await here.center.credentials.find_credential(session.digest) is None

    asyncio.run(scene())


def test_bus_token_is_over_after_thirty_seconds() -> None:
    async def scene() -> None:
        here = Scene()
        token = await here.bus_token(await here.session())
        here.pass_time(BUS_TOKEN_LIFE_MS)

        with pytest.raises(TokenExpiredError):
            await here.signin.by_token(token, FROM_OWN)

    asyncio.run(scene())


def test_a04_bus_token_works_from_its_origin_only() -> None:
    async def scene() -> None:
        here = Scene()
        token = await here.bus_token(await here.session())

        with pytest.raises(ForbiddenError):
            await here.signin.by_token(token, FROM_SHOP)

    asyncio.run(scene())


def test_bus_token_of_a_session_that_ended_is_worth_nothing() -> None:
    async def scene() -> None:
        here = Scene()
        session = await here.session()
        token = await here.bus_token(session)
        await here.signin.sign_out(session)

        with pytest.raises(UnauthorizedError):
            await here.signin.by_token(token, FROM_OWN)

        assert here.ended == [session.digest]

    asyncio.run(scene())


def test_links_and_sessions_open_no_socket() -> None:
    async def scene() -> None:
        here = Scene()
        link = await issue_link(here.center, "mei")
        session = await here.signin.open_session(await issue_link(here.center, "mei"))

        for token in (link, session.token, "unknown", ""):
            with pytest.raises(UnauthorizedError):
                await here.signin.by_token(token, FROM_OWN)

    asyncio.run(scene())


def test_a01_visitor_token_opens_sockets_from_its_own_accounts_pages_only() -> None:
    async def scene() -> None:
        here = Scene()
        web = await here.signin.visitor("web", None)
        app = await here.signin.visitor("app", None)

        signed_in = await here.signin.by_token(web.token, FROM_SHOP)

        assert signed_in.principal == web.principal
        with pytest.raises(ForbiddenError):
            await here.signin.by_token(app.token, FROM_SHOP)

    asyncio.run(scene())


def test_a01_machine_token_opens_no_socket_on_an_accounts_page() -> None:
    async def scene() -> None:
        here = Scene()
        issued = await issue_machine_token(here.center, Role.AGENT, "mei")

        assert (await here.signin.by_token(issued.token, FROM_OWN)).principal.id == "mei"
        with pytest.raises(ForbiddenError):
            await here.signin.by_token(issued.token, FROM_SHOP)

    asyncio.run(scene())


def test_machine_token_comes_in_the_authorization_header() -> None:
    async def scene() -> None:
        here = Scene()
        issued = await issue_machine_token(here.center, Role.AGENT, "mei")

        signed_in = await here.signin.bearer(
            request_of(("authorization", f"Bearer {issued.token}"))
        )

        assert signed_in is not None
        assert signed_in.expires_at_ms == here.center.clock.now_ms() + MACHINE_LIFE_MS
        assert await here.signin.bearer(request_of()) is None

    asyncio.run(scene())


@pytest.mark.parametrize("header", ["Bearer", "Basic bWVpOm1laQ==", "Bearer unknown", ""])
def test_bad_authorization_is_refused_with_what_to_do(header: str) -> None:
    async def scene() -> None:
        here = Scene()

        with pytest.raises(UnauthorizedError) as caught:
            await here.signin.bearer(request_of(("authorization", header)))

        assert caught.value.hint

    asyncio.run(scene())


def test_cookie_beside_authorization_is_refused() -> None:
    async def scene() -> None:
        here = Scene()
        issued = await issue_machine_token(here.center, Role.AGENT, "mei")
        both = request_of(("authorization", f"Bearer {issued.token}"), ("cookie", "a=b"))

        with pytest.raises(UnauthorizedError, match="not both"):
            await here.signin.bearer(both)

    asyncio.run(scene())


def test_no_token_is_kept_and_none_shows_in_a_repr() -> None:
    async def scene() -> None:
        here = Scene()
        session = await here.session()
        token = await here.bus_token(session)
        visitor = await here.signin.visitor("web", None)

        shown = repr((here.signin, session, visitor, FROM_OWN))

        assert token not in shown
        assert visitor.token not in shown
        stored = repr(here.center.credentials.rows)
        assert visitor.token not in stored

    asyncio.run(scene())


def test_long_expired_credentials_are_forgotten() -> None:
    async def scene() -> None:
        here = Scene()
        link = await issue_link(here.center, "mei")
        here.pass_time(LINK_LIFE_MS + 24 * 3_600_000 + 1)

        await here.signin.visitor("web", None)

        assert await here.center.credentials.find_credential(digest_of(link)) is None

    asyncio.run(scene())
