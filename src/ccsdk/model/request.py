"""What passes between a door and the center: submissions in, receipts out, reads."""

from __future__ import annotations

from typing import Any

import attrs
import msgspec

from ccsdk.model.entry import Answer
from ccsdk.model.principal import Principal

__all__ = ["Receipt", "Snapshot", "Submission"]


@attrs.frozen(kw_only=True)
class Submission:
    """Carry a command from a door, as its sender gave it: decoded JSON, unchecked.

    `key` is unique per principal, 1 to 64 characters. `deadline_ms` is the instant,
    milliseconds since the Unix epoch, after which the sender no longer wants it.
    """

    principal: Principal
    key: str
    type: str
    data: dict[str, Any]
    personal: dict[str, Any] | None = attrs.field(default=None, repr=False)
    deadline_ms: int | None = None


class Receipt(msgspec.Struct, kw_only=True, frozen=True):
    """Say that a command was accepted and is on disk.

    A subscription that has reached `position` shows its effects. `is_replayed` marks an
    answer given before, to the same key.
    """

    answer: Answer
    position: int
    is_replayed: bool = False


@attrs.frozen(kw_only=True)
class Snapshot:
    """Hold committed state as of `position`: (type, subject, version, item data) each.

    `items` are plain JSON-ready mappings with `type`, `subject`, `version`, `data` and,
    for Agents, `personal`.
    """

    position: int
    items: tuple[dict[str, Any], ...]
