"""`profile.v1`: what the shop's own books say of the customer of an Interaction.

All plugins are asked at once, and the answer says who failed: an Agent is shown what is there
rather than kept waiting. For who may know who the customer is, as `customer.v1`. What everybody
answered is kept for a few seconds, since a desk asks again whenever an Agent looks away and
back; what lacks somebody's answer is not.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

import attrs
import msgspec

from ccsdk.center.fitting import fitting
from ccsdk.center.history import access_of
from ccsdk.center.inquiry import Findings, Inquiry, identity_of
from ccsdk.center.writer import Writer
from ccsdk.errors import UnknownEntityError
from ccsdk.hooks.ports import Clock, LogStore
from ccsdk.hooks.profile import ProfileField, ProfileFragment
from ccsdk.model.entry import Entry
from ccsdk.model.principal import Principal
from ccsdk.model.request import ProfileQuestion

__all__ = ["CUSTOMERS_MAX", "KEPT_MS", "Profiles", "merged"]

KEPT_MS = 10_000
CUSTOMERS_MAX = 1_000
HOOK = "lookup_profile"
# Whose profile has no such class is not told who the customer is.
_CLASS = "name"


@attrs.frozen
class _Kept:
    until_ms: int
    answer: dict[str, Any] = attrs.field(repr=False)


@attrs.define
class Profiles:
    """Look up the profiles of one center's customers.

    Args:
        inquiry: Asks the plugins.
        store: The log, for who the customer is.
        writer: Says who may know that.
        clock: The center's clock.
    """

    _inquiry: Inquiry
    _store: LogStore
    _writer: Writer
    _clock: Clock
    _kept: OrderedDict[str, _Kept] = attrs.field(factory=OrderedDict, init=False, repr=False)
    _running: dict[str, asyncio.Task[dict[str, Any]]] = attrs.field(
        factory=dict, init=False, repr=False
    )

    async def answer(self, principal: Principal, asked: ProfileQuestion) -> dict[str, Any]:
        """Return the answer of `profile.v1`.

        Raises:
            UnknownEntityError: The reader may not know who the customer is.
        """
        interaction = asked.interaction
        access = await self._writer.read(lambda state: access_of(state, principal, interaction))
        if access.profile is None or _CLASS not in access.profile.classes:
            raise UnknownEntityError(kind="interaction", id=interaction)
        found = await self._store.read_subject(f"interaction/{access.named}", before=2, limit=1)
        return await self._of(found[0])

    async def _of(self, first: Entry) -> dict[str, Any]:
        """Return what is known, asking once however many ask at the same time."""
        # Not by the Customer: who signed in since is known by more than before.
        key = first.subject
        kept = self._kept.get(key)
        if kept is not None and self._clock.monotonic_ms() < kept.until_ms:
            return kept.answer
        if key not in self._running:
            task = asyncio.ensure_future(self._look_up(key, first))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(self._running[key])

    async def _look_up(self, key: str, first: Entry) -> dict[str, Any]:
        findings = await self._inquiry.ask(
            HOOK, lambda personal: {"identity": identity_of(first, personal)}
        )
        answer = fitting(merged(findings, now_ms=self._clock.now_ms()), ("fields",))
        if not findings.failed:
            self._kept.pop(key, None)
            self._kept[key] = _Kept(self._clock.monotonic_ms() + KEPT_MS, answer)
            while len(self._kept) > CUSTOMERS_MAX:
                self._kept.popitem(last=False)
        return answer


def merged(findings: Findings, *, now_ms: int) -> dict[str, Any]:
    """Return one profile of what several plugins say: of each thing what the first one says."""
    name: str | None = None
    is_vip: bool | None = None
    fields: dict[str, ProfileField] = {}
    sources: list[dict[str, Any]] = []
    for plugin, fragment in findings.answers:
        assert isinstance(fragment, ProfileFragment), "the caller looks at the type"
        name = fragment.name if name is None else name
        is_vip = fragment.is_vip if is_vip is None else is_vip
        for field in fragment.fields:
            fields.setdefault(field.key, field)
        as_of_ms, is_stale = now_ms - max(0, fragment.age_ms), fragment.is_stale
        sources.append({"plugin": plugin, "as_of_ms": as_of_ms, "is_stale": is_stale})
    return {
        "name": name,
        "is_vip": is_vip,
        "fields": [msgspec.to_builtins(attrs.asdict(each)) for each in fields.values()],
        "sources": sources,
        "failed": list(findings.failed),
    }
