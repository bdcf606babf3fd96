"""Handlers: the methods that plugins answer, with the same care as the center's own.

Who may not ask learns no more than that there is no such method. What is asked is checked
before the plugin sees it, what it answers before anybody else does. A plugin that fails is
named in the log; the asker gets an error to try again on, with the log's reference.
"""

from __future__ import annotations

import inspect
import secrets
from collections.abc import Callable
from typing import Any

import attrs
import msgspec
import structlog

from ccsdk.center.history import access_of
from ccsdk.center.remote_handlers import MayRead, RemoteHandlers
from ccsdk.center.writer import Writer
from ccsdk.errors import (
    AnswerUnavailableError,
    CommandRejectedError,
    HookFailedError,
    InvalidRequestError,
    RequestRefusedError,
    UnsupportedError,
)
from ccsdk.hooks.query import Query
from ccsdk.hooks.requests import HANDLER_ARGUMENTS, QueryHandler
from ccsdk.model.principal import Principal
from ccsdk.model.request import PluginQuestion
from ccsdk.plugins.caller import Caller
from ccsdk.plugins.host import Implementation, PluginHost
from ccsdk.wire.codec import refuse

__all__ = ["ANSWER_BYTES_MAX", "Handlers", "readers"]

# A frame of 256 KiB, less room for what stands around the answer.
ANSWER_BYTES_MAX = 248 * 2**10
_SUBJECT = "interaction"

_log = structlog.get_logger("ccsdk.plugins")


@attrs.frozen
class _Refused:
    """Hold what a handler refused, which is an answer and no failure."""

    refusal: CommandRejectedError | RequestRefusedError


@attrs.frozen(kw_only=True)
class _Part:
    """Hold what answers one method, as the caller takes it."""

    handler: QueryHandler
    query: Query
    implementation: Implementation


class Handlers:
    """Answer the methods that the plugins of one center contribute.

    Args:
        host: The enabled plugins.
        caller: Asks them.
        may_read: Says who may read an Interaction.
    """

    def __init__(self, host: PluginHost, caller: Caller, may_read: MayRead) -> None:
        self._caller = caller
        self._may_read = may_read
        self._elsewhere = RemoteHandlers(host, host.remotes(), caller, may_read)
        found = host.contributions(QueryHandler)
        self._parts = {each.name: _part(host, plugin, each) for plugin, each in found}

    async def answer(self, principal: Principal, asked: PluginQuestion) -> dict[str, Any]:
        """Answer a question as the plugin does.

        Raises:
            UnsupportedError: There is no such method for this reader.
            InvalidRequestError: A member is unknown, missing or wrong.
            UnknownEntityError: It is about an Interaction that the reader may not read.
            CommandRejectedError, RequestRefusedError: The plugin refused.
            AnswerUnavailableError: The plugin failed.
        """
        part = self._parts.get(asked.name)
        if part is None:
            return await self._elsewhere.answer(principal, asked)
        if principal.role not in part.handler.roles:
            raise UnsupportedError(what=f"method {asked.name!r}")
        request = _read(part.handler.request, asked.data)
        interaction = getattr(request, _SUBJECT, None)
        if interaction is not None:
            await self._may_read(principal, interaction)
        arguments = {"asker": principal, "request": request}
        try:
            answer = await self._caller.one(part.query, part.implementation, **arguments)
            if isinstance(answer, _Refused):
                raise answer.refusal
            return _written(answer, part.implementation)
        except HookFailedError as failure:
            ref = f"er_{secrets.token_hex(6)}"
            # Of a plugin that is left alone it has been said why.
            tell = _log.info if failure.kind in ("open", "busy") else _log.warning
            tell("handler.failed", ref=ref, problem=str(failure))
            raise AnswerUnavailableError(method=asked.name, ref=ref) from failure


def readers(writer: Writer) -> MayRead:
    """Return what raises `UnknownEntityError` for who may not read an Interaction."""

    async def may_read(principal: Principal, interaction: str) -> None:
        await writer.read(lambda state: access_of(state, principal, interaction))

    return may_read


def _part(host: PluginHost, plugin: str, handler: QueryHandler) -> _Part:
    parameters = inspect.signature(handler.handle).parameters
    is_open = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    return _Part(
        handler=handler,
        query=Query(timeout_ms=handler.timeout_ms, answer=handler.answer | _Refused),
        implementation=Implementation(
            plugin=plugin,
            hook=handler.name,
            function=_refusing(handler.handle),
            arguments=HANDLER_ARGUMENTS if is_open else tuple(parameters),
            context=host.context(plugin),
        ),
    )


def _refusing(handle: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that returns what a handler refuses instead of raising it."""
    refusals = (CommandRejectedError, RequestRefusedError)

    async def wait(**named: Any) -> Any:
        try:
            return await handle(**named)
        except refusals as refusal:
            return _Refused(refusal)

    def call(**named: Any) -> Any:
        try:
            return handle(**named)
        except refusals as refusal:
            return _Refused(refusal)

    return wait if inspect.iscoroutinefunction(handle) else call


def _read(kind: type[msgspec.Struct], data: dict[str, Any]) -> msgspec.Struct:
    """Return what is asked, as the plugin declares it.

    Raises:
        InvalidRequestError: A member is unknown, missing or wrong.
    """
    for name in data:
        if name not in kind.__struct_encode_fields__:
            raise InvalidRequestError(path=f"data.{name}", problem="there is no such member")
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        refuse(error, root="data")


def _written(answer: Any, implementation: Implementation) -> dict[str, Any]:
    """Return an answer as JSON holds it.

    Raises:
        HookFailedError: It is None, no such JSON, or more than a frame holds.
    """
    problem = "answered None"
    if answer is not None:
        encoded = msgspec.json.encode(answer)
        found: Any = msgspec.json.decode(encoded)
        if isinstance(found, dict) and len(encoded) <= ANSWER_BYTES_MAX:
            return found
        problem = f"answered more than {ANSWER_BYTES_MAX} bytes, or no object"
    raise HookFailedError(
        plugin=implementation.plugin, hook=implementation.hook, kind="garbage", problem=problem
    )
