"""Requests that a plugin answers: a method on the bus, with its own question and answer.

Whoever may ask, asks by `req` as for the center's own methods: a panel, a client, another
plugin. Names look like `suggest_knowledge.v1`; those of the center are taken.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
import msgspec

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.contributions import Contribution
from ccsdk.model.principal import Role
from ccsdk.model.request import is_plugin_method

__all__ = ["HANDLER_ARGUMENTS", "HANDLER_TIMEOUT_MAX_MS", "Handle", "QueryHandler"]

HANDLER_TIMEOUT_MAX_MS = 30_000
# What `handle` may name; it is given those that it does.
HANDLER_ARGUMENTS = ("ctx", "asker", "request", "deadline")

Handle = Callable[..., Awaitable[Any]] | Callable[..., Any]


def _check_name(of: QueryHandler, attribute: attrs.Attribute[str], name: str) -> None:
    if not is_plugin_method(name):
        problem = f"{name!r} is no name such as 'orders.v1', or one of the center's own"
        raise ConfigurationError(path="QueryHandler.name", problem=problem)


def _check_struct(of: QueryHandler, attribute: attrs.Attribute[Any], kind: Any) -> None:
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        problem = f"{kind!r} is no class derived from msgspec.Struct"
        raise ConfigurationError(path=f"QueryHandler.{attribute.name}", problem=problem)


def _check_timeout(of: QueryHandler, attribute: attrs.Attribute[int], timeout_ms: int) -> None:
    if not 1 <= timeout_ms <= HANDLER_TIMEOUT_MAX_MS:
        problem = f"is to be at least 1 and at most {HANDLER_TIMEOUT_MAX_MS}"
        raise ConfigurationError(path="QueryHandler.timeout_ms", problem=problem)


def _check_handle(of: QueryHandler, attribute: attrs.Attribute[Handle], handle: Handle) -> None:
    for parameter in inspect.signature(handle).parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        if parameter.name not in HANDLER_ARGUMENTS or parameter.kind is parameter.POSITIONAL_ONLY:
            named = ", ".join(HANDLER_ARGUMENTS)
            problem = f"asks for {parameter.name!r}; there are: {named}"
            raise ConfigurationError(path="QueryHandler.handle", problem=problem)


@attrs.frozen(kw_only=True)
class QueryHandler(Contribution):
    """Answer a method on the bus: clients, panels and other plugins ask it by `req`.

    Args:
        name: Of the method, `suggest_knowledge.v1`; taken once per center.
        request: What is asked. A member that it lacks is refused. Has it one called
            `interaction`, who asks must be allowed to read that Interaction.
        answer: What `handle` returns an instance of; at most what one frame holds.
        handle: `async def handle(ctx, asker, request, deadline)`; it may leave out what it
            does not need. `asker` is the `Principal` who asks. A plain function runs on a
            thread of the plugin. It may refuse by a `CommandRejectedError` or a
            `RequestRefusedError`, whose words the asker reads; whatever else it raises is a
            failure, of which the asker learns nothing but that there is no answer now.
        timeout_ms: How long an answer is waited for.
        roles: Who may ask; for all others there is no such method.

    Raises:
        ConfigurationError: One of them makes no sense.
    """

    name: str = attrs.field(validator=_check_name)
    request: type[msgspec.Struct] = attrs.field(validator=_check_struct)
    answer: type[msgspec.Struct] = attrs.field(validator=_check_struct)
    handle: Handle = attrs.field(validator=_check_handle)
    timeout_ms: int = attrs.field(default=1_000, validator=_check_timeout)
    roles: tuple[Role, ...] = (Role.AGENT, Role.SUPERVISOR)
