"""A note linted while it is written: the newest version of each draft, away from the event loop.

A draft goes into no log and no store; it is in memory while it is asked about, and a while later,
so that its next version is linted where it is another. It comes whole each time: a part of a note
can be judged only by its neighbours, and the bus is the least of what a pause waits for.

The rules are imported on the thread as well: a center's commands, which lint nothing, do without.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import attrs

from ccsdk.errors import InvalidRequestError
from ccsdk.hooks.context import PluginContext
from ccsdk.model.principal import Principal
from ccsdk_coaching.newest import Newest
from ccsdk_coaching.requests import LintNote, NoteLinted

if TYPE_CHECKING:
    from ccsdk_coaching.answering import Drafts
    from ccsdk_coaching.model import Strike

__all__ = ["KEPT_MS", "NOTE_BYTES_MAX", "Live"]

NOTE_BYTES_MAX = 64 * 2**10
# A pause for thought, from which on a draft is not kept any longer.
KEPT_MS = 120_000


@attrs.define
class Live:
    """Lint the drafts of one center, with its settings and its packs."""

    _newest: Newest = attrs.field(factory=lambda: Newest("coaching"), init=False)
    _drafts: Drafts | None = attrs.field(default=None, init=False)
    _asked: int = attrs.field(default=0, init=False)
    _is_forgetting: bool = attrs.field(default=False, init=False)

    async def prepare(self, ctx: PluginContext) -> None:
        """Make the linter, so that who writes first need not wait for it.

        Raises:
            ConfigurationError: The packs do not go together, or one cannot be had.
        """
        await self._newest.answer("prepare", 0, lambda: self._drafts_of(ctx))

    async def lint(self, ctx: PluginContext, asker: Principal, request: LintNote) -> NoteLinted:
        """Answer what the rules find in a draft.

        Raises:
            InvalidRequestError: It is longer than `NOTE_BYTES_MAX`, or no text.
        """
        _require_size(request.note)
        key = (asker.role, asker.id, request.draft)
        now_ms = ctx.clock.monotonic_ms()

        def work() -> NoteLinted:
            return self._drafts_of(ctx).answer(key, request, now_ms)

        self._asked += 1
        if not self._is_forgetting:
            self._is_forgetting = True
            ctx.tasks.start("forget", self._forget)
        answer = await self._newest.answer(key, request.version, work)
        return answer or NoteLinted(version=request.version, is_superseded=True)

    def strikes(self) -> Sequence[Strike]:
        """Return which rules have failed, and how."""
        return tuple(self._drafts.strikes) if self._drafts else ()

    def close(self) -> None:
        """Let the thread end."""
        self._newest.close()

    async def _forget(self, ctx: PluginContext) -> None:
        """Let go of drafts that nobody asks about, until none is left."""
        is_left = True
        while is_left:
            await ctx.clock.sleep_until(ctx.clock.monotonic_ms() + KEPT_MS)
            asked, until_ms = self._asked, ctx.clock.monotonic_ms() - KEPT_MS
            forget = partial(self._forgotten, ctx, until_ms)
            is_left = bool(await self._newest.answer("forget", 0, forget)) or asked != self._asked
        self._is_forgetting = False

    def _forgotten(self, ctx: PluginContext, until_ms: int) -> int:
        return self._drafts_of(ctx).forget(until_ms)

    def _drafts_of(self, ctx: PluginContext) -> Drafts:
        """Return the drafts of the center; on their own thread, where the linter is made."""
        if self._drafts is None:
            from ccsdk_coaching.answering import Drafts
            from ccsdk_coaching.assembly import linter_for

            self._drafts = Drafts(linter_for(ctx))
        return self._drafts


def _require_size(note: str) -> None:
    """Refuse what is too long, or no text.

    Raises:
        InvalidRequestError: It is.
    """
    try:
        size = len(note.encode())
    except UnicodeEncodeError as error:
        problem = f"half a character stands at {error.start}"
        raise InvalidRequestError(path="data.note", problem=problem) from error
    if size > NOTE_BYTES_MAX:
        problem = (
            f"it has {size} bytes of UTF-8, and at most {NOTE_BYTES_MAX} are linted while they "
            "are written; `ccsdk coach-lint` takes files of any length"
        )
        raise InvalidRequestError(path="data.note", problem=problem)
