"""Contribution types: frozen values that `register` returns and the center consumes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Literal

import attrs

__all__ = ["AsgiApp", "Channel", "Contribution", "Message", "Panel", "Receive", "Routes", "Send"]

# The three parts of ASGI 3, spelled out so that no web framework is needed to name them.
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Message, Receive, Send], Awaitable[None]]


@attrs.frozen(kw_only=True)
class Contribution:
    """Mark a value that a plugin may return from `register`."""


@attrs.frozen(kw_only=True)
class Channel(Contribution):
    """Declare a kind of work that accounts can name.

    `capacity_class` says which of an Agent's slots it takes; `capabilities` are codes
    that a composer asks for, such as `text` or `files`.
    """

    kind: str
    capacity_class: str
    capabilities: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Routes(Contribution):
    """Serve a folder, an ASGI app, or both, below `/plugins/<name>/`.

    A file of `static` is served if it exists (`index.html` for the folder itself), with
    `headers` added; the center's own `ccsdk.js` modules appear beside them. What is no
    file goes to `app`. `audience` public is open; session asks for a signed-in session,
    whose principal the app finds in `scope["state"]["principal"]`. `cors` lets pages of
    any origin load the files (never with credentials).
    """

    app: AsgiApp | None = None
    static: Path | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict)
    audience: Literal["public", "session"] = "public"
    cors: bool = False


@attrs.frozen(kw_only=True)
class Panel(Contribution):
    """Put a custom element into a slot of the desk; it sees its topics and commands only.

    `module` is the element's file name below the plugin's routes.
    """

    slot: str
    tag: str
    module: str
    title: str
    topics: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
