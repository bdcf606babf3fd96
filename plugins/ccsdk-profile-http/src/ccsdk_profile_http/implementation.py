"""Ask the shop's own server about a customer, for the agent's eyes and for routing.

One request answers both. Whose site has not signed for them is nobody to the shop, and is not
asked about. What the shop answers is read by the settings, kept for a while, and never logged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import structlog

from ccsdk.errors import EgressFailedError, EgressRefusedError
from ccsdk.hooks import (
    Arrival,
    Attribute,
    Contribution,
    Deadline,
    EgressAnswer,
    Identity,
    Panel,
    PluginContext,
    ProfileFragment,
    Routes,
    hookimpl,
)
from ccsdk.hooks.profile import Value
from ccsdk_profile_http.books import Books, ClosedError, Page
from ccsdk_profile_http.record import Record, UnreadableError, record_of
from ccsdk_profile_http.settings import PLACE, ProfileSettings

__all__ = ["ProfileHttp"]

STATIC = Path(__file__).parent / "static"
TITLE = "Profile"
TITLES = {"zh-Hans": "客户资料", "zh-Hant": "顧客資料"}
# What the shop gets less than the center waits, so that an older answer can still be given.
MARGIN_MS = 40
# Whom `ccsdk plugins check` asks about.
NOBODY_ID, CHECK_MS = "ccsdk-check", 5_000
_UNKNOWN = (404, 410)
_REFUSING = (401, 403)

_log = structlog.get_logger("ccsdk_profile_http")


class ProfileHttp:
    """Answer `lookup_profile` and `enrich_interaction` by what the shop says."""

    def __init__(self) -> None:
        self._settings: ProfileSettings | None = None
        self._books: Books | None = None
        self._trouble: str | None = None
        self._unread: frozenset[str] = frozenset()

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare the panel and the attributes that the settings name."""
        if ctx.config is None:
            raise ValueError("it has no settings; give url in its table of the center file")
        settings: ProfileSettings = ctx.config
        self._settings, self._books = settings, Books(settings)
        panel = Panel(
            slot="context",
            tag="ccsdk-profile-card",
            module="profile-card.js",
            title=settings.title or TITLE,
            titles={} if settings.title else TITLES,
            requests=("profile.v1",),
        )
        attributes = [
            Attribute(name=name, type=each.type, values=each.values, default=each.default)
            for name, each in settings.attributes.items()
        ]
        return [Routes(static=STATIC, audience="session"), panel, *attributes]

    @hookimpl
    async def lookup_profile(
        self, ctx: PluginContext, identity: Identity, deadline: Deadline
    ) -> ProfileFragment | None:
        """Say what an agent is to see."""
        page = await self._page(ctx, identity, deadline)
        if page is None:
            return None
        record = page.record
        return ProfileFragment(
            name=record.name,
            is_vip=record.is_vip,
            fields=record.fields,
            age_ms=page.age_ms,
            is_stale=page.is_stale,
        )

    @hookimpl
    async def enrich_interaction(
        self, ctx: PluginContext, interaction: Arrival, deadline: Deadline
    ) -> Mapping[str, Value] | None:
        """Say what conditions of queues may ask for."""
        page = await self._page(ctx, interaction.identity, deadline)
        return None if page is None else page.record.attributes

    @hookimpl
    async def check(self, ctx: PluginContext) -> Iterable[str]:
        """Ask the shop about somebody whom it cannot know, as a customer would be asked about."""
        settings = self._settings
        assert settings is not None, "it has registered"
        try:
            await _asked(ctx, settings, settings.url.replace(PLACE, NOBODY_ID), CHECK_MS)
        except (EgressRefusedError, EgressFailedError, UnreadableError) as error:
            return [str(error)]
        return []

    @hookimpl
    async def health(self) -> Mapping[str, Any]:
        """Say whether the shop can be asked, and how many customers are remembered."""
        assert self._books is not None, "it has registered"
        found: dict[str, Any] = {"customers_kept": self._books.count}
        if self._unread:
            found["settings_unread"] = sorted(self._unread)
        return found if self._trouble is None else {**found, "problem": self._trouble}

    async def _page(
        self, ctx: PluginContext, identity: Identity, deadline: Deadline
    ) -> Page | None:
        """Return what the shop says of somebody, None if there is nobody to ask about."""
        settings, books, customer = self._settings, self._books, identity.external_id
        assert settings is not None, "it has registered"
        assert books is not None, "it has registered"
        address = customer and identity.is_verified and settings.address_of(customer)
        if not customer or not address:
            return None
        left_ms = deadline.left_ms()

        async def fetch() -> Record | None:
            timeout_ms = min(settings.timeout_ms, max(1, left_ms - MARGIN_MS))
            return await self._fetched(ctx, settings, address, timeout_ms)

        return await books.of(customer, fetch, now_ms=deadline.at_ms - left_ms)

    async def _fetched(
        self, ctx: PluginContext, settings: ProfileSettings, address: str, timeout_ms: int
    ) -> Record | None:
        try:
            record = await _asked(ctx, settings, address, timeout_ms)
        except (EgressRefusedError, EgressFailedError, UnreadableError) as error:
            self._tell(str(error))
            raise ClosedError(str(error)) from None
        self._tell(None)
        if record is not None:
            self._tell_unread(frozenset(record.unread))
        return record

    def _tell(self, problem: str | None) -> None:
        """Say once that the shop cannot be asked, and once that it can again."""
        if problem is not None and self._trouble is None:
            _log.warning("shop.away", problem=problem)
        elif problem is None and self._trouble is not None:
            _log.info("shop.back")
        self._trouble = problem

    def _tell_unread(self, unread: frozenset[str]) -> None:
        if unread - self._unread:
            _log.warning("shop.unread", settings=sorted(unread))
        self._unread |= unread


async def _asked(
    ctx: PluginContext, settings: ProfileSettings, address: str, timeout_ms: int
) -> Record | None:
    """Return what the shop says, None for somebody whom it does not know.

    Raises:
        EgressRefusedError, EgressFailedError: It was not reached.
        UnreadableError: It says something else.
    """
    headers = {"accept": "application/json"}
    if settings.token is not None:
        headers["authorization"] = f"Bearer {settings.token.reveal()}"
    answer = await ctx.egress.request("GET", address, headers=headers, timeout_ms=timeout_ms)
    return _read(answer, settings)


def _read(answer: EgressAnswer, settings: ProfileSettings) -> Record | None:
    """Return what an answer says, None for somebody whom the shop does not know.

    Raises:
        UnreadableError: It says something else.
    """
    status = answer.status
    if status in _UNKNOWN or status == 204:
        return None
    if status in _REFUSING:
        raise UnreadableError(f"the shop answered {status}: it does not take the token")
    if 300 <= status < 400:
        raise UnreadableError(f"the shop answered {status}: redirects are not followed")
    if not answer.is_success:
        raise UnreadableError(f"the shop answered {status}")
    return record_of(answer.content, settings)
