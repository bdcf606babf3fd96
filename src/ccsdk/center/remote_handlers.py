"""Methods that plugins in their own processes answer, while they are connected.

What is asked and answered is theirs to know; here it is JSON. Only one member means something
to everybody: who asks about an `interaction` has to be allowed to read it.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
import structlog

from ccsdk.client.refusal import error_of
from ccsdk.errors import (
    AnswerUnavailableError,
    CcsdkError,
    HookFailedError,
    InvalidRequestError,
    UnsupportedError,
)
from ccsdk.hooks.query import Deadline, Query
from ccsdk.model.principal import Principal
from ccsdk.model.request import PluginQuestion
from ccsdk.plugins.caller import Caller
from ccsdk.plugins.host import Implementation, PluginHost
from ccsdk.plugins.remote import RefusedError, RemotePlugin, Remotes
from ccsdk.wire.frames import Problem

__all__ = ["MayRead", "RemoteHandlers"]

# Raises what a reader is told who may not read an Interaction.
MayRead = Callable[[Principal, str], Awaitable[None]]

# What a plugin may say to who asked; everything else is a failure of its own.
_REFUSALS = frozenset(
    "bad_request not_found conflict forbidden unsupported rate_limited overloaded".split()
)

_log = structlog.get_logger("ccsdk.plugins")


@attrs.frozen
class _Refused:
    """Hold what a plugin refused, which is an answer and no failure."""

    refusal: CcsdkError


@attrs.frozen
class RemoteHandlers:
    """Hand questions on to the plugins that say that they answer them."""

    _host: PluginHost
    _remotes: Remotes
    _caller: Caller
    _may_read: MayRead

    async def answer(self, principal: Principal, asked: PluginQuestion) -> dict[str, Any]:
        """Answer a question as a plugin in its own process does.

        Raises:
            UnsupportedError: None that is connected answers this method, or not for this reader.
            InvalidRequestError: The Interaction it is about is no id.
            UnknownEntityError: It is about an Interaction that the reader may not read.
            CommandRejectedError, RequestRefusedError: The plugin refused.
            AnswerUnavailableError: The plugin failed.
        """
        found = self._remotes.handler(asked.name)
        if found is None or principal.role.value not in found[2].roles:
            raise UnsupportedError(what=f"method {asked.name!r}")
        plugin, remote, info = found
        interaction = asked.data.get("interaction")
        if interaction is not None:
            if not isinstance(interaction, str):
                raise InvalidRequestError(path="data.interaction", problem="expected text")
            await self._may_read(principal, interaction)
        query = Query(timeout_ms=info.timeout_ms, answer=dict[str, Any] | _Refused)
        part = self._part(plugin, remote, asked)
        try:
            answer = await self._caller.one(query, part, asker=principal)
        except HookFailedError as failure:
            ref = f"er_{secrets.token_hex(6)}"
            _log.warning("handler.failed", ref=ref, problem=str(failure))
            raise AnswerUnavailableError(method=asked.name, ref=ref) from failure
        if isinstance(answer, _Refused):
            raise answer.refusal
        return dict(answer)

    def _part(self, plugin: str, remote: RemotePlugin, asked: PluginQuestion) -> Implementation:
        async def handle(asker: Principal, deadline: Deadline) -> Any:
            who = {"id": asker.id, "role": asker.role.value}
            data = {"asker": who, "request": asked.data}
            try:
                return await remote.answer(asked.name, data, deadline)
            except RefusedError as refused:
                if refused.code not in _REFUSALS:
                    raise
                told = Problem(code=refused.code, reason=refused.reason, retryable=False)
                return _Refused(error_of(told, asked.data))

        return Implementation(
            plugin=plugin,
            hook=asked.name,
            function=handle,
            arguments=("asker", "deadline"),
            context=self._host.context(plugin),
        )
