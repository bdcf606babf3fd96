"""What a plugin gets through the door: what its manifest declares, about what is there."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.center.doors import require_permitted
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.model.command import (
    Command,
    DefineAccount,
    DefineQueue,
    RouteInteraction,
    SetCapacity,
)
from ccsdk.model.event import InteractionQueued
from ccsdk.model.principal import Principal, Role
from tests.unit.center.door_play import read
from tests.unit.center.shop import Desk

BOT = Principal(
    id="plugin:bot",
    role=Role.PLUGIN,
    center="shop",
    commands=("RouteInteraction", "SetCapacity", "DefineQueue"),
)


@pytest.fixture
def desk() -> Desk:
    """Return a center in which Anna's Interaction waits for what is found out about it."""
    desk = Desk()
    desk.ask(DefineQueue(queue="care", name="Care"))
    desk.ask(DefineAccount(account="web", channel="chat", queues=("sales",), enrichment_ms=60_000))
    desk.write("in_1")
    return desk


def give(desk: Desk, kind: type[Command], data: dict[str, Any]) -> None:
    command = read(BOT, kind, data).command
    require_permitted(command, BOT, desk.state)
    desk.ask(command, BOT)


def test_a_plugin_routes_what_waits_to_be_found_out(desk: Desk) -> None:
    give(desk, RouteInteraction, {"interaction": "in_1", "queue": "care"})

    queued = desk.entries[-1].event
    assert isinstance(queued, InteractionQueued)
    assert queued.queue == "care"


def test_what_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownEntityError, match="no interaction 'in_9'"):
        give(desk, RouteInteraction, {"interaction": "in_9"})
    with pytest.raises(UnknownEntityError, match="no agent 'eve'"):
        give(desk, SetCapacity, {"agent": "eve", "slots": {}})


def test_a_command_beyond_the_plugins_row_is_refused_whatever_is_declared() -> None:
    with pytest.raises(UnknownEntityError, match="no command 'DefineQueue'"):
        read(BOT, DefineQueue, {"queue": "q", "name": "Q"})


def test_a_wrong_field_is_named_like_anybodys() -> None:
    with pytest.raises(InvalidRequestError, match="slots"):
        read(BOT, SetCapacity, {"agent": "mei", "slots": {"chat": -1}})
