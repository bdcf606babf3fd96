"""Contribution types: frozen values that `register` returns and the center consumes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.model.command import COMMANDS
from ccsdk.model.request import ProfileQuestion, is_plugin_method
from ccsdk.model.topic import Pattern

__all__ = [
    "SLOTS",
    "AsgiApp",
    "Channel",
    "Contribution",
    "Message",
    "Panel",
    "Receive",
    "Routes",
    "Send",
]

# Where a desk has room for a panel; `context` is beside the open Interaction, `review` beside
# a closed one that its reader has opened.
SLOTS = (
    "context",
    "composer-action",
    "message-body",
    "list-badge",
    "wrap-up",
    "review",
    "wallboard-tile",
)

# The ASCII part of what the HTML Standard calls a valid custom element name.
_TAG = re.compile(r"[a-z][a-z0-9._]*-[a-z0-9._-]*")
_TAGS_RESERVED = frozenset(
    "annotation-xml color-profile font-face font-face-src font-face-uri font-face-format "
    "font-face-name missing-glyph".split()
)
# Plain names only: nothing that leads out of the plugin's own routes.
_MODULE = re.compile(r"(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.m?js", re.ASCII)

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
    any origin load the files (never with credentials). `joined` names browser modules of
    `static` that are served together with all they import by relative names, in one
    answer: named imports and exports that begin their line, no cycles, no `export let`. `later`
    names those that the first of `joined` loads with `import()`, and that lie beside it: joined
    as well, but for what the first one has brought already.
    """

    app: AsgiApp | None = None
    static: Path | None = None
    headers: Mapping[str, str] = attrs.field(factory=dict)
    audience: Literal["public", "session"] = "public"
    cors: bool = False
    joined: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


def _check_slot(panel: Panel, attribute: attrs.Attribute[str], slot: str) -> None:
    _require_known(slot, SLOTS, path="Panel.slot", kind="slot of the desk")


def _check_tag(panel: Panel, attribute: attrs.Attribute[str], tag: str) -> None:
    if not _TAG.fullmatch(tag) or tag in _TAGS_RESERVED:
        problem = f"{tag!r} is no name of a custom element: small letters, with a hyphen inside"
        raise ConfigurationError(path="Panel.tag", problem=problem)


def _check_module(panel: Panel, attribute: attrs.Attribute[str], module: str) -> None:
    if not _MODULE.fullmatch(module):
        problem = f"{module!r} is no relative name of a .js or .mjs file"
        raise ConfigurationError(path="Panel.module", problem=problem)


def _check_topics(
    panel: Panel, attribute: attrs.Attribute[tuple[str, ...]], topics: tuple[str, ...]
) -> None:
    for index, text in enumerate(topics):
        Pattern.parse(text, path=f"Panel.topics[{index}]")


def _check_commands(
    panel: Panel, attribute: attrs.Attribute[tuple[str, ...]], commands: tuple[str, ...]
) -> None:
    known = {each.__name__ for each in COMMANDS.values()}
    for index, name in enumerate(commands):
        _require_known(name, known, path=f"Panel.commands[{index}]", kind="command")


def _check_requests(
    panel: Panel, attribute: attrs.Attribute[tuple[str, ...]], requests: tuple[str, ...]
) -> None:
    for index, name in enumerate(requests):
        # Plugins answer that one, too, though the center puts their answers together.
        if not is_plugin_method(name) and name != ProfileQuestion.method:
            problem = f"{name!r} is no method of a plugin, such as 'orders.v1'"
            raise ConfigurationError(path=f"Panel.requests[{index}]", problem=problem)


def _require_known(name: str, known: Collection[str], *, path: str, kind: str) -> None:
    if name not in known:
        near = get_close_matches(name, sorted(known), n=1)
        problem = f"{name!r} is no {kind}"
        raise ConfigurationError(path=path, problem=problem, nearest=near[0] if near else None)


@attrs.frozen(kw_only=True)
class Panel(Contribution):
    """Put a custom element into a slot of the desk; it sees its topics and commands only.

    Args:
        slot: One of `SLOTS`.
        tag: The element's name, taken once per center.
        module: The file that defines it, relative to the plugin's `Routes`.
        title: What the desk writes above it.
        titles: The same for readers of other languages, by BCP 47 tag such as `zh-Hant`.
        topics: Patterns; the panel's bus subscribes to nothing beyond them.
        commands: Class names such as `SendMessage`; the panel's bus sends no others.
        requests: Methods that plugins answer, such as `orders.v1`, and `profile.v1`; besides
            `history.v1` and `customer.v1` of its Interaction the panel asks no others.

    Raises:
        ConfigurationError: A slot, tag, module, command or method is none; with the nearest
            name.
        InvalidRequestError: A topic is no pattern.

    Source: HTML Standard, "valid custom element name", of which the ASCII part is taken.
    """

    slot: str = attrs.field(validator=_check_slot)
    tag: str = attrs.field(validator=_check_tag)
    module: str = attrs.field(validator=_check_module)
    title: str
    titles: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    topics: tuple[str, ...] = attrs.field(default=(), validator=_check_topics)
    commands: tuple[str, ...] = attrs.field(default=(), validator=_check_commands)
    requests: tuple[str, ...] = attrs.field(default=(), validator=_check_requests)
