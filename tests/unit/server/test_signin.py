from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.errors import (
    ForbiddenError,
    TokenExpiredError,
    UnauthorizedError,
)
from ccsdk.model.principal import Role
from ccsdk.server.http import Request
from ccsdk.server.signin import BUS_TOKEN_LIFE_MS, Session, SignIn
from ccsdk.server.tokens import (
    LINK_LIFE_MS,
    MACHINE_LIFE_MS,
    SESSION_IDLE_MS,
    SESSION_LIFE_MS,
    VISITOR_LIFE_MS,
    digest_of,
    issue_link,
    issue_machine_token,
)
from tests.unit.server.fake_center import OWN, FakeCenter, http_scope


def request_of(*headers: tuple[str, str]) -> Request:
    async def receive() -> dict[str, Any]:
        raise AssertionError

    return Request(http_scope("GET", "/bus", headers), receive)


FROM_OWN = request_of(("origin", OWN))
FROM_SHOP = request_of(("origin", "https://www.shop.example"))


class Scene:
    """A center with its sign-in and one signed-in agent."""

    def __init__(self) -> None:
        self.center = FakeCenter()
        self.ended: list[bytes] = []
        self.signin = SignIn(self.center, on_session_end=self.ended.append)

    def pass_time(self, ms: int) -> None:
        self.center.clock.at_ms += ms

    async def cookie(self, staff: str = "mei") -> Request:
        issued = await self.signin.open_session(await issue_link(self.center, staff))
        return request_of(("cookie", f"__Host-ccsdk-shop={issued.token}"))

    async def session(self) -> Session:
        return await self.signin.session(await self.cookie())

    async def bus_token(self, session: Session) -> str:
        return (await self.signin.make_bus_token(session, OWN))[0]


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
