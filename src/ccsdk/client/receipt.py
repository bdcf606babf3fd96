"""What the Python client's commands return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

__all__ = ["CommandReceipt"]


@attrs.frozen(kw_only=True)
class CommandReceipt:
    """Say that a command was accepted: the ids it touched, and where its effects show.

    A subscription that reached `cursor` shows them; `is_replayed` marks the answer to a
    key that was answered before.
    """

    ok: Mapping[str, Any]
    cursor: str
    is_replayed: bool
