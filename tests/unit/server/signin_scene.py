"""A center with its sign-in, and a clock that a test moves."""

from __future__ import annotations

from typing import Any

from ccsdk.server.http import Request
from ccsdk.server.signin import Session, SignIn
from ccsdk.server.tokens import issue_link
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
