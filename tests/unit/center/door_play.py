"""A door with two stored files: Mei's and Anna's."""

from __future__ import annotations

import itertools
from typing import Any

import attrs

from ccsdk.center.batch import Request
from ccsdk.center.doors import Doors
from ccsdk.hooks.ports import FileInfo
from ccsdk.model.command import (
    Command,
    command_type,
)
from ccsdk.model.principal import Principal
from ccsdk.model.request import Submission
from tests.unit.center.shop import ANNA, SECRET

__all__ = ["FILES", "SIGNED", "doors", "read", "submission"]

FILES = {
    "fi_1": FileInfo(
        file="fi_1", principal="mei", name="sofa.png", media="image/png", bytes=7, at_ms=0
    ),
    "fi_2": FileInfo(
        file="fi_2",
        principal=ANNA.customer or "",
        name="receipt.pdf",
        media="application/pdf",
        bytes=9,
        at_ms=0,
    ),
}
SIGNED = attrs.evolve(ANNA, is_verified=True, name="Anna Kovač")


def doors(**sessions: tuple[str, ...]) -> Doors:
    numbers = itertools.count(1)
    return Doors(
        secret=SECRET,
        ids=lambda: f"{next(numbers)}",
        now_ms=lambda: 0,
        sessions_of=lambda customer: sessions.get(customer, ()),
        name_of={"mei": "Mei Lin"}.get,
        file_of=lambda file, principal: FILES.get(file),
    )


def submission(
    principal: Principal,
    kind: type[Command],
    data: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
    **more: Any,
) -> Submission:
    return Submission(
        principal=principal,
        **{"key": "k1", "type": command_type(kind), **more},
        data=data or {},
        personal=personal,
    )


def read(principal: Principal, kind: type[Command], *halves: Any, **more: Any) -> Request:
    return doors().read(submission(principal, kind, *halves, **more))
